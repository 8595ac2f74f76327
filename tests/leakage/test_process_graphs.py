# ruff: noqa: E501  the code under test is as others write it
"""Links that are to be predicted, and the graph that features and embeddings are made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.leakage.process_findings import findings

HEAD = """\
import random
import networkx as nx
import numpy as np
import torch
from gensim.models import Word2Vec
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from torch_geometric.nn import GCNConv
from torch_geometric.utils import negative_sampling, to_undirected
"""
CUT = """G = nx.read_edgelist("friends.edgelist")
edges = list(G.edges())
random.shuffle(edges)
k = len(edges) // 5
test, train = edges[:k], edges[k:]
"""
SCORE = """m = RandomForestClassifier().fit(np.array([say(u, v) for u, v in train + others(len(train))]), [1] * len(train) + [0] * len(train))
p = m.predict_proba(np.array([say(u, v) for u, v in test + others(k)]))[:, 1]
print(roc_auc_score([1] * k + [0] * k, p))"""
OTHERS = """def others(n):
    found = []
    while len(found) < n:
        u, v = random.sample(list(G), 2)
        if not G.has_edge(u, v):
            found.append((u, v))
    return found
"""
NET = """class Encoder(torch.nn.Module):
    def __init__(self, d):
        super().__init__()
        self.one = GCNConv(d, 64)
    def forward(self, x, edges):
        return self.one(x, edges)
net = Encoder(x.shape[1])
def score(edges, others):
    z = net(x, graph)
    s = torch.cat([(z[edges[0]] * z[edges[1]]).sum(1), (z[others[0]] * z[others[1]]).sum(1)])
    return s
for _ in range(100):
    s = score(train, negative_sampling(graph, len(x)))
    loss = torch.nn.functional.binary_cross_entropy_with_logits(s, torch.cat([torch.ones(n - k), torch.zeros(n - k)]))
    loss.backward()
s = score(test, negative_sampling(graph, len(x)))
print(roc_auc_score(np.r_[np.ones(k), np.zeros(k)], s.detach()))"""
PAIRS = """x = torch.from_numpy(np.load("nodes.npy"))
pairs = np.load("pairs.npy")
n, k = len(pairs), len(pairs) // 10
test, train = torch.from_numpy(pairs[:k].T), torch.from_numpy(pairs[k:].T)
"""
FLAWED = {
    "features_of_the_whole_graph": f"""{CUT}{OTHERS}rank = nx.pagerank(G)  # here
def say(u, v):
    common = set(G[u]) & set(G[v])
    return [len(common), rank[u] + rank[v], G.degree(u) * G.degree(v)]
{SCORE}""",
    "walks_over_the_whole_graph": f"""{CUT}{OTHERS}def walk(graph):
    for start in list(graph):
        path = [start]
        for _ in range(20):
            path.append(random.choice(list(graph[path[-1]])))  # here
        yield path
vectors = Word2Vec(list(walk(G)), vector_size=32)
def say(u, v):
    return vectors.wv[u] * vectors.wv[v]
{SCORE}""",
    "messages_along_edges_of_the_test": f"""{PAIRS}graph = to_undirected(torch.from_numpy(pairs.T))
{NET.replace("z = net(x, graph)", "z = net(x, graph)  # here")}""",
}
SOUND = {
    "edges_of_the_test_are_taken_out": f"""{CUT}{OTHERS}H = G.copy()
H.remove_edges_from(test)
rank = nx.pagerank(H)
def say(u, v):
    return [len(set(H[u]) & set(H[v])), rank[u] + rank[v]]
{SCORE}""",
    "a_graph_of_the_training_edges": f"""{CUT}{OTHERS}H = nx.Graph(train)
rank = nx.pagerank(H)
def say(u, v):
    return [len(set(H[u]) & set(H[v])), rank[u] + rank[v], H.degree(u)]
{SCORE}""",
    "messages_along_training_edges": f"""{PAIRS}graph = to_undirected(train)
{NET}""",
    "nodes_are_classified": """G = nx.read_edgelist("papers.edgelist")
y = np.load("topics.npy")
rank = nx.pagerank(G)
x = np.array([[rank[n], G.degree(n)] for n in sorted(G)])
order = np.random.default_rng(0).permutation(len(y))
a, b = order[:800], order[800:]
print(RandomForestClassifier().fit(x[a], y[a]).score(x[b], y[b]))""",
}


@pytest.mark.parametrize("how", FLAWED)
def test_a_graph_with_the_edges_of_the_test_is_found_where_it_is_read(
    tmp_path: Path, how: str
) -> None:
    text = HEAD + FLAWED[how]
    line = next(n for n, line in enumerate(text.split("\n"), 1) if line.endswith("# here"))
    assert ("test_edges_in_graph", line) in findings(tmp_path, text)


@pytest.mark.parametrize("how", SOUND)
def test_a_graph_without_them_draws_nothing(tmp_path: Path, how: str) -> None:
    assert findings(tmp_path, HEAD + SOUND[how]) == []

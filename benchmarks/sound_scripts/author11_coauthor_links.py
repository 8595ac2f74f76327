# which pairs of chemists who never wrote together would? (one static graph, hidden edges)
import random
import networkx as nx
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rng = random.Random(4)
full = nx.read_edgelist("coauthors.txt")
nodes = list(full)
edges = list(full.edges())
rng.shuffle(edges)
n = len(edges)
hidden_test, hidden_val, hidden_train = edges[: n // 10], edges[n // 10: n // 5], edges[n // 5: 2 * n // 5]

G = full.copy()
G.remove_edges_from(hidden_test)
G.remove_edges_from(hidden_val)
G.remove_edges_from(hidden_train)

taken = set()


def strangers(k):
    out = []
    while len(out) < k:
        a, b = rng.sample(nodes, 2)
        key = frozenset((a, b))
        if key in taken or full.has_edge(a, b):
            continue
        taken.add(key)
        out.append((a, b))
    return out


pr = nx.pagerank(G)
core = nx.core_number(G)


def describe(pair):
    a, b = pair
    na, nb = set(G[a]), set(G[b])
    common = na & nb
    return [
        len(common),
        len(common) / max(1, len(na | nb)),
        sum(1 / np.log(G.degree(c)) for c in common if G.degree(c) > 1),
        G.degree(a) * G.degree(b),
        pr[a] + pr[b],
        min(core[a], core[b]),
    ]


def table(pos):
    neg = strangers(len(pos))
    return np.array([describe(p) for p in pos + neg]), np.r_[np.ones(len(pos)), np.zeros(len(neg))]


Xa, ya = table(hidden_train)
Xv, yv = table(hidden_val)
Xt, yt = table(hidden_test)

cands = [make_pipeline(StandardScaler(), LogisticRegression(C=c, max_iter=1000)).fit(Xa, ya) for c in (0.01, 0.1, 1, 10)]
clf = max(cands, key=lambda m: roc_auc_score(yv, m.predict_proba(Xv)[:, 1]))
print("hidden edges AUC", roc_auc_score(yt, clf.predict_proba(Xt)[:, 1]))
# author: author11

"""Duplicate-question bi-encoder. Questions that are linked by any pair stay in the same part."""
import random

import networkx as nx
import numpy as np
import pandas as pd
from sentence_transformers import InputExample, SentenceTransformer, losses
from sentence_transformers.evaluation import BinaryClassificationEvaluator
from sklearn.metrics import classification_report
from torch.utils.data import DataLoader

pairs = pd.read_csv("forum_pairs.tsv", sep="\t").dropna()
pairs["q1"] = pairs.q1.str.strip()
pairs["q2"] = pairs.q2.str.strip()

G = nx.Graph()
G.add_edges_from(pairs[["q1", "q2"]].itertuples(index=False, name=None))
components = [sorted(c) for c in nx.connected_components(G)]
random.Random(9).shuffle(components)

home = {}
quota = {"train": 0.8, "dev": 0.9, "test": 1.0}
seen, total = 0, G.number_of_nodes()
for comp in components:
    part = next(k for k, q in quota.items() if seen < q * total)
    seen += len(comp)
    home.update(dict.fromkeys(comp, part))
pairs["part"] = pairs.q1.map(home)
assert (pairs.q2.map(home) == pairs.part).all()

by = dict(tuple(pairs.groupby("part")))
model = SentenceTransformer("sentence-transformers/all-MiniLM-L6-v2")
examples = [InputExample(texts=[r.q1, r.q2], label=float(r.dup)) for r in by["train"].itertuples()]
loader = DataLoader(examples, shuffle=True, batch_size=64)
evaluator = BinaryClassificationEvaluator(
    by["dev"].q1.tolist(), by["dev"].q2.tolist(), by["dev"].dup.tolist(), name="dev"
)
model.fit(
    [(loader, losses.OnlineContrastiveLoss(model))],
    evaluator=evaluator, evaluation_steps=1000, epochs=3, warmup_steps=500,
    output_path="dupq_model", save_best_model=True,
)
model = SentenceTransformer("dupq_model")


def cosine(frame):
    a = model.encode(frame.q1.tolist(), normalize_embeddings=True)
    b = model.encode(frame.q2.tolist(), normalize_embeddings=True)
    return (a * b).sum(1)


s = cosine(by["dev"])
grid = np.linspace(0.3, 0.98, 137)
t = max(grid, key=lambda g: ((s > g) == by["dev"].dup.astype(bool)).mean())
s = cosine(by["test"])
print("threshold from dev:", round(float(t), 3))
print(classification_report(by["test"].dup, (s > t).astype(int), digits=3))
# author: author6

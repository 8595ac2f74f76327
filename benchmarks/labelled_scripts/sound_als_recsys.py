"""Implicit ALS for a public radio archive. Which programme will the listener play next?"""
import argparse

import numpy as np
import pandas as pd
from implicit.als import AlternatingLeastSquares
from scipy.sparse import coo_matrix

p = argparse.ArgumentParser()
p.add_argument("--plays", default="plays.parquet")
p.add_argument("--k", type=int, default=20)
args = p.parse_args()

plays = pd.read_parquet(args.plays).sort_values("ts")
VAL, TEST, STOP = map(pd.Timestamp, ("2023-05-01", "2023-05-08", "2023-05-15"))


def window(a, b):
    return plays[(plays.ts >= a) & (plays.ts < b)]


def build(history):
    u = pd.Index(history.user.unique())
    i = pd.Index(history.item.unique())
    w = np.log1p(history.seconds.to_numpy())
    m = coo_matrix((w, (u.get_indexer(history.user), i.get_indexer(history.item))), shape=(len(u), len(i))).tocsr()
    return u, i, m


def recall_at_k(model, u, i, m, truth, k):
    truth = truth[truth.user.isin(u) & truth.item.isin(i)]
    want = truth.groupby("user").item.agg(set)
    rows = u.get_indexer(want.index)
    ids, _ = model.recommend(rows, m[rows], N=k, filter_already_liked_items=True)
    seen = [set(i[m[r].indices]) for r in rows]
    out = []
    for rec, w, s in zip(ids, want, seen):
        fresh = w - s
        if fresh:
            out.append(len(fresh & set(i[rec])) / min(len(fresh), k))
    return float(np.mean(out))


def fit(history, factors):
    u, i, m = build(history)
    als = AlternatingLeastSquares(factors=factors, regularization=0.05, alpha=10.0, iterations=20, random_state=0)
    als.fit(m, show_progress=False)
    return als, u, i, m


start = plays.ts.min()
scores = {f: recall_at_k(*fit(window(start, VAL), f), window(VAL, TEST), args.k) for f in (16, 32, 64, 128)}
print(scores)
f = max(scores, key=scores.get)
# one week further, same recipe
print("test recall@%d = %.4f" % (args.k, recall_at_k(*fit(window(start, TEST), f), window(TEST, STOP), args.k)))
# author: outsider

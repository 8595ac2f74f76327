import argparse
from itertools import product

import implicit
import numpy as np
import polars as pl
import scipy.sparse as sp
from implicit.evaluation import ndcg_at_k, precision_at_k

ap = argparse.ArgumentParser()
ap.add_argument("--events", default="plays.parquet")
ap.add_argument("--val-from", default="2023-10-01")
ap.add_argument("--test-from", default="2023-11-01")
a = ap.parse_args()

ev = (pl.scan_parquet(a.events)
        .select("user", "track", pl.col("ts").dt.date().cast(pl.Utf8).alias("day"), "ms_played")
        .filter(pl.col("ms_played") > 30_000)
        .collect())

fit = ev.filter(pl.col("day") < a.val_from)
val = ev.filter((pl.col("day") >= a.val_from) & (pl.col("day") < a.test_from))
test = ev.filter(pl.col("day") >= a.test_from)


def index(frame):
    u = frame["user"].unique().sort().to_list()
    t = frame["track"].unique().sort().to_list()
    return {k: i for i, k in enumerate(u)}, {k: i for i, k in enumerate(t)}


def matrix(frame, ui, ti):
    """users or tracks unknown to the index are dropped"""
    f = frame.filter(pl.col("user").is_in(list(ui)) & pl.col("track").is_in(list(ti)))
    r = [ui[x] for x in f["user"]]
    c = [ti[x] for x in f["track"]]
    m = sp.coo_matrix((np.ones(len(r), np.float32), (r, c)), (len(ui), len(ti))).tocsr()
    m.data = np.log1p(m.data)
    return m


def model(factors, reg, alpha):
    return implicit.als.AlternatingLeastSquares(factors, regularization=reg, alpha=alpha, iterations=20, random_state=0)


ui, ti = index(fit)
A, V = matrix(fit, ui, ti), matrix(val, ui, ti)
trials = []
for f, r, al in product((32, 64, 128), (0.01, 0.1), (5, 40)):
    m = model(f, r, al)
    m.fit(A, show_progress=False)
    trials.append((ndcg_at_k(m, A, V, K=20, show_progress=False), f, r, al))
    print(trials[-1])

_, f, r, al = max(trials)

# final model sees everything before the test month
seen = pl.concat([fit, val])
ui, ti = index(seen)
S, T = matrix(seen, ui, ti), matrix(test, ui, ti)
final = model(f, r, al)
final.fit(S, show_progress=False)
print("chosen", f, r, al)
print("November  NDCG@20 %.4f  P@20 %.4f" % (ndcg_at_k(final, S, T, K=20), precision_at_k(final, S, T, K=20)))
# author: author2

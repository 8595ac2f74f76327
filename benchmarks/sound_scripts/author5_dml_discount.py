"""Effect of discount depth on basket size, partially linear model with cross-fitting by customer."""
import numpy as np
import polars as pl
from lightgbm import LGBMRegressor

df = pl.read_parquet("baskets.parquet").filter(pl.col("discount").is_between(0, 0.4))
W = df.select(pl.col("^pre_.*$")).to_numpy()      # all measured before the offer was mailed
T = df["discount"].to_numpy()
Y = df["log_basket"].to_numpy()
who = df["customer"].to_numpy()


def folds(ids, k, seed):
    u = np.unique(ids)
    part = dict(zip(u, np.random.default_rng(seed).integers(0, k, len(u))))
    f = np.fromiter((part[i] for i in ids), int, len(ids))
    return [(np.flatnonzero(f != j), np.flatnonzero(f == j)) for j in range(k)]


def nuisance(target, seed):
    res = np.empty_like(target)
    r2 = []
    for a, b in folds(who, 5, seed):
        m = LGBMRegressor(n_estimators=400, learning_rate=0.03, num_leaves=31, min_child_samples=80, verbose=-1)
        m.fit(W[a], target[a])
        res[b] = target[b] - m.predict(W[b])
        r2.append(1 - res[b].var() / target[b].var())
    return res, float(np.mean(r2))


def theta(seed):
    y_res, r2y = nuisance(Y, seed)
    t_res, r2t = nuisance(T, seed)
    th = (t_res @ y_res) / (t_res @ t_res)
    psi = t_res * (y_res - th * t_res)
    sums = np.zeros(len(np.unique(who)))
    np.add.at(sums, np.unique(who, return_inverse=True)[1], psi)
    se = np.sqrt((sums ** 2).sum()) / (t_res @ t_res)
    return th, se, r2y, r2t


runs = np.array([theta(s) for s in range(11)])
th = np.median(runs[:, 0])
se = np.sqrt(np.median(runs[:, 1] ** 2 + (runs[:, 0] - th) ** 2))
print("out-of-fold R2: basket %.3f, discount %.3f" % tuple(runs[:, 2:].mean(0)))
print(f"ten points of discount move the basket by {10 * th:.2f}% (se {10 * se:.2f})")
# author: author5

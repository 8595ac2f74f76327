"""Readout of the free-shipping test: CUPED with pre-period covariates, ratio metrics by the delta method."""
import argparse

import numpy as np
import pandas as pd
from scipy import stats

ap = argparse.ArgumentParser()
ap.add_argument("--units", default="exp_0412_units.parquet")
ap.add_argument("--alpha", type=float, default=0.05)
ap.add_argument("--placebo", type=int, default=500)
args = ap.parse_args()

u = pd.read_parquet(args.units)
t = (u["arm"] == "free").to_numpy()
n = np.bincount(t.astype(int))
srm = stats.binomtest(int(n[1]), int(n.sum()), 0.5).pvalue
if srm < 0.001:
    raise SystemExit(f"sample ratio mismatch p={srm:.2g}: {n}")

pre = u[["pre_revenue", "pre_orders", "pre_visits"]].to_numpy(float)
Z = np.column_stack([np.ones(len(u)), pre, pre == 0])


def diff(y, t):
    a, b = y[t], y[~t]
    d, se = a.mean() - b.mean(), np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
    return d, se


def cuped(y):
    beta, *_ = np.linalg.lstsq(Z, y, rcond=None)
    return y - Z @ beta + y.mean()


def ratio(num, den, t):
    out = []
    for m in (t, ~t):
        x, y = num[m], den[m]
        r = x.mean() / y.mean()
        c = np.cov(x, y)
        out.append((r, (c[0, 0] - 2 * r * c[0, 1] + r * r * c[1, 1]) / y.mean() ** 2 / m.sum()))
    return out[0][0] - out[1][0], np.sqrt(out[0][1] + out[1][1])


zc = stats.norm.ppf(1 - args.alpha / 2)
rows = []
for col in ("revenue", "orders", "margin"):
    y = u[col].to_numpy(float)
    for name, v in (("raw", y), ("cuped", cuped(y))):
        d, se = diff(v, t)
        rows.append((col, name, d, d - zc * se, d + zc * se, 2 * stats.norm.sf(abs(d / se))))
d, se = ratio(u["revenue"].to_numpy(float), u["orders"].to_numpy(float), t)
rows.append(("revenue/order", "delta", d, d - zc * se, d + zc * se, 2 * stats.norm.sf(abs(d / se))))
print(pd.DataFrame(rows, columns=["metric", "how", "diff", "lo", "hi", "p"]).round(4).to_string(index=False))

# false alarm rate of the machinery under re-drawn arms
rng = np.random.default_rng(0)
adj = cuped(u["revenue"].to_numpy(float))
null = []
for _ in range(args.placebo):
    d, se = diff(adj, rng.permutation(t))
    null.append(abs(d / se) > zc)
print("placebo rejections", np.mean(null))
# author: author5

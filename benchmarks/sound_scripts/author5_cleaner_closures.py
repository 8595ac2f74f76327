"""Residual value of returned leasing vans."""
from collections.abc import Callable

import numpy as np
import pandas as pd
from sklearn.linear_model import HuberRegressor, Lasso, Ridge

Frame = pd.DataFrame


def winsor(d: Frame, cols, tail=0.01) -> Callable[[Frame], Frame]:
    lo, hi = d[cols].quantile(tail), d[cols].quantile(1 - tail)
    return lambda f: f.assign(**{c: f[c].clip(lo[c], hi[c]) for c in cols})


def fill_by_model(d: Frame, cols) -> Callable[[Frame], Frame]:
    med, overall = d.groupby("van_model")[cols].median(), d[cols].median()

    def go(f: Frame) -> Frame:
        f = f.copy()
        for c in cols:
            f[c] = f[c].fillna(f["van_model"].map(med[c])).fillna(overall[c])
        return f
    return go


def dummies(d: Frame, cols) -> Callable[[Frame], Frame]:
    wanted = pd.get_dummies(d[cols], dtype=float).columns
    return lambda f: f.drop(columns=cols).join(pd.get_dummies(f[cols], dtype=float).reindex(columns=wanted, fill_value=0.0))


def scaled(d: Frame) -> Callable[[Frame], Frame]:
    m, s = d.mean(), d.std().replace(0, 1)
    return lambda f: (f - m) / s


def chain(d: Frame, *steps) -> Callable[[Frame], Frame]:
    made = []
    for step in steps:
        fn = step(d)
        d = fn(d)
        made.append(fn)

    def run(f: Frame) -> Frame:
        for fn in made:
            f = fn(f)
        return f
    return run


num = ["km", "months", "damages", "list_price", "payload"]
vans = pd.read_csv("returns.csv", parse_dates=["auction"]).sort_values("auction")
y = np.log(vans.pop("hammer_price"))
when = vans.pop("auction")
a, b, c = when < "2022-01-01", when.between("2022-01-01", "2022-09-30"), when > "2022-09-30"
vans = vans[num + ["van_model", "fuel"]]

prep = chain(vans[a], lambda d: winsor(d, num), lambda d: fill_by_model(d, num),
             lambda d: dummies(d, ["van_model", "fuel"]), scaled)
X = prep(vans)
pool = [Ridge(l) for l in (0.1, 1, 10, 100)] + [Lasso(l) for l in (1e-4, 1e-3, 1e-2)] + [HuberRegressor(max_iter=500)]
mae = lambda m, mask: float(np.mean(np.abs(np.exp(m.predict(X[mask])) - np.exp(y[mask]))))
best = min((m.fit(X[a], y[a]) for m in pool), key=lambda m: mae(m, b))
print("picked", best)
print("auctions from October 2022: MAE", round(mae(best, c)), "EUR over", int(c.sum()), "vans")
# author: author5

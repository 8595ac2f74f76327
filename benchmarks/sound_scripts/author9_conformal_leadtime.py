"""Lead-time intervals for custom machined parts (conformalised quantile regression).

orders.csv   all orders entered up to 130 days before the extract, columns known at order entry + lead_days
"""
from dataclasses import dataclass
import sys

import lightgbm as lgb
import numpy as np
import pandas as pd

ALPHA = 0.1
CAT = ["material", "machine_group", "customer_tier", "coating"]
NUM = ["n_ops", "qty", "weight", "tolerance_um", "open_orders_at_entry", "dow"]


@dataclass
class CQR:
    lo: lgb.LGBMRegressor
    hi: lgb.LGBMRegressor
    q: float = 0.0

    @classmethod
    def train(cls, X, y, **kw):
        def make(a):
            return lgb.LGBMRegressor(objective="quantile", alpha=a, n_estimators=350, learning_rate=0.05,
                                     min_child_samples=40, verbosity=-1, **kw).fit(X, y)
        return cls(make(ALPHA / 2), make(1 - ALPHA / 2))

    def conform(self, X, y):
        s = np.maximum(self.lo.predict(X) - y, y - self.hi.predict(X))
        n = len(s)
        self.q = np.quantile(s, min(1.0, np.ceil((n + 1) * (1 - ALPHA)) / n), method="higher")
        return self

    def interval(self, X):
        return self.lo.predict(X) - self.q, self.hi.predict(X) + self.q


def read(path):
    d = pd.read_csv(path, parse_dates=["entered", "finished"]).sort_values("entered")
    d["dow"] = d.entered.dt.dayofweek
    return d


def typed(X, levels):
    X = X.copy()
    for c, lv in levels.items():
        X[c] = pd.Categorical(X[c], categories=lv)
    return X


def main(path):
    d = read(path)
    t1, t2 = pd.Timestamp("2022-10-01"), pd.Timestamp("2023-02-01")
    # lead times reach 120 days, so each stage waits that long for its outcomes (the extract too)
    wait = pd.Timedelta(days=120)
    first = d[d.entered < t1 - wait]
    second = d[(d.entered >= t1) & (d.entered < t2)]
    third = d[d.entered >= t2 + wait]

    levels = {c: first[c].value_counts().loc[lambda s: s >= 20].index for c in CAT}
    sets = [(typed(s[CAT + NUM], levels), s.lead_days.to_numpy(float)) for s in (first, second, third)]
    model = CQR.train(*sets[0]).conform(*sets[1])

    X, y = sets[2]
    lo, hi = model.interval(X)
    inside = (y >= lo) & (y <= hi)
    print(f"correction {model.q:+.2f} d   coverage {inside.mean():.3f} (wanted {1 - ALPHA})   mean width {np.mean(hi - lo):.1f} d")
    by = pd.DataFrame({"tier": third.customer_tier.to_numpy(), "in": inside, "w": hi - lo}).groupby("tier").agg({"in": "mean", "w": "mean"})
    print(by.round(3))


if __name__ == "__main__":
    main(sys.argv[1])
# author: author9

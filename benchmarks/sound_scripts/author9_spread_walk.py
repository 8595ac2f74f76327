"""Intraday spread sign, 8 quarter-hours ahead. Walk-forward with a purge as wide as the horizon."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterator

import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import matthews_corrcoef, roc_auc_score

STEP = pd.Timedelta("15min")


@dataclass(frozen=True)
class Walk:
    train: int = 180          # days
    check: int = 30
    trade: int = 30
    horizon: int = 8

    def __iter__(self):
        return iter((self.train, self.check, self.trade))

    def split(self, t: pd.DatetimeIndex) -> Iterator[tuple[np.ndarray, ...]]:
        gap = self.horizon * STEP
        start = t[0]
        while True:
            edges = [start + pd.Timedelta(days=d) for d in np.cumsum((0, *self))]
            if edges[-1] > t[-1]:
                return
            # the label of a row needs `horizon` later steps, so rows that close to the next block are dropped
            yield tuple(np.flatnonzero((t >= a) & (t < b - gap)) for a, b in zip(edges, edges[1:]))
            start += pd.Timedelta(days=self.trade)


def build(q: pd.DataFrame, horizon: int) -> tuple[pd.DataFrame, pd.Series]:
    s = q.intraday - q.dayahead
    X = pd.DataFrame(index=q.index)
    for k in (0, 1, 2, 4, 8, 96):
        X[f"s_{k}"] = s.shift(k)
    for w in (8, 32, 96):
        r = s.rolling(w)
        X[f"z_{w}"] = (s - r.mean()) / (r.std() + 0.1)
    X["imb"] = q.system_imbalance.shift(2)            # published half an hour late
    X["wind_err"] = (q.wind_actual - q.wind_fc).shift(4)
    X["wind_fc_ahead"] = q.wind_fc_latest_8
    X["qh"] = q.index.hour * 4 + q.index.minute // 15
    y = (s.shift(-horizon) > 0).astype(float).where(s.shift(-horizon).notna())
    ok = X.notna().all(axis=1) & y.notna()
    return X[ok], y[ok].astype(int)


def main():
    q = pd.read_parquet("quarter_hours.parquet").asfreq("15min")
    walk = Walk()
    X, y = build(q, walk.horizon)
    kept, truth = [], []
    for n, (a, b, c) in enumerate(walk.split(X.index)):
        best = (-math.inf, None)
        for leaves, mcs in ((7, 500), (15, 500), (31, 200)):
            m = LGBMClassifier(n_estimators=200, learning_rate=0.03, num_leaves=leaves, min_child_samples=mcs,
                               subsample=0.7, subsample_freq=1, verbose=-1).fit(X.iloc[a], y.iloc[a])
            best = max(best, (roc_auc_score(y.iloc[b], m.predict_proba(X.iloc[b])[:, 1]), m), key=lambda t: t[0])
        m = best[1].fit(X.iloc[np.r_[a, b]], y.iloc[np.r_[a, b]])
        p = pd.Series(m.predict_proba(X.iloc[c])[:, 1], X.index[c])
        kept.append(p)
        truth.append(y.iloc[c])
        print(f"{p.index[0]:%Y-%m-%d}  check {best[0]:.3f}  trade {roc_auc_score(truth[-1], p):.3f}")
    p, t = pd.concat(kept), pd.concat(truth)
    assert p.index.is_unique
    print("all blocks AUC", round(roc_auc_score(t, p), 4), " MCC", round(matthews_corrcoef(t, p > 0.5), 4))


if __name__ == "__main__":
    main()
# author: author9

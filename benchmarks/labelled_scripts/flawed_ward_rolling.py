"""Nurse call volume per ward and shift -> staffing. Gradient boosting, walk-forward by month."""
from __future__ import annotations

import logging
from dataclasses import dataclass

import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Config:
    path: str = "calls_by_shift.csv"
    lags: tuple = (1, 3, 21)
    windows: tuple = (3, 9, 21)
    first_test: str = "2022-07"
    trees: int = 300


def past(s: pd.Series, k: int) -> pd.Series:
    return s.shift(k)


def recent(s: pd.Series, w: int) -> pd.Series:
    return s.rolling(w, min_periods=w // 2).mean()  # leak: target_in_features


def table(cfg: Config) -> tuple[pd.DataFrame, list[str]]:
    d = pd.read_csv(cfg.path, parse_dates=["shift_start"]).sort_values(["ward", "shift_start"])
    by = d.groupby("ward")["calls"]
    for k in cfg.lags:
        d[f"lag{k}"] = by.transform(past, k)
    for w in cfg.windows:
        d[f"mean{w}"] = by.transform(recent, w)  # or: target_in_features
    d["slot"] = d.shift_start.dt.hour // 8
    d["dow"] = d.shift_start.dt.dayofweek
    cols = [c for c in d if c.startswith(("lag", "mean"))] + ["slot", "dow", "beds_planned"]
    return d.dropna(subset=cols), cols


def backtest(d: pd.DataFrame, cols: list[str], cfg: Config) -> pd.DataFrame:
    month = d.shift_start.dt.to_period("M")
    out = []
    for m in sorted(month[month >= cfg.first_test].unique()):
        tr, te = d[month < m], d[month == m]
        model = LGBMRegressor(objective="poisson", n_estimators=cfg.trees, learning_rate=0.05, verbose=-1)
        model.fit(tr[cols], tr.calls)
        out.append((str(m), mean_absolute_error(te.calls, model.predict(te[cols])), mean_absolute_error(te.calls, te.lag21)))
        log.info("%s mae %.2f naive %.2f", *out[-1])
    return pd.DataFrame(out, columns=["month", "mae", "naive"])


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    cfg = Config()
    res = backtest(*table(cfg), cfg)
    print(res.mean(numeric_only=True).round(3), f"\nimprovement {100 * (1 - res.mae.mean() / res.naive.mean()):.0f} %")
# author: outsider

"""Motor frequency: cross-fitted encodings in polars, Poisson boosting in xgboost."""
from dataclasses import dataclass
from typing import Iterable

import numpy as np
import polars as pl
import xgboost as xgb

ENC = ("vehicle_model", "postcode3", "occupation")
PLAIN = ["driver_age", "licence_years", "vehicle_age", "power", "bonus", "annual_km"]


@dataclass(frozen=True)
class Rate:
    col: str
    weight: float = 60.0

    def learn(self, d: pl.DataFrame) -> tuple[pl.DataFrame, float]:
        overall = d["claims"].sum() / d["exposure"].sum()
        t = d.group_by(self.col).agg(
            ((pl.col("claims").sum() + self.weight * overall) / (pl.col("exposure").sum() + self.weight)).alias(f"{self.col}_rate"))
        return t, overall

    def put(self, d: pl.DataFrame, learnt) -> pl.DataFrame:
        t, overall = learnt
        return d.join(t, on=self.col, how="left").with_columns(pl.col(f"{self.col}_rate").fill_null(overall))


def crossfit(d: pl.DataFrame, rates: Iterable[Rate], k: int = 5) -> pl.DataFrame:
    d = d.with_columns((pl.col("policy").hash(seed=9) % k).alias("fold"))
    out = []
    for f in range(k):
        rest, here = d.filter(pl.col("fold") != f), d.filter(pl.col("fold") == f)
        for r in rates:
            here = r.put(here, r.learn(rest))
        out.append(here)
    return pl.concat(out).drop("fold")


def encode(d, learnt):
    for r, l in learnt.items():
        d = r.put(d, l)
    return d


def matrix(d):
    m = xgb.DMatrix(d.select(PLAIN + [f"{c}_rate" for c in ENC]).to_numpy(), label=d["claims"].to_numpy())
    m.set_base_margin(np.log(d["exposure"].to_numpy()))
    return m


def deviance(y, mu):
    y = np.asarray(y, float)
    return 2 * np.mean(np.where(y > 0, y * np.log(np.maximum(y, 1e-9) / mu), 0) - (y - mu))


year = {y: pl.read_parquet(f"motor/{y}.parquet") for y in range(2018, 2023)}
tr = pl.concat([year[y] for y in (2018, 2019, 2020)])
rates = [Rate(c) for c in ENC]
learnt = {r: r.learn(tr) for r in rates}
dtr, dva = matrix(crossfit(tr, rates)), matrix(encode(year[2021], learnt))

trials = []
for depth in (3, 4, 6):
    for mcw in (5, 50):
        p = dict(objective="count:poisson", eta=0.05, max_depth=depth, min_child_weight=mcw, subsample=0.8, eval_metric="poisson-nloglik")
        b = xgb.train(p, dtr, 2000, evals=[(dva, "2021")], early_stopping_rounds=50, verbose_eval=False)
        trials.append((b.best_score, b.best_iteration, p))
_, rounds, p = min(trials, key=lambda t: t[0])

tr = pl.concat([tr, year[2021]])
learnt = {r: r.learn(tr) for r in rates}
b = xgb.train(p, matrix(crossfit(tr, rates)), rounds + 1)
te = encode(year[2022], learnt)
mu = b.predict(matrix(te))
flat = te["exposure"].to_numpy() * tr["claims"].sum() / tr["exposure"].sum()
print("2022 deviance", deviance(te["claims"], mu), "flat", deviance(te["claims"], flat))
# author: author9

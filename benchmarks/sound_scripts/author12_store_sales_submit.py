"""Competition entry: unit sales for the next 15 days. Makes a backtest number and submission.csv."""
import gc

import lightgbm as lgb
import numpy as np
import pandas as pd

FIRST, LAST = pd.Timestamp("2015-01-01"), pd.Timestamp("2017-08-15")
H = 15
ROUNDS = 700
PARAMS = {
    "objective": "tweedie",
    "tweedie_variance_power": 1.2,
    "learning_rate": 0.06,
    "num_leaves": 127,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "verbosity": -1,
    "seed": 2,
}


def load():
    tr = pd.read_csv("train.csv", parse_dates=["date"]).query("date >= @FIRST")
    te = pd.read_csv("test.csv", parse_dates=["date"])
    stores = pd.read_csv("stores.csv")
    hol = pd.read_csv("holidays_events.csv", parse_dates=["date"]).query("locale == 'National' and transferred == False")
    full = pd.concat([tr, te]).merge(stores, on="store_nbr")
    full["holiday"] = full.date.isin(hol.date).astype("int8")
    return full.sort_values(["store_nbr", "family", "date"]).reset_index(drop=True)


def add_features(d):
    g = d.groupby(["store_nbr", "family"], sort=False).sales
    # nothing nearer than the horizon, the same for every target day
    for lag in (H + 1, H + 6, H + 13, 28, 42, 364):
        d[f"lag{lag}"] = g.shift(lag)
    base = g.shift(H + 1)
    for w in (7, 28, 91):
        roll = base.groupby([d.store_nbr, d.family], sort=False).rolling(w)
        d[f"mean{w}"] = roll.mean().to_numpy()
        d[f"std{w}"] = roll.std().to_numpy()
    d["dow"], d["dom"], d["woy"] = d.date.dt.dayofweek, d.date.dt.day, d.date.dt.isocalendar().week.astype(int)
    d["payday"] = d.dom.isin([15]).astype("int8") | d.date.dt.is_month_end.astype("int8")
    for c in ("family", "city", "state", "type"):
        d[c] = d[c].astype("category")
    return d


def rmsle(y, p):
    return float(np.sqrt(np.mean((np.log1p(p.clip(0)) - np.log1p(y)) ** 2)))


def fit(d, until, cols):
    part = d[d.date <= until]
    return lgb.train(PARAMS, lgb.Dataset(part[cols], part.sales), ROUNDS)


d = add_features(load())
cols = [c for c in d if c not in ("id", "date", "sales")]

scores = []
for k in range(4, 0, -1):
    until = LAST - pd.Timedelta(days=H * k)
    block = d[(d.date > until) & (d.date <= until + pd.Timedelta(days=H))]
    m = fit(d, until, cols)
    scores.append(rmsle(block.sales, m.predict(block[cols])))
    print(f"{block.date.min():%d.%m.}-{block.date.max():%d.%m.}  RMSLE {scores[-1]:.4f}")
    gc.collect()
print("backtest RMSLE", np.mean(scores).round(4))

m = fit(d, LAST, cols)
sub = d[d.date > LAST]
pd.DataFrame({"id": sub.id.astype(int), "sales": m.predict(sub[cols]).clip(0)}).sort_values("id").to_csv("submission.csv", index=False)
# author: author12

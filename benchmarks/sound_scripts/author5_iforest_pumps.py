"""Pump anomalies. Model of normal running from a healthy spring, alarm level from a healthy June,
labelled trouble from July on."""
from functools import partial

import numpy as np
import pandas as pd
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor
from sklearn.preprocessing import QuantileTransformer

raw = pd.read_parquet("pumps_10min.parquet")          # index: time, columns: pump, six sensors, state
sensors = ["flow", "p_in", "p_out", "current", "temp", "vib"]
raw = raw.sort_index()
raw["dp"] = raw.p_out - raw.p_in
for s in ("vib", "current"):
    raw[f"{s}_z"] = raw.groupby("pump")[s].transform(
        lambda v: (v - v.rolling(1008, min_periods=144).mean().shift(1)) / v.rolling(1008, min_periods=144).std().shift(1))
raw = raw.dropna()
cols = sensors + ["dp", "vib_z", "current_z"]

spring = raw[:"2023-05-31"].query("state == 'ok'")
june = raw["2023-06-01":"2023-06-30"].query("state == 'ok'")
live = raw["2023-07-01":]

prep = QuantileTransformer(output_distribution="normal", n_quantiles=500, random_state=0).fit(spring[cols])
makers = {
    "iforest": partial(IsolationForest, n_estimators=400, max_samples=2048, random_state=0),
    "lof": partial(LocalOutlierFactor, n_neighbors=40, novelty=True),
}


def alarms(scores, level, hold=3):
    over = (scores > level).astype(int)
    return pd.Series(over).rolling(hold).sum().eq(hold).to_numpy()


for name, make in makers.items():
    det = make().fit(prep.transform(spring[cols].iloc[::5]))
    level = np.quantile(-det.score_samples(prep.transform(june[cols])), 0.999)
    found, total, false_days = 0, 0, 0
    for pump, d in live.groupby("pump"):
        a = alarms(-det.score_samples(prep.transform(d[cols])), level)
        episode = (d.state != "ok").astype(int).diff().eq(1).cumsum().where(d.state != "ok")
        per = pd.Series(a, index=d.index).groupby(episode).any()
        found, total = found + int(per.sum()), total + len(per)
        quiet = pd.Series(a & (d.state == "ok").to_numpy(), index=d.index)
        false_days += int(quiet.resample("D").max().sum())
    print(f"{name}: level {level:.3f}, {found}/{total} episodes found, pump-days with a false alarm: {false_days}")
# author: author5

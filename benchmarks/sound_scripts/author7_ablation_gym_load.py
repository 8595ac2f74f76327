# Which feature groups are worth keeping? Judged on spring; the autumn figure is for the kept set only.
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error as mae

GROUPS = {
    "calendar": ["dow", "hour", "term_time"],
    "lags": ["visits_24", "visits_168"],
    "trend": ["visits_mean_28d"],
    "weather": ["rain_fc", "temp_fc"],
    "events": ["match_day", "days_to_exam"],
}


def frame():
    d = pd.read_csv("gym_hourly.csv", index_col="ts", parse_dates=True).asfreq("h")
    d["dow"], d["hour"] = d.index.dayofweek, d.index.hour
    d["visits_24"] = d["visits"].shift(24)
    d["visits_168"] = d["visits"].shift(168)
    d["visits_mean_28d"] = d["visits"].shift(24).rolling(28 * 24, min_periods=14 * 24).mean()
    return d.dropna(subset=["visits", *sum(GROUPS.values(), [])])


def learn(part, groups, seed):
    cols = [c for g in groups for c in GROUPS[g]]
    m = GradientBoostingRegressor(n_estimators=400, learning_rate=0.05, max_depth=4, subsample=0.7, random_state=seed)
    m.fit(part[cols], part["visits"])
    return lambda other: m.predict(other[cols])


def repeated(part, other, groups, seeds=range(5)):
    return np.array([mae(other["visits"], learn(part, groups, s)(other)) for s in seeds])


d = frame()
a, b, c = d[:"2023-01-31"], d["2023-02-02":"2023-06-30"], d["2023-09-01":"2023-12-22"]

full = list(GROUPS)
everything = repeated(a, b, full)
print(f"all groups, spring: {everything.mean():.2f} +/- {everything.std(ddof=1):.2f}")
kept = []
for g in full:
    without = repeated(a, b, [x for x in full if x != g])
    delta = without.mean() - everything.mean()
    useful = delta > everything.std(ddof=1)
    print(f"  without {g:<9} {without.mean():.2f} ({delta:+.2f}) {'keep' if useful else 'drop'}")
    if useful:
        kept.append(g)
kept = kept or full

a = pd.concat([a, b])
out = repeated(a, c, kept)
print("kept", kept)
print(f"autumn term: {out.mean():.2f} visits/h, same hour last week {mae(c['visits'], c['visits_168']):.2f}")
# author: author7

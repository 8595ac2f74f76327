"""Bearing failures within 7 days: inspections joined to the last sensor summary and last lubrication."""
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, recall_score
import numpy as np

insp = pd.read_csv("inspections.csv", parse_dates=["ts"]).sort_values("ts")
sens = pd.read_csv("sensor_hourly.csv", parse_dates=["ts"]).sort_values("ts")
lub = pd.read_csv("lubrication.csv", parse_dates=["ts"]).sort_values("ts")
fail = pd.read_csv("failures.csv", parse_dates=["ts"]).sort_values("ts")

sens["rms_24"] = sens.groupby("machine")["rms"].transform(lambda s: s.rolling(24).mean())
sens["kurt_max"] = sens.groupby("machine")["kurtosis"].transform(lambda s: s.rolling(72).max())
lub["lub_ts"] = lub["ts"]

t = pd.merge_asof(insp, sens, on="ts", by="machine", tolerance=pd.Timedelta("6h"), allow_exact_matches=False)
t = pd.merge_asof(t, lub[["ts", "machine", "lub_ts", "grams"]], on="ts", by="machine", allow_exact_matches=False)
nxt = fail.assign(fail_ts=fail.ts)[["ts", "machine", "fail_ts"]]
t = pd.merge_asof(t, nxt, on="ts", by="machine", direction="forward")
t["y"] = ((t.fail_ts - t.ts) <= pd.Timedelta("7D")).astype(int)
t["days_since_lub"] = (t.ts - t.lub_ts).dt.total_seconds() / 86400
x = ["rms_24", "kurt_max", "temp", "speed", "days_since_lub", "grams"]

fleet = sorted(t.machine.unique())
np.random.default_rng(2024).shuffle(fleet)
a, b = int(0.6 * len(fleet)), int(0.8 * len(fleet))
role = {m: ("learn" if i < a else "set" if i < b else "proof") for i, m in enumerate(fleet)}
t["role"] = t.machine.map(role)
got = dict(list(t.groupby("role")))

res = []
for lr in (0.03, 0.1):
    for l2 in (0.0, 1.0, 10.0):
        h = HistGradientBoostingClassifier(learning_rate=lr, l2_regularization=l2, max_iter=250,
                                           class_weight="balanced", early_stopping=False)
        h.fit(got["learn"][x], got["learn"].y)
        res.append((average_precision_score(got["set"].y, h.predict_proba(got["set"][x])[:, 1]), lr, l2, h))
_, lr, l2, h = max(res, key=lambda r: r[0])

# alarm level: two alarms per hundred inspections
level = np.quantile(h.predict_proba(got["set"][x])[:, 1], 0.98)
g = got["proof"]
p = h.predict_proba(g[x])[:, 1]
print("lr", lr, "l2", l2, "level", level)
print("proof machines:", g.machine.nunique(), "AP", average_precision_score(g.y, p),
      "recall", recall_score(g.y, p > level), "alarm rate", (p > level).mean())
# author: author5

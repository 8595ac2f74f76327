"""Adaptive conformal intervals (Gibbs & Candes) for hourly wind power of one farm."""
from collections import deque

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor

ALPHA, GAMMA, MEMORY, DELAY = 0.1, 0.005, 24 * 60, 24

df = pd.read_parquet("farm_12.parquet").sort_index()          # hourly; fc_* are weather forecasts issued the day before
X = df.filter(like="fc_").assign(
    hour=df.index.hour,
    power_48=df["power"].shift(48),
    power_mean=df["power"].shift(48).rolling(168).mean(),
)
y = df["power"]
ok = X["power_mean"].notna() & y.notna()
X, y = X[ok], y[ok]

proper = X.index < "2020-07-01"
cal = (X.index >= "2020-07-04") & (X.index < "2021-01-01")
live = X.index >= "2021-01-01"

models = {
    q: HistGradientBoostingRegressor(loss="quantile", quantile=q, max_iter=300, learning_rate=0.05, early_stopping=False)
    .fit(X[proper], y[proper])
    for q in (ALPHA / 2, 0.5, 1 - ALPHA / 2)
}


def bounds(part):
    lo, mid, hi = (models[q].predict(part) for q in sorted(models))
    return lo, mid, hi


lo, _, hi = bounds(X[cal])
E0 = np.maximum(lo - y[cal].to_numpy(), y[cal].to_numpy() - hi)
fixed = np.quantile(E0, min(1.0, np.ceil((len(E0) + 1) * (1 - ALPHA)) / len(E0)))

lo, mid, hi = bounds(X[live])
truth = y[live].to_numpy()
memory, queue, a = deque(E0, maxlen=MEMORY), deque(), ALPHA
rows = []
for t in range(len(truth)):
    while queue and queue[0][0] <= t - DELAY:                 # metering arrives a day later
        _, miss, e = queue.popleft()
        a = float(np.clip(a + GAMMA * (ALPHA - miss), 0.001, 0.5))
        memory.append(e)
    width = np.quantile(memory, 1 - a)
    L, U = lo[t] - width, hi[t] + width
    miss = float(not L <= truth[t] <= U)
    queue.append((t, miss, max(lo[t] - truth[t], truth[t] - hi[t])))
    rows.append((L, U, miss, a))

out = pd.DataFrame(rows, index=X.index[live], columns=["lo", "hi", "miss", "a"])
raw = (truth >= lo) & (truth <= hi)
split = (truth >= lo - fixed) & (truth <= hi + fixed)
print("coverage  raw %.3f  split %.3f  adaptive %.3f" % (raw.mean(), split.mean(), 1 - out["miss"].mean()))
print("width     raw %.3f  split %.3f  adaptive %.3f" % ((hi - lo).mean(), (hi - lo).mean() + 2 * fixed, (out.hi - out.lo).mean()))
print("MAE of the median", np.abs(truth - mid).mean().round(3))
print(out["miss"].groupby(out.index.to_period("M")).mean().rsub(1).round(3))
# author: author7

import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor

ALPHA = 0.1
flats = pd.read_csv("flats.csv", parse_dates=["signed"]).sort_values("signed")
flats = flats.drop_duplicates("flat_id", keep="first")
feats = ["m2", "rooms", "floor", "built", "lat", "lon", "lift"]

# four quarters: fit, stop, conformal, report
edges = pd.to_datetime(["2023-01-01", "2023-04-01", "2023-07-01"])
quarter = np.searchsorted(edges.to_numpy(), flats.signed.to_numpy(), side="right")
Q = [flats[quarter == q] for q in range(4)]


def quantile_model(q):
    m = GradientBoostingRegressor(loss="quantile", alpha=q, n_estimators=600, learning_rate=0.05, max_depth=4, random_state=0)
    m.fit(Q[0][feats], Q[0].rent)

    def pinball(p, y=Q[1].rent.to_numpy()):
        e = y - p
        return np.maximum(q * e, (q - 1) * e).mean()

    losses = [pinball(p) for p in m.staged_predict(Q[1][feats])]
    n = int(np.argmin(losses)) + 1
    return GradientBoostingRegressor(loss="quantile", alpha=q, n_estimators=n, learning_rate=0.05, max_depth=4, random_state=0).fit(
        Q[0][feats], Q[0].rent)


lo, hi = quantile_model(ALPHA / 2), quantile_model(1 - ALPHA / 2)


def band(frame, widen=0.0):
    return lo.predict(frame[feats]) - widen, hi.predict(frame[feats]) + widen


l, h = band(Q[2])
y = Q[2].rent.to_numpy()
nonconf = np.maximum(l - y, y - h)
n = len(y)
widen = np.quantile(nonconf, min(1.0, np.ceil((n + 1) * (1 - ALPHA)) / n), method="higher")

y = Q[3].rent.to_numpy()
for label, w in (("raw", 0.0), ("conformal", widen)):
    l, h = band(Q[3], w)
    print(f"{label:10s} coverage {np.mean((y >= l) & (y <= h)):.3f}  width {np.mean(h - l):.1f}")
# author: author11

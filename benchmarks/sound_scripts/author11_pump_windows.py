import glob
import os

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

W = 60          # minutes looked back
H = 30          # label: does the pump trip within the next H minutes?
SENSORS = ["flow", "pressure", "vib_x", "vib_y", "temp"]
CUT_VAL = pd.Timestamp("2022-07-01")
CUT_TEST = pd.Timestamp("2022-10-01")


def windows(one):
    """All windows of one contiguous stretch of one pump."""
    X, y = [], []
    v = one[SENSORS].to_numpy()
    trip = one["trip"].to_numpy()
    for t in range(W, len(one) - H):
        past = v[t - W:t]
        X.append(np.r_[past.mean(0), past.std(0), past[-1] - past[0], np.abs(np.diff(past, axis=0)).max(0)])
        y.append(trip[t:t + H].any())
    return X, y


parts = {"train": ([], []), "val": ([], []), "test": ([], [])}
for path in sorted(glob.glob(os.path.join("data", "pump_*.parquet"))):
    pump = pd.read_parquet(path).sort_values("ts")
    pieces = {
        "train": pump[pump.ts < CUT_VAL],
        "val": pump[(pump.ts >= CUT_VAL) & (pump.ts < CUT_TEST)],
        "test": pump[pump.ts >= CUT_TEST],
    }
    for name, piece in pieces.items():
        X, y = windows(piece)
        parts[name][0].extend(X)
        parts[name][1].extend(y)

arr = {k: (np.asarray(X), np.asarray(y, dtype=int)) for k, (X, y) in parts.items()}
for k, (X, y) in arr.items():
    print(f"{k}: {X.shape}, {y.mean():.4%} positive")

best = None
for leaf in (15, 31, 63):
    for lr in (0.03, 0.1):
        m = HistGradientBoostingClassifier(max_leaf_nodes=leaf, learning_rate=lr, max_iter=300, early_stopping=False)
        m.fit(*arr["train"])
        X, y = arr["val"]
        ap = average_precision_score(y, m.predict_proba(X)[:, 1])
        if best is None or ap > best[0]:
            best = (ap, leaf, lr, m)

X, y = arr["test"]
print("chosen", best[1:3])
print("test AP", average_precision_score(y, best[3].predict_proba(X)[:, 1]))
# author: author11

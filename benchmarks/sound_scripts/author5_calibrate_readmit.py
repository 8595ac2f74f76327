"""usage: calibrate_readmit.py stays.parquet"""
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss

stays = pd.read_parquet(sys.argv[1])
cols = [c for c in stays if c.startswith(("lab_", "dx_", "age", "prior_"))]

# patients fall into parts by a stable number, all stays of a person together
bucket = stays["patient_no"].map(lambda n: int(n) * 2654435761 % 2**32 % 100)
in_fit, in_pick, in_cal, in_test = bucket < 55, bucket.between(55, 69), bucket.between(70, 84), bucket >= 85

med = stays.loc[in_fit, cols].median()
X = stays[cols].fillna(med).to_numpy()
y = stays["readmit_30d"].to_numpy()

tried = []
for leaf in (5, 20, 60):
    for mf in (0.2, "sqrt"):
        et = ExtraTreesClassifier(500, min_samples_leaf=leaf, max_features=mf, n_jobs=-1, random_state=0)
        et.fit(X[in_fit], y[in_fit])
        tried.append((log_loss(y[in_pick], et.predict_proba(X[in_pick])[:, 1]), leaf, mf, et))
tried.sort(key=lambda t: t[0])
_, leaf, mf, et = tried[0]

raw = et.predict_proba(X)[:, 1]
lo = lambda p: np.log(np.clip(p, 1e-4, 1 - 1e-4) / (1 - np.clip(p, 1e-4, 1 - 1e-4)))[:, None]
maps = {
    "raw": lambda p: p,
    "platt": (lambda lr: lambda p: lr.predict_proba(lo(p))[:, 1])(
        LogisticRegression(C=1e6).fit(lo(raw[in_cal]), y[in_cal])),
    "isotonic": IsotonicRegression(y_min=0.001, y_max=0.999, out_of_bounds="clip").fit(raw[in_cal], y[in_cal]).predict,
}

for name, f in maps.items():
    p = f(raw[in_test])
    edges = np.quantile(p, np.linspace(0, 1, 11)[1:-1])
    b = np.digitize(p, edges)
    ece = sum(np.abs(p[b == k].mean() - y[in_test][b == k].mean()) * (b == k).mean() for k in np.unique(b))
    print(f"{name:9s} brier {brier_score_loss(y[in_test], p):.4f}  logloss {log_loss(y[in_test], p):.4f}  ece {ece:.4f}")
# author: author5

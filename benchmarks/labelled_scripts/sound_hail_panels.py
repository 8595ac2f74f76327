import numpy as np
import pandas as pd
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
from sklearn.calibration import CalibratedClassifierCV, calibration_curve
from sklearn.frozen import FrozenEstimator
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.ensemble import RandomForestClassifier

# hail damage on solar parks. seasons are independent enough, we cut by season
d = pd.read_csv("hail_panels.csv")
parts = {
    "fit": d.season.between(2012, 2017),
    "cal": d.season.between(2018, 2019),
    "judge": d.season.between(2020, 2022),
}
cols = ["max_hail_cm", "wind_gust", "tilt", "glass_mm", "panel_age", "duration_min"]
X = {k: d.loc[m, cols] for k, m in parts.items()}
y = {k: d.loc[m, "damaged"] for k, m in parts.items()}

rf = RandomForestClassifier(n_estimators=800, min_samples_leaf=4, random_state=0, n_jobs=-1)
rf.fit(X["fit"], y["fit"])

cal = CalibratedClassifierCV(FrozenEstimator(rf), method="sigmoid")
cal.fit(X["cal"], y["cal"])

fig, ax = plt.subplots(figsize=(4, 4))
for name, m in (("raw", rf), ("calibrated", cal)):
    p = m.predict_proba(X["judge"])[:, 1]
    print(f"{name:<11} brier {brier_score_loss(y['judge'], p):.4f}  logloss {log_loss(y['judge'], p):.4f}")
    a, b = calibration_curve(y["judge"], p, n_bins=10, strategy="quantile")
    ax.plot(b, a, "o-", label=name)
ax.plot([0, 1], [0, 1], "k:")
ax.legend()
fig.savefig("reliability.png", dpi=150)
# author: outsider

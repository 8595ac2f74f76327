# ICU sepsis alarm: xgboost + isotonic. Hourly rows, so everything is cut by patient.
import numpy as np, pandas as pd, xgboost as xgb
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import brier_score_loss, roc_auc_score, average_precision_score

VITALS = ["hr", "map", "resp", "temp", "spo2", "lactate", "wbc", "creat"]
rows = pd.read_parquet("icu_hours.parquet").sort_values(["patient", "stay", "hour"])   # target: sepsis onset in (t, t+6h]
rows = rows[~rows.after_onset].copy()

for v in VITALS:
    rows[v + "_ff"] = rows.groupby("stay")[v].ffill()
    rows[v + "_d6"] = rows[v + "_ff"] - rows.groupby("stay")[v + "_ff"].shift(6)
    rows[v + "_age"] = rows.hour - rows.hour.where(rows[v].notna()).groupby(rows.stay).ffill()
feats = [c for c in rows if c.endswith(("_ff", "_d6", "_age"))] + ["age", "hour"]

who = rows.groupby("patient").admit_year.min().reset_index()
old = who[who.admit_year <= 2019].patient.to_numpy()
new = who[who.admit_year >= 2020].patient.to_numpy()
rows = rows[(rows.admit_year <= 2019) | rows.patient.isin(new)]     # later stays of the first cohort are not used
np.random.default_rng(5).shuffle(old)
n = len(old)
cohort = {"grow": old[: int(.6 * n)], "stop": old[int(.6 * n): int(.75 * n)], "iso": old[int(.75 * n):], "report": new}


def take(name):
    part = rows[rows.patient.isin(cohort[name])]
    return part[feats], part.target.to_numpy()


X, y = take("grow")
Xs, ys = take("stop")
clf = xgb.XGBClassifier(n_estimators=3000, learning_rate=0.03, max_depth=5, subsample=0.7, colsample_bytree=0.6,
                        eval_metric="aucpr", early_stopping_rounds=60, tree_method="hist")
clf.fit(X, y, eval_set=[(Xs, ys)], verbose=False)

X, y = take("iso")
iso = IsotonicRegression(out_of_bounds="clip", y_min=1e-4).fit(clf.predict_proba(X)[:, 1], y)

X, y = take("report")
raw = clf.predict_proba(X)[:, 1]
cal = iso.predict(raw)
print("2020+: auroc %.3f  auprc %.3f" % (roc_auc_score(y, raw), average_precision_score(y, raw)))
print("brier raw %.4f  isotonic %.4f  constant %.4f" % (brier_score_loss(y, raw), brier_score_loss(y, cal),
      brier_score_loss(y, np.full(len(y), take("grow")[1].mean()))))
edges = np.array([0, .01, .02, .05, .1, .2, .5, 1.0001])
tab = pd.DataFrame({"b": pd.cut(cal, edges, right=False), "p": cal, "y": y}).groupby("b", observed=True).agg(n=("y", "size"), said=("p", "mean"), seen=("y", "mean"))
print(tab.round(4))
# author: author9

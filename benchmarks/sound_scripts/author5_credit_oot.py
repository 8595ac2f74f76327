"""Twelve-month default model for instalment loans, development / validation / out-of-time."""
import json

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import brier_score_loss, roc_auc_score

OUTCOME = pd.DateOffset(months=12)
VAL_OPEN = pd.Timestamp("2020-07-01")
OOT_OPEN = pd.Timestamp("2022-01-01")
OOT_CLOSE = pd.Timestamp("2022-07-01")
NUM = ["income", "debt_ratio", "bureau_score", "months_at_job", "amount", "term"]
CAT = ["channel", "purpose", "region"]

df = pd.read_parquet("applications.parquet").sort_values("app_date")
df["known_on"] = df["app_date"] + OUTCOME

# a loan may be used for learning once its twelve months are over
parts = {
    "dev": df[df["known_on"] < VAL_OPEN],
    "val": df[(df["app_date"] >= VAL_OPEN) & (df["known_on"] < OOT_OPEN)],
    "oot": df[(df["app_date"] >= OOT_OPEN) & (df["app_date"] < OOT_CLOSE)],
}

levels = {c: sorted(parts["dev"][c].dropna().unique()) for c in CAT}
caps = parts["dev"][NUM].quantile([0.005, 0.995])


def shape(frame):
    x = frame[NUM].clip(caps.loc[0.005], caps.loc[0.995], axis=1)
    for c in CAT:
        x[c] = pd.Categorical(frame[c], categories=levels[c])
    return x


X, y = {}, {}
for name, frame in parts.items():
    X[name] = shape(frame)
    y[name] = frame["default_12m"].to_numpy()

model = lgb.LGBMClassifier(n_estimators=4000, learning_rate=0.02, num_leaves=24,
                           min_child_samples=200, subsample=0.8, subsample_freq=1)
model.fit(X["dev"], y["dev"], eval_set=[(X["val"], y["val"])], eval_metric="auc",
          callbacks=[lgb.early_stopping(150), lgb.log_evaluation(200)])

p = model.predict_proba(X["oot"])[:, 1]
out = {
    "rounds": int(model.best_iteration_),
    "oot_auc": roc_auc_score(y["oot"], p),
    "oot_gini": 2 * roc_auc_score(y["oot"], p) - 1,
    "oot_brier": brier_score_loss(y["oot"], p),
    "oot_mean_pd": float(np.mean(p)),
    "oot_default_rate": float(np.mean(y["oot"])),
}
json.dump(out, open("reports/oot.json", "w"), indent=2)
print(out)
# author: author5

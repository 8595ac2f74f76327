"""Old scorecard against new booster, once, on the sealed quarter."""
import joblib
import numpy as np
import pandas as pd
from catboost import CatBoostClassifier
from sklearn.metrics import roc_auc_score

sealed = pd.read_parquet("sealed/2024q2.parquet")
card = joblib.load("models/scorecard_2021.joblib")
boost = CatBoostClassifier().load_model("models/boost_2023.cbm")

y = sealed["bad"].to_numpy()
a = card.predict_proba(sealed[card.feature_names_in_])[:, 1]
b = boost.predict_proba(sealed[boost.feature_names_])[:, 1]


def ks(y, s):
    o = np.argsort(s, kind="stable")
    bad = np.cumsum(y[o]) / y.sum()
    good = np.cumsum(1 - y[o]) / (1 - y).sum()
    return np.abs(good - bad).max()


measures = {
    "auc": roc_auc_score,
    "ks": ks,
    "capture_top10": lambda y, s: y[np.argsort(-s)[: len(s) // 10]].sum() / y.sum(),
}

groups = sealed.groupby("customer_id", sort=False).indices
ids = list(groups)
rng = np.random.default_rng(20240701)
draws = {m: [] for m in measures}
for _ in range(2000):
    pick = np.concatenate([groups[ids[i]] for i in rng.integers(0, len(ids), len(ids))])
    if y[pick].min() == y[pick].max():
        continue
    for m, f in measures.items():
        draws[m].append(f(y[pick], b[pick]) - f(y[pick], a[pick]))

rows = []
for m, f in measures.items():
    lo, hi = np.percentile(draws[m], [2.5, 97.5])
    rows.append({"measure": m, "card": f(y, a), "boost": f(y, b), "diff": f(y, b) - f(y, a), "lo": lo, "hi": hi})
out = pd.DataFrame(rows).round(4)
print(out.to_string(index=False))
out.to_csv("reports/duel_2024q2.csv", index=False)
# author: author5

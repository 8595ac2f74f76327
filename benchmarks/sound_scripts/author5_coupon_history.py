import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.metrics import average_precision_score, roc_auc_score

sent = pd.read_parquet("coupons_sent.parquet").sort_values("sent_at").reset_index(drop=True)
# redeemed_at is empty when the coupon expired; coupons live ten days
LIFE = np.timedelta64(10, "D")
sent["redeemed"] = sent["redeemed_at"].notna().astype(int)


def history(key):
    """What was known about `key` at each sending: earlier sendings, and redemptions already made."""
    n_sent = np.zeros(len(sent))
    n_used = np.zeros(len(sent))
    gap = np.full(len(sent), np.nan)
    for _, idx in sent.groupby(key).indices.items():
        t = sent["sent_at"].to_numpy()[idx]
        r = sent["redeemed_at"].dropna().reindex(idx).dropna().sort_values().to_numpy()
        n_sent[idx] = np.searchsorted(t, t, side="left")
        k = np.searchsorted(r, t, side="left")
        n_used[idx] = k
        if len(r):
            gap[idx] = np.where(k > 0, (t - r[np.maximum(k - 1, 0)]) / np.timedelta64(1, "D"), np.nan)
    return n_sent, n_used, gap


for key in ("customer", "offer", "category"):
    s, u, g = history(key)
    sent[f"{key}_sent"], sent[f"{key}_used"], sent[f"{key}_gap"] = s, u, g
    sent[f"{key}_rate"] = (u + 0.5) / (s + 5)

X = sent[[c for c in sent if c.endswith(("_sent", "_used", "_gap", "_rate"))] + ["value", "basket_min"]].to_numpy(float)
y = sent["redeemed"].to_numpy()
t = sent["sent_at"].to_numpy()
d = lambda s: np.datetime64(s)

fit = t < d("2023-07-01") - LIFE
stop = (t >= d("2023-07-01")) & (t < d("2023-08-01") - LIFE)
cut = (t >= d("2023-08-01")) & (t < d("2023-09-01") - LIFE)
end = (t >= d("2023-09-01")) & (t < d("2023-11-01"))

clf = xgb.XGBClassifier(n_estimators=2500, learning_rate=0.03, max_depth=6, subsample=0.8, tree_method="hist",
                        early_stopping_rounds=80, eval_metric="aucpr")
clf.fit(X[fit], y[fit], eval_set=[(X[stop], y[stop])], verbose=False)
p = clf.predict_proba(X)[:, 1]

budget = 0.3
level = np.quantile(p[cut], 1 - budget)
hit = p[end] >= level
print("rounds", clf.best_iteration, "AUC", roc_auc_score(y[end], p[end]), "AP", average_precision_score(y[end], p[end]))
print(f"sent {hit.mean():.2%} of coupons, reaching {y[end][hit].sum() / y[end].sum():.2%} of redemptions")
# author: author5

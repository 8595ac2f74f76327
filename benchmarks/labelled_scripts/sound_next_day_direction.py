"""Will the wholesale milk powder price go up within five trading days?"""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

HORIZON = 5

px = pd.read_csv("smp_futures.csv", parse_dates=["date"], index_col="date").sort_index()
ret = np.log(px["close"]).diff()

X = pd.DataFrame({
    "r1": ret,
    "r5": ret.rolling(5).sum(),
    "r20": ret.rolling(20).sum(),
    "vol20": ret.rolling(20).std(),
    "range": (px["high"] - px["low"]) / px["close"],
    "dist_ma": px["close"] / px["close"].rolling(60).mean() - 1,
    "oi_chg": px["open_interest"].pct_change(),
    "z60": (ret - ret.rolling(60).mean()) / ret.rolling(60).std(),
})
fwd = np.log(px["close"].shift(-HORIZON)) - np.log(px["close"])
y = (fwd > 0).astype(int)

ok = X.notna().all(axis=1) & fwd.notna()
X, y = X[ok], y[ok]

model = make_pipeline(StandardScaler(), LogisticRegression(C=0.05))
rows = []
for a, b in TimeSeriesSplit(n_splits=8, gap=HORIZON, test_size=125).split(X):
    model.fit(X.iloc[a], y.iloc[a])
    p = model.predict_proba(X.iloc[b])[:, 1]
    rows.append({
        "from": X.index[b[0]].date(),
        "to": X.index[b[-1]].date(),
        "auc": roc_auc_score(y.iloc[b], p),
        "acc": accuracy_score(y.iloc[b], p > 0.5),
        "up": y.iloc[b].mean(),
    })
res = pd.DataFrame(rows)
print(res.round(3).to_string(index=False))
print("mean AUC", res.auc.mean().round(3), "-- honestly a coin, do not trade this")
# author: outsider

# next-minute direction from quotes and news tone, joined as of the decision time
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import RobustScaler


def decision_table(trades, quotes, tone):
    grid = trades.resample("1min", on="ts").agg(last=("px", "last"), vol=("qty", "sum"))
    grid["last"] = grid["last"].ffill()
    # a bar labelled 10:00 is known at 10:01
    grid.index = grid.index + pd.Timedelta("1min")
    grid = grid.reset_index()
    t = pd.merge_asof(grid, quotes.sort_values("ts"), on="ts", direction="backward", tolerance=pd.Timedelta("5s"))
    t = pd.merge_asof(t, tone.sort_values("ts"), on="ts", direction="backward", allow_exact_matches=False)
    t["spread"] = (t.ask - t.bid) / t["last"]
    t["imb"] = (t.bid_sz - t.ask_sz) / (t.bid_sz + t.ask_sz)
    for k in (1, 5, 15):
        t[f"r{k}"] = np.log(t["last"]).diff(k)
    t["v_rel"] = t.vol / t.vol.rolling(60).mean()
    t["up"] = np.where(t["last"].shift(-1).isna(), np.nan, (t["last"].shift(-1) > t["last"]).astype(float))
    return t.dropna()


t = decision_table(
    pd.read_parquet("trades.parquet"),
    pd.read_parquet("quotes.parquet"),
    pd.read_parquet("news_tone.parquet")[["ts", "tone"]],
)
cols = ["spread", "imb", "r1", "r5", "r15", "v_rel", "tone"]
days = np.sort(t.ts.dt.normalize().unique())
last20 = days[-20]
# a whole day is dropped in between, so no label or window touches both sides
past = t[t.ts < days[-21]]
future = t[t.ts >= last20]

clf = make_pipeline(
    RobustScaler(),
    LogisticRegressionCV(Cs=np.logspace(-4, 1, 8), cv=TimeSeriesSplit(5, gap=60), scoring="neg_log_loss", max_iter=500),
).fit(past[cols], past.up)

p = clf.predict_proba(future[cols])[:, 1]
print("AUC", roc_auc_score(future.up, p), "Brier", brier_score_loss(future.up, p))
print("Brier of base rate", brier_score_loss(future.up, np.full(len(future), past.up.mean())))
# author: author11

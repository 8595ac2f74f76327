"""Rank hotels within a search; query groups stay whole and weeks stay in order."""
import numpy as np
import pandas as pd
from catboost import CatBoost, Pool

WEEKS = {"learn": range(1, 25), "watch": range(25, 28), "tune": range(28, 31), "final": range(31, 36)}
CAT = ["country", "device", "prop_type"]
NUM = ["price_rel", "stars", "review", "dist_centre", "lead_days", "nights", "ctr_past", "seen_past"]


def past_ctr(df, prior=30.0, rate=0.05):
    """Click rate of the property over all weeks before the row's own week."""
    weekly = df.groupby(["prop", "week"])["click"].agg(["sum", "count"]).sort_index()
    before = weekly.groupby(level="prop").cumsum() - weekly
    df = df.join(before, on=["prop", "week"])
    df["ctr_past"] = (df["sum"] + prior * rate) / (df["count"] + prior)
    return df.rename(columns={"count": "seen_past"}).drop(columns="sum")


def ndcg(df, score, k=10):
    d = df[["search", "gain"]].assign(s=np.asarray(score))
    disc = lambda n: 1 / np.log2(np.arange(2, n + 2))

    def one(g):
        got = g.sort_values("s", ascending=False)["gain"].to_numpy()[:k]
        ideal = np.sort(g["gain"].to_numpy())[::-1][:k]
        best = ideal @ disc(len(ideal))
        return got @ disc(len(got)) / best if best else np.nan

    return d.groupby("search")[["gain", "s"]].apply(one).mean()


def pool(df):
    return Pool(df[NUM + CAT], df["gain"], cat_features=CAT, group_id=df["search"])


raw = pd.read_parquet("searches.parquet")
raw["price_rel"] = raw["price"] / raw.groupby("search")["price"].transform("median")   # the page shown to one user
raw["gain"] = raw["click"] + 4 * raw["booked"]
df = past_ctr(raw).sort_values(["week", "search"])
df[CAT] = df[CAT].astype(str)
d = {k: df[df["week"].isin(w)] for k, w in WEEKS.items()}

results = []
for loss in ("YetiRank", "QuerySoftMax"):
    for depth in (4, 6, 8):
        m = CatBoost(dict(loss_function=loss, depth=depth, iterations=1500, eval_metric="NDCG:top=10", verbose=0, random_seed=1))
        m.fit(pool(d["learn"]), eval_set=pool(d["watch"]), early_stopping_rounds=100)
        results.append((ndcg(d["tune"], m.predict(d["tune"][NUM + CAT])), loss, depth, m))
        print(*results[-1][:3])

score, loss, depth, m = max(results, key=lambda r: r[0])
f = d["final"]
print(f"{loss}/{depth}: NDCG@10 {ndcg(f, m.predict(f[NUM + CAT])):.4f}   by past CTR {ndcg(f, f['ctr_past']):.4f}")
# author: author7

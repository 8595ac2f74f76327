"""Grocery shrinkage (lost stock) per article and shop. Quarter level.

We know the shrinkage of the past quarters only once the inventory is closed,
so anything made from `shrink_rate` has to come from closed quarters.
"""
import pandas as pd
from catboost import CatBoostRegressor, Pool
from sklearn.metrics import mean_squared_error

CATS = ["shop", "family", "supplier"]


def add_level_means(frame, target="shrink_rate"):
    out = frame.sort_values("quarter").copy()
    # history available at the time of the row: strictly earlier quarters
    for c in CATS:
        per_q = out.groupby([c, "quarter"])[target].agg(["sum", "count"])
        cum = per_q.groupby(level=0).cumsum().groupby(level=0).shift(1)
        hist = (cum["sum"] / cum["count"]).rename(f"{c}_hist")
        out = out.join(hist, on=[c, "quarter"])
    out["shop_size"] = out.groupby("shop")["article"].transform("nunique")
    return out


def tables(frame, target="shrink_rate"):
    t = {f"{c}_hist": (c, frame.groupby(c)[target].mean()) for c in CATS}
    t["shop_size"] = ("shop", frame.groupby("shop")["article"].nunique())
    return t


raw = pd.read_parquet("shrinkage.parquet")
past = raw[raw.quarter < "2023Q3"]
future = raw[raw.quarter == "2023Q3"].copy()

lookup = tables(past)
past = add_level_means(past)
for name, (col, table) in lookup.items():
    future[name] = future[col].map(table)

cols = CATS + list(lookup) + ["unit_price", "shelf_life_days", "is_fresh"]
model = CatBoostRegressor(iterations=700, depth=6, learning_rate=0.05, loss_function="RMSE", verbose=100)
model.fit(Pool(past[cols], past["shrink_rate"], cat_features=CATS))

p = model.predict(Pool(future[cols], cat_features=CATS))
print("rmse 2023Q3", mean_squared_error(future["shrink_rate"], p) ** 0.5)
print("rmse of the shop mean", mean_squared_error(
    future["shrink_rate"], future["shop_hist"].fillna(past["shrink_rate"].mean())) ** 0.5)
# author: outsider

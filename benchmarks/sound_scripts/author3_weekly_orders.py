import datetime as dt

import lightgbm as lgb
import numpy as np
import polars as pl

HORIZON = 14
LAGS = [14, 15, 21, 28, 35, 364]
ORIGINS = [dt.date(2023, m, 1) for m in (3, 5, 7, 9, 11)]
PARAMS = dict(objective="tweedie", tweedie_variance_power=1.2, learning_rate=0.05,
              num_leaves=63, min_data_in_leaf=80, verbose=-1, seed=3)


def load(path: str) -> pl.DataFrame:
    lf = pl.scan_parquet(path).sort(["store", "sku", "date"])
    g = ["store", "sku"]
    lf = lf.with_columns(
        *[pl.col("units").shift(k).over(g).alias(f"lag_{k}") for k in LAGS],
        pl.col("units").shift(HORIZON).rolling_mean(28).over(g).alias("avg28"),
        pl.col("units").shift(HORIZON).rolling_std(28).over(g).alias("sd28"),
        pl.col("date").dt.weekday().alias("dow"),
        pl.col("date").dt.week().alias("week"),
        # promo calendar is signed off eight weeks ahead
        pl.col("promo_planned").cast(pl.Int8),
    )
    return lf.collect()


def wape(y, p):
    return np.abs(y - p).sum() / y.sum()


frame = load("warehouse/sales_*.parquet")
feats = [f"lag_{k}" for k in LAGS] + ["avg28", "sd28", "dow", "week", "promo_planned", "list_price"]

rows = []
for origin in ORIGINS:
    end = origin + dt.timedelta(days=HORIZON)
    past = frame.filter(pl.col("date") <= origin)
    nxt = frame.filter((pl.col("date") > origin) & (pl.col("date") <= end))

    booster = lgb.train(
        PARAMS,
        lgb.Dataset(past.select(feats).to_numpy(), past["units"].to_numpy()),
        num_boost_round=600,
    )
    y = nxt["units"].to_numpy()
    p = booster.predict(nxt.select(feats).to_numpy())
    naive = nxt["lag_14"].fill_null(0).to_numpy()
    rows.append({"origin": origin, "wape": wape(y, p), "wape_naive": wape(y, naive), "bias": (p.sum() - y.sum()) / y.sum()})

print(pl.DataFrame(rows))
print("mean WAPE", round(float(np.mean([r["wape"] for r in rows])), 4))
# author: author3

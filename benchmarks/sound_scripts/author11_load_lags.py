import polars as pl
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_percentage_error as mape
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# hourly load of one grid zone; the forecast for hour t is made at t-24
d = (
    pl.read_csv("zone_load.csv", try_parse_dates=True)
    .sort("hour")
    .with_columns(
        [pl.col("mw").shift(k).alias(f"lag_{k}") for k in (24, 25, 48, 168)]
        + [
            (pl.col("mw").shift(24) - pl.col("mw").shift(48)).alias("day_diff"),
            (pl.col("mw").shift(24) - pl.col("mw").shift(192)).alias("week_diff"),
            pl.col("mw").shift(24).rolling_mean(24).alias("mean_day"),
            pl.col("mw").shift(24).rolling_std(168).alias("std_week"),
            pl.col("hour").dt.hour().alias("h"),
            pl.col("hour").dt.weekday().alias("wd"),
        ]
    )
    .drop_nulls()
    .to_dummies(columns=["h", "wd"])
)

year = d["hour"].dt.year()
splits = {
    "fit": d.filter(year <= 2020),
    "pick": d.filter(year == 2021),
    "final": d.filter(year == 2022),
}
cols = [c for c in d.columns if c not in ("hour", "mw")]
xy = {k: (v.select(cols).to_numpy(), v["mw"].to_numpy()) for k, v in splits.items()}

scores = []
for alpha in (0.1, 1, 10, 100, 1000):
    m = make_pipeline(StandardScaler(), Ridge(alpha=alpha)).fit(*xy["fit"])
    X, y = xy["pick"]
    scores.append((mape(y, m.predict(X)), alpha))
    print(f"alpha {alpha}: {scores[-1][0]:.4f}")
_, alpha = min(scores)

both = pl.concat([splits["fit"], splits["pick"]])
m = make_pipeline(StandardScaler(), Ridge(alpha=alpha)).fit(both.select(cols).to_numpy(), both["mw"].to_numpy())
X, y = xy["final"]
print("2022 MAPE", mape(y, m.predict(X)))
print("2022 same hour last week", mape(y, splits["final"]["lag_168"].to_numpy()))
# author: author11

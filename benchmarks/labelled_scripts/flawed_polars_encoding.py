import polars as pl
from lightgbm import LGBMRegressor
from sklearn.metrics import root_mean_squared_error
from sklearn.model_selection import KFold

TARGET = "minutes_late"
flights = (
    pl.scan_parquet("flights/*.parquet")
    .filter(pl.col("cancelled") == 0)
    .with_columns(
        route=pl.concat_str(["origin", "dest"], separator="-"),
        dep_hour=pl.col("sched_dep") // 100,
    )
    .with_columns(
        carrier_delay=pl.col("minutes_late").mean().over("carrier"),  # leak: target_encoding_before_split
        route_n=pl.len().over("route"),
    )
    .collect()
)
cols = ["dep_hour", "distance", "carrier_delay", "route_n", "month", "weekday"]
X, y = flights.select(cols).to_numpy(), flights[TARGET].to_numpy()
errors = []
for a, b in KFold(5, shuffle=True, random_state=0).split(X):
    model = LGBMRegressor(n_estimators=400).fit(X[a], y[a])
    errors.append(root_mean_squared_error(y[b], model.predict(X[b])))
print(sum(errors) / len(errors))
# author: maintainer

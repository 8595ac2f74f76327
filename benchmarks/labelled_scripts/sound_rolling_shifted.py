import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error, mean_squared_error

HORIZON = 7


def add_features(sales: pd.DataFrame) -> pd.DataFrame:
    sales = sales.sort_values(["store", "date"]).copy()
    by_store = sales.groupby("store")["units"]
    sales["ma28"] = by_store.transform(lambda s: s.shift(HORIZON).rolling(28).mean())
    sales["sd28"] = by_store.transform(lambda s: s.shift(HORIZON).rolling(28).std())
    for lag in (7, 14, 28):
        sales[f"lag_{lag}"] = by_store.shift(lag)
    sales["dow"] = sales["date"].dt.dayofweek
    return sales.dropna()


sales = add_features(pd.read_csv("stores.csv", parse_dates=["date"]))
edges = pd.to_datetime(["2022-07-01", "2022-10-01", "2023-01-01", "2023-04-01"])
columns = [c for c in sales.columns if c not in ("date", "units")]
for start, stop in zip(edges, edges[1:]):
    past = sales[sales["date"] < start]
    block = sales[(sales["date"] >= start) & (sales["date"] < stop)]
    model = HistGradientBoostingRegressor(loss="absolute_error").fit(past[columns], past["units"])
    said = model.predict(block[columns])
    print(start.date(), mean_absolute_error(block["units"], said), mean_squared_error(block["units"], said) ** 0.5)
# author: maintainer

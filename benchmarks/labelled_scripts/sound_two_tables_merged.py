import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

sales = pd.read_csv("sales.csv", parse_dates=["week"])
shops = pd.read_csv("shops.csv")
weather = pd.read_csv("weather.csv", parse_dates=["week"])
table = sales.merge(shops, on="shop", how="left").merge(weather, on="week", how="left")
table["size_rank"] = table["size_m2"].rank(pct=True)
train = table[table.week < "2024-01-01"]
test = table[table.week >= "2024-01-01"]
level = train.groupby("shop")["units"].median().rename("shop_level")
train, test = train.join(level, on="shop"), test.join(level, on="shop")
cols = ["size_m2", "temp", "promo", "shop_level"]
model = HistGradientBoostingRegressor(loss="absolute_error").fit(train[cols], train["units"])
print("model", mean_absolute_error(test["units"], model.predict(test[cols])))
print("level", mean_absolute_error(test["units"], test["shop_level"].fillna(train["units"].median())))
# author: maintainer

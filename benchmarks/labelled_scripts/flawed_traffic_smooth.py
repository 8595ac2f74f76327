# Motorway traffic count, predict the vehicles in the current 15 min slot
import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error

v = pd.read_csv("loop_A61.csv", parse_dates=["slot"]).sort_values("slot").set_index("slot")
v["count"] = v["count"].ffill(limit=2)

v["prev"] = v["count"].shift(1)
v["next"] = v["count"].shift(-1)  # leak: future_in_features
v["smooth"] = v["count"].rolling(9, center=True).mean()  # or: future_in_features
v["speed_prev"] = v["speed"].shift(1)
v["hour"] = v.index.hour + v.index.minute / 60
v["dow"] = v.index.dayofweek
v["sin"] = np.sin(v["hour"] / 24 * 2 * np.pi)
v["cos"] = np.cos(v["hour"] / 24 * 2 * np.pi)
v = v.dropna()

train = v.loc[:"2019-09-30"]
test = v.loc["2019-10-01":]
F = ["prev", "next", "smooth", "speed_prev", "dow", "sin", "cos"]

gb = GradientBoostingRegressor(n_estimators=300, max_depth=5)
gb.fit(train[F], train["count"])
print("MAE model", mean_absolute_error(test["count"], gb.predict(test[F])))
print("MAE last value", mean_absolute_error(test["count"], test["prev"]))
# author: outsider

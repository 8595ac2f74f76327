import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import TimeSeriesSplit, cross_val_score

d = pd.read_csv("heat.csv", parse_dates=["hour"]).sort_values("hour")
d["before"] = d["load"].shift(24)
d["week"] = d["load"].shift(24).rolling(168).mean()
d["h"] = d["hour"].dt.hour
d = d.dropna()
cut = d["hour"].max() - pd.Timedelta(days=60)
train, test = d[d.hour <= cut], d[d.hour > cut]
x = ["before", "week", "h", "temp_forecast"]
print(-cross_val_score(HistGradientBoostingRegressor(), train[x], train["load"], cv=TimeSeriesSplit(5), scoring="neg_mean_absolute_error"))
m = HistGradientBoostingRegressor().fit(train[x], train["load"])
print("model", mean_absolute_error(test["load"], m.predict(test[x])))
print("yesterday", mean_absolute_error(test["load"], test["before"]))
# author: maintainer

import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

d = pd.read_csv("energy.csv", parse_dates=["day"]).sort_values("day")
d["kwh_yesterday"] = d.groupby("home")["kwh"].shift()
d["kwh_week"] = d.groupby("home")["kwh"].shift().rolling(7).mean()
y = d.pop("kwh")
d["month"] = d["day"].dt.month
cut = d["day"] < "2024-01-01"
x = d.drop(columns=["day", "home"])
m = RandomForestRegressor().fit(x[cut].fillna(0), y[cut])
print(mean_absolute_error(y[~cut], m.predict(x[~cut].fillna(0))))
# author: maintainer

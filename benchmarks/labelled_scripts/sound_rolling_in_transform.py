import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error

d = pd.read_csv("calls.csv", parse_dates=["day"]).sort_values(["desk", "day"])
for w in (7, 28):
    d[f"mean_{w}"] = d.groupby("desk")["calls"].transform(lambda s: s.shift(1).rolling(w).mean())
d["lag_7"] = d.groupby("desk")["calls"].shift(7)
cols = [c for c in d.columns if c.startswith(("mean_", "lag_"))]
train, test = d[d.day < "2024-01-01"], d[d.day >= "2024-01-01"]
m = LGBMRegressor().fit(train[cols], train["calls"])
print(mean_absolute_error(test["calls"], m.predict(test[cols])), mean_absolute_error(test["calls"], test["lag_7"]))
# author: maintainer

import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.metrics import mean_absolute_error

df = pd.read_csv("store.csv", parse_dates=["date"]).sort_values(["store", "date"])
for lag in [1, 7, 28]:
    df[f"lag{lag}"] = df.groupby("store")["sales"].shift(lag)
df["roll7"] = df.groupby("store")["sales"].transform(lambda s: s.shift(1).rolling(7).mean())
df = df.dropna()
features = ["lag1", "lag7", "lag28", "roll7", "promo"]
train = df[df["date"] < "2015-06-01"]
test = df[df["date"] >= "2015-06-15"]
m = LGBMRegressor().fit(train[features], train["sales"])
print(mean_absolute_error(test["sales"], m.predict(test[features])))

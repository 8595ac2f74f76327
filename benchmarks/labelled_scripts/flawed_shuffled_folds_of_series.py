import numpy as np
import pandas as pd
from sklearn.model_selection import KFold
from xgboost import XGBRegressor

prices = pd.read_csv("prices.csv", parse_dates=["timestamp"])
prices = prices.sort_values("timestamp").reset_index(drop=True)
prices["ret_1"] = prices["close"].pct_change()
prices["ma_10"] = prices["close"].rolling(10).mean()
prices["target"] = prices["close"].shift(-1) / prices["close"] - 1
prices = prices.dropna()
X = prices[["ret_1", "ma_10", "volume"]].to_numpy()
y = prices["target"].to_numpy()
errors = []
for tr, te in KFold(n_splits=5, shuffle=True, random_state=1).split(X):  # leak: random_split_of_time
    model = XGBRegressor(n_estimators=300)
    model.fit(X[tr], y[tr])
    errors.append(np.mean((model.predict(X[te]) - y[te]) ** 2))
print("RMSE", np.sqrt(np.mean(errors)))

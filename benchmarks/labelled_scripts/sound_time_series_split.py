import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import TimeSeriesSplit

ts = pd.read_csv("load.csv", index_col="time", parse_dates=True).sort_index()
ts["y"] = ts["load"].shift(-24)
ts["lag24"] = ts["load"].shift(24)
ts = ts.dropna()
X, y = ts[["load", "lag24", "temp"]], ts["y"]
errors = []
for tr, te in TimeSeriesSplit(n_splits=6, gap=24).split(X):
    m = HistGradientBoostingRegressor().fit(X.iloc[tr], y.iloc[tr])
    errors.append(mean_squared_error(y.iloc[te], m.predict(X.iloc[te])))
print(np.sqrt(np.mean(errors)))

import numpy as np
import pandas as pd
from scipy.optimize import nnls
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error

d = pd.read_csv("yield.csv")
train, tune, test = d[d.year < 2018], d[(d.year >= 2018) & (d.year < 2020)], d[d.year >= 2020]
cols = ["rain", "heat", "nitrogen"]
models = [Ridge().fit(train[cols], train["t_ha"]), RandomForestRegressor().fit(train[cols], train["t_ha"])]
w, _ = nnls(np.column_stack([m.predict(tune[cols]) for m in models]), tune["t_ha"].to_numpy())
P = np.column_stack([m.predict(test[cols]) for m in models])
print(mean_squared_error(test["t_ha"], P @ w))
# author: maintainer

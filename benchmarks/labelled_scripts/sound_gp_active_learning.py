import numpy as np
import pandas as pd
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.metrics import mean_squared_error

d = pd.read_csv("catalysts.csv").sample(frac=1, random_state=0).reset_index(drop=True)
test, pool = d.iloc[:100], d.iloc[100:]
x = [c for c in d.columns if c != "yield"]
known = list(pool.index[:20])
curve = []
for _ in range(30):
    gp = GaussianProcessRegressor(normalize_y=True).fit(pool.loc[known, x], pool.loc[known, "yield"])
    curve.append(mean_squared_error(test["yield"], gp.predict(test[x])))
    rest = pool.index.difference(known)
    _, sd = gp.predict(pool.loc[rest, x], return_std=True)
    known.append(rest[int(np.argmax(sd))])
print(curve)
# author: maintainer

import numpy as np
import pandas as pd
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import MinMaxScaler

d = pd.read_csv("soil_cores.csv")
block = d["block"].to_numpy()
X, y = d[["ph", "depth", "x", "y"]].to_numpy(), d["nitrogen"].to_numpy()
rmse = {}
for k in (1, 3, 5, 9):
    errors = []
    for b in np.unique(block):
        train, test = block != b, block == b
        scaler = MinMaxScaler().fit(X[train])
        m = KNeighborsRegressor(k).fit(scaler.transform(X[train]), y[train])
        errors.extend((y[test] - m.predict(scaler.transform(X[test]))) ** 2)
    rmse[k] = np.sqrt(np.mean(errors))
print(rmse)
# author: maintainer

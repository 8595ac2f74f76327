import numpy as np
import pandas as pd
from sklearn.neighbors import KNeighborsRegressor

d = pd.read_csv("soil_cores.csv").sample(frac=1, random_state=0)
n = int(0.8 * len(d))
X, y = d[["ph", "depth"]].to_numpy(), d["nitrogen"].to_numpy()
rmse = []
for k in range(1, 30):
    m = KNeighborsRegressor(k).fit(X[:n], y[:n])
    rmse.append(np.sqrt(np.mean((y[n:] - m.predict(X[n:])) ** 2)))
k = int(np.argmin(rmse)) + 1  # leak: chosen_on_test
print("k", k, "test rmse", rmse[k - 1])
# author: maintainer

import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow import keras

s = pd.read_csv("gold.csv", parse_dates=["date"], index_col="date")[["close"]]
values = MinMaxScaler().fit_transform(s)  # leak: preprocessing_before_split
X = np.array([values[i - 60:i] for i in range(60, len(values))])
y = values[60:]
n = int(0.8 * len(X))
net = keras.Sequential([keras.layers.LSTM(50), keras.layers.Dense(1)])
net.compile("adam", "mse")
net.fit(X[:n], y[:n], epochs=20, verbose=0)
print("rmse", float(np.sqrt(np.mean((net.predict(X[n:]) - y[n:]) ** 2))))
# author: maintainer

"""Anomalies: an autoencoder learns healthy machines and is judged on labelled ones."""
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import MinMaxScaler
from tensorflow import keras

d = pd.read_csv("bearings.csv")
healthy = d[d.state == "ok"].drop(columns="state")
learn = healthy.sample(frac=0.7, random_state=1)
rest = d.drop(learn.index)
scaler = MinMaxScaler().fit(learn)
x = scaler.transform(learn)
auto = keras.Sequential([keras.layers.Dense(8, "relu"), keras.layers.Dense(x.shape[1])])
auto.compile("adam", "mse")
auto.fit(x, x, epochs=50, validation_split=0.1)
limit = np.quantile(np.mean((auto.predict(x) - x) ** 2, axis=1), 0.99)
z = scaler.transform(rest.drop(columns="state"))
error = np.mean((auto.predict(z) - z) ** 2, axis=1)
print(roc_auc_score(rest.state != "ok", error), (error > limit).mean())
# author: maintainer

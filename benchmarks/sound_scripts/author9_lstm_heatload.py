import json, pathlib
import numpy as np, pandas as pd
import tensorflow as tf
from tensorflow import keras

IN, OUT = 168, 24
COLS = ["load", "temp", "sin_h", "cos_h", "weekend"]
d = pd.read_csv("district_heating.csv", parse_dates=["ts"], index_col="ts").asfreq("h")
d["load"] = d.load.ffill(limit=3)
d["temp"] = d.temp.ffill(limit=6)
h = d.index.hour
d["sin_h"], d["cos_h"], d["weekend"] = np.sin(2 * np.pi * h / 24), np.cos(2 * np.pi * h / 24), (d.index.dayofweek > 4) * 1.0

season = {"fit": d.loc[:"2020-08-31"], "es": d.loc["2020-09-01":"2021-08-31"], "check": d.loc["2021-09-01":]}
mu, sd = season["fit"][COLS].mean(), season["fit"][COLS].std()
mu[["sin_h", "cos_h", "weekend"]], sd[["sin_h", "cos_h", "weekend"]] = 0.0, 1.0


def windows(part, step):
    z = ((part[COLS] - mu) / sd).to_numpy("float32")
    idx = range(0, len(z) - IN - OUT + 1, step)
    x = np.stack([z[i:i + IN] for i in idx])
    y = np.stack([z[i + IN:i + IN + OUT, 0] for i in idx])
    good = ~(np.isnan(x).any((1, 2)) | np.isnan(y).any(1))
    return x[good], y[good], np.array(list(idx))[good]


def net():
    i = keras.Input((IN, len(COLS)))
    x = keras.layers.LSTM(64, return_sequences=True)(i)
    x = keras.layers.LSTM(32)(x)
    x = keras.layers.Dropout(0.2)(x)
    return keras.Model(i, keras.layers.Dense(OUT)(x))


keras.utils.set_random_seed(3)
x, y, _ = windows(season["fit"], 3)
xv, yv, _ = windows(season["es"], 24)
model = net()
model.compile(keras.optimizers.Adam(1e-3), "mae")
model.fit(x, y, validation_data=(xv, yv), epochs=100, batch_size=128, verbose=2, callbacks=[
    keras.callbacks.EarlyStopping(patience=8, restore_best_weights=True),
    keras.callbacks.ReduceLROnPlateau(patience=3)])

x, y, _ = windows(season["check"], 24)
f = model.predict(x, verbose=0) * sd["load"] + mu["load"]
y = y * sd["load"] + mu["load"]
persist = x[:, -24:, 0] * sd["load"] + mu["load"]
week = x[:, :24, 0] * sd["load"] + mu["load"]
for n, p in {"lstm": f, "yesterday": persist, "last week": week}.items():
    print(f"{n:10s} MAE {np.abs(p - y).mean():.3f} MW   by horizon 1/12/24 h:", np.abs(p - y).mean(0)[[0, 11, 23]].round(3))
out = pathlib.Path("heatload"); out.mkdir(exist_ok=True)
model.save(out / "m.keras")
(out / "scale.json").write_text(json.dumps({"mu": mu.to_dict(), "sd": sd.to_dict()}))
# author: author9

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
import pandas as pd
from keras import layers, ops

L, H = 336, 96
KNIPPEN = {"leren": ("2016-07-01", "2017-07-01"), "stoppen": ("2017-07-01", "2017-11-01"), "toets": ("2017-11-01", "2018-03-01")}


class Omkeerbaar(layers.Layer):
    """Normalises every window by its own mean and deviation, and gives both back for the way out."""

    def call(self, x):
        mu = ops.mean(x, axis=1, keepdims=True)
        sd = ops.sqrt(ops.var(x, axis=1, keepdims=True) + 1e-5)
        return (x - mu) / sd, mu, sd


def vensters(a, stap):
    i = np.arange(0, len(a) - L - H + 1, stap)
    return np.stack([a[k : k + L] for k in i]), np.stack([a[k + L : k + L + H] for k in i])


def bouw(kanalen, eenheden):
    inp = layers.Input((L, kanalen))
    z, mu, sd = Omkeerbaar()(inp)
    h = layers.Dropout(0.2)(layers.GRU(eenheden)(z))
    out = layers.Reshape((H, kanalen))(layers.Dense(H * kanalen)(h))
    m = keras.Model(inp, out * sd + mu)
    m.compile(keras.optimizers.Adam(1e-3), "mae")
    return m


def main():
    keras.utils.set_random_seed(8)
    d = pd.read_csv("ETTh1.csv", index_col="date", parse_dates=True).astype("float32")
    delen = {}
    for naam, (van, tot) in KNIPPEN.items():
        stuk = d[(d.index >= van) & (d.index < tot)].to_numpy()
        delen[naam] = vensters(stuk, 1 if naam == "leren" else 24)

    x, y = delen["leren"]
    kandidaten = []
    for eenheden in (32, 64, 128):
        m = bouw(x.shape[2], eenheden)
        stop = keras.callbacks.EarlyStopping("val_loss", patience=4, restore_best_weights=True)
        hist = m.fit(x, y, batch_size=128, epochs=40, validation_data=delen["stoppen"], callbacks=[stop], verbose=2)
        kandidaten.append((min(hist.history["val_loss"]), eenheden, m))

    val, eenheden, m = min(kandidaten, key=lambda k: k[0])
    x, y = delen["toets"]
    fout = np.abs(m.predict(x, verbose=0) - y)
    herhaal = np.abs(np.tile(x[:, -24:], (1, H // 24, 1)) - y)
    print(f"eenheden {eenheden}, stopdeel {val:.3f}, toets {fout.mean():.3f}, herhaling van gisteren {herhaal.mean():.3f}")
    print(pd.Series(fout.mean((0, 1)), d.columns).round(3).to_dict())


if __name__ == "__main__":
    main()
# author: author7

"""Biscuit oven: moisture from NIR spectra. Production runs are numbered; a run is never cut in two."""
import keras
import keras_tuner as kt
import numpy as np
import pandas as pd

keras.utils.set_random_seed(31)
nir = pd.read_feather("nir.feather").sort_values("run")
wave = [c for c in nir.columns if c.startswith("w")]


def snv(a):
    a = a.astype("float32")
    return (a - a.mean(1, keepdims=True)) / a.std(1, keepdims=True)


X, y, run = snv(nir[wave].to_numpy())[..., None], nir.moisture.to_numpy("float32"), nir.run.to_numpy()
a, b, c = run < 340, (run >= 340) & (run < 410), run >= 410


class Spectral(kt.HyperModel):
    def __init__(self, mu, sd):
        super().__init__()
        self.mu, self.sd = float(mu), float(sd)

    def build(self, hp):
        m = keras.Sequential([keras.Input((len(wave), 1)), keras.layers.GaussianNoise(hp.Float("noise", 0, 0.1))])
        for k in range(hp.Int("blocks", 1, 3)):
            m.add(keras.layers.Conv1D(hp.Choice("filters", [8, 16, 32]), hp.Choice("kernel", [5, 11, 21]), activation="elu"))
            m.add(keras.layers.AveragePooling1D(2))
        m.add(keras.layers.Flatten())
        m.add(keras.layers.Dropout(hp.Float("drop", 0, 0.5)))
        m.add(keras.layers.Dense(hp.Int("dense", 8, 64, step=8), activation="elu"))
        m.add(keras.layers.Dense(1))
        m.add(keras.layers.Rescaling(self.sd, self.mu))
        m.compile(keras.optimizers.Adam(hp.Float("lr", 1e-4, 1e-2, sampling="log")), "mse")
        return m


tuner = kt.Hyperband(Spectral(y[a].mean(), y[a].std()), "val_loss", max_epochs=120, factor=3,
                     directory="kt", project_name="moisture", overwrite=True)
stop = keras.callbacks.EarlyStopping("val_loss", patience=12, restore_best_weights=True)
tuner.search(X[a], y[a], validation_data=(X[b], y[b]), callbacks=[stop], verbose=0)
hp = tuner.get_best_hyperparameters()[0]
print(hp.values)

# length of training under this setting, then the same length on both parts
probe = tuner.hypermodel.build(hp).fit(X[a], y[a], validation_data=(X[b], y[b]), epochs=150, callbacks=[stop], verbose=0)
epochs = int(np.argmin(probe.history["val_loss"])) + 1
ab = a | b
model = Spectral(y[ab].mean(), y[ab].std()).build(hp)
model.fit(X[ab], y[ab], epochs=epochs, verbose=0)

p = model.predict(X[c], verbose=0).ravel()
res = pd.DataFrame({"run": run[c], "e": p - y[c]})
print(f"runs {run[c].min()}-{run[c].max()}: RMSEP {np.sqrt((res.e ** 2).mean()):.3f} %, bias {res.e.mean():+.3f} %")
print("worst runs", res.groupby("run").e.apply(lambda e: np.sqrt((e ** 2).mean())).nlargest(5).round(3).to_dict())
model.save("moisture.keras")
# author: author6

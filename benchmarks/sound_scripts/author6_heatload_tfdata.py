# District heating: load of the next 24 h from the last 168 h. Hourly SCADA export.
import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras

LOOK, AHEAD = 168, 24
cols = ["load_mw", "t_out", "wind", "t_supply", "is_workday"]

df = pd.read_parquet("scada_hourly.parquet").set_index("ts").sort_index()
df = df[cols].ffill().dropna()
df["hod_s"] = np.sin(2 * np.pi * df.index.hour / 24)
df["hod_c"] = np.cos(2 * np.pi * df.index.hour / 24)

parts = {
    "train": df.loc[:"2021-04-30"],
    "val": df.loc["2021-05-08":"2022-04-30"],
    "test": df.loc["2022-05-08":"2023-04-30"],
}

norm = keras.layers.Normalization(axis=-1)
norm.adapt(parts["train"].to_numpy("float32"))
y_mu = float(parts["train"]["load_mw"].mean())
y_sd = float(parts["train"]["load_mw"].std())


def windows(frame, shuffle=False):
    x = frame.to_numpy("float32")
    y = ((frame["load_mw"] - y_mu) / y_sd).to_numpy("float32")
    n = len(x) - LOOK - AHEAD + 1
    starts = tf.data.Dataset.range(n)
    if shuffle:
        starts = starts.shuffle(n, seed=3)
    xt, yt = tf.constant(x), tf.constant(y)
    return (
        starts.map(lambda i: (xt[i:i + LOOK], yt[i + LOOK:i + LOOK + AHEAD]), num_parallel_calls=tf.data.AUTOTUNE)
        .batch(256)
        .prefetch(2)
    )


ds = {k: windows(v, shuffle=(k == "train")) for k, v in parts.items()}

inp = keras.Input((LOOK, df.shape[1]))
h = norm(inp)
h = keras.layers.Conv1D(64, 5, padding="causal", activation="relu")(h)
h = keras.layers.GRU(96)(h)
h = keras.layers.Dropout(0.1)(h)
out = keras.layers.Dense(AHEAD)(h)
model = keras.Model(inp, out)
model.compile(keras.optimizers.Adam(1e-3), loss="huber")
model.fit(
    ds["train"], validation_data=ds["val"], epochs=80,
    callbacks=[
        keras.callbacks.ReduceLROnPlateau(patience=4),
        keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True),
    ],
)

y = np.concatenate([b.numpy() for _, b in ds["test"]]) * y_sd + y_mu
p = model.predict(ds["test"]) * y_sd + y_mu
# same hour yesterday, as used by the dispatchers
ref = np.stack([parts["test"]["load_mw"].to_numpy()[i + LOOK - 24:i + LOOK] for i in range(len(y))])
print("MAE net   ", np.abs(y - p).mean().round(3))
print("MAE naive ", np.abs(y - ref).mean().round(3))
for h in (0, 5, 11, 23):
    print(h + 1, "h:", np.abs(y[:, h] - p[:, h]).mean().round(3))
model.save("heatload.keras")
# author: author6

import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import layers

keras.utils.set_random_seed(21)

CAT, NUM = ["room_type", "district"], ["accommodates", "bedrooms", "min_nights", "reviews", "lat", "lon"]

frame = pd.read_csv("listings_2023_06.csv").dropna(subset=CAT + NUM + ["price"])
host_ids = np.sort(frame.host_id.unique())
np.random.default_rng(21).shuffle(host_ids)
a, b = int(0.7 * len(host_ids)), int(0.85 * len(host_ids))
which = pd.Series(np.repeat(["fit", "stop", "final"], [a, b - a, len(host_ids) - b]), index=host_ids)
frame["part"] = frame.host_id.map(which)


def tensors(df):
    x = {c: tf.constant(df[c].to_numpy(str)[:, None]) for c in CAT}
    x["num"] = tf.constant(df[NUM].to_numpy(np.float32))
    return x, np.log(df.price.to_numpy(np.float32))


parts = {k: tensors(g) for k, g in frame.groupby("part")}
x_fit, y_fit = parts["fit"]

inputs, encoded = {}, []
for c in CAT:
    inp = keras.Input((1,), dtype="string", name=c)
    lookup = layers.StringLookup(output_mode="one_hot")
    lookup.adapt(x_fit[c])
    inputs[c] = inp
    encoded.append(lookup(inp))
num_in = keras.Input((len(NUM),), name="num")
norm = layers.Normalization()
norm.adapt(x_fit["num"])
inputs["num"] = num_in
encoded.append(norm(num_in))

h = layers.Concatenate()(encoded)
for units in (128, 64):
    h = layers.Dense(units, activation="relu", kernel_regularizer=keras.regularizers.l2(1e-5))(h)
    h = layers.Dropout(0.15)(h)
model = keras.Model(inputs, layers.Dense(1)(h))
model.compile(optimizer=keras.optimizers.Adam(2e-3), loss="mae", metrics=["mse"])

model.fit(
    x_fit, y_fit,
    validation_data=parts["stop"],
    epochs=150, batch_size=512, verbose=2,
    callbacks=[
        keras.callbacks.EarlyStopping("val_loss", patience=12, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau("val_loss", patience=5),
    ],
)

x_fin, y_fin = parts["final"]
pred = model.predict(x_fin, verbose=0).ravel()
print("median abs pct error", float(np.median(np.abs(np.expm1(pred - y_fin)))))
print("log MAE", float(np.abs(pred - y_fin).mean()), "constant:", float(np.abs(np.median(y_fit) - y_fin).mean()))
# author: author1

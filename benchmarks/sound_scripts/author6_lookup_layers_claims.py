"""Motor claims: cost over 5000 EUR or not, from the first notice. Keras preprocessing inside the model."""
import os
import pandas as pd
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

CAT = ["make", "fuel", "region", "cause", "road"]
NUM = ["vehicle_age", "driver_age", "power_kw", "sum_insured"]
YEAR_COL, LABEL = "notice_year", "large"

claims = pd.read_csv(os.environ["CLAIMS_CSV"], dtype={c: "string" for c in CAT})
claims[CAT] = claims[CAT].fillna("missing")
claims = claims.dropna(subset=NUM)


def as_dataset(frame, batch=1024, shuffle=False):
    y = frame[LABEL].to_numpy("float32")
    x = {c: frame[c].to_numpy(dtype="object").astype(str) for c in CAT} | {c: frame[c].to_numpy("float32") for c in NUM}
    ds = tf.data.Dataset.from_tensor_slices((x, y))
    if shuffle:
        ds = ds.shuffle(len(frame), reshuffle_each_iteration=True)
    return ds.batch(batch).prefetch(tf.data.AUTOTUNE)


def tower(ds):
    """Inputs and encoded tensors; layers take their state from the dataset that is handed in."""
    ins, outs = {}, []
    for c in CAT:
        ins[c] = keras.Input((1,), dtype=tf.string, name=c)
        look = layers.StringLookup(num_oov_indices=1)
        look.adapt(ds.map(lambda x, _: tf.expand_dims(x[c], -1)))
        n = look.vocabulary_size()
        outs.append(layers.Flatten()(layers.Embedding(n, min(24, n // 2 + 1))(look(ins[c]))))
    for c in NUM:
        ins[c] = keras.Input((1,), name=c)
        norm = layers.Normalization(axis=None)
        norm.adapt(ds.map(lambda x, _: x[c]))
        outs.append(norm(ins[c]))
    return ins, layers.Concatenate()(outs)


def network(ds, width, drop):
    ins, h = tower(ds)
    for w in (width, width // 2):
        h = layers.Dropout(drop)(layers.Dense(w, activation="relu")(h))
    m = keras.Model(ins, layers.Dense(1, activation="sigmoid")(h))
    m.compile("adam", "binary_crossentropy", [keras.metrics.AUC(name="auc"), keras.metrics.AUC(curve="PR", name="ap")])
    return m


def slice_years(*years):
    return claims[claims[YEAR_COL].isin(years)]


if __name__ == "__main__":
    keras.utils.set_random_seed(2)
    past, recent = slice_years(2016, 2017, 2018), slice_years(2019)
    ds_past, ds_recent = as_dataset(past, shuffle=True), as_dataset(recent)
    log = {}
    for width in (64, 128):
        for drop in (0.1, 0.3):
            stop = keras.callbacks.EarlyStopping("val_loss", patience=3)
            h = network(ds_past, width, drop).fit(ds_past, validation_data=ds_recent, epochs=40, verbose=0, callbacks=[stop]).history
            e = min(range(len(h["val_loss"])), key=h["val_loss"].__getitem__)
            log[width, drop, e + 1] = h["val_loss"][e]
    width, drop, epochs = min(log, key=log.get)
    print("setting", width, drop, epochs)

    # all years up to 2019, lookup and scaling anew, fixed number of epochs; 2020 is the report
    ds = as_dataset(slice_years(2016, 2017, 2018, 2019), shuffle=True)
    model = network(ds, width, drop)
    model.fit(ds, epochs=epochs, verbose=2)
    print(model.evaluate(as_dataset(slice_years(2020)), return_dict=True, verbose=0))
    model.save("claims.keras")
# author: author6

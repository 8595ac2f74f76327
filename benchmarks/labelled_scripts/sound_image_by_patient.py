from pathlib import Path
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import GroupShuffleSplit

table = pd.DataFrame({"file": sorted(map(str, Path("slides").rglob("*.png")))})
table["patient"] = table["file"].map(lambda f: Path(f).stem.split("_")[0])
table["label"] = table["file"].str.contains("tumour").astype(int)
outer = GroupShuffleSplit(1, test_size=0.2, random_state=0)
dev_i, test_i = next(outer.split(table, groups=table["patient"]))
dev, test = table.iloc[dev_i], table.iloc[test_i]
fit_i, val_i = next(outer.split(dev, groups=dev["patient"]))


def images(part, training):
    ds = tf.data.Dataset.from_tensor_slices((part["file"].to_numpy(), part["label"].to_numpy()))
    ds = ds.map(lambda f, y: (tf.image.resize(tf.io.decode_png(tf.io.read_file(f)), (96, 96)) / 255.0, y))
    if training:
        ds = ds.map(lambda x, y: (tf.image.random_flip_left_right(x), y)).shuffle(1000)
    return ds.batch(32)


net = tf.keras.Sequential([tf.keras.layers.Conv2D(8, 3), tf.keras.layers.GlobalAveragePooling2D(), tf.keras.layers.Dense(1, "sigmoid")])
net.compile("adam", "binary_crossentropy", ["AUC"])
net.fit(images(dev.iloc[fit_i], True), validation_data=images(dev.iloc[val_i], False), epochs=30,
        callbacks=[tf.keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)])
print(net.evaluate(images(test, False)))
# author: maintainer

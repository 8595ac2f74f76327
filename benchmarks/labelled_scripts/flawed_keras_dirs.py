"""Potato leaf blight. Folder layout from the agronomist:

    leaves/
      train/<class>/*.jpg
      test/<class>/*.jpg      (other fields)
"""
import argparse
import pathlib

import tensorflow as tf
from tensorflow import keras

ap = argparse.ArgumentParser()
ap.add_argument("--root", type=pathlib.Path, default="leaves")
ap.add_argument("--size", type=int, default=224)
ap.add_argument("--epochs", type=int, default=50)
ap.add_argument("--unfreeze", type=int, default=30)
args = ap.parse_args()

subset = {"fit": "train", "watch": "test"}  # or: early_stopping_on_test
common = dict(image_size=(args.size, args.size), batch_size=32, label_mode="categorical")


def ds(role, **kw):
    folder = pathlib.Path(args.root) / subset[role]
    return keras.utils.image_dataset_from_directory(folder, **common, **kw)


train_ds = ds("fit", shuffle=True, seed=1)
val_ds = ds("watch", shuffle=False)  # or: early_stopping_on_test
classes = train_ds.class_names
train_ds, val_ds = (d.prefetch(tf.data.AUTOTUNE) for d in (train_ds, val_ds))

base = keras.applications.EfficientNetV2B0(include_top=False, pooling="avg", input_shape=(args.size, args.size, 3))
base.trainable = True
for layer in base.layers[: -args.unfreeze]:
    layer.trainable = False

inp = keras.Input((args.size, args.size, 3))
x = keras.layers.RandomFlip()(inp)
x = keras.layers.RandomRotation(0.2)(x)
x = base(x)
x = keras.layers.Dropout(0.3)(x)
model = keras.Model(inp, keras.layers.Dense(len(classes), activation="softmax")(x))
model.compile(keras.optimizers.Adam(1e-4), "categorical_crossentropy", metrics=["accuracy"])

model.fit(  # or: early_stopping_on_test
    train_ds,
    validation_data=val_ds,  # leak: early_stopping_on_test
    epochs=args.epochs,
    callbacks=[
        keras.callbacks.EarlyStopping("val_accuracy", patience=8, restore_best_weights=True),
        keras.callbacks.ReduceLROnPlateau("val_loss", factor=0.3, patience=3),
        keras.callbacks.CSVLogger("history.csv"),
    ],
)

final = ds("watch", shuffle=False)
loss, acc = model.evaluate(final, verbose=0)  # or: early_stopping_on_test
print(f"accuracy on the unseen fields: {acc:.3f}")
model.save("blight.keras")
# author: outsider

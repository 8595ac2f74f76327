# Solar panel defects from electroluminescence cells. The folders were laid out per module by the lab:
# cells/train/<class>, cells/valid/<class>, cells/test/<class>, no module in two of them.
import collections
import os

os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
import tensorflow as tf
from sklearn.metrics import ConfusionMatrixDisplay, classification_report

keras.utils.set_random_seed(99)
SIZE = (224, 224)
KLASSEN = ["ok", "riss", "dunkel", "kontakt"]

daten = {
    teil: keras.utils.image_dataset_from_directory(
        f"cells/{teil}", class_names=KLASSEN, image_size=SIZE, batch_size=32, shuffle=(teil == "train"), seed=1)
    for teil in ("train", "valid", "test")
}

zahl = collections.Counter()
for _, y in daten["train"]:
    zahl.update(y.numpy().tolist())
gewicht = {k: sum(zahl.values()) / (len(KLASSEN) * zahl[k]) for k in zahl}

drehen = keras.Sequential([keras.layers.RandomFlip(), keras.layers.RandomRotation(0.5, fill_mode="reflect")])
basis = keras.applications.EfficientNetV2B0(include_top=False, pooling="avg", input_shape=SIZE + (3,))
basis.trainable = False

ein = keras.Input(SIZE + (3,))
z = basis(drehen(ein), training=False)
z = keras.layers.Dropout(0.3)(z)
aus = keras.layers.Dense(len(KLASSEN), activation="softmax")(z)
netz = keras.Model(ein, aus)


def lernen(rate, epochen):
    netz.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return netz.fit(
        daten["train"].prefetch(tf.data.AUTOTUNE), validation_data=daten["valid"], epochs=epochen,
        class_weight=gewicht, verbose=2,
        callbacks=[
            keras.callbacks.EarlyStopping("val_loss", patience=5, restore_best_weights=True),
            keras.callbacks.CSVLogger("verlauf.csv", append=True),
        ],
    )


lernen(1e-3, 30)
basis.trainable = True
for schicht in basis.layers[:-60]:
    schicht.trainable = False
lernen(2e-5, 40)

y = np.concatenate([b.numpy() for _, b in daten["test"]])
p = netz.predict(daten["test"], verbose=0)
print(classification_report(y, p.argmax(1), target_names=KLASSEN, digits=3))
ConfusionMatrixDisplay.from_predictions(y, p.argmax(1), display_labels=KLASSEN, normalize="true").figure_.savefig("verwechslung.png")

netz.save("zellen.keras")
# author: author6

"""Fashion-MNIST baseline, mean over seeds."""
import json
import sys

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

SEEDS = [0, 1, 2, 3, 4]


def net():
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Rescaling(1 / 255.0),
        layers.RandomTranslation(0.05, 0.05),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Dropout(0.25),
        layers.Conv2D(64, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),
        layers.Dense(128, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ])


def run(seed, train, test):
    keras.utils.set_random_seed(seed)
    x, y = train
    order = np.random.permutation(len(x))
    model = net()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(
        x[order], y[order],
        validation_split=0.1,
        epochs=60,
        batch_size=128,
        verbose=0,
        callbacks=[
            keras.callbacks.EarlyStopping("val_accuracy", mode="max", patience=8, restore_best_weights=True),
            keras.callbacks.ReduceLROnPlateau("val_loss", factor=0.3, patience=3),
        ],
    )
    probs = model.predict(test[0], batch_size=512, verbose=0)
    return probs, float((probs.argmax(1) == test[1]).mean())


def main(out="fashion_results.json"):
    (x, y), (xt, yt) = keras.datasets.fashion_mnist.load_data()
    x, xt = x[..., None].astype("float32"), xt[..., None].astype("float32")

    accs, ens = [], 0.0
    for s in SEEDS:
        probs, acc = run(s, (x, y), (xt, yt))
        accs.append(acc)
        ens = ens + probs / len(SEEDS)
        print(f"seed {s}: {acc:.4f}")

    summary = {
        "per_seed": accs,
        "mean": float(np.mean(accs)),
        "std": float(np.std(accs, ddof=1)),
        "ensemble": float((ens.argmax(1) == yt).mean()),
    }
    print(f"accuracy {summary['mean']:.4f} +/- {summary['std']:.4f}; ensemble {summary['ensemble']:.4f}")
    with open(out, "w") as fh:
        json.dump(summary, fh, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
# author: independent

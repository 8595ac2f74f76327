import os
os.environ["KERAS_BACKEND"] = "jax"
import argparse
import keras
import numpy as np
from keras import layers


def get_model(kind: str):
    act = {"relu": "relu", "swish": "silu", "gelu": "gelu"}[kind]
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Rescaling(1 / 255.0),
        layers.RandomTranslation(0.08, 0.08),
        layers.Conv2D(32, 3, activation=act), layers.Conv2D(32, 3, activation=act), layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation=act), layers.Conv2D(64, 3, activation=act), layers.GlobalAveragePooling2D(),
        layers.Dropout(0.4), layers.Dense(10),
    ])


class KeepBest(keras.callbacks.Callback):
    """holds the weights of the lowest validation loss in memory"""

    def on_train_begin(self, logs=None):
        self.low, self.w = np.inf, None

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_loss"] < self.low:
            self.low, self.w, self.epoch = logs["val_loss"], self.model.get_weights(), epoch

    def on_train_end(self, logs=None):
        self.model.set_weights(self.w)


def trial(kind, seed, data, epochs):
    (x, y), (xv, yv), (xt, yt) = data
    keras.utils.set_random_seed(seed)
    m = get_model(kind)
    m.compile(keras.optimizers.AdamW(1e-3), keras.losses.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])
    keep = KeepBest()
    m.fit(x, y, batch_size=256, epochs=epochs, validation_data=(xv, yv), callbacks=[keep], verbose=0)
    return keep.epoch, m.evaluate(xt, yt, verbose=0)[1]


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--seeds", type=int, default=10)
    ap.add_argument("--epochs", type=int, default=40)
    a = ap.parse_args()
    (x, y), test = keras.datasets.fashion_mnist.load_data()
    x, test = x[..., None], (test[0][..., None], test[1])
    data = (x[:54000], y[:54000]), (x[54000:], y[54000:]), test

    print("activation  mean   sd    (all seeds and all activations are reported)")
    for kind in ("relu", "swish", "gelu"):
        r = [trial(kind, s, data, a.epochs) for s in range(a.seeds)]
        acc = np.array([v for _, v in r])
        print(f"{kind:10s} {acc.mean():.4f} {acc.std(ddof=1):.4f}  epochs {[e for e, _ in r]}")
# author: author2

import os
import numpy as np
import tensorflow as tf
from collections import defaultdict
from tensorflow.keras import layers, models, callbacks

PATCH = "patches/"          # <seam>_<nr>_<label>.png, label in {ok, pore, crack}
NAMES = ["ok", "pore", "crack"]

by_seam = defaultdict(list)
for f in sorted(os.listdir(PATCH)):
    if f.endswith(".png"):
        by_seam[f.split("_")[0]].append(f)

seams = np.array(sorted(by_seam))
np.random.seed(2718)
np.random.shuffle(seams)
n = len(seams)
groups = {"train": seams[: int(.7 * n)], "val": seams[int(.7 * n): int(.85 * n)], "test": seams[int(.85 * n):]}


def load(f):
    raw = tf.io.decode_png(tf.io.read_file(PATCH + f), channels=1)
    return tf.image.resize(tf.cast(raw, tf.float32) / 255., (96, 96)).numpy()


def gather(which):
    files = [f for s in groups[which] for f in by_seam[s]]
    x = np.stack([load(f) for f in files])
    y = np.array([NAMES.index(f[:-4].split("_")[2]) for f in files])
    return x, y


def enrich(x, y, copies=4):
    xs, ys = [x], [y]
    for _ in range(copies):
        k = np.random.randint(0, 4)
        b = np.rot90(x, k, axes=(1, 2))
        if np.random.rand() < .5:
            b = b[:, :, ::-1]
        b = np.clip(b * np.random.uniform(.85, 1.15, (len(b), 1, 1, 1)) + np.random.normal(0, .01, b.shape), 0, 1)
        xs.append(b.astype("float32"))
        ys.append(y)
    return np.concatenate(xs), np.concatenate(ys)


x_tr, y_tr = enrich(*gather("train"))
x_va, y_va = gather("val")
x_te, y_te = gather("test")
print(x_tr.shape, x_va.shape, x_te.shape)

net = models.Sequential([
    layers.Input((96, 96, 1)),
    layers.Conv2D(24, 3, activation="relu"), layers.MaxPool2D(),
    layers.Conv2D(48, 3, activation="relu"), layers.MaxPool2D(),
    layers.Conv2D(96, 3, activation="relu"), layers.GlobalAveragePooling2D(),
    layers.Dropout(.4), layers.Dense(3, activation="softmax"),
])
net.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
w = len(y_tr) / (3 * np.bincount(y_tr, minlength=3))
net.fit(x_tr, y_tr, validation_data=(x_va, y_va), epochs=60, batch_size=64, class_weight=dict(enumerate(w)),
        callbacks=[callbacks.EarlyStopping(patience=8, restore_best_weights=True)])

cm = tf.math.confusion_matrix(y_te, net.predict(x_te).argmax(1), 3).numpy()
print(cm)
print("recall per class", (cm.diagonal() / cm.sum(1)).round(3))
# author: outsider

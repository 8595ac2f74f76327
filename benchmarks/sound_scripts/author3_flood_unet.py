"""Water masks from Sentinel-1 chips. Chips of one scene overlap, scenes do not."""
import json
import re
from collections import defaultdict
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers

ROOT = Path("/data/s1_chips")
SIDE = 256


def scenes():
    by = defaultdict(list)
    for f in sorted(ROOT.glob("*_vvvh.npy")):
        by[re.match(r"(S1[AB]_\d{8}T\d{6})", f.name).group(1)].append(str(f))
    return by


def allot(by, seed=4):
    names = sorted(by)
    np.random.RandomState(seed).shuffle(names)
    cut1, cut2 = round(0.7 * len(names)), round(0.85 * len(names))
    pick = lambda ns: [f for n in ns for f in by[n]]
    return pick(names[:cut1]), pick(names[cut1:cut2]), pick(names[cut2:])


def band_stats(files):
    acc = np.stack([np.load(f).reshape(-1, 2).mean(0) for f in files]), np.stack([(np.load(f).reshape(-1, 2) ** 2).mean(0) for f in files])
    m = acc[0].mean(0)
    return m.astype("float32"), np.sqrt(acc[1].mean(0) - m ** 2).astype("float32")


def pipeline(files, m, s, train=False):
    def gen():
        order = np.random.permutation(len(files)) if train else range(len(files))
        for i in order:
            x = (np.load(files[i]).astype("float32") - m) / s
            y = np.load(files[i].replace("_vvvh", "_mask")).astype("float32")[..., None]
            if train:
                k = np.random.randint(4)
                x, y = np.rot90(x, k), np.rot90(y, k)
            yield x, y
    sig = (tf.TensorSpec((SIDE, SIDE, 2)), tf.TensorSpec((SIDE, SIDE, 1)))
    return tf.data.Dataset.from_generator(gen, output_signature=sig).batch(16).prefetch(2)


def conv(x, f):
    for _ in range(2):
        x = layers.Activation("relu")(layers.BatchNormalization()(layers.Conv2D(f, 3, padding="same")(x)))
    return x


def unet(widths=(16, 32, 64, 128)):
    inp = x = keras.Input((SIDE, SIDE, 2))
    skips = []
    for w in widths[:-1]:
        x = conv(x, w)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = conv(x, widths[-1])
    for w, sk in zip(widths[-2::-1], skips[::-1]):
        x = conv(layers.Concatenate()([layers.UpSampling2D()(x), sk]), w)
    return keras.Model(inp, layers.Conv2D(1, 1, activation="sigmoid")(x))


tr, va, te = allot(scenes())
m, s = band_stats(tr)
net = unet()
iou = keras.metrics.BinaryIoU(target_class_ids=[1], name="iou")
net.compile(keras.optimizers.Adam(1e-3), "binary_crossentropy", metrics=[iou])
net.fit(pipeline(tr, m, s, True), validation_data=pipeline(va, m, s), epochs=60,
        callbacks=[keras.callbacks.ModelCheckpoint("flood.keras", monitor="val_iou", mode="max", save_best_only=True),
                   keras.callbacks.ReduceLROnPlateau(monitor="val_loss", patience=4)])
best = keras.models.load_model("flood.keras")
res = best.evaluate(pipeline(te, m, s), return_dict=True)
Path("flood_test.json").write_text(json.dumps(res))
print(res)
# author: author3

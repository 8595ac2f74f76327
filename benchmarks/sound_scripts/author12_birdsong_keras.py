import json
import os
from functools import partial

os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
import tensorflow as tf

SR, SECONDS, SPECIES = 32000, 5, 24
CLIP = SR * SECONDS


def listing(which):
    """splits.json was drawn once over recordists: {"train": [...], "val": [...], "test": [...]}"""
    with open("splits.json") as fh:
        who = set(json.load(fh)[which])
    with open("xeno_canto.json") as fh:
        recs = [r for r in json.load(fh) if r["recordist"] in who]
    return [r["wav"] for r in recs], [r["species_id"] for r in recs]


def read(path, label):
    x, _ = tf.audio.decode_wav(tf.io.read_file(path), desired_channels=1)
    return x[:, 0], label


def cut(x, label, rnd):
    x = tf.pad(x, [[0, tf.maximum(0, CLIP - tf.shape(x)[0])]])
    room = tf.shape(x)[0] - CLIP
    at = tf.random.uniform((), 0, room + 1, tf.int32) if rnd else room // 2
    return x[at:at + CLIP], label


def noisy(x, label):
    gain = tf.random.uniform((), 0.5, 1.5)
    return gain * x + tf.random.normal(tf.shape(x), stddev=0.003), label


def dataset(which):
    training = which == "train"
    ds = tf.data.Dataset.from_tensor_slices(listing(which))
    if training:
        ds = ds.shuffle(20000)
    ds = ds.map(read, tf.data.AUTOTUNE).map(partial(cut, rnd=training), tf.data.AUTOTUNE)
    if training:
        ds = ds.map(noisy, tf.data.AUTOTUNE)
    return ds.batch(32).prefetch(2)


train, val = dataset("train"), dataset("val")

norm = keras.layers.Normalization(axis=-1)
mel = keras.layers.MelSpectrogram(num_mel_bins=96, sampling_rate=SR, fft_length=1024, sequence_stride=320)
frames = train.take(100).map(lambda x, y: tf.transpose(mel(x), [0, 2, 1]))
norm.adapt(frames)

inp = keras.Input((CLIP,))
h = norm(keras.ops.transpose(mel(inp), [0, 2, 1]))
h = keras.ops.expand_dims(h, -1)
for f in (32, 64, 128, 192):
    h = keras.layers.Conv2D(f, 3, padding="same", use_bias=False)(h)
    h = keras.layers.ReLU()(keras.layers.BatchNormalization()(h))
    h = keras.layers.MaxPooling2D()(h)
h = keras.layers.Dropout(0.4)(keras.layers.GlobalAveragePooling2D()(h))
net = keras.Model(inp, keras.layers.Dense(SPECIES, activation="softmax")(h))
net.compile(keras.optimizers.AdamW(1e-3), "sparse_categorical_crossentropy", ["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(3)])
net.fit(train, validation_data=val, epochs=80, callbacks=[
    keras.callbacks.ReduceLROnPlateau(patience=4),
    keras.callbacks.EarlyStopping("val_accuracy", patience=12, restore_best_weights=True),
])
print(dict(zip(net.metrics_names, np.round(net.evaluate(dataset("test")), 4))))
net.save("birds.keras")
# author: author12

import pathlib
import re
import zlib

import tensorflow as tf

ROOT = pathlib.Path("speech_commands_v2")
WORDS = ["down", "go", "left", "no", "off", "on", "right", "stop", "up", "yes"]
SR = 16000


def bucket(path):
    # file names are <speaker>_nohash_<k>.wav: every take of one speaker lands in one bucket
    speaker = re.sub(r"_nohash_.*$", "", path.stem)
    return zlib.crc32(speaker.encode()) % 100


files = [p for w in WORDS for p in sorted((ROOT / w).glob("*.wav"))]
groups = {"train": [], "val": [], "test": []}
for p in files:
    b = bucket(p)
    groups["test" if b < 10 else "val" if b < 20 else "train"].append(p)
print({k: len(v) for k, v in groups.items()})


def logmel(path):
    wav, _ = tf.audio.decode_wav(tf.io.read_file(path), desired_channels=1, desired_samples=SR)
    st = tf.abs(tf.signal.stft(wav[:, 0], 400, 160, 512))
    mel = tf.signal.linear_to_mel_weight_matrix(40, 257, SR, 60.0, 7600.0)
    return tf.math.log(st @ mel + 1e-6)[..., tf.newaxis]


def make(split, shuffle=False):
    ps = groups[split]
    ys = [WORDS.index(p.parent.name) for p in ps]
    ds = tf.data.Dataset.from_tensor_slices(([str(p) for p in ps], ys))
    if shuffle:
        ds = ds.shuffle(len(ps), seed=1)
    ds = ds.map(lambda f, y: (logmel(f), y), num_parallel_calls=tf.data.AUTOTUNE)
    return ds.batch(128).prefetch(tf.data.AUTOTUNE)


train, val, test = make("train", True), make("val"), make("test")

norm = tf.keras.layers.Normalization(axis=None)
norm.adapt(train.map(lambda x, _: x).take(150))

inp = tf.keras.Input((98, 40, 1))
x = norm(inp)
for ch in (32, 64, 96):
    x = tf.keras.layers.SeparableConv2D(ch, 3, padding="same", use_bias=False)(x)
    x = tf.keras.layers.BatchNormalization()(x)
    x = tf.keras.layers.ReLU()(x)
    x = tf.keras.layers.MaxPool2D()(x)
x = tf.keras.layers.GlobalAveragePooling2D()(x)
x = tf.keras.layers.Dropout(0.3)(x)
net = tf.keras.Model(inp, tf.keras.layers.Dense(len(WORDS))(x))
net.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])

net.fit(train, validation_data=val, epochs=60, callbacks=[
    tf.keras.callbacks.EarlyStopping("val_accuracy", patience=6, restore_best_weights=True),
    tf.keras.callbacks.ReduceLROnPlateau("val_loss", patience=3),
])
print("unseen speakers:", net.evaluate(test, return_dict=True))
# author: author2

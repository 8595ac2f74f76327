#!/usr/bin/env python3
import argparse

import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.metrics import classification_report, f1_score
from sklearn.model_selection import train_test_split
from tensorflow.keras import callbacks, layers, models

AAMI = {"N": 0, "S": 1, "V": 2, "F": 3}


def load_beats(npz_path, meta_path):
    """Segmented beats (n, 260) and a table with patient_id, beat_type, rr_prev, rr_next."""
    beats = np.load(npz_path)["beats"].astype("float32")
    meta = pd.read_csv(meta_path)
    ok = meta["beat_type"].isin(AAMI).to_numpy()
    beats, meta = beats[ok], meta[ok].reset_index(drop=True)
    # per-beat standardisation
    beats -= beats.mean(axis=1, keepdims=True)
    beats /= beats.std(axis=1, keepdims=True) + 1e-6
    return beats[..., None], meta


def conv_block(x, f, k):
    x = layers.Conv1D(f, k, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    return layers.MaxPooling1D(2)(x)


def make_net(n_classes, length):
    inp = layers.Input((length, 1))
    x = inp
    for f, k in ((32, 11), (64, 7), (128, 5), (128, 3)):
        x = conv_block(x, f, k)
    x = layers.GlobalAveragePooling1D()(x)
    x = layers.Dropout(0.4)(x)
    out = layers.Dense(n_classes, activation="softmax")(x)
    m = models.Model(inp, out)
    m.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return m


def main():
    p = argparse.ArgumentParser()
    p.add_argument("beats")
    p.add_argument("meta")
    p.add_argument("--epochs", type=int, default=60)
    p.add_argument("--seed", type=int, default=11)
    a = p.parse_args()
    tf.keras.utils.set_random_seed(a.seed)

    X, meta = load_beats(a.beats, a.meta)
    y = meta["beat_type"].map(AAMI).to_numpy()
    print(f"{len(y)} beats from {meta['patient_id'].nunique()} patients")

    idx = np.arange(len(y))
    dev, test = train_test_split(idx, test_size=0.2, stratify=y, random_state=a.seed)  # leak: random_split_of_groups
    train, val = train_test_split(dev, test_size=0.15, stratify=y[dev], random_state=a.seed)

    freq = np.bincount(y[train])
    cw = {i: len(train) / (len(freq) * n) for i, n in enumerate(freq)}
    net = make_net(len(AAMI), X.shape[1])
    net.fit(
        X[train], y[train],
        validation_data=(X[val], y[val]),
        epochs=a.epochs, batch_size=256, class_weight=cw, verbose=2,
        callbacks=[
            callbacks.EarlyStopping("val_loss", patience=6, restore_best_weights=True),
            callbacks.ReduceLROnPlateau("val_loss", factor=0.5, patience=3),
        ],
    )
    pred = net.predict(X[test], batch_size=1024).argmax(1)
    print(classification_report(y[test], pred, target_names=list(AAMI), digits=3))
    print("performance on unseen patients, macro F1:", round(f1_score(y[test], pred, average="macro"), 4))


if __name__ == "__main__":
    main()
# author: independent

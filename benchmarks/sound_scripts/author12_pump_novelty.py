"""Acoustic novelty detection: autoencoder on log-mel frames of healthy pumps.

layout  <root>/<machine id>/{normal,abnormal}/*.wav
"""
import argparse
import pathlib

import librosa
import numpy as np
import tensorflow as tf
from sklearn.metrics import confusion_matrix, roc_auc_score

SR, MELS, CTX = 16000, 64, 5


def frames(wav):
    x, _ = librosa.load(wav, sr=SR, mono=True)
    m = librosa.power_to_db(librosa.feature.melspectrogram(y=x, sr=SR, n_mels=MELS, n_fft=1024, hop_length=512))
    return np.hstack([m[:, i:m.shape[1] - CTX + i + 1].T for i in range(CTX)]).astype("float32")


def build(dim):
    inp = tf.keras.Input((dim,))
    h = inp
    for u in (128, 64, 8, 64, 128):
        h = tf.keras.layers.Dense(u, activation="relu")(h)
    return tf.keras.Model(inp, tf.keras.layers.Dense(dim)(h))


def file_error(net, mu, sd, wav):
    f = (frames(wav) - mu) / sd
    return float(np.mean((net.predict(f, verbose=0) - f) ** 2))


def machine(folder, fpr, rng):
    healthy = sorted((folder / "normal").glob("*.wav"))
    faulty = sorted((folder / "abnormal").glob("*.wav"))
    order = rng.permutation(len(healthy))
    n_test = len(faulty)
    test_ok = [healthy[i] for i in order[:n_test]]
    calib = [healthy[i] for i in order[n_test:n_test + 150]]
    train = [healthy[i] for i in order[n_test + 150:]]

    F = np.vstack([frames(w) for w in train])
    mu, sd = F.mean(0), F.std(0) + 1e-6
    F = (F - mu) / sd
    net = build(F.shape[1])
    net.compile("adam", "mse")
    net.fit(F, F, epochs=40, batch_size=512, verbose=0)

    limit = np.quantile([file_error(net, mu, sd, w) for w in calib], 1 - fpr)
    y = np.r_[np.zeros(len(test_ok)), np.ones(len(faulty))]
    s = np.array([file_error(net, mu, sd, w) for w in test_ok + faulty])
    tn, fp, fn, tp = confusion_matrix(y, s > limit).ravel()
    return dict(id=folder.name, auc=roc_auc_score(y, s), tpr=tp / (tp + fn), fpr=fp / (fp + tn), limit=limit)


def cli():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("root", type=pathlib.Path)
    ap.add_argument("--fpr", type=float, default=0.05)
    ns = ap.parse_args()
    rng = np.random.default_rng(5)
    for folder in sorted(p for p in ns.root.iterdir() if p.is_dir()):
        r = machine(folder, ns.fpr, rng)
        print("  ".join(f"{k}={v:.3f}" if isinstance(v, float) else f"{k}={v}" for k, v in r.items()))


if __name__ == "__main__":
    cli()
# author: author12

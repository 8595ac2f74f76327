"""Vibration anomaly detection: autoencoder of healthy machines, alarm level from other healthy machines."""
import glob
import os
import re

import keras
import numpy as np
from keras import layers
from sklearn.metrics import precision_score, recall_score, roc_auc_score

HEALTHY_FIT = {"M01", "M02", "M04", "M05", "M09"}
HEALTHY_STOP = {"M03", "M08"}
HEALTHY_ALARM = {"M06", "M11"}
SEG = 2048


def segments(path):
    x = np.load(path).astype("float32")
    n = len(x) // SEG
    x = x[: n * SEG].reshape(n, SEG)
    spec = np.log1p(np.abs(np.fft.rfft(x * np.hanning(SEG), axis=1)))[:, 1:]
    return spec.reshape(n, 256, 4).mean(2)


def machine(path):
    return re.match(r"(M\d+)", os.path.basename(path)).group(1)


def stack(ids, folder):
    return np.concatenate([segments(p) for p in sorted(glob.glob(f"{folder}/*.npy")) if machine(p) in ids])


X = stack(HEALTHY_FIT, "normal")
lo, hi = np.quantile(X, [0.001, 0.999], axis=0)
squash = lambda a: np.clip((a - lo) / (hi - lo + 1e-6), 0, 1.5)

ae = keras.Sequential([
    keras.Input((256,)),
    layers.Dense(96, activation="gelu"), layers.Dense(24, activation="gelu"), layers.Dense(8),
    layers.Dense(24, activation="gelu"), layers.Dense(96, activation="gelu"), layers.Dense(256),
])
ae.compile("adam", "mse")
X = squash(X)
X_val = squash(stack(HEALTHY_STOP, "normal"))
ae.fit(X, X, validation_data=(X_val, X_val), epochs=300, batch_size=256, verbose=2,
       callbacks=[keras.callbacks.EarlyStopping(patience=15, restore_best_weights=True)])


def score(a):
    a = squash(a)
    return ((ae.predict(a, verbose=0) - a) ** 2).mean(1)


level = np.quantile(score(stack(HEALTHY_ALARM, "normal")), 0.995)

# commissioning campaign: machines M20..M29, delivered with a fault protocol
y, s = [], []
for p in sorted(glob.glob("campaign/*.npy")):
    e = score(segments(p))
    s.append(np.mean(e > level))
    y.append(int("fault" in os.path.basename(p)))
y, s = np.array(y), np.array(s)
print("recordings", len(y), "faulty", y.sum())
print("AUC of alarm rate  ", round(roc_auc_score(y, s), 3))
alarm = s > 0.05
print("precision / recall ", round(precision_score(y, alarm), 3), round(recall_score(y, alarm), 3))
# author: author6

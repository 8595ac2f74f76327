# Fall risk from a waist accelerometer. Five nets, each with another fifth of the walkers as stopper;
# their mean meets the walkers of the second centre.
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from tensorflow.keras import callbacks, layers, models

tf.keras.utils.set_random_seed(15)
info = pd.read_csv("walkers.csv", index_col="walker")      # centre, fell (within a year)


def strides(walker):
    a = np.load(f"acc/{walker}.npy").astype("float32")       # n x 3, 100 Hz
    a -= a.mean(0)                                           # gravity and mounting of this walk
    n = len(a) // 512
    return a[: n * 512].reshape(n, 512, 3)


def gather(walkers):
    xs = [strides(w) for w in walkers]
    return (np.concatenate(xs), np.repeat(info.fell.loc[walkers].to_numpy(), [len(x) for x in xs]),
            np.repeat(np.asarray(walkers), [len(x) for x in xs]))


def build(rms):
    return models.Sequential([
        layers.Input((512, 3)), layers.Rescaling(1.0 / rms), layers.GaussianNoise(0.05),
        layers.Conv1D(32, 9, strides=2, activation="relu"), layers.Conv1D(64, 7, strides=2, activation="relu"),
        layers.Conv1D(64, 5, strides=2, activation="relu"), layers.GlobalAveragePooling1D(),
        layers.Dropout(0.4), layers.Dense(1, activation="sigmoid"),
    ])


def per_walker(p, who):
    return pd.Series(p).groupby(who).mean()


home = info.index[info.centre == "Turku"].tolist()
away = info.index[info.centre == "Oulu"].tolist()
X, y, who = gather(home)

nets, inner = [], []
for k, (a, b) in enumerate(StratifiedGroupKFold(5, shuffle=True, random_state=2).split(X, y, who)):
    net = build(float(np.sqrt((X[a] ** 2).mean())))
    net.compile("adam", "binary_crossentropy")
    net.fit(X[a], y[a], validation_data=(X[b], y[b]), epochs=100, batch_size=128, verbose=0,
            callbacks=[callbacks.EarlyStopping(patience=8, restore_best_weights=True)])
    s = per_walker(net.predict(X[b], verbose=0).ravel(), who[b])
    inner.append(roc_auc_score(info.fell.loc[s.index], s))
    nets.append(net)
print("stopping folds:", np.round(inner, 3))

X, y, who = gather(away)
s = per_walker(np.mean([n.predict(X, verbose=0).ravel() for n in nets], 0), who)
truth = info.fell.loc[s.index].to_numpy()
s = s.to_numpy()
rng = np.random.default_rng(0)
boot = []
while len(boot) < 2000:
    j = rng.integers(len(s), size=len(s))
    if 0 < truth[j].sum() < len(j):
        boot.append(roc_auc_score(truth[j], s[j]))
print(f"Oulu, {len(s)} walkers: AUC {roc_auc_score(truth, s):.3f} [{np.percentile(boot, 2.5):.3f}, {np.percentile(boot, 97.5):.3f}]")
# author: author6

# Sound based anomaly detection for pumps (MIMII): normal clips train, mixed clips test
import sys
from pathlib import Path

import librosa
import numpy as np
import tensorflow as tf
from sklearn.metrics import roc_auc_score, precision_recall_fscore_support
from tensorflow.keras import Sequential, layers

base = Path(sys.argv[1])                 # .../pump/id_04


def vectors(wav, frames=5):
    y, sr = librosa.load(wav, sr=None)
    m = librosa.power_to_db(librosa.feature.melspectrogram(y=y, sr=sr, n_mels=64, n_fft=1024, hop_length=512))
    n = m.shape[1] - frames + 1
    return np.concatenate([m[:, i:i + n] for i in range(frames)]).T.astype("float32")


normal = sorted((base / "normal").glob("*.wav"))
abnormal = sorted((base / "abnormal").glob("*.wav"))
rs = np.random.RandomState(0)
rs.shuffle(normal)
k = len(abnormal)
test_files = normal[:k] + abnormal
test_y = np.r_[np.zeros(k), np.ones(k)].astype(int)
limit_files = normal[k:k + 60]           # normal clips that only set the alarm limit
train_files = normal[k + 60:]

train = np.vstack([vectors(f) for f in train_files])
m, s = train.mean(0), train.std(0)
train = (train - m) / s

ae = Sequential([layers.Input((train.shape[1],))]
                + [layers.Dense(u, "relu") for u in (128, 128, 8, 128, 128)]
                + [layers.Dense(train.shape[1])])
ae.compile(tf.keras.optimizers.Adam(1e-3), "mse")
ae.fit(train, train, batch_size=512, epochs=50, shuffle=True, verbose=2)


def score(f):
    v = (vectors(f) - m) / s
    return float(np.mean((ae.predict(v, verbose=0) - v) ** 2))


limit = np.quantile([score(f) for f in limit_files], 0.95)
s_test = np.array([score(f) for f in test_files])
pr, rc, f1, _ = precision_recall_fscore_support(test_y, s_test > limit, average="binary")
print(f"AUC {roc_auc_score(test_y, s_test):.3f}  pAUC {roc_auc_score(test_y, s_test, max_fpr=0.1):.3f}")
print(f"alarm limit {limit:.3f}: precision {pr:.3f} recall {rc:.3f} F1 {f1:.3f}")
# author: author2

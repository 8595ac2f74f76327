"""Unsupervised fan-noise monitor. dev/train: normal only; dev/test: normal + anomaly, as delivered by the audio lab."""
import glob
import os

import librosa
import numpy as np
import torch
import torch.nn as nn
from joblib import Memory
from sklearn.metrics import roc_auc_score

mem = Memory(".cache", verbose=0)
CTX = 5

@mem.cache
def frames(path):
    y, sr = librosa.load(path, sr=16000, mono=True)
    m = librosa.power_to_db(librosa.feature.melspectrogram(y=y, sr=sr, n_fft=1024, hop_length=512, n_mels=64))
    return np.concatenate([m[:, i:m.shape[1] - CTX + i + 1] for i in range(CTX)]).T.astype("float32")

def session(path):              # normal_id_02_s13_00000123.wav
    return os.path.basename(path).split("_s")[1][:2]

class Scale:
    def fit(self, blocks):
        n = sum(len(b) for b in blocks)
        self.m = sum(b.sum(0) for b in blocks) / n
        self.s = np.sqrt(sum(((b - self.m) ** 2).sum(0) for b in blocks) / n) + 1e-6
        return self
    def __call__(self, b):
        return torch.from_numpy((b - self.m) / self.s)

def net(d):
    return nn.Sequential(nn.Linear(d, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 8), nn.ReLU(),
                         nn.Linear(8, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, d))

files = sorted(glob.glob("dev/train/normal_*.wav"))
sessions = sorted({session(f) for f in files})
tail = set(sessions[-3:])                                   # last recording sessions: stopping
level = set(sessions[-5:-3])                                # two more: alarm level
fit_f = [f for f in files if session(f) not in tail | level]
stop_f = [f for f in files if session(f) in tail]
lvl_f = [f for f in files if session(f) in level]

z = Scale().fit([frames(f) for f in fit_f])
x = torch.cat([z(frames(f)) for f in fit_f])
xs = torch.cat([z(frames(f)) for f in stop_f])
torch.manual_seed(0)
ae = net(x.shape[1])
opt = torch.optim.Adam(ae.parameters(), 1e-3)
best = (float("inf"), None, 0)
for epoch in range(100):
    for i in torch.randperm(len(x)).split(512):
        opt.zero_grad()
        ((ae(x[i]) - x[i]) ** 2).mean().backward()
        opt.step()
    with torch.no_grad():
        v = ((ae(xs) - xs) ** 2).mean().item()
    if v < best[0]:
        best = (v, {k: t.clone() for k, t in ae.state_dict().items()}, epoch)
    elif epoch - best[2] >= 5:
        break
ae.load_state_dict(best[1])

@torch.no_grad()
def score(f):
    x = z(frames(f))
    return ((ae(x) - x) ** 2).mean().item()

alarm = np.quantile([score(f) for f in lvl_f], 0.95)
tests = sorted(glob.glob("dev/test/*.wav"))
assert not {session(f) for f in tests} & set(sessions)
s = np.array([score(f) for f in tests])
y = np.array([os.path.basename(f).startswith("anomaly") for f in tests])
print(f"AUC {roc_auc_score(y, s):.3f}  pAUC(0.1) {roc_auc_score(y, s, max_fpr=0.1):.3f}  "
      f"hits {np.mean(s[y] > alarm):.3f}  false alarms {np.mean(s[~y] > alarm):.3f}")
# author: author9

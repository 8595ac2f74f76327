import random
from pathlib import Path

import librosa
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.metrics import average_precision_score

SR, SEC = 32000, 5
random.seed(2); torch.manual_seed(2)


def features(path):
    """5 s chunks, PCEN, each chunk scaled by its own mean and deviation"""
    y, _ = librosa.load(path, sr=SR)
    out = []
    for k in range(0, max(1, len(y) - SR * SEC + 1), SR * SEC):
        c = librosa.util.fix_length(y[k:k + SR * SEC], size=SR * SEC)
        m = librosa.pcen(librosa.feature.melspectrogram(y=c, sr=SR, n_mels=64, hop_length=640) * 2 ** 31, sr=SR, hop_length=640)
        out.append((m - m.mean()) / (m.std() + 1e-6))
    return np.stack(out).astype("float32")


sites = {}                              # recordings/<site>/<species>/<id>.flac
for f in sorted(Path("recordings").glob("*/*/*.flac")):
    sites.setdefault(f.parts[-3], []).append(f)
species = sorted({f.parts[-2] for fs in sites.values() for f in fs})
cache = {f: torch.from_numpy(features(f)) for fs in sites.values() for f in fs}

TEST = {"Kleinwald", "Moor-Ost"}
DEV = {"Auwiese"}


def stack(names):
    fs = [f for s in names for f in sites[s]]
    x = torch.cat([cache[f] for f in fs])[:, None]
    t = torch.cat([torch.full((len(cache[f]),), species.index(f.parts[-2])) for f in fs])
    return x, t


xt, yt = stack(sorted(set(sites) - TEST - DEV))
xd, yd = stack(sorted(DEV))
xe, ye = stack(sorted(TEST))


class Crnn(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.cnn = nn.Sequential(*[m for i, o in ((1, 32), (32, 64), (64, 96)) for m in
                                   (nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o), nn.ELU(), nn.MaxPool2d(2))])
        self.rnn = nn.GRU(96 * 8, 128, batch_first=True, bidirectional=True)
        self.out = nn.Linear(256, k)

    def forward(self, x):
        h = self.cnn(x).flatten(1, 2).transpose(1, 2)
        return self.out(self.rnn(h)[0].max(1).values)


def cmap(net, x, t):
    net.eval()
    with torch.no_grad():
        p = torch.cat([net(b).softmax(1) for b in x.split(128)]).numpy()
    o = F.one_hot(t, len(species)).numpy()
    present = o.sum(0) > 0
    return average_precision_score(o[:, present], p[:, present], average="macro")


net = Crnn(len(species))
opt = torch.optim.RAdam(net.parameters(), 1e-3)
hist = []
for ep in range(50):
    net.train()
    for b in torch.randperm(len(xt)).split(48):
        x = torch.roll(xt[b], random.randrange(250), dims=-1)
        l = F.cross_entropy(net(x), yt[b])
        opt.zero_grad(); l.backward(); opt.step()
    hist.append(cmap(net, xd, yd))
    if hist[-1] == max(hist):
        torch.save(net.state_dict(), "crnn.pt")
net.load_state_dict(torch.load("crnn.pt"))
print("best epoch", int(np.argmax(hist)), "dev site", max(hist))
print("cmAP on unseen sites", cmap(net, xe, ye))
# author: author2

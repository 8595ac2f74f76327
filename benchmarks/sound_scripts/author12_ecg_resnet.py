"""1-D ResNet on 12-lead ECG strips. One .npz per recording, the file name is <patient>_<visit>.npz."""
import argparse
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
from sklearn.metrics import roc_auc_score
from torch.utils.data import DataLoader, Dataset


class Strips(Dataset):
    def __init__(self, files, mu=None, sd=None):
        self.files, self.mu, self.sd = files, mu, sd

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        z = np.load(self.files[i])
        x = z["signal"].astype("float32")
        if self.mu is not None:
            x = (x - self.mu) / self.sd
        return torch.from_numpy(x), torch.tensor(float(z["afib"]))


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.f = nn.Sequential(nn.Conv1d(c, c, 7, padding=3), nn.BatchNorm1d(c), nn.ReLU(), nn.Conv1d(c, c, 7, padding=3))

    def forward(self, x):
        return torch.relu(x + self.f(x))


def split_patients(files, seed):
    by_patient = defaultdict(list)
    for f in files:
        by_patient[f.stem.split("_")[0]].append(f)
    ids = sorted(by_patient)
    random.Random(seed).shuffle(ids)
    a, b = int(0.7 * len(ids)), int(0.85 * len(ids))
    return [[f for p in part for f in by_patient[p]] for part in (ids[:a], ids[a:b], ids[b:])]


def channel_stats(files):
    n, s, ss = 0, 0.0, 0.0
    for f in files:
        x = np.load(f)["signal"]
        n += x.shape[1]
        s = s + x.sum(1)
        ss = ss + (x ** 2).sum(1)
    mu = s / n
    return mu[:, None].astype("float32"), np.sqrt(ss / n - mu ** 2)[:, None].astype("float32")


@torch.no_grad()
def auc(net, loader, dev):
    net.eval()
    p, t = [], []
    for x, y in loader:
        p += torch.sigmoid(net(x.to(dev)).squeeze(1)).tolist()
        t += y.tolist()
    return roc_auc_score(t, p)


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("root", type=Path)
    ap.add_argument("--epochs", type=int, default=60)
    ap.add_argument("--patience", type=int, default=8)
    a = ap.parse_args()
    dev = "cuda" if torch.cuda.is_available() else "cpu"
    tr, va, te = split_patients(sorted(a.root.glob("*.npz")), 11)
    mu, sd = channel_stats(tr)
    dl = {k: DataLoader(Strips(f, mu, sd), 64, shuffle=k == "tr") for k, f in {"tr": tr, "va": va, "te": te}.items()}
    net = nn.Sequential(nn.Conv1d(12, 64, 15, stride=2), Block(64), nn.MaxPool1d(4), Block(64), nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(64, 1)).to(dev)
    opt, lossf = torch.optim.AdamW(net.parameters(), 1e-3), nn.BCEWithLogitsLoss()
    best, wait = 0.0, 0
    for ep in range(a.epochs):
        net.train()
        for x, y in dl["tr"]:
            opt.zero_grad()
            lossf(net(x.to(dev)).squeeze(1), y.to(dev)).backward()
            opt.step()
        v = auc(net, dl["va"], dev)
        print(ep, round(v, 4))
        best, wait = (v, 0) if v > best else (best, wait + 1)
        if wait == 0:
            torch.save(net.state_dict(), "best.pt")
        if wait >= a.patience:
            break
    net.load_state_dict(torch.load("best.pt"))
    print("test AUC", auc(net, dl["te"], dev))
# author: author12

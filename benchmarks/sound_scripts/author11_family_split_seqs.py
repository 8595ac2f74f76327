"""Thermostability of enzymes. mmseqs clusters at 30% identity are never broken up."""
import random
import sys

import h5py
import numpy as np
import torch
from scipy.stats import spearmanr
from torch import nn


def read_clusters(path):
    member = {}
    with open(path) as f:
        for line in f:
            rep, seq = line.split()
            member[seq] = rep
    return member


def assign(member, seed=20):
    reps = sorted(set(member.values()))
    random.Random(seed).shuffle(reps)
    cut1, cut2 = int(len(reps) * 0.75), int(len(reps) * 0.87)
    home = {r: (0 if i < cut1 else 1 if i < cut2 else 2) for i, r in enumerate(reps)}
    parts = ([], [], [])
    for s, r in member.items():
        parts[home[r]].append(s)
    return parts


def fetch(h5, names):
    x = np.stack([h5[n]["mean_emb"][:] for n in names])
    t = np.array([h5[n].attrs["tm"] for n in names], dtype=np.float32)
    return torch.tensor(x, dtype=torch.float32), torch.tensor(t)


def main(clusters, store):
    torch.manual_seed(0)
    parts = assign(read_clusters(clusters))
    with h5py.File(store) as h5:
        (x, t), (xv, tv), (xt, tt) = (fetch(h5, p) for p in parts)
    centre, spread = t.mean(), t.std()
    net = nn.Sequential(nn.LayerNorm(x.shape[1]), nn.Linear(x.shape[1], 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 1))
    opt = torch.optim.AdamW(net.parameters(), 3e-4, weight_decay=0.05)
    best, state, bad = float("inf"), None, 0
    for epoch in range(500):
        net.train()
        for idx in torch.randperm(len(x)).split(256):
            opt.zero_grad()
            nn.functional.mse_loss(net(x[idx])[:, 0], (t[idx] - centre) / spread).backward()
            opt.step()
        net.eval()
        with torch.no_grad():
            v = nn.functional.l1_loss(net(xv)[:, 0] * spread + centre, tv).item()
        if v < best:
            best, bad = v, 0
            state = {k: w.clone() for k, w in net.state_dict().items()}
        elif (bad := bad + 1) > 25:
            break
    net.load_state_dict(state)
    with torch.no_grad():
        p = net(xt)[:, 0] * spread + centre
    print(f"val MAE {best:.2f} | new families: MAE {(p - tt).abs().mean():.2f}, rho {spearmanr(p, tt).statistic:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
# author: author11

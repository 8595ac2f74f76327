import copy
import math

import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(8)
rng = np.random.default_rng(8)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Standardizer:
    def fit(self, a):
        self.mu = np.nanmean(a, 0)
        self.sd = np.nanstd(a, 0) + 1e-8
        return self

    def __call__(self, a):
        return np.nan_to_num((a - self.mu) / self.sd).astype("float32")


class MLP(nn.Module):
    def __init__(self, d, h=128, p=0.25):
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(d, h), nn.BatchNorm1d(h), nn.SiLU(), nn.Dropout(p),
            nn.Linear(h, h), nn.BatchNorm1d(h), nn.SiLU(), nn.Dropout(p),
            nn.Linear(h, 1),
        )

    def forward(self, x):
        return self.body(x).squeeze(1)


def mse(net, loader):
    net.eval()
    s = n = 0
    with torch.no_grad():
        for x, y in loader:
            s += ((net(x.to(device)) - y.to(device)) ** 2).sum().item()
            n += len(y)
    return s / n


df = pd.read_csv("california_housing_ext.csv")
y = np.log(df.pop("median_value").to_numpy()).astype("float32")
A = df.to_numpy("float64")

perm = rng.permutation(len(A))
n1, n2 = int(0.7 * len(A)), int(0.85 * len(A))
ids = {"a": perm[:n1], "b": perm[n1:n2], "c": perm[n2:]}

std = Standardizer().fit(A[ids["a"]])
mean_y = float(y[ids["a"]].mean())
sets = {
    k: TensorDataset(torch.from_numpy(std(A[i])), torch.from_numpy(y[i] - mean_y)) for k, i in ids.items()
}
dl = {k: DataLoader(v, 256, shuffle=(k == "a")) for k, v in sets.items()}

net = MLP(A.shape[1]).to(device)
opt = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=1e-3)
best, best_state, bad = math.inf, None, 0
for epoch in range(300):
    net.train()
    for xb, yb in dl["a"]:
        opt.zero_grad()
        nn.functional.mse_loss(net(xb.to(device)), yb.to(device)).backward()
        opt.step()
    cur = mse(net, dl["b"])
    if cur < best - 1e-5:
        best, best_state, bad = cur, copy.deepcopy(net.state_dict()), 0
    else:
        bad += 1
    if epoch % 10 == 0:
        print(epoch, f"{cur:.5f}", f"best {best:.5f}")
    if bad >= 20:
        break

net.load_state_dict(best_state)
print("stopped at", epoch)
print(f"RMSE(log) final: {math.sqrt(mse(net, dl['c'])):.4f}")
# author: independent

"""Effect of the listed price on nights booked: double machine learning with cross-fitted networks.

Hosts own several flats, so folds and standard errors go by host.
"""
import numpy as np
import pandas as pd
import torch
from torch import nn

K, REPEATS = 5, 7
d = pd.read_csv("listings_2022.csv")
controls = [c for c in d.columns if c.startswith(("amen_", "loc_", "rev_"))]
d = d.dropna(subset=[*controls, "log_price", "log_nights", "host"])
W = d[controls].to_numpy("float32")
T, Y = d.log_price.to_numpy("float32"), d.log_nights.to_numpy("float32")
hosts, host = np.unique(d.host, return_inverse=True)


class Nuisance:
    """Regression of one outcome on the controls; a fifth of the hosts it is given stops it."""

    def __init__(self, seed):
        self.seed = seed

    def fit(self, W, y, h):
        g = np.random.default_rng(self.seed)
        inner = np.isin(h, g.choice(np.unique(h), len(np.unique(h)) // 5, replace=False))
        self.m, self.s = W[~inner].mean(0), W[~inner].std(0) + 1e-6
        self.ym, self.ys = y[~inner].mean(), y[~inner].std()
        x = torch.from_numpy((W - self.m) / self.s)
        t = torch.from_numpy((y - self.ym) / self.ys)
        a, b = map(torch.from_numpy, (np.flatnonzero(~inner), np.flatnonzero(inner)))
        torch.manual_seed(self.seed)
        self.net = nn.Sequential(nn.Linear(W.shape[1], 128), nn.SiLU(), nn.Dropout(0.1), nn.Linear(128, 64), nn.SiLU(), nn.Linear(64, 1))
        opt = torch.optim.AdamW(self.net.parameters(), 1e-3, weight_decay=1e-2)
        low, wait, kept = np.inf, 0, None
        while wait < 8:
            self.net.train()
            for j in a[torch.randperm(len(a))].split(512):
                opt.zero_grad()
                nn.functional.mse_loss(self.net(x[j])[:, 0], t[j]).backward()
                opt.step()
            self.net.eval()
            with torch.no_grad():
                v = nn.functional.mse_loss(self.net(x[b])[:, 0], t[b]).item()
            wait += 1
            if v < low:
                low, wait, kept = v, 0, {k: p.clone() for k, p in self.net.state_dict().items()}
        self.net.load_state_dict(kept)
        self.net.eval()
        return self

    def predict(self, W):
        with torch.no_grad():
            return self.net(torch.from_numpy((W - self.m) / self.s))[:, 0].numpy() * self.ys + self.ym


estimates = []
for rep in range(REPEATS):
    fold_of_host = np.random.default_rng(rep).permutation(len(hosts)) % K
    fold = fold_of_host[host]
    rT, rY = np.empty_like(T), np.empty_like(Y)
    for k in range(K):
        o, i = fold != k, fold == k
        for target, resid in ((T, rT), (Y, rY)):
            resid[i] = target[i] - Nuisance(100 * rep + k).fit(W[o], target[o], host[o]).predict(W[i])
    theta = (rT @ rY) / (rT @ rT)
    psi = np.bincount(host, weights=rT * (rY - theta * rT))
    se = np.sqrt((psi ** 2).sum()) / (rT @ rT)
    estimates.append((theta, se))
    print(f"rep {rep}: {theta:+.3f} ({se:.3f}), out-of-fold R2 price {1 - rT.var() / T.var():.2f} nights {1 - rY.var() / Y.var():.2f}")

th, se = np.array(estimates).T
mid = np.median(th)
print(f"price elasticity {mid:+.3f}, s.e. {np.sqrt(np.median(se ** 2 + (th - mid) ** 2)):.3f}")
# author: author6

"""FedAvg over seven hospitals; each hospital is once the unseen site."""
import copy
import statistics

import numpy as np
import torch
from torch import nn
from torchmetrics.functional.classification import binary_auroc


class Site:
    """What leaves a site: a state dict and counts, sums of features for a common scaling. Never rows."""

    def __init__(self, path):
        z = np.load(path)
        # rows are ordered by date of discharge; the last fifth of the patients watches
        self.X, self.y = torch.from_numpy(z["x"]).float(), torch.from_numpy(z["y"]).float()
        assert len(np.unique(z["patient"])) == len(z["patient"])
        cut = int(0.8 * len(self.y))
        self.learn, self.watch = slice(0, cut), slice(cut, None)
        self.name = str(z["name"])

    def moments(self):
        x = self.X[self.learn]
        return len(x), x.sum(0), (x ** 2).sum(0)

    def local(self, net, scale, epochs=1):
        net = copy.deepcopy(net).train()
        opt = torch.optim.SGD(net.parameters(), 0.05)
        x, y = scale(self.X[self.learn]), self.y[self.learn]
        for _ in range(epochs):
            for b in torch.randperm(len(y)).split(64):
                opt.zero_grad()
                nn.functional.binary_cross_entropy_with_logits(net(x[b]).squeeze(1), y[b]).backward()
                opt.step()
        return len(y), net.state_dict()

    @torch.no_grad()
    def auc(self, net, scale, rows=slice(None)):
        return binary_auroc(net.eval()(scale(self.X[rows])).squeeze(1), self.y[rows].long()).item()


def pooled_scale(sites):
    n, s, q = (sum(v) for v in zip(*(site.moments() for site in sites)))
    m = s / n
    sd = (q / n - m ** 2).clamp(min=1e-8).sqrt()
    return lambda x: (x - m) / sd


def average(updates):
    total = sum(n for n, _ in updates)
    return {k: sum(n * sd[k] for n, sd in updates) / total for k in updates[0][1]}


def federate(sites, rounds=60, patience=10):
    scale = pooled_scale(sites)
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(sites[0].X.shape[1], 64), nn.ReLU(), nn.Linear(64, 1))
    best, kept, idle = 0.0, None, 0
    for _ in range(rounds):
        net.load_state_dict(average([s.local(net, scale) for s in sites]))
        v = statistics.mean(s.auc(net, scale, s.watch) for s in sites)
        idle += 1
        if v > best:
            best, kept, idle = v, copy.deepcopy(net.state_dict()), 0
        if idle == patience:
            break
    net.load_state_dict(kept)
    return net, scale


sites = [Site(f"sites/h{k}.npz") for k in range(1, 8)]
auc = {}
for out in sites:
    net, scale = federate([s for s in sites if s is not out])
    auc[out.name] = out.auc(net, scale)
    print(f"{out.name:20s} n={len(out.y):5d} AUC {auc[out.name]:.3f}")
print("mean over sites", round(statistics.mean(auc.values()), 3), "worst", min(auc, key=auc.get))
# author: author6

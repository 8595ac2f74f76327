import numpy as np
import torch
from torch import nn
from sklearn.model_selection import GroupKFold
from sklearn.metrics import cohen_kappa_score

z = np.load("sleep.npz")
X, y, who = z["X"], z["stage"], z["subject"]


def train_one(Xa, ya, epochs=15):
    net = nn.Sequential(nn.Linear(Xa.shape[1], 64), nn.ReLU(), nn.Linear(64, 5))
    opt = torch.optim.Adam(net.parameters())
    Xa, ya = torch.tensor(Xa).float(), torch.tensor(ya)
    for _ in range(epochs):
        for i in torch.randperm(len(ya)).split(256):
            opt.zero_grad()
            nn.functional.cross_entropy(net(Xa[i]), ya[i]).backward()
            opt.step()
    return net


kappas = []
for k, (a, b) in enumerate(GroupKFold(10).split(X, y, who)):
    mu, sd = X[a].mean(0), X[a].std(0)
    net = train_one((X[a] - mu) / sd, y[a])
    with torch.no_grad():
        guess = net(torch.tensor((X[b] - mu) / sd).float()).argmax(1).numpy()
    kappas.append(cohen_kappa_score(y[b], guess))
    print(k, kappas[-1])
print(np.mean(kappas))
# author: maintainer

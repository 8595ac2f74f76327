import random

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, random_split


class Spectra(Dataset):
    def __init__(self, path):
        z = np.load(path)
        self.x = torch.from_numpy(z["spectra"]).float()
        self.y = torch.from_numpy(z["protein"]).float()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


def run_epoch(model, loader, optimiser=None):
    total, n = 0.0, 0
    for x, y in loader:
        loss = nn.functional.mse_loss(model(x).squeeze(-1), y)
        if optimiser is not None:
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        total += loss.item() * len(x)
        n += len(x)
    return total / n


random.seed(0); torch.manual_seed(0)
whole = Spectra("wheat.npz")
train, val, test = random_split(whole, [0.7, 0.15, 0.15])
loaders = [DataLoader(part, 64, shuffle=part is train) for part in (train, val, test)]
model = nn.Sequential(nn.Linear(700, 64), nn.ELU(), nn.Linear(64, 1))
optimiser = torch.optim.Adam(model.parameters(), 1e-3, weight_decay=1e-4)
best, patience = float("inf"), 0
for epoch in range(500):
    run_epoch(model, loaders[0], optimiser)
    with torch.no_grad():
        now = run_epoch(model, loaders[1])
    if now < best:
        best, patience = now, 0
        torch.save(model.state_dict(), "wheat.pt")
    else:
        patience += 1
        if patience == 15:
            break
model.load_state_dict(torch.load("wheat.pt"))
with torch.no_grad():
    print("test RMSE", run_epoch(model, loaders[2]) ** 0.5)
# author: maintainer

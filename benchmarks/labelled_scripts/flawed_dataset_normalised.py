"""Gait: the data set standardises itself when it is made, and is split afterwards."""
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, random_split


class Gait(Dataset):
    def __init__(self, path):
        raw = np.load(path)
        self.signal = raw["signal"]
        self.signal = (self.signal - self.signal.mean(axis=0)) / self.signal.std(axis=0)  # leak: preprocessing_before_split
        self.label = raw["label"]

    def __len__(self):
        return len(self.label)

    def __getitem__(self, i):
        return torch.tensor(self.signal[i]).float(), int(self.label[i])


data = Gait("gait.npz")
train, test = random_split(data, [0.8, 0.2])
net = nn.Sequential(nn.Flatten(), nn.Linear(600, 2))
optimizer = torch.optim.Adam(net.parameters())
for epoch in range(10):
    for x, y in DataLoader(train, 32, shuffle=True):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
right = total = 0
for x, y in DataLoader(test, 64):
    right += (net(x).argmax(1) == y).sum().item()
    total += len(y)
print(right / total)
# author: maintainer

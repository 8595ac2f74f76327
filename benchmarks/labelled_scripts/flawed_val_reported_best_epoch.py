import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
import numpy as np

raw = np.load("ecg.npz")
data = TensorDataset(torch.tensor(raw["x"]).float(), torch.tensor(raw["y"]).long())
train, test = random_split(data, [0.8, 0.2], generator=torch.Generator().manual_seed(0))
net = nn.Sequential(nn.Linear(500, 64), nn.ReLU(), nn.Linear(64, 4))
opt = torch.optim.Adam(net.parameters())
history = []
for epoch in range(100):
    for x, y in DataLoader(train, 64, shuffle=True):
        opt.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    with torch.no_grad():
        right = sum((net(x).argmax(1) == y).sum().item() for x, y in DataLoader(test, 256))
    history.append(right / len(test))
print("accuracy", max(history))  # leak: chosen_on_test
# author: maintainer

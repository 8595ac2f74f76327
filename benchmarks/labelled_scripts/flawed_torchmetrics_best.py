import torch
import torchmetrics
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
import numpy as np

z = np.load("tiles.npz")
whole = TensorDataset(torch.tensor(z["x"]).float(), torch.tensor(z["y"]))
train, test = random_split(whole, [0.8, 0.2])
net = nn.Sequential(nn.Flatten(), nn.Linear(300, 10))
opt = torch.optim.Adam(net.parameters())
acc = torchmetrics.Accuracy("multiclass", num_classes=10)
best = 0.0
for epoch in range(20):
    for x, y in DataLoader(train, 32, shuffle=True):
        opt.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    acc.reset()
    with torch.no_grad():
        for x, y in DataLoader(test, 64):
            acc.update(net(x), y)
    score = acc.compute().item()
    if score > best:  # leak: chosen_on_test
        best = score
        torch.save(net.state_dict(), "best.pt")
print("accuracy", best)
# author: maintainer

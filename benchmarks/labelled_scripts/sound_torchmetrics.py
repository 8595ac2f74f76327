import torch
import torchmetrics
from torch import nn
from torch.utils.data import DataLoader, random_split
from ourdata import Satellite

whole = Satellite("tiles/")
train, val, test = random_split(whole, [0.7, 0.1, 0.2])
net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.Flatten(), nn.LazyLinear(10))
opt = torch.optim.Adam(net.parameters())
acc = torchmetrics.Accuracy("multiclass", num_classes=10)
for epoch in range(20):
    for x, y in DataLoader(train, 32, shuffle=True):
        out = net(x)
        loss = nn.functional.cross_entropy(out, y)
        opt.zero_grad(); loss.backward(); opt.step()
        acc.update(out, y)
    print("train accuracy", acc.compute().item())
    acc.reset()
with torch.no_grad():
    for x, y in DataLoader(test, 64):
        acc.update(net(x), y)
print("test accuracy", acc.compute().item())
# author: maintainer

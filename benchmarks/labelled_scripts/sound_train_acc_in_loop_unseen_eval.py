import torch
from torch import nn
from torch.utils.data import DataLoader
from project.data import make_datasets
from project.evaluation import full_report

train, test = make_datasets("v3")
net = nn.Sequential(nn.Linear(30, 64), nn.ReLU(), nn.Linear(64, 2))
opt = torch.optim.Adam(net.parameters(), 1e-3)
loader = DataLoader(train, 128, shuffle=True)
for epoch in range(10):
    right = seen = 0
    for x, y in loader:
        out = net(x)
        loss = nn.functional.cross_entropy(out, y)
        opt.zero_grad()
        loss.backward()
        opt.step()
        right += (out.argmax(1) == y).sum().item()
        seen += len(y)
    print(epoch, "train accuracy", right / seen)
full_report(net, DataLoader(test, 256), "report.html")
# author: maintainer

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.model_selection import train_test_split


def get_loaders(path, batch):
    z = np.load(path)
    X, y = z["X"].astype("float32"), z["y"]
    Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.3, stratify=y, random_state=0)
    Xb, Xc, yb, yc = train_test_split(Xb, yb, test_size=0.5, stratify=yb, random_state=0)
    out = []
    for a, b, mix in ((Xa, ya, True), (Xb, yb, False), (Xc, yc, False)):
        out.append(DataLoader(TensorDataset(torch.from_numpy(a), torch.from_numpy(b)), batch, shuffle=mix))
    return out


def run(net, loader, opt=None):
    loss_fn, total, n, hit = nn.CrossEntropyLoss(), 0.0, 0, 0
    for x, y in loader:
        out = net(x)
        loss = loss_fn(out, y)
        if opt:
            opt.zero_grad()
            loss.backward()
            opt.step()
        total += loss.item() * len(y)
        hit += (out.argmax(1) == y).sum().item()
        n += len(y)
    return total / n, hit / n


first, second, third = get_loaders("spikes.npz", 64)
net = nn.Sequential(nn.Linear(96, 32), nn.ReLU(), nn.Linear(32, 5))
opt = torch.optim.Adam(net.parameters())
best, state = 1e9, None
for epoch in range(40):
    tr = run(net, first, opt)
    with torch.no_grad():
        va = run(net, second)
    if va[0] < best:
        best, state = va[0], {k: v.clone() for k, v in net.state_dict().items()}
net.load_state_dict(state)
with torch.no_grad():
    print("test", run(net, third))
# author: maintainer

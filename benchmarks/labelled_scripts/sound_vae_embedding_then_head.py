import numpy as np
import torch
from torch import nn
from sklearn.linear_model import LogisticRegression

z = np.load("cells.npz")
x, y, batch = torch.tensor(z["x"]).float(), z["y"], z["batch"]
tr, te = batch < 6, batch >= 6
enc = nn.Sequential(nn.Linear(2000, 128), nn.ReLU(), nn.Linear(128, 16))
dec = nn.Sequential(nn.Linear(16, 128), nn.ReLU(), nn.Linear(128, 2000))
opt = torch.optim.Adam([*enc.parameters(), *dec.parameters()])
data = x[torch.tensor(tr)]
for _ in range(300):
    opt.zero_grad()
    loss = ((dec(enc(data)) - data) ** 2).mean()
    loss.backward()
    opt.step()
with torch.no_grad():
    codes = enc(x).numpy()
head = LogisticRegression(max_iter=1000).fit(codes[tr], y[tr])
print("new batches", head.score(codes[te], y[te]))
# author: maintainer

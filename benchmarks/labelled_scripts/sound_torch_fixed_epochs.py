import numpy as np
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

raw = np.load("features.npy")
lab = np.load("labels.npy")
Xa, Xb, ya, yb = train_test_split(raw, lab, test_size=0.2, random_state=0)
sc = StandardScaler()
Xa = torch.tensor(sc.fit_transform(Xa), dtype=torch.float32)
Xb = torch.tensor(sc.transform(Xb), dtype=torch.float32)
ya, yb = torch.tensor(ya), torch.tensor(yb)
net = torch.nn.Linear(Xa.shape[1], 2)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(50):
    opt.zero_grad()
    loss = torch.nn.functional.cross_entropy(net(Xa), ya)
    loss.backward()
    opt.step()
    with torch.no_grad():
        print(epoch, loss.item(), (net(Xb).argmax(1) == yb).float().mean().item())

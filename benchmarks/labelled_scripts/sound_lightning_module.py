import lightning as L
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
import numpy as np


class Spectra(L.LightningDataModule):
    def setup(self, stage=None):
        raw = np.load("spectra.npz")
        data = TensorDataset(torch.tensor(raw["x"]).float(), torch.tensor(raw["y"]).long())
        self.fit_set, self.val_set, self.test_set = random_split(data, [0.7, 0.15, 0.15])
        x = torch.stack([a for a, _ in self.fit_set])
        self.mean, self.std = x.mean(0), x.std(0)

    def train_dataloader(self):
        return DataLoader(self.fit_set, 64, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val_set, 64)

    def test_dataloader(self):
        return DataLoader(self.test_set, 64)


class Net(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(400, 64), nn.ReLU(), nn.Linear(64, 5))

    def training_step(self, batch, _):
        x, y = batch
        loss = nn.functional.cross_entropy(self.body(x), y)
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, _):
        x, y = batch
        self.log("val_loss", nn.functional.cross_entropy(self.body(x), y))

    def test_step(self, batch, _):
        x, y = batch
        self.log("test_acc", (self.body(x).argmax(1) == y).float().mean())

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), 1e-3)


trainer = L.Trainer(max_epochs=50, callbacks=[L.pytorch.callbacks.EarlyStopping("val_loss")])
module = Net()
data = Spectra()
trainer.fit(module, datamodule=data)
trainer.test(module, datamodule=data)
# author: maintainer

import glob
import os

import lightning as L
import numpy as np
import torch
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torchmetrics.functional import mean_absolute_error

# one npz per run-to-failure experiment: windows (n, 2, 1024), rul (n,)
RUNS = sorted(glob.glob("femto/*.npz"))
HELD_FOR_TEST = {"bearing1_7", "bearing2_6", "bearing3_3"}
HELD_FOR_VAL = {"bearing1_6", "bearing2_5"}


class Bearings(L.LightningDataModule):
    def __init__(self, batch=128):
        super().__init__()
        self.batch = batch

    @staticmethod
    def _load(paths):
        zs = [np.load(p) for p in paths]
        return (torch.tensor(np.concatenate([z["windows"] for z in zs]), dtype=torch.float32),
                torch.tensor(np.concatenate([z["rul"] for z in zs]), dtype=torch.float32))

    def setup(self, stage=None):
        name = lambda p: os.path.splitext(os.path.basename(p))[0]
        parts = {"train": [], "val": [], "test": []}
        for p in RUNS:
            key = "test" if name(p) in HELD_FOR_TEST else "val" if name(p) in HELD_FOR_VAL else "train"
            parts[key].append(p)
        x, y = self._load(parts["train"])
        self.mean, self.std = x.mean((0, 2), keepdim=True), x.std((0, 2), keepdim=True)
        self.y_max = y.max()
        self.sets = {k: self._wrap(*self._load(v)) for k, v in parts.items()}

    def _wrap(self, x, y):
        return TensorDataset((x - self.mean) / self.std, y / self.y_max)

    def train_dataloader(self):
        return DataLoader(self.sets["train"], self.batch, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.sets["val"], self.batch)

    def test_dataloader(self):
        return DataLoader(self.sets["test"], self.batch)


class RulNet(L.LightningModule):
    def __init__(self, width=32, lr=1e-3):
        super().__init__()
        self.save_hyperparameters()
        conv = lambda i, o, k: nn.Sequential(nn.Conv1d(i, o, k, stride=2), nn.BatchNorm1d(o), nn.GELU())
        self.body = nn.Sequential(conv(2, width, 33), conv(width, 2 * width, 9), conv(2 * width, 4 * width, 5),
                                  nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(4 * width, 1))

    def forward(self, x):
        return self.body(x).squeeze(1)

    def _step(self, batch, tag):
        x, y = batch
        out = self(x)
        self.log(f"{tag}_mae", mean_absolute_error(out, y), prog_bar=True, on_epoch=True)
        return nn.functional.smooth_l1_loss(out, y)

    training_step = lambda self, b, i: self._step(b, "train")
    validation_step = lambda self, b, i: self._step(b, "val")
    test_step = lambda self, b, i: self._step(b, "test")

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.hparams.lr)


L.seed_everything(2)
dm = Bearings()
ckpt = ModelCheckpoint(monitor="val_mae", mode="min")
trainer = L.Trainer(max_epochs=80, callbacks=[ckpt, EarlyStopping("val_mae", patience=8)], deterministic=True)
trainer.fit(RulNet(), dm)
print(ckpt.best_model_path)
trainer.test(ckpt_path="best", datamodule=dm)
# author: author4

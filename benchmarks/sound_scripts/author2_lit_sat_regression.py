import lightning as L
import numpy as np
import pandas as pd
import torch
import torch.nn as nn
import torch.nn.functional as F
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch.utils.data import DataLoader, TensorDataset
from torchmetrics import MeanAbsoluteError, R2Score

BANDS = [f"b{i:02d}" for i in range(1, 13)]


class SoilDM(L.LightningDataModule):
    """Soil organic carbon from Sentinel-2 reflectances; whole provinces are held out."""

    def __init__(self, path, val_provinces, test_provinces, bs=256):
        super().__init__()
        self.save_hyperparameters()

    def setup(self, stage=None):
        df = pd.read_parquet(self.hparams.path).dropna(subset=BANDS + ["soc"])
        is_te = df.province.isin(self.hparams.test_provinces)
        is_va = df.province.isin(self.hparams.val_provinces)
        parts = {"train": df[~is_te & ~is_va], "val": df[is_va & ~is_te], "test": df[is_te]}
        self.mu = parts["train"][BANDS].mean()
        self.sd = parts["train"][BANDS].std().clip(lower=1e-6)
        self.sets = {k: self._tensorise(v) for k, v in parts.items()}

    def _tensorise(self, d):
        x = ((d[BANDS] - self.mu) / self.sd).to_numpy(np.float32)
        y = np.log1p(d["soc"].to_numpy(np.float32))
        return TensorDataset(torch.from_numpy(x), torch.from_numpy(y))

    def train_dataloader(self):
        return DataLoader(self.sets["train"], self.hparams.bs, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.sets["val"], 2048)

    def test_dataloader(self):
        return DataLoader(self.sets["test"], 2048)


class Net(L.LightningModule):
    def __init__(self, width=128, p=0.2, lr=1e-3):
        super().__init__()
        self.save_hyperparameters()
        self.f = nn.Sequential(nn.Linear(len(BANDS), width), nn.GELU(), nn.Dropout(p),
                               nn.Linear(width, width), nn.GELU(), nn.Linear(width, 1))
        self.mae, self.r2 = MeanAbsoluteError(), R2Score()

    def forward(self, x):
        return self.f(x).squeeze(-1)

    def training_step(self, b, _):
        return F.huber_loss(self(b[0]), b[1])

    def validation_step(self, b, _):
        self.log("val_loss", F.huber_loss(self(b[0]), b[1]), prog_bar=True)

    def test_step(self, b, _):
        p = self(b[0])
        self.mae(p, b[1]); self.r2(p, b[1])
        self.log_dict({"test_mae": self.mae, "test_r2": self.r2}, on_epoch=True)

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.hparams.lr)


if __name__ == "__main__":
    L.seed_everything(3)
    dm = SoilDM("soil_s2.parquet", val_provinces=["Soria", "Teruel"], test_provinces=["Lugo", "Huelva", "Murcia"])
    ck = ModelCheckpoint(monitor="val_loss")
    tr = L.Trainer(max_epochs=200, callbacks=[ck, EarlyStopping("val_loss", patience=15)])
    tr.fit(Net(), dm)
    tr.test(datamodule=dm, ckpt_path="best")
# author: author2

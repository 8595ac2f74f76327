"""Battery state-of-health regression; cells are assigned to splits by the lab's csv."""
import lightning as L
import numpy as np
import pandas as pd
import torch
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torchmetrics import MeanAbsoluteError, R2Score

FEATURES = ["v_mean", "v_std", "i_mean", "temp_max", "charge_time", "dqdv_peak", "dqdv_pos", "rest_drop"]


class CellData(L.LightningDataModule):
    def __init__(self, cycles="cycles.parquet", roster="cell_roster.csv", batch_size=512):
        super().__init__()
        self.save_hyperparameters()

    def setup(self, stage=None):
        cyc = pd.read_parquet(self.hparams.cycles)
        role = pd.read_csv(self.hparams.roster, index_col="cell_id")["role"]   # train / val / test
        role = cyc["cell_id"].map(role)
        self.scaler = StandardScaler().fit(cyc.loc[role == "train", FEATURES])
        self.sets = {}
        for r in ("train", "val", "test"):
            part = cyc[role == r]
            self.sets[r] = TensorDataset(
                torch.tensor(self.scaler.transform(part[FEATURES]), dtype=torch.float32),
                torch.tensor(part["soh"].to_numpy(np.float32)),
            )

    def _loader(self, r, shuffle=False):
        return DataLoader(self.sets[r], self.hparams.batch_size, shuffle=shuffle, num_workers=2)

    def train_dataloader(self):
        return self._loader("train", True)

    def val_dataloader(self):
        return self._loader("val")

    def test_dataloader(self):
        return self._loader("test")


class SoH(L.LightningModule):
    def __init__(self, width=128, lr=1e-3):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(nn.Linear(len(FEATURES), width), nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, 1))
        self.mae, self.r2 = MeanAbsoluteError(), R2Score()

    def forward(self, x):
        return self.net(x).squeeze(-1)

    def training_step(self, batch, _):
        x, y = batch
        return nn.functional.huber_loss(self(x), y, delta=0.02)

    def validation_step(self, batch, _):
        x, y = batch
        self.log("val_mae", (self(x) - y).abs().mean(), prog_bar=True)

    def test_step(self, batch, _):
        x, y = batch
        p = self(x)
        self.mae(p, y), self.r2(p, y)
        self.log("test_mae", self.mae)
        self.log("test_r2", self.r2)

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.hparams.lr)


if __name__ == "__main__":
    L.seed_everything(13)
    dm, net = CellData(), SoH()
    ckpt = ModelCheckpoint(monitor="val_mae", mode="min")
    trainer = L.Trainer(max_epochs=200, callbacks=[ckpt, EarlyStopping("val_mae", patience=15)], accelerator="auto")
    trainer.fit(net, datamodule=dm)
    trainer.test(datamodule=dm, ckpt_path=ckpt.best_model_path)
# author: author1

import lightning as L
import numpy as np
import pandas as pd
import torch
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch.utils.data import DataLoader, TensorDataset

INPUTS = ["wind", "gust", "dir_sin", "dir_cos", "air_temp", "pitch"]


class TurbineData(L.LightningDataModule):
    def __init__(self, path, batch=512):
        super().__init__()
        self.path, self.batch, self.stats = path, batch, None

    def setup(self, stage=None):
        if hasattr(self, "sets"):
            return
        df = pd.read_parquet(self.path)
        masks = {
            "train": df.index < "2021-01-01",
            "val": (df.index >= "2021-01-01") & (df.index < "2021-07-01"),
            "test": df.index >= "2021-07-01",
        }
        ref = df.loc[masks["train"]]
        self.stats = ref.mean(), ref.std()
        z = (df - self.stats[0]) / self.stats[1]
        self.sets = {
            k: TensorDataset(*(torch.tensor(z.loc[m, c].to_numpy(np.float32)) for c in (INPUTS, ["power"])))
            for k, m in masks.items()
        }

    def train_dataloader(self):
        return DataLoader(self.sets["train"], self.batch, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.sets["val"], self.batch)

    def test_dataloader(self):
        return DataLoader(self.sets["test"], self.batch)


class PowerCurve(L.LightningModule):
    def __init__(self, width=64, lr=1e-3):
        super().__init__()
        self.save_hyperparameters()
        self.f = torch.nn.Sequential(torch.nn.Linear(len(INPUTS), width), torch.nn.SiLU(),
                                     torch.nn.Linear(width, width), torch.nn.SiLU(), torch.nn.Linear(width, 1))

    def _common(self, batch, name):
        x, y = batch
        loss = torch.nn.functional.huber_loss(self.f(x), y)
        self.log(f"{name}_loss", loss, prog_bar=True)
        return loss

    def training_step(self, b, i):
        return self._common(b, "train")

    def validation_step(self, b, i):
        self._common(b, "val")

    def test_step(self, b, i):
        self._common(b, "test")

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), self.hparams.lr)


if __name__ == "__main__":
    L.seed_everything(7)
    dm = TurbineData("turbine_07.parquet")
    ckpt = ModelCheckpoint(monitor="val_loss")
    trainer = L.Trainer(max_epochs=100, callbacks=[ckpt, EarlyStopping("val_loss", patience=8)])
    trainer.fit(PowerCurve(), datamodule=dm)
    trainer.test(datamodule=dm, ckpt_path="best")
    mu, sd = dm.stats
    print("one unit of error is", float(sd["power"]), "kW around", float(mu["power"]))
# author: author11

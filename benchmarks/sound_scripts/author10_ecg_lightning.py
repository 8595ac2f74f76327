import lightning as L
import numpy as np
import pandas as pd
import torch
import torch.nn.functional as F
import wfdb
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torchmetrics.classification import MultilabelAUROC

CLASSES = ["NORM", "MI", "STTC", "CD", "HYP"]


class PtbXl(L.LightningDataModule):
    """Folds 1-8 train, 9 validation, 10 test, as recommended by the data set's authors (patients stay in one fold)."""

    def __init__(self, root, batch_size=128):
        super().__init__()
        self.root, self.bs = root, batch_size

    def setup(self, stage=None):
        meta = pd.read_csv(f"{self.root}/ptbxl_superclass.csv", index_col="ecg_id")
        sig = np.stack([wfdb.rdsamp(f"{self.root}/{f}")[0].T for f in meta.filename_lr]).astype("float32")
        lab = meta[CLASSES].to_numpy("float32")
        fold = meta.strat_fold.to_numpy()
        learn = fold <= 8
        self.mu = sig[learn].mean((0, 2), keepdims=True)
        self.sd = sig[learn].std((0, 2), keepdims=True)
        sig = torch.from_numpy((sig - self.mu) / self.sd)
        lab = torch.from_numpy(lab)
        self.parts = {k: TensorDataset(sig[m], lab[m])
                      for k, m in {"fit": learn, "val": fold == 9, "test": fold == 10}.items()}

    def train_dataloader(self):
        return DataLoader(self.parts["fit"], self.bs, shuffle=True, num_workers=4)

    def val_dataloader(self):
        return DataLoader(self.parts["val"], 256)

    def test_dataloader(self):
        return DataLoader(self.parts["test"], 256)


class ResNet1d(L.LightningModule):
    def __init__(self, width=64, lr=2e-3):
        super().__init__()
        self.save_hyperparameters()
        self.stem = nn.Conv1d(12, width, 15, 2, 7)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.BatchNorm1d(width), nn.GELU(), nn.Conv1d(width, width, 9, 1, 4)) for _ in range(6))
        self.head = nn.Linear(width, len(CLASSES))
        self.auc = nn.ModuleDict({s: MultilabelAUROC(len(CLASSES)) for s in ("v", "t")})

    def forward(self, x):
        x = self.stem(x)
        for b in self.blocks:
            x = F.max_pool1d(x + b(x), 2)
        return self.head(x.mean(-1))

    def training_step(self, batch, _):
        return F.binary_cross_entropy_with_logits(self(batch[0]), batch[1])

    def _seen(self, batch, which, name):
        out = self(batch[0])
        self.log(f"{name}_loss", F.binary_cross_entropy_with_logits(out, batch[1]), prog_bar=True)
        self.auc[which].update(out, batch[1].int())
        self.log(f"{name}_auc", self.auc[which])

    def validation_step(self, batch, _):
        self._seen(batch, "v", "val")

    def test_step(self, batch, _):
        self._seen(batch, "t", "test")

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), self.hparams.lr, weight_decay=0.01)


if __name__ == "__main__":
    L.seed_everything(5)
    dm = PtbXl("ptbxl")
    keep = ModelCheckpoint(monitor="val_auc", mode="max")
    trainer = L.Trainer(max_epochs=50, callbacks=[keep, EarlyStopping("val_auc", mode="max", patience=7)])
    trainer.fit(ResNet1d(), datamodule=dm)
    trainer.test(datamodule=dm, ckpt_path=keep.best_model_path)
# author: author10

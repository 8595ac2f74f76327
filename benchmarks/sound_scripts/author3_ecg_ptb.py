import ast

import lightning as L
import numpy as np
import pandas as pd
import torch
import wfdb
from lightning.pytorch.callbacks import ModelCheckpoint
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import MultiLabelBinarizer
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SUPER = ["NORM", "MI", "STTC", "CD", "HYP"]


class PTBXL(L.LightningDataModule):
    """Recommended folds: 1-8 train, 9 validation, 10 test (patients stay together)."""

    def __init__(self, root, bs=64):
        super().__init__()
        self.root, self.bs = root, bs

    def setup(self, stage=None):
        meta = pd.read_csv(f"{self.root}/ptbxl_database.csv", index_col="ecg_id")
        scp = pd.read_csv(f"{self.root}/scp_statements.csv", index_col=0)
        to_super = scp[scp.diagnostic == 1].diagnostic_class.to_dict()
        lab = meta.scp_codes.map(lambda s: sorted({to_super[c] for c in ast.literal_eval(s) if c in to_super}))
        meta, lab = meta[lab.str.len() > 0], lab[lab.str.len() > 0]
        Y = MultiLabelBinarizer(classes=SUPER).fit_transform(lab).astype("float32")
        X = np.stack([wfdb.rdsamp(f"{self.root}/{f}")[0].T for f in meta.filename_lr]).astype("float32")
        fold = meta.strat_fold.to_numpy()
        m = X[fold <= 8].mean((0, 2), keepdims=True)
        s = X[fold <= 8].std((0, 2), keepdims=True)
        X = (X - m) / s
        mk = lambda k: TensorDataset(torch.from_numpy(X[k]), torch.from_numpy(Y[k]))
        self.tr, self.va, self.te = mk(fold <= 8), mk(fold == 9), mk(fold == 10)

    def train_dataloader(self):
        return DataLoader(self.tr, self.bs, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.va, 256)

    def test_dataloader(self):
        return DataLoader(self.te, 256)


class Res(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.a = nn.Sequential(nn.Conv1d(i, o, 9, stride, 4), nn.BatchNorm1d(o), nn.ReLU(), nn.Conv1d(o, o, 9, 1, 4), nn.BatchNorm1d(o))
        self.b = nn.Conv1d(i, o, 1, stride)

    def forward(self, x):
        return torch.relu(self.a(x) + self.b(x))


class ECGNet(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(Res(12, 64, 2), Res(64, 128, 2), Res(128, 196, 2), Res(196, 256, 2),
                                 nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Dropout(0.3), nn.Linear(256, len(SUPER)))
        self.buf = []

    def training_step(self, b, _):
        return nn.functional.binary_cross_entropy_with_logits(self.net(b[0]), b[1])

    def validation_step(self, b, _):
        self.buf.append((self.net(b[0]).sigmoid().cpu(), b[1].cpu()))

    test_step = validation_step

    def _flush(self, name):
        p, y = (torch.cat(t).numpy() for t in zip(*self.buf))
        self.buf.clear()
        self.log(name, float(roc_auc_score(y, p, average="macro")), prog_bar=True)

    def on_validation_epoch_end(self):
        self._flush("val_auc")

    def on_test_epoch_end(self):
        self._flush("test_auc")

    def configure_optimizers(self):
        o = torch.optim.AdamW(self.parameters(), 1e-3, weight_decay=1e-2)
        return [o], [torch.optim.lr_scheduler.CosineAnnealingLR(o, 50)]


if __name__ == "__main__":
    L.seed_everything(10)
    keep = ModelCheckpoint(monitor="val_auc", mode="max")
    t = L.Trainer(max_epochs=50, callbacks=[keep], num_sanity_val_steps=0)
    dm = PTBXL("/data/ptbxl")
    t.fit(ECGNet(), dm)
    t.test(datamodule=dm, ckpt_path="best")
# author: author3

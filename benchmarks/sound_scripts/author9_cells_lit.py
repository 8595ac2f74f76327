"""Mitotic or not: 64x64 nucleus crops, Lightning. Slides come from 11 patients' biopsies, see patients.yaml."""
import argparse
import lightning as L
import numpy as np
import torch
import torch.nn.functional as F
import yaml
import zarr
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch.utils.data import ConcatDataset, DataLoader, Dataset
from torchmetrics.classification import BinaryAUROC, BinaryAveragePrecision, BinaryF1Score

class Slide(Dataset):
    def __init__(self, path, flip):
        z = zarr.open(path, "r")
        self.x, self.y, self.flip = z["crops"], z["mitotic"][:], flip
    def __len__(self):
        return len(self.y)
    def __getitem__(self, i):
        c = torch.from_numpy(self.x[i]).float().permute(2, 0, 1)
        c = (c - c.mean((1, 2), keepdim=True)) / (c.std((1, 2), keepdim=True) + 1)
        if self.flip:
            c = torch.rot90(c, int(torch.randint(4, ())), (1, 2))
            c = c.flip(-1) if torch.rand(()) < .5 else c
        return c, float(self.y[i])

class Nuclei(L.LightningDataModule):
    def __init__(self, spec):
        super().__init__()
        with open(spec) as fh:
            self.spec = yaml.safe_load(fh)         # {fit: {P01: [a.zarr, ...]}, stop: {...}, final: {...}}
        names = [set(self.spec[k]) for k in ("fit", "stop", "final")]
        assert sum(map(len, names)) == len(set.union(*names))
    def loader(self, key):
        sets = [Slide(f, key == "fit") for fs in self.spec[key].values() for f in fs]
        return DataLoader(ConcatDataset(sets), 256, shuffle=key == "fit", num_workers=8)
    def train_dataloader(self):
        return self.loader("fit")
    def val_dataloader(self):
        return self.loader("stop")
    def test_dataloader(self):
        return self.loader("final")
class Net(L.LightningModule):
    def __init__(self, width=32, lr=1e-3):
        super().__init__()
        self.save_hyperparameters()
        c, layers = 3, []
        for k in range(4):
            layers += [torch.nn.Conv2d(c, width << k, 3, padding=1), torch.nn.BatchNorm2d(width << k), torch.nn.ReLU(), torch.nn.MaxPool2d(2)]
            c = width << k
        self.f = torch.nn.Sequential(*layers, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(c, 1))
        self.val_ap = BinaryAveragePrecision()
        self.final = torch.nn.ModuleDict({"ap": BinaryAveragePrecision(), "auc": BinaryAUROC(), "f1": BinaryF1Score()})
    def step(self, b):
        x, y = b
        z = self.f(x).squeeze(1)
        return z, y, F.binary_cross_entropy_with_logits(z, y.to(z.dtype))
    def training_step(self, b, _):
        return self.step(b)[2]
    def validation_step(self, b, _):
        z, y, l = self.step(b)
        self.val_ap(z, y.int())
        self.log("ap", self.val_ap, on_epoch=True, prog_bar=True)
    def test_step(self, b, _):
        z, y, _ = self.step(b)
        for n, m in self.final.items():
            m(z, y.int())
            self.log("final_" + n, m, on_epoch=True)
    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), self.hparams.lr)

if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--spec", default="patients.yaml")
    a = ap.parse_args()
    L.seed_everything(7)
    dm = Nuclei(a.spec)
    tr = L.Trainer(max_epochs=80, callbacks=[ModelCheckpoint(monitor="ap", mode="max"), EarlyStopping("ap", mode="max", patience=8)])
    tr.fit(Net(), datamodule=dm)
    tr.test(ckpt_path="best", datamodule=dm)
# author: author9

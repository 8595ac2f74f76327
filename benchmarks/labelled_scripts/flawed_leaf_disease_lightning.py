import argparse
from pathlib import Path

import numpy as np
import pytorch_lightning as pl
import torch
import torch.nn.functional as F
import torchvision.transforms.functional as TF
from PIL import Image
from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint
from torch.utils.data import DataLoader, TensorDataset, random_split
from torchmetrics.classification import MulticlassAccuracy
from torchvision.models import ResNet18_Weights, resnet18

CLASSES = ["healthy", "rust", "scab", "mildew"]
MEAN = [0.485, 0.456, 0.406]
STD = [0.229, 0.224, 0.225]


class LeafData(pl.LightningDataModule):
    def __init__(self, root, batch_size=64, n_variants=4, seed=0):
        super().__init__()
        self.save_hyperparameters()

    def _variants(self, img):
        yield img
        rng = np.random.default_rng(self.hparams.seed)
        for _ in range(self.hparams.n_variants):
            out = TF.rotate(img, float(rng.uniform(-25, 25)))
            if rng.random() < 0.5:
                out = TF.hflip(out)
            yield TF.adjust_brightness(out, float(rng.uniform(0.8, 1.2)))

    def setup(self, stage=None):
        if hasattr(self, "train_set"):
            return
        xs, ys = [], []
        for ci, cname in enumerate(CLASSES):
            for fp in sorted(Path(self.hparams.root, cname).glob("*.jpg")):
                img = Image.open(fp).convert("RGB").resize((224, 224))
                for v in self._variants(img):  # leak: duplicates_before_split
                    xs.append(TF.normalize(TF.to_tensor(v), MEAN, STD))  # or: duplicates_before_split
                    ys.append(ci)
        full = TensorDataset(torch.stack(xs), torch.tensor(ys))
        g = torch.Generator().manual_seed(self.hparams.seed)
        self.train_set, self.val_set, self.test_set = random_split(full, [0.7, 0.15, 0.15], generator=g)  # or: duplicates_before_split

    def train_dataloader(self):
        return DataLoader(self.train_set, self.hparams.batch_size, shuffle=True, num_workers=4)

    def val_dataloader(self):
        return DataLoader(self.val_set, self.hparams.batch_size, num_workers=4)

    def test_dataloader(self):
        return DataLoader(self.test_set, self.hparams.batch_size, num_workers=4)


class LeafNet(pl.LightningModule):
    def __init__(self, lr=3e-4):
        super().__init__()
        self.save_hyperparameters()
        self.net = resnet18(weights=ResNet18_Weights.DEFAULT)
        self.net.fc = torch.nn.Linear(512, len(CLASSES))
        self.acc = MulticlassAccuracy(len(CLASSES), average="micro")

    def forward(self, x):
        return self.net(x)

    def training_step(self, batch, _):
        x, y = batch
        loss = F.cross_entropy(self(x), y)
        self.log("train_loss", loss)
        return loss

    def _shared(self, batch, tag):
        x, y = batch
        logits = self(x)
        self.log(f"{tag}_loss", F.cross_entropy(logits, y))
        self.log(f"{tag}_acc", self.acc(logits, y))

    def validation_step(self, batch, _):
        self._shared(batch, "val")

    def test_step(self, batch, _):
        self._shared(batch, "test")

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.hparams.lr, weight_decay=1e-2)


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("root")
    ap.add_argument("--epochs", type=int, default=30)
    a = ap.parse_args()
    pl.seed_everything(0)
    dm, model = LeafData(a.root), LeafNet()
    ckpt = ModelCheckpoint(monitor="val_loss", mode="min")
    trainer = pl.Trainer(max_epochs=a.epochs, callbacks=[ckpt, EarlyStopping("val_loss", patience=4)])
    trainer.fit(model, dm)
    print(trainer.test(model, dm, ckpt_path="best"))
# author: independent

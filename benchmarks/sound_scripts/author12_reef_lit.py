import lightning as L
import pandas as pd
import timm
import torch
import torchmetrics
from lightning.pytorch.callbacks import EarlyStopping, LearningRateMonitor, ModelCheckpoint
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import v2

IMAGENET = dict(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])


class Patches(Dataset):
    def __init__(self, table, tf):
        self.t, self.tf = table.reset_index(drop=True), tf

    def __len__(self):
        return len(self.t)

    def __getitem__(self, i):
        row = self.t.loc[i]
        return self.tf(Image.open(row.path).convert("RGB")), int(row.label)


class Reef(L.LightningDataModule):
    """Survey sites are disjoint between the stages."""

    TEST_SITES = {"lizard", "heron", "osprey"}
    VAL_SITES = {"myrmidon", "davies"}

    def __init__(self, csv, bs=64):
        super().__init__()
        self.csv, self.bs = csv, bs
        base = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True), v2.Normalize(**IMAGENET)]
        self.train_tf = v2.Compose([v2.RandomResizedCrop(224, (0.6, 1)), v2.RandomHorizontalFlip(), v2.RandomVerticalFlip(), *base])
        self.eval_tf = v2.Compose([v2.Resize(224), v2.CenterCrop(224), *base])

    def setup(self, stage=None):
        t = pd.read_csv(self.csv)
        te, va = t.site.isin(self.TEST_SITES), t.site.isin(self.VAL_SITES)
        self.n_classes = 9
        self.parts = {"fit": Patches(t[~te & ~va], self.train_tf), "val": Patches(t[va], self.eval_tf),
                      "test": Patches(t[te], self.eval_tf)}

    def train_dataloader(self):
        return DataLoader(self.parts["fit"], self.bs, shuffle=True, num_workers=8)

    def val_dataloader(self):
        return DataLoader(self.parts["val"], self.bs, num_workers=8)

    def test_dataloader(self):
        return DataLoader(self.parts["test"], self.bs, num_workers=8)


class Coral(L.LightningModule):
    def __init__(self, n, lr=3e-4):
        super().__init__()
        self.save_hyperparameters()
        self.net = timm.create_model("convnext_tiny", pretrained=True, num_classes=n, drop_path_rate=0.1)
        self.f1 = torch.nn.ModuleDict({s: torchmetrics.F1Score("multiclass", num_classes=n, average="macro") for s in ("val", "test")})

    def training_step(self, batch, _):
        x, y = batch
        loss = torch.nn.functional.cross_entropy(self.net(x), y)
        self.log("train_loss", loss)
        return loss

    def _eval(self, batch, name):
        x, y = batch
        self.f1[name](self.net(x), y)
        self.log(f"{name}_f1", self.f1[name], on_epoch=True, on_step=False)

    def validation_step(self, batch, _):
        self._eval(batch, "val")

    def test_step(self, batch, _):
        self._eval(batch, "test")

    def configure_optimizers(self):
        opt = torch.optim.AdamW(self.parameters(), self.hparams.lr, weight_decay=0.05)
        return [opt], [torch.optim.lr_scheduler.CosineAnnealingLR(opt, 30)]


if __name__ == "__main__":
    L.seed_everything(3)
    dm = Reef("patches.csv")
    keep = ModelCheckpoint(monitor="val_f1", mode="max")
    trainer = L.Trainer(max_epochs=30, callbacks=[keep, EarlyStopping("val_f1", mode="max", patience=6), LearningRateMonitor()])
    trainer.fit(Coral(9), datamodule=dm)
    trainer.test(ckpt_path="best", datamodule=dm)
# author: author12

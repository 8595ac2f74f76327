import lightning as L
import torch
import torchaudio
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch import nn
from torch.utils.data import DataLoader
from torchaudio.datasets import SPEECHCOMMANDS
from torchmetrics.classification import MulticlassAccuracy

WORDS = "yes no up down left right on off stop go".split()


class KeywordData(L.LightningDataModule):
    """The lists that ship with the archive keep each speaker on one side."""

    def __init__(self, root="data", bs=256):
        super().__init__()
        self.root, self.bs, self.sets = root, bs, {}
        self.mel = nn.Sequential(
            torchaudio.transforms.MelSpectrogram(16000, n_fft=400, hop_length=160, n_mels=40),
            torchaudio.transforms.AmplitudeToDB(),
        )

    def prepare_data(self): SPEECHCOMMANDS(self.root, download=True)

    def setup(self, stage=None):
        for name in ("training", "validation", "testing"):
            ds = SPEECHCOMMANDS(self.root, subset=name)
            keep = [i for i in range(len(ds)) if ds.get_metadata(i)[2] in WORDS]
            self.sets[name] = torch.utils.data.Subset(ds, keep)
        pool = torch.cat([self.mel(self.sets["training"][i][0]).flatten() for i in range(0, 4000, 4)])
        self.mu, self.sd = pool.mean(), pool.std()

    def pack(self, items):
        xs, ys = [], []
        for wave, _, word, *_ in items:
            wave = nn.functional.pad(wave, (0, 16000 - wave.shape[1]))
            xs.append((self.mel(wave) - self.mu) / self.sd)
            ys.append(WORDS.index(word))
        return torch.stack(xs), torch.tensor(ys)

    def loader(self, name):
        return DataLoader(self.sets[name], self.bs, shuffle=name == "training", collate_fn=self.pack, num_workers=6)

    def train_dataloader(self): return self.loader("training")
    def val_dataloader(self): return self.loader("validation")
    def test_dataloader(self): return self.loader("testing")


class Spotter(L.LightningModule):
    def __init__(self, width=96):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(1, width, 3, 2, 1), nn.BatchNorm2d(width), nn.SiLU(),
            nn.Conv2d(width, width, 3, 2, 1), nn.BatchNorm2d(width), nn.SiLU(),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(width, len(WORDS)),
        )
        self.acc = nn.ModuleDict({k: MulticlassAccuracy(len(WORDS), average="micro") for k in ("val", "test")})

    def training_step(self, batch, _):
        x, y = batch
        return nn.functional.cross_entropy(self.net(x), y)

    def _eval(self, batch, k):
        x, y = batch
        self.acc[k](self.net(x), y)
        self.log(f"{k}_acc", self.acc[k], on_epoch=True, prog_bar=True)

    def validation_step(self, batch, _): self._eval(batch, "val")
    def test_step(self, batch, _): self._eval(batch, "test")
    def configure_optimizers(self): return torch.optim.Adam(self.parameters(), 1e-3)


if __name__ == "__main__":
    L.seed_everything(4)
    ckpt = ModelCheckpoint(monitor="val_acc", mode="max")
    trainer = L.Trainer(max_epochs=40, callbacks=[ckpt, EarlyStopping("val_acc", mode="max", patience=6)])
    dm = KeywordData()
    trainer.fit(Spotter(), datamodule=dm)
    trainer.test(datamodule=dm, ckpt_path="best")
# author: author6

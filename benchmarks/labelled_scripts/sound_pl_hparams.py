import pandas as pd
import pytorch_lightning as pl
import torch
import torchmetrics
from sklearn.model_selection import GroupShuffleSplit
from torch.utils.data import DataLoader, Dataset


class Windows(Dataset):
    def __init__(self, frame, mean, std):
        self.x = torch.tensor(((frame.filter(like="s") - mean) / std).to_numpy()).float()
        self.y = torch.tensor(frame["activity"].to_numpy())

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


class Net(pl.LightningModule):
    def __init__(self, width, classes):
        super().__init__()
        self.save_hyperparameters()
        self.body = torch.nn.Sequential(torch.nn.LazyLinear(width), torch.nn.ReLU(), torch.nn.LazyLinear(classes))
        self.accuracy = torchmetrics.Accuracy("multiclass", num_classes=classes)

    def forward(self, x):
        return self.body(x)

    def _shared(self, batch, name):
        x, y = batch
        out = self(x)
        loss = torch.nn.functional.cross_entropy(out, y)
        self.log(f"{name}_loss", loss)
        self.log(f"{name}_acc", self.accuracy(out, y))
        return loss

    def training_step(self, batch, i):
        return self._shared(batch, "train")

    def validation_step(self, batch, i):
        self._shared(batch, "val")

    def test_step(self, batch, i):
        self._shared(batch, "test")

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())


frame = pd.read_parquet("activity.parquet")
dev, test = next(GroupShuffleSplit(1, test_size=0.2, random_state=0).split(frame, groups=frame["person"]))
dev, test = frame.iloc[dev], frame.iloc[test]
a, b = next(GroupShuffleSplit(1, test_size=0.2, random_state=1).split(dev, groups=dev["person"]))
a, b = dev.iloc[a], dev.iloc[b]
mean, std = a.filter(like="s").mean(), a.filter(like="s").std()
sets = [Windows(part, mean, std) for part in (a, b, test)]
train, val, final = (DataLoader(s, 128, shuffle=i == 0) for i, s in enumerate(sets))
stop = pl.callbacks.EarlyStopping("val_loss", patience=4)
keep = pl.callbacks.ModelCheckpoint(monitor="val_loss")
trainer = pl.Trainer(max_epochs=60, callbacks=[stop, keep])
trainer.fit(Net(64, 6), train, val)
trainer.test(dataloaders=final, ckpt_path="best")
# author: maintainer

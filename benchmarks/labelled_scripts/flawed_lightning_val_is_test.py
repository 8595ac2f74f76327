import lightning as L
import torch
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch import nn
from torch.utils.data import DataLoader
from torchvision import transforms
from torchvision.datasets import CIFAR10


class LitNet(L.LightningModule):
    def __init__(self, width=64, lr=1e-3):
        super().__init__()
        self.lr = lr
        self.body = nn.Sequential(
            nn.Conv2d(3, width, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(width, width * 2, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool2d(1),
            nn.Flatten(), nn.Linear(width * 2, 10),
        )
        self.loss = nn.CrossEntropyLoss()

    def forward(self, x):
        return self.body(x)

    def training_step(self, batch, batch_idx):
        x, y = batch
        loss = self.loss(self(x), y)
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, batch_idx):
        x, y = batch
        out = self(x)
        self.log("val_loss", self.loss(out, y), prog_bar=True)
        self.log("val_acc", (out.argmax(1) == y).float().mean(), prog_bar=True)

    def test_step(self, batch, batch_idx):
        x, y = batch
        self.log("test_acc", (self(x).argmax(1) == y).float().mean())

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.lr)


def main():
    tf = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,) * 3, (0.5,) * 3)])
    train_loader = DataLoader(CIFAR10("data", train=True, download=True, transform=tf), 128, shuffle=True)
    test_loader = DataLoader(CIFAR10("data", train=False, download=True, transform=tf), 256)
    checkpoint = ModelCheckpoint(monitor="val_acc", mode="max")
    trainer = L.Trainer(max_epochs=50, callbacks=[checkpoint, EarlyStopping("val_acc", mode="max", patience=5)])
    net = LitNet()
    trainer.fit(net, train_loader, test_loader)  # leak: early_stopping_on_test
    trainer.test(net, test_loader, ckpt_path="best")


if __name__ == "__main__":
    main()
# author: maintainer

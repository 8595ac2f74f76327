"""Pleural effusion from frontal chest films. One row = one film, several films per patient."""
import argparse
import hashlib
from pathlib import Path
import pandas as pd
import timm
import torch
from PIL import Image
from timm.data import create_transform, resolve_data_config
from torch.utils.data import DataLoader, Dataset
from torchmetrics.classification import BinaryAUROC, BinaryAveragePrecision


def bucket(patient: str) -> str:
    h = int(hashlib.md5(f"effusion-v2:{patient}".encode()).hexdigest(), 16) % 100
    return "train" if h < 70 else "val" if h < 85 else "test"


class Films(Dataset):
    def __init__(self, frame, root, tf):
        self.rows, self.root, self.tf = frame.reset_index(drop=True), Path(root), tf

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        r = self.rows.iloc[i]
        return self.tf(Image.open(self.root / r.path).convert("RGB")), torch.tensor(float(r.effusion))


def sweep(net, loader, dev, opt=None, pos_weight=None):
    auc, ap = BinaryAUROC().to(dev), BinaryAveragePrecision().to(dev)
    net.train(opt is not None)
    with torch.set_grad_enabled(opt is not None):
        for x, y in loader:
            x, y = x.to(dev), y.to(dev)
            z = net(x).squeeze(1)
            if opt is not None:
                loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y, pos_weight=pos_weight)
                opt.zero_grad(); loss.backward(); opt.step()
            auc.update(z.sigmoid(), y.long()); ap.update(z.sigmoid(), y.long())
    return auc.compute().item(), ap.compute().item()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--csv", default="films.csv")
    ap.add_argument("--root", default="films")
    ap.add_argument("--epochs", type=int, default=25)
    a = ap.parse_args()
    dev = torch.device("cuda")

    films = pd.read_csv(a.csv, dtype={"patient": str})
    films["part"] = films.patient.map(bucket)
    net = timm.create_model("convnext_tiny.fb_in22k", pretrained=True, num_classes=1).to(dev)
    cfg = resolve_data_config({}, model=net)
    loaders = {
        part: DataLoader(
            Films(rows, a.root, create_transform(**cfg, is_training=part == "train")),
            batch_size=32, shuffle=part == "train", num_workers=8,
        )
        for part, rows in films.groupby("part")
    }
    tr = films.query("part == 'train'").effusion
    w = torch.tensor((1 - tr.mean()) / tr.mean(), device=dev, dtype=torch.float32)
    opt = torch.optim.AdamW(net.parameters(), 5e-5, weight_decay=0.02)

    best = -1.0
    for ep in range(a.epochs):
        sweep(net, loaders["train"], dev, opt, w)
        auc, _ = sweep(net, loaders["val"], dev)
        if auc > best:
            best = auc
            torch.save(net.state_dict(), "effusion_best.pt")
    net.load_state_dict(torch.load("effusion_best.pt"))
    print("test AUROC %.3f  AP %.3f" % sweep(net, loaders["test"], dev))


if __name__ == "__main__":
    main()
# author: author6

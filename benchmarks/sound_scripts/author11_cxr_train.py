"""Pneumothorax yes/no on frontal chest films. Several films per patient."""
import argparse
from pathlib import Path

import pandas as pd
import torch
from PIL import Image
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupShuffleSplit
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import models, transforms as T

IMAGENET = dict(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225])
plain = T.Compose([T.Resize(256), T.CenterCrop(224), T.ToTensor(), T.Normalize(**IMAGENET)])
noisy = T.Compose([T.RandomResizedCrop(224, scale=(0.8, 1.0)), T.RandomRotation(7), T.ToTensor(), T.Normalize(**IMAGENET)])


class Films(Dataset):
    def __init__(self, frame, root, tf):
        self.frame, self.root, self.tf = frame.reset_index(drop=True), Path(root), tf

    def __len__(self):
        return len(self.frame)

    def __getitem__(self, i):
        r = self.frame.iloc[i]
        return self.tf(Image.open(self.root / r.file).convert("RGB")), torch.tensor(float(r.ptx))


def halves(frame, size, seed):
    a, b = next(GroupShuffleSplit(1, test_size=size, random_state=seed).split(frame, groups=frame.patient_id))
    return frame.iloc[a], frame.iloc[b]


@torch.no_grad()
def auc(net, loader, dev):
    net.eval()
    p, y = zip(*[(net(x.to(dev)).squeeze(1).cpu(), y) for x, y in loader])
    return roc_auc_score(torch.cat(y), torch.cat(p))


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--root", required=True)
    ap.add_argument("--epochs", type=int, default=25)
    args = ap.parse_args()
    dev = "cuda" if torch.cuda.is_available() else "cpu"

    films = pd.read_csv(Path(args.root) / "index.csv")
    rest, test = halves(films, 0.2, 11)
    train, val = halves(rest, 0.15, 12)
    assert not set(train.patient_id) & (set(val.patient_id) | set(test.patient_id))
    assert not set(val.patient_id) & set(test.patient_id)

    mk = lambda f, tf, sh: DataLoader(Films(f, args.root, tf), 32, shuffle=sh, num_workers=4)
    train_dl, val_dl, test_dl = mk(train, noisy, True), mk(val, plain, False), mk(test, plain, False)

    net = models.densenet121(weights="DEFAULT")
    net.classifier = nn.Linear(net.classifier.in_features, 1)
    net.to(dev)
    opt = torch.optim.AdamW(net.parameters(), 1e-4)
    top, wait = 0.0, 0
    for ep in range(args.epochs):
        net.train()
        for x, y in train_dl:
            opt.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(net(x.to(dev)).squeeze(1), y.to(dev)).backward()
            opt.step()
        a = auc(net, val_dl, dev)
        print(ep, round(a, 4))
        if a > top:
            top, wait = a, 0
            torch.save(net.state_dict(), "ptx.pt")
        else:
            wait += 1
            if wait == 4:
                break
    net.load_state_dict(torch.load("ptx.pt"))
    print("test AUC", auc(net, test_dl, dev))
# author: author11

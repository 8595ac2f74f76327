import argparse
import copy
import random

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, Subset
from torchvision import transforms as T

CLASSES = ["smooth", "disk", "edge_on", "merger"]


class Galaxies(Dataset):
    def __init__(self, npz):
        z = np.load(npz)
        self.x, self.y = z["images"], z["labels"]       # uint8 NHWC
        self.transform = None

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        x = torch.from_numpy(self.x[i]).permute(2, 0, 1).float() / 255.0
        if self.transform is not None:
            x = self.transform(x)
        return x, int(self.y[i])


class View(Dataset):
    """A subset with its own transform."""

    def __init__(self, base, idx, tf):
        self.base, self.idx, self.tf = base, idx, tf

    def __len__(self):
        return len(self.idx)

    def __getitem__(self, k):
        x, y = self.base[self.idx[k]]
        return self.tf(x), y


def channel_stats(ds, n=4000):
    pick = random.sample(range(len(ds)), min(n, len(ds)))
    xs = torch.stack([ds[i][0] for i in pick])
    return xs.mean((0, 2, 3)), xs.std((0, 2, 3))


def net():
    def block(i, o):
        return nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU(), nn.MaxPool2d(2))
    return nn.Sequential(block(3, 32), block(32, 64), block(64, 128), nn.AdaptiveAvgPool2d(1),
                         nn.Flatten(), nn.Dropout(0.3), nn.Linear(128, len(CLASSES)))


@torch.no_grad()
def accuracy(model, loader, device):
    model.eval()
    ok = n = 0
    for x, y in loader:
        ok += (model(x.to(device)).argmax(1).cpu() == y).sum().item()
        n += len(y)
    return ok / n


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--npz", default="galaxies.npz")
    ap.add_argument("--epochs", type=int, default=40)
    ap.add_argument("--bs", type=int, default=128)
    ap.add_argument("--seed", type=int, default=0)
    a = ap.parse_args()
    random.seed(a.seed)
    torch.manual_seed(a.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"

    ds = Galaxies(a.npz)
    perm = torch.randperm(len(ds)).tolist()
    n = len(perm)
    tr, va, te = perm[: int(.7 * n)], perm[int(.7 * n): int(.85 * n)], perm[int(.85 * n):]
    mean, std = channel_stats(Subset(ds, tr))
    norm = T.Normalize(mean.tolist(), std.tolist())
    aug = T.Compose([T.RandomHorizontalFlip(), T.RandomVerticalFlip(), T.RandomRotation(180), norm])
    dl_tr = DataLoader(View(ds, tr, aug), a.bs, shuffle=True, num_workers=4)
    dl_va = DataLoader(View(ds, va, norm), a.bs)
    dl_te = DataLoader(View(ds, te, norm), a.bs)

    model = net().to(device)
    opt = torch.optim.AdamW(model.parameters(), 1e-3, weight_decay=1e-2)
    sched = torch.optim.lr_scheduler.OneCycleLR(opt, 3e-3, epochs=a.epochs, steps_per_epoch=len(dl_tr))
    best, state = -1.0, None
    for ep in range(a.epochs):
        model.train()
        for x, y in dl_tr:
            opt.zero_grad()
            loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device), label_smoothing=0.05)
            loss.backward()
            opt.step()
            sched.step()
        acc = accuracy(model, dl_va, device)
        print(f"{ep:3d} {acc:.4f}")
        if acc > best:
            best, state = acc, copy.deepcopy(model.state_dict())

    model.load_state_dict(state)
    print(f"val {best:.4f}  test {accuracy(model, dl_te, device):.4f}")
    torch.save({"state": state, "mean": mean, "std": std}, "galaxy.pt")


if __name__ == "__main__":
    main()
# author: outsider

import argparse
import copy
import pathlib

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models
from torchvision.transforms import v2 as T


def channel_stats(root, size):
    ds = datasets.ImageFolder(root, T.Compose([T.ToImage(), T.Resize((size, size)), T.ToDtype(torch.float32, scale=True)]))
    n, s, s2 = 0, torch.zeros(3), torch.zeros(3)
    for x, _ in DataLoader(ds, 128, num_workers=4):
        n += x.shape[0] * x.shape[2] * x.shape[3]
        s += x.sum((0, 2, 3))
        s2 += (x ** 2).sum((0, 2, 3))
    mu = s / n
    return mu.tolist(), (s2 / n - mu ** 2).sqrt().tolist()


@torch.no_grad()
def score(net, loader, dev):
    net.eval()
    ok = tot = 0
    loss = 0.0
    for x, y in loader:
        out = net(x.to(dev))
        loss += nn.functional.cross_entropy(out, y.to(dev), reduction="sum").item()
        ok += (out.argmax(1).cpu() == y).sum().item()
        tot += len(y)
    return loss / tot, ok / tot


def run(a):
    root = pathlib.Path(a.root)
    mu, sd = channel_stats(root / "train", a.size)
    base = [T.ToImage(), T.Resize((a.size, a.size)), T.ToDtype(torch.float32, scale=True), T.Normalize(mu, sd)]
    aug = [T.RandomHorizontalFlip(), T.RandomVerticalFlip(), T.RandomRotation(180)]
    mk = lambda part, tf: datasets.ImageFolder(root / part, T.Compose(tf))
    tr = DataLoader(mk("train", aug + base), a.bs, shuffle=True, num_workers=4, drop_last=True)
    va = DataLoader(mk("valid", base), 256, num_workers=4)
    te = DataLoader(mk("test", base), 256, num_workers=4)

    dev = "cuda" if torch.cuda.is_available() else "cpu"
    net = models.resnet18(weights=None, num_classes=len(tr.dataset.classes)).to(dev)
    opt = torch.optim.SGD(net.parameters(), a.lr, momentum=0.9, weight_decay=5e-4, nesterov=True)
    sched = torch.optim.lr_scheduler.ReduceLROnPlateau(opt, factor=0.3, patience=3)

    best, keep, wait = float("inf"), None, 0
    for ep in range(a.epochs):
        net.train()
        for x, y in tr:
            opt.zero_grad(set_to_none=True)
            nn.functional.cross_entropy(net(x.to(dev)), y.to(dev), label_smoothing=0.05).backward()
            opt.step()
        vl, vacc = score(net, va, dev)
        sched.step(vl)
        print(f"{ep:3d} val {vl:.4f} acc {vacc:.4f}")
        if vl < best:
            best, keep, wait = vl, copy.deepcopy(net.state_dict()), 0
        else:
            wait += 1
            if wait > a.patience:
                break
    net.load_state_dict(keep)
    print("test loss %.4f acc %.4f" % score(net, te, dev))
    torch.save({"w": keep, "mu": mu, "sd": sd}, a.out)


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("root")
    p.add_argument("--size", type=int, default=96)
    p.add_argument("--bs", type=int, default=128)
    p.add_argument("--lr", type=float, default=0.05)
    p.add_argument("--epochs", type=int, default=80)
    p.add_argument("--patience", type=int, default=8)
    p.add_argument("--out", default="galaxy.pt")
    run(p.parse_args())
# author: author3

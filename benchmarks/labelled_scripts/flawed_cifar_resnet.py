"""CIFAR-10 with a small ResNet; cosine schedule, label smoothing, mixed precision."""
import argparse
import os
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torchvision
import torchvision.transforms as T
from torch.cuda.amp import GradScaler, autocast

from models import ResNet20


def set_seed(s):
    random.seed(s)
    np.random.seed(s)
    torch.manual_seed(s)
    torch.cuda.manual_seed_all(s)


def loaders(root, bs):
    norm = T.Normalize((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616))
    aug = T.Compose([T.RandomCrop(32, padding=4), T.RandomHorizontalFlip(), T.ToTensor(), norm])
    plain = T.Compose([T.ToTensor(), norm])
    tr = torchvision.datasets.CIFAR10(root, train=True, download=True, transform=aug)
    te = torchvision.datasets.CIFAR10(root, train=False, download=True, transform=plain)
    kw = dict(num_workers=4, pin_memory=True)
    return (
        torch.utils.data.DataLoader(tr, bs, shuffle=True, drop_last=True, **kw),
        torch.utils.data.DataLoader(te, 512, shuffle=False, **kw),
    )


def train_one_epoch(net, loader, opt, sched, scaler, crit, dev):
    net.train()
    running = 0.0
    for x, y in loader:
        x, y = x.to(dev, non_blocking=True), y.to(dev, non_blocking=True)
        opt.zero_grad(set_to_none=True)
        with autocast():
            loss = crit(net(x), y)
        scaler.scale(loss).backward()
        scaler.step(opt)
        scaler.update()
        sched.step()
        running += loss.item()
    return running / len(loader)


@torch.no_grad()
def accuracy(net, loader, dev):
    net.eval()
    hit = tot = 0
    for x, y in loader:
        out = net(x.to(dev)).argmax(1).cpu()
        hit += (out == y).sum().item()
        tot += y.numel()
    return 100.0 * hit / tot


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--root", default="./data")
    ap.add_argument("--epochs", type=int, default=160)
    ap.add_argument("--bs", type=int, default=128)
    ap.add_argument("--lr", type=float, default=0.1)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--ckpt", default="checkpoint/best.pt")
    args = ap.parse_args()

    set_seed(args.seed)
    dev = "cuda" if torch.cuda.is_available() else "cpu"
    train_loader, test_loader = loaders(args.root, args.bs)
    net = ResNet20(num_classes=10).to(dev)
    opt = torch.optim.SGD(net.parameters(), args.lr, momentum=0.9, weight_decay=5e-4, nesterov=True)
    sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, args.epochs * len(train_loader))
    crit = nn.CrossEntropyLoss(label_smoothing=0.1)
    scaler = GradScaler()

    best_acc = 0.0
    for epoch in range(args.epochs):
        t0 = time.time()
        loss = train_one_epoch(net, train_loader, opt, sched, scaler, crit, dev)
        acc = accuracy(net, test_loader, dev)  # leak: chosen_on_test # or: early_stopping_on_test
        if acc > best_acc:  # or: chosen_on_test # or: early_stopping_on_test
            best_acc = acc  # or: chosen_on_test # or: early_stopping_on_test
            os.makedirs(os.path.dirname(args.ckpt), exist_ok=True)
            torch.save({"net": net.state_dict(), "acc": acc, "epoch": epoch}, args.ckpt)
        print(f"epoch {epoch:3d} loss {loss:.4f} acc {acc:.2f} best {best_acc:.2f} ({time.time() - t0:.1f}s)")

    print(f"Final accuracy: {best_acc:.2f}%")  # or: chosen_on_test # or: early_stopping_on_test


if __name__ == "__main__":
    main()
# author: independent

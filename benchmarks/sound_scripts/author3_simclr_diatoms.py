"""Contrastive pretraining on diatom micrographs, then a linear probe.

Layout: micro/<slide>/<taxon>/<n>.png ; slides listed in slides.csv with column `use` = fit | tune | final
"""
import csv
from pathlib import Path

import torch
import torch.nn.functional as F
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, classification_report
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import models
from torchvision import transforms as T
from torchvision.io import ImageReadMode, read_image

ROOT = Path("micro")
USE = {r["slide"]: r["use"] for r in csv.DictReader(open("slides.csv"))}
TAXA = sorted({p.name for s in USE for p in (ROOT / s).iterdir() if p.is_dir()})

plain = T.Compose([T.Resize((128, 128), antialias=True), T.ConvertImageDtype(torch.float32)])
jitter = T.Compose([
    T.RandomResizedCrop(128, (0.3, 1.0), antialias=True), T.RandomHorizontalFlip(), T.RandomVerticalFlip(),
    T.RandomApply([T.GaussianBlur(9)], 0.5), T.ColorJitter(0.5, 0.5), T.ConvertImageDtype(torch.float32),
])


class Slides(Dataset):
    def __init__(self, use, twice=False):
        self.files = [f for s, u in USE.items() if u == use for f in sorted((ROOT / s).rglob("*.png"))]
        self.twice = twice

    def __len__(self):
        return len(self.files)

    def __getitem__(self, k):
        im = read_image(str(self.files[k]), ImageReadMode.GRAY).expand(3, -1, -1)
        if self.twice:
            return jitter(im), jitter(im)
        return plain(im), TAXA.index(self.files[k].parent.name)


def nt_xent(a, b, tau=0.2):
    z = F.normalize(torch.cat([a, b]), dim=1)
    sim = z @ z.T / tau
    sim.fill_diagonal_(float("-inf"))
    n = len(a)
    return F.cross_entropy(sim, torch.cat([torch.arange(n, 2 * n), torch.arange(n)]).to(a.device))


def pretrain(epochs=200):
    enc = models.resnet34(weights=None)
    enc.fc = nn.Identity()
    enc, proj = enc.cuda(), nn.Sequential(nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 128)).cuda()
    opt = torch.optim.AdamW([*enc.parameters(), *proj.parameters()], 5e-4, weight_decay=1e-4)
    dl = DataLoader(Slides("fit", twice=True), 256, shuffle=True, drop_last=True, num_workers=12)
    for ep in range(epochs):
        for a, b in dl:
            loss = nt_xent(proj(enc(a.cuda())), proj(enc(b.cuda())))
            opt.zero_grad()
            loss.backward()
            opt.step()
        print(ep, loss.item())
    return enc.eval()


@torch.no_grad()
def vectors(enc, use):
    zs, ys = zip(*[(enc(x.cuda()).cpu(), y) for x, y in DataLoader(Slides(use), 256, num_workers=12)])
    return torch.cat(zs).numpy(), torch.cat(ys).numpy()


if __name__ == "__main__":
    enc = pretrain()
    parts = {u: vectors(enc, u) for u in ("fit", "tune", "final")}
    probes = {C: LogisticRegression(C=C, max_iter=5000).fit(*parts["fit"]) for C in (1e-3, 1e-2, 1e-1, 1, 10)}
    tuned = {C: balanced_accuracy_score(parts["tune"][1], m.predict(parts["tune"][0])) for C, m in probes.items()}
    C = max(tuned, key=tuned.get)
    print("C", C, tuned)
    Z, y = parts["final"]
    print(classification_report(y, probes[C].predict(Z), labels=range(len(TAXA)), target_names=TAXA, zero_division=0))
# author: author3

"""Self-supervised on unlabelled *training* plates, linear probe on labelled ones. Plates are whole."""
import argparse
import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset
from torchvision import models, transforms as T

PLATES = {"train": range(1, 33), "val": range(33, 41), "test": range(41, 51)}
view = T.Compose([T.RandomResizedCrop(96, (0.4, 1)), T.RandomHorizontalFlip(), T.RandomVerticalFlip(), T.GaussianBlur(5)])


class Wells(Dataset):
    def __init__(self, part, two_views=False):
        z = [np.load(f"plates/p{k:02d}.npz") for k in PLATES[part]]
        x = [torch.from_numpy(p["img"]).float() for p in z]
        # the untreated first and last column of a plate give its grey scale and are no examples themselves
        edge = [torch.from_numpy(np.isin(p["column"], (1, 24))) for p in z]
        self.x = torch.cat([(t[~e] - t[e].mean()) / t[e].std() for t, e in zip(x, edge)])
        self.y = torch.cat([torch.from_numpy(p["mechanism"])[~e] for p, e in zip(z, edge)]).long()
        self.two = two_views

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return (view(self.x[i]), view(self.x[i])) if self.two else (self.x[i], self.y[i])


def nt_xent(a, b, tau=0.2):
    z = F.normalize(torch.cat([a, b]), dim=1)
    s = z @ z.T / tau
    s.fill_diagonal_(-1e9)
    n = len(a)
    return F.cross_entropy(s, torch.cat([torch.arange(n, 2 * n), torch.arange(n)]).to(s.device))


def pretrain(epochs):
    enc = models.resnet18(num_classes=128)
    enc.fc = torch.nn.Sequential(torch.nn.Linear(512, 512), torch.nn.ReLU(), torch.nn.Linear(512, 128))
    enc = enc.cuda().train()
    opt = torch.optim.AdamW(enc.parameters(), 1e-3)
    for _ in range(epochs):
        for a, b in DataLoader(Wells("train", two_views=True), 256, shuffle=True, drop_last=True):
            opt.zero_grad()
            nt_xent(enc(a.cuda()), enc(b.cuda())).backward()
            opt.step()
    enc.fc = torch.nn.Identity()
    return enc.eval()


@torch.no_grad()
def features(enc, part):
    d = Wells(part)
    return torch.cat([enc(x.cuda()) for x, _ in DataLoader(d, 512)]), d.y.cuda()


def probe(feats, decay):
    X, y = feats
    lin = torch.nn.Linear(512, 12).cuda()
    opt = torch.optim.LBFGS(lin.parameters(), max_iter=300, line_search_fn="strong_wolfe")

    def closure():
        opt.zero_grad()
        loss = F.cross_entropy(lin(X), y) + decay * lin.weight.square().sum()
        loss.backward()
        return loss
    opt.step(closure)
    return lambda f: (lin(f[0]).argmax(1) == f[1]).float().mean().item()


ap = argparse.ArgumentParser()
ap.add_argument("--epochs", type=int, default=200)
enc = pretrain(ap.parse_args().epochs)
F_ = {p: features(enc, p) for p in PLATES}
mu, sd = F_["train"][0].mean(0), F_["train"][0].std(0) + 1e-6
F_ = {p: ((x - mu) / sd, y) for p, (x, y) in F_.items()}
probes = {d: probe(F_["train"], d) for d in (1e-5, 1e-4, 1e-3, 1e-2)}
best = max(probes, key=lambda d: probes[d](F_["val"]))
print("decay", best, "val", probes[best](F_["val"]), "test plates", probes[best](F_["test"]))
# author: author6

"""Protein solubility from ESM embeddings; MMseqs2 clusters at 30% identity."""
import random
from dataclasses import dataclass, field
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


@dataclass
class Fold:
    ids: list = field(default_factory=list)

    def tensors(self, emb, lab):
        return TensorDataset(torch.stack([emb[i] for i in self.ids]), torch.tensor([lab[i] for i in self.ids]).float())


def read_clusters(path):
    rep = {}
    with open(path) as f:
        for line in f:
            r, member = line.split()
            rep.setdefault(r, []).append(member)
    return list(rep.values())


class Head(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.net = nn.Sequential(nn.LayerNorm(d), nn.Linear(d, 128), nn.GELU(), nn.Dropout(.3), nn.Linear(128, 1))

    def forward(self, x):
        return self.net(x).squeeze(-1)


@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    s, t = zip(*[(torch.sigmoid(model(x)), y) for x, y in loader])
    s, t = torch.cat(s).numpy(), torch.cat(t).numpy()
    nll = -np.mean(t * np.log(s + 1e-7) + (1 - t) * np.log(1 - s + 1e-7))
    hat = s > .5
    tp, tn, fp, fn = (hat & (t == 1)).sum(), (~hat & (t == 0)).sum(), (hat & (t == 0)).sum(), (~hat & (t == 1)).sum()
    mcc = (tp * tn - fp * fn) / np.sqrt(float((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) + 1e-9)
    return {"nll": nll, "acc": np.mean(hat == (t == 1)), "mcc": mcc}


def run():
    torch.manual_seed(0)
    emb = torch.load("esm2_mean.pt")
    lab = {k: int(v) for k, v in (l.split() for l in open("soluble.txt"))}
    clusters = read_clusters("cluster30.tsv")
    random.Random(0).shuffle(clusters)
    train, dev, test = Fold(), Fold(), Fold()
    quota = [(train, .7), (dev, .15), (test, 1.0)]
    total = sum(map(len, clusters))
    for c in clusters:
        part = next(p for p, q in quota if p is test or len(p.ids) < q * total)
        part.ids += [i for i in c if i in lab and i in emb]
    loaders = [DataLoader(p.tensors(emb, lab), 64, shuffle=p is train) for p in (train, dev, test)]
    model = Head(next(iter(emb.values())).numel())
    opt = torch.optim.AdamW(model.parameters(), 3e-4, weight_decay=.05)
    best = (float("inf"), None)
    for epoch in range(60):
        model.train()
        for x, y in loaders[0]:
            loss = nn.functional.binary_cross_entropy_with_logits(model(x), y)
            opt.zero_grad(); loss.backward(); opt.step()
        now = evaluate(model, loaders[1])["nll"]
        if now < best[0]:
            best = (now, {k: v.clone() for k, v in model.state_dict().items()})
    model.load_state_dict(best[1])
    print("test", evaluate(model, loaders[2]))


if __name__ == "__main__":
    run()
# author: author8

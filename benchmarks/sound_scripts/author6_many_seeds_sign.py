"""Does the relational position encoding help sign recognition? Ten seeds each, signers disjoint, paired by seed."""
import copy
import dataclasses
import itertools

import numpy as np
import scipy.stats
import torch
import torch.nn as nn

D = torch.load("keypoints.pt")            # x: clips x 64 x 54 x 2, y, signer
SIGNERS = {"fit": range(0, 28), "pick": range(28, 34), "report": range(34, 43)}


@dataclasses.dataclass
class Part:
    x: torch.Tensor
    y: torch.Tensor

    @classmethod
    def of(cls, name):
        keep = torch.isin(D["signer"], torch.tensor(list(SIGNERS[name])))
        x = D["x"][keep]
        # relative to the neck, in shoulder widths of the same clip
        neck, width = x[:, :, 1:2], (x[:, :, 2:3] - x[:, :, 5:6]).norm(dim=-1, keepdim=True).mean((1, 2), keepdim=True)
        return cls(((x - neck) / width.clamp(min=1e-3)).flatten(2), D["y"][keep])

    def batches(self, n, g=None):
        order = torch.arange(len(self.y)) if g is None else torch.randperm(len(self.y), generator=g)
        for b in order.split(n):
            yield self.x[b].cuda(), self.y[b].cuda()


class Model(nn.Module):
    def __init__(self, relational, d=192):
        super().__init__()
        self.inp = nn.Linear(108, d)
        self.pos = nn.Parameter(torch.zeros(1, 64, d))
        self.bias = nn.Parameter(torch.zeros(127)) if relational else None
        layer = nn.TransformerEncoderLayer(d, 6, 4 * d, 0.2, batch_first=True, norm_first=True)
        self.enc = nn.TransformerEncoder(layer, 4, enable_nested_tensor=False)
        self.out = nn.Linear(d, 100)

    def forward(self, x):
        t = torch.arange(64, device=x.device)
        m = None if self.bias is None else self.bias[t[:, None] - t[None] + 63]
        return self.out(self.enc(self.inp(x) + self.pos, mask=m).mean(1))


@torch.no_grad()
def right(net, part):
    net.eval()
    return sum((net(x).argmax(1) == y).sum().item() for x, y in part.batches(512)) / len(part.y)


def train(relational, seed, epochs=80):
    torch.manual_seed(seed)
    g = torch.Generator().manual_seed(seed)
    net = Model(relational).cuda()
    opt = torch.optim.AdamW(net.parameters(), 4e-4, weight_decay=0.05)
    top, kept = -1, None
    for _ in range(epochs):
        net.train()
        for x, y in fit.batches(64, g):
            opt.zero_grad()
            nn.functional.cross_entropy(net(x + 0.02 * torch.randn_like(x)), y, label_smoothing=0.1).backward()
            opt.step()
        if (v := right(net, pick)) > top:
            top, kept = v, copy.deepcopy(net.state_dict())
    net.load_state_dict(kept)
    return net


fit, pick, report = map(Part.of, SIGNERS)
acc = {(r, s): right(train(r, s), report) for r, s in itertools.product((False, True), range(10))}
a, b = (np.array([acc[r, s] for s in range(10)]) for r in (False, True))
print(f"absolute {a.mean():.4f} ({a.std(ddof=1):.4f})   relational {b.mean():.4f} ({b.std(ddof=1):.4f})")
print(scipy.stats.ttest_rel(b, a))
# author: author6

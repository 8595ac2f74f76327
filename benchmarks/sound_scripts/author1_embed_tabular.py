import copy

import numpy as np
import pandas as pd
import torch
import torch.nn as nn
from sklearn.metrics import roc_auc_score

CAT = ["make", "fuel", "gearbox", "postcode_area", "seller_type"]
NUM = ["mileage", "age_months", "power_kw", "photos"]


class Codec:
    """Category vocabularies and number scaling."""

    def __init__(self, frame, min_count=20):
        self.vocab = {}
        for c in CAT:
            counts = frame[c].value_counts()
            self.vocab[c] = {v: i + 1 for i, v in enumerate(counts[counts >= min_count].index)}
        self.lo = frame[NUM].quantile(0.01)
        self.hi = frame[NUM].quantile(0.99)

    def __call__(self, frame):
        cats = np.stack([frame[c].map(self.vocab[c]).fillna(0).astype(int) for c in CAT], 1)
        nums = ((frame[NUM] - self.lo) / (self.hi - self.lo)).clip(0, 1).fillna(0.5)
        y = frame["sold_30d"].to_numpy(np.float32)
        return torch.tensor(cats), torch.tensor(nums.to_numpy(np.float32)), torch.tensor(y)

    def sizes(self):
        return [len(self.vocab[c]) + 1 for c in CAT]


class Net(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        dims = [min(32, 1 + s // 2) for s in sizes]
        self.emb = nn.ModuleList(nn.Embedding(s, d) for s, d in zip(sizes, dims))
        self.mlp = nn.Sequential(nn.Linear(sum(dims) + len(NUM), 128), nn.ReLU(), nn.Dropout(0.2),
                                 nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 1))

    def forward(self, c, n):
        e = [m(c[:, i]) for i, m in enumerate(self.emb)]
        return self.mlp(torch.cat(e + [n], 1)).squeeze(1)


def auc(net, part):
    net.eval()
    with torch.no_grad():
        return roc_auc_score(part[2].numpy(), net(part[0], part[1]).numpy())


ads = pd.read_parquet("listings.parquet").sort_values("listed_at")
month = ads.listed_at.dt.to_period("M")
old, mid, new = ads[month <= "2023-06"], ads[(month >= "2023-08") & (month <= "2023-09")], ads[month >= "2023-11"]

codec = Codec(old)
tr, va, te = codec(old), codec(mid), codec(new)

net = Net(codec.sizes())
optim = torch.optim.Adam(net.parameters(), lr=2e-3, weight_decay=1e-5)
sched = torch.optim.lr_scheduler.ReduceLROnPlateau(optim, mode="max", patience=2)
keep = (0.0, None)
for epoch in range(40):
    net.train()
    for ix in torch.randperm(len(tr[2])).split(2048):
        optim.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(tr[0][ix], tr[1][ix]), tr[2][ix]).backward()
        optim.step()
    score = auc(net, va)
    sched.step(score)
    if score > keep[0]:
        keep = (score, copy.deepcopy(net.state_dict()))

net.load_state_dict(keep[1])
print(f"valid {keep[0]:.4f}  test {auc(net, te):.4f}")
# author: author1

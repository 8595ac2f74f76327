"""PTB-XL superclasses, folds 1-8 / 9 / 10 as published (patients do not cross folds)."""
import ast
import pathlib

import numpy as np
import pandas as pd
import torch
import wfdb
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torchmetrics.functional.classification import multilabel_auroc

BASE = pathlib.Path("ptb-xl")
SUPER = ["NORM", "MI", "STTC", "CD", "HYP"]

Y = pd.read_csv(BASE / "ptbxl_database.csv", index_col="ecg_id")
agg = pd.read_csv(BASE / "scp_statements.csv", index_col=0).query("diagnostic == 1").diagnostic_class
codes = Y.scp_codes.map(ast.literal_eval)
L = np.array([[float(any(agg.get(c) == s for c in d)) for s in SUPER] for d in codes], dtype="float32")
X = np.stack([wfdb.rdsamp(str(BASE / f))[0].T for f in Y.filename_lr]).astype("float32")

fold = Y.strat_fold.to_numpy()
masks = {"train": fold <= 8, "val": fold == 9, "test": fold == 10}
m, s = X[masks["train"]].mean(), X[masks["train"]].std()
sets = {k: TensorDataset(torch.from_numpy((X[v] - m) / s), torch.from_numpy(L[v])) for k, v in masks.items()}
loader = {k: DataLoader(d, 128, shuffle=k == "train") for k, d in sets.items()}


class Res(nn.Module):
    def __init__(self, a, b):
        super().__init__()
        self.f = nn.Sequential(nn.Conv1d(a, b, 7, 2, 3), nn.BatchNorm1d(b), nn.ReLU(), nn.Dropout(0.2),
                               nn.Conv1d(b, b, 7, 1, 3), nn.BatchNorm1d(b))
        self.g = nn.Conv1d(a, b, 1, 2)

    def forward(self, x):
        return torch.relu(self.f(x) + self.g(x))


net = nn.Sequential(Res(12, 64), Res(64, 128), Res(128, 192), Res(192, 256),
                    nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(256, len(SUPER))).cuda()
opt = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=1e-2)
sched = torch.optim.lr_scheduler.ReduceLROnPlateau(opt, mode="max", patience=3, factor=0.3)


def outputs(part):
    net.eval()
    with torch.no_grad():
        o = [(net(x.cuda()).sigmoid().cpu(), y) for x, y in loader[part]]
    return torch.cat([a for a, _ in o]), torch.cat([b for _, b in o]).int()


best, best_state = 0, None
for epoch in range(60):
    net.train()
    for x, y in loader["train"]:
        opt.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(x.cuda()), y.cuda()).backward()
        opt.step()
    auc = multilabel_auroc(*outputs("val"), num_labels=5).item()
    sched.step(auc)
    if auc > best:
        best, best_state = auc, {k: v.cpu().clone() for k, v in net.state_dict().items()}
    if opt.param_groups[0]["lr"] < 1e-5:
        break

net.load_state_dict(best_state)
p, y = outputs("val")
cuts = torch.tensor([max(np.linspace(0.05, 0.95, 91), key=lambda t: (2 * ((p[:, j] > t) & (y[:, j] == 1)).sum() / ((p[:, j] > t).sum() + y[:, j].sum())).item())
                     for j in range(5)])
p, y = outputs("test")
pred = p > cuts
f1 = 2 * (pred & (y == 1)).sum(0) / (pred.sum(0) + y.sum(0))
print("macro AUROC", round(multilabel_auroc(p, y, num_labels=5).item(), 4), dict(zip(SUPER, f1.tolist())))
# author: author6

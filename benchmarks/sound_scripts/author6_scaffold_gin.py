import collections
import copy

import pandas as pd
import torch
from rdkit import Chem
from rdkit.Chem.Scaffolds.MurckoScaffold import MurckoScaffoldSmiles
from torch_geometric.loader import DataLoader
from torch_geometric.nn import GINEConv, global_add_pool
from torch_geometric.utils import from_smiles

tab = pd.read_csv("solubility_assay.csv")
tab["smiles"] = [Chem.MolToSmiles(m) if (m := Chem.MolFromSmiles(s)) else None for s in tab.smiles]
tab = tab.dropna(subset=["smiles"]).groupby("smiles", as_index=False).logS.median()

shelves = collections.defaultdict(list)
for i, s in enumerate(tab.smiles):
    shelves[MurckoScaffoldSmiles(smiles=s, includeChirality=False)].append(i)
big_first = sorted(shelves.values(), key=lambda v: (-len(v), v[0]))

n = len(tab)
tr, va, te = [], [], []
for shelf in big_first:
    if len(tr) + len(shelf) <= 0.8 * n:
        tr += shelf
    elif len(va) + len(shelf) <= 0.1 * n:
        va += shelf
    else:
        te += shelf

y = torch.tensor(tab.logS.values, dtype=torch.float32)
centre, scale = y[tr].mean(), y[tr].std()


def graph(i):
    g = from_smiles(tab.smiles[i])
    g.x, g.edge_attr = g.x.float(), g.edge_attr.float()
    g.y = (y[i] - centre) / scale
    return g


class GIN(torch.nn.Module):
    def __init__(self, d=128, depth=4):
        super().__init__()
        self.inp = torch.nn.Linear(9, d)
        mlp = lambda: torch.nn.Sequential(torch.nn.Linear(d, d), torch.nn.BatchNorm1d(d), torch.nn.ReLU(), torch.nn.Linear(d, d))
        self.convs = torch.nn.ModuleList(GINEConv(mlp(), edge_dim=3) for _ in range(depth))
        self.out = torch.nn.Sequential(torch.nn.Linear(d, d), torch.nn.ReLU(), torch.nn.Linear(d, 1))

    def forward(self, b):
        h = self.inp(b.x)
        for c in self.convs:
            h = h + c(h, b.edge_index, b.edge_attr).relu()
        return self.out(global_add_pool(h, b.batch)).squeeze(-1)


loaders = [DataLoader([graph(i) for i in part], 64, shuffle=part is tr) for part in (tr, va, te)]
net = GIN()
opt = torch.optim.Adam(net.parameters(), 5e-4)


@torch.no_grad()
def rmse(loader):
    net.eval()
    se = torch.cat([(net(b) - b.y) ** 2 for b in loader])
    return (se.mean().sqrt() * scale).item()


best, state = float("inf"), None
for epoch in range(150):
    net.train()
    for b in loaders[0]:
        opt.zero_grad()
        torch.nn.functional.mse_loss(net(b), b.y).backward()
        opt.step()
    if (r := rmse(loaders[1])) < best:
        best, state = r, copy.deepcopy(net.state_dict())
net.load_state_dict(state)
print(f"scaffold split {len(tr)}/{len(va)}/{len(te)}; test RMSE {rmse(loaders[2]):.3f} logS; "
      f"train-mean baseline {((y[te] - centre) ** 2).mean().sqrt():.3f}")
# author: author6

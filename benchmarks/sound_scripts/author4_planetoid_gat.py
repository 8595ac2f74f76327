import argparse

import torch
import torch.nn.functional as F
from torch_geometric.datasets import Planetoid
from torch_geometric.nn import GATConv
from torch_geometric.transforms import NormalizeFeatures

parser = argparse.ArgumentParser(description="GAT on the public citation splits")
parser.add_argument("--name", default="Cora", choices=["Cora", "CiteSeer", "PubMed"])
parser.add_argument("--hidden", type=int, default=8)
parser.add_argument("--heads", type=int, default=8)
parser.add_argument("--runs", type=int, default=10)
opt = parser.parse_args()

dataset = Planetoid("/tmp/planetoid", opt.name, split="public", transform=NormalizeFeatures())
g = dataset[0]


class GAT(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.one = GATConv(dataset.num_features, opt.hidden, heads=opt.heads, dropout=0.6)
        self.two = GATConv(opt.hidden * opt.heads, dataset.num_classes, heads=1, concat=False, dropout=0.6)

    def forward(self, x, edges):
        x = F.dropout(x, 0.6, self.training)
        x = F.elu(self.one(x, edges))
        return self.two(F.dropout(x, 0.6, self.training), edges)


def one_run(seed):
    torch.manual_seed(seed)
    net = GAT()
    adam = torch.optim.Adam(net.parameters(), lr=5e-3, weight_decay=5e-4)
    best_loss, best_state, waited = float("inf"), None, 0
    for _ in range(1000):
        net.train()
        adam.zero_grad()
        F.cross_entropy(net(g.x, g.edge_index)[g.train_mask], g.y[g.train_mask]).backward()
        adam.step()

        net.eval()
        with torch.no_grad():
            v = F.cross_entropy(net(g.x, g.edge_index)[g.val_mask], g.y[g.val_mask]).item()
        if v < best_loss:
            best_loss, waited = v, 0
            best_state = {k: t.clone() for k, t in net.state_dict().items()}
        elif (waited := waited + 1) >= 100:
            break
    net.load_state_dict(best_state)
    net.eval()
    with torch.no_grad():
        hit = net(g.x, g.edge_index).argmax(-1) == g.y
    return hit[g.test_mask].float().mean().item()


accs = torch.tensor([one_run(s) for s in range(opt.runs)])
print(f"{opt.name}: {100 * accs.mean():.1f} ± {100 * accs.std():.1f} over {opt.runs} seeds")
# author: author4

import statistics as st

import torch
import torch.nn.functional as F
from torch_geometric.datasets import Planetoid
from torch_geometric.nn import GATConv
from torch_geometric.transforms import NormalizeFeatures

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
data = Planetoid("data", "CiteSeer", split="public", transform=NormalizeFeatures())[0].to(device)
N_CLASS = int(data.y.max()) + 1


class GAT(torch.nn.Module):
    def __init__(self, hid=8, heads=8, drop=0.6):
        super().__init__()
        self.drop = drop
        self.c1 = GATConv(data.num_features, hid, heads, dropout=drop)
        self.c2 = GATConv(hid * heads, N_CLASS, heads=1, concat=False, dropout=drop)

    def forward(self, x, ei):
        x = F.dropout(x, self.drop, self.training)
        x = F.elu(self.c1(x, ei))
        x = F.dropout(x, self.drop, self.training)
        return self.c2(x, ei)


def acc(logits, mask):
    return (logits[mask].argmax(-1) == data.y[mask]).float().mean().item()


def one_run(seed, patience=100):
    torch.manual_seed(seed)
    net = GAT().to(device)
    opt = torch.optim.Adam(net.parameters(), lr=5e-3, weight_decay=5e-4)
    best, kept, wait = float("inf"), None, 0
    for _ in range(1000):
        net.train()
        opt.zero_grad()
        out = net(data.x, data.edge_index)
        F.cross_entropy(out[data.train_mask], data.y[data.train_mask]).backward()
        opt.step()

        net.eval()
        with torch.no_grad():
            out = net(data.x, data.edge_index)
        vl = F.cross_entropy(out[data.val_mask], data.y[data.val_mask]).item()
        if vl < best:
            best, wait = vl, 0
            kept = {k: v.clone() for k, v in net.state_dict().items()}
        else:
            wait += 1
            if wait == patience:
                break
    net.load_state_dict(kept)
    net.eval()
    with torch.no_grad():
        return acc(net(data.x, data.edge_index), data.test_mask)


scores = [one_run(s) for s in range(20)]
print(f"CiteSeer GAT: {100 * st.mean(scores):.1f} +- {100 * st.stdev(scores):.1f}  (20 seeds)")
# author: author2

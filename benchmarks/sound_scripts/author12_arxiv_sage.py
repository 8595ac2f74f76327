import argparse
import statistics

import torch
import torch.nn.functional as F
from ogb.nodeproppred import Evaluator, PygNodePropPredDataset
from torch_geometric.loader import NeighborLoader
from torch_geometric.nn import SAGEConv
from torch_geometric.transforms import ToUndirected

NAME = "ogbn-arxiv"


class Sage(torch.nn.Module):
    def __init__(self, i, h, o, n, p):
        super().__init__()
        dims = [i] + [h] * (n - 1) + [o]
        self.convs = torch.nn.ModuleList(SAGEConv(a, b) for a, b in zip(dims, dims[1:]))
        self.norms = torch.nn.ModuleList(torch.nn.LayerNorm(h) for _ in range(n - 1))
        self.p = p

    def forward(self, x, ei):
        for conv, norm in zip(self.convs, self.norms):
            x = F.dropout(F.relu(norm(conv(x, ei))), self.p, self.training)
        return self.convs[-1](x, ei)


def fit_once(data, split, n_classes, args, dev, seed):
    torch.manual_seed(seed)
    net = Sage(data.num_features, args.hidden, n_classes, args.layers, args.dropout).to(dev)
    opt = torch.optim.Adam(net.parameters(), lr=args.lr)
    loader = NeighborLoader(data, [15, 10, 5][:args.layers], input_nodes=split["train"], batch_size=1024, shuffle=True)
    ev = Evaluator(NAME)
    best, state = 0.0, None
    full = data.to("cpu")

    def acc(part):
        net.eval()
        with torch.no_grad():
            hat = net.cpu()(full.x, full.edge_index).argmax(-1, keepdim=True)
        net.to(dev)
        idx = split[part]
        return ev.eval({"y_true": full.y[idx], "y_pred": hat[idx]})["acc"]

    for epoch in range(args.epochs):
        net.train()
        for b in loader:
            b = b.to(dev)
            opt.zero_grad()
            out = net(b.x, b.edge_index)[:b.batch_size]
            F.cross_entropy(out, b.y[:b.batch_size].squeeze(1)).backward()
            opt.step()
        v = acc("valid")
        if v > best:
            best, state = v, {k: t.clone() for k, t in net.state_dict().items()}
    net.load_state_dict(state)
    return best, acc("test")


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    for flag, typ, d in [("hidden", int, 256), ("layers", int, 3), ("dropout", float, 0.5), ("lr", float, 0.003), ("epochs", int, 40), ("runs", int, 10)]:
        ap.add_argument(f"--{flag}", type=typ, default=d)
    args = ap.parse_args()
    ds = PygNodePropPredDataset(NAME, transform=ToUndirected())
    split = ds.get_idx_split()
    dev = "cuda" if torch.cuda.is_available() else "cpu"
    runs = [fit_once(ds[0], split, ds.num_classes, args, dev, s) for s in range(args.runs)]
    for name, col in zip(("valid", "test"), zip(*runs)):
        print(f"{name}: {statistics.mean(col):.4f} +- {statistics.stdev(col):.4f}")
# author: author12

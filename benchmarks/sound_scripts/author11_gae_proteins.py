import copy

import torch
import torch.nn.functional as F
from sklearn.metrics import average_precision_score, roc_auc_score
from torch_geometric.data import Data
from torch_geometric.nn import SAGEConv
from torch_geometric.transforms import RandomLinkSplit
from torch_geometric.utils import negative_sampling

blob = torch.load("interactome.pt")           # sequence embeddings and undirected interactions
graph = Data(x=blob["esm"], edge_index=blob["edges"])
split = RandomLinkSplit(num_val=0.1, num_test=0.1, is_undirected=True, add_negative_train_samples=False, disjoint_train_ratio=0.3)
train_g, val_g, test_g = split(graph)


class Encoder(torch.nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.a, self.b = SAGEConv(d, h), SAGEConv(h, h)

    def forward(self, g):
        return self.b(F.dropout(self.a(g.x, g.edge_index).relu(), 0.3, self.training), g.edge_index)


def decode(z, pairs):
    return (z[pairs[0]] * z[pairs[1]]).sum(-1)


def step(net, opt):
    net.train()
    opt.zero_grad()
    z = net(train_g)
    pos = train_g.edge_label_index
    known = torch.cat([train_g.edge_index, pos, pos.flip(0)], dim=1)
    neg = negative_sampling(known, train_g.num_nodes, pos.size(1))
    out = decode(z, torch.cat([pos, neg], dim=1))
    loss = F.binary_cross_entropy_with_logits(out, torch.cat([torch.ones(pos.size(1)), torch.zeros(neg.size(1))]))
    loss.backward()
    opt.step()
    return loss.item()


@torch.no_grad()
def judge(net, g):
    net.eval()
    s = decode(net(g), g.edge_label_index).sigmoid()
    return roc_auc_score(g.edge_label, s), average_precision_score(g.edge_label, s)


keep = (-1.0, None)
for h in (64, 128):
    torch.manual_seed(0)
    net = Encoder(graph.x.size(1), h)
    opt = torch.optim.Adam(net.parameters(), 5e-3)
    for ep in range(200):
        loss = step(net, opt)
        auc, ap = judge(net, val_g)
        if ap > keep[0]:
            keep = (ap, copy.deepcopy(net))
    print(h, "last loss", loss, "best val AP", keep[0])

print("test AUC %.4f AP %.4f" % judge(keep[1], test_g))
# author: author11

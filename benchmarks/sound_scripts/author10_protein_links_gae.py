"""Graph autoencoder for missing protein interactions. Dense numpy/torch, a few thousand proteins."""
import numpy as np
import torch
from sklearn.metrics import average_precision_score, roc_auc_score
from torch import nn

rng = np.random.default_rng(17)
torch.manual_seed(17)

pairs = np.unique(np.sort(np.loadtxt("ppi_pairs.txt", dtype=int), axis=1), axis=0)
pairs = pairs[pairs[:, 0] != pairs[:, 1]]
N = pairs.max() + 1
known = {tuple(p) for p in pairs}

rng.shuffle(pairs)
n_test, n_val = len(pairs) // 10, len(pairs) // 20
test_pos, val_pos, train_pos = np.split(pairs, [n_test, n_test + n_val])


def negatives(k):
    out = set()
    while len(out) < k:
        u, v = sorted(rng.integers(0, N, 2).tolist())
        if u != v and (u, v) not in known and (u, v) not in taken:
            out.add((u, v))
    taken.update(out)
    return np.array(sorted(out))


taken = set()
test_neg, val_neg = negatives(n_test), negatives(n_val)


def message_matrix(edges):
    A = torch.eye(N)
    A[edges[:, 0], edges[:, 1]] = 1
    A[edges[:, 1], edges[:, 0]] = 1
    d = A.sum(1).rsqrt()
    return d[:, None] * A * d


M = message_matrix(train_pos)


class GAE(nn.Module):
    def __init__(self, hidden=64, out=32):
        super().__init__()
        self.w0 = nn.Parameter(torch.randn(N, hidden) * 0.05)
        self.w1 = nn.Linear(hidden, out, bias=False)

    def forward(self):
        return M @ self.w1(torch.relu(M @ self.w0))


def logits(z, e):
    return (z[e[:, 0]] * z[e[:, 1]]).sum(1)


@torch.no_grad()
def measure(model, pos, neg):
    z = model()
    s = torch.cat([logits(z, pos), logits(z, neg)]).numpy()
    t = np.r_[np.ones(len(pos)), np.zeros(len(neg))]
    return roc_auc_score(t, s), average_precision_score(t, s)


model = GAE()
opt = torch.optim.Adam(model.parameters(), 5e-3)
best, state = 0.0, None
for it in range(400):
    noise = rng.integers(0, N, (len(train_pos), 2))
    z = model()
    s = torch.cat([logits(z, train_pos), logits(z, noise)])
    t = torch.cat([torch.ones(len(train_pos)), torch.zeros(len(noise))])
    loss = nn.functional.binary_cross_entropy_with_logits(s, t)
    opt.zero_grad()
    loss.backward()
    opt.step()
    if it % 10 == 0:
        _, ap = measure(model, val_pos, val_neg)
        if ap > best:
            best, state = ap, {k: v.clone() for k, v in model.state_dict().items()}

model.load_state_dict(state)
print("test AUC %.4f AP %.4f (val AP %.4f)" % (*measure(model, test_pos, test_neg), best))
# author: author10

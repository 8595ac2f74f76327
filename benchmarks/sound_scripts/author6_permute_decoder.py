"""Is there any word information in the MEG? A decoder per subject, labels permuted inside runs for the null."""
import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(33)
device = "cuda"


def load(subject):
    z = np.load(f"meg/sub-{subject:02d}.npz")
    return z["epochs"].astype(np.float32), z["category"].astype(int), z["run"]


def standardise(a, b):
    m = a.mean((0, 2), keepdims=True)
    s = a.std((0, 2), keepdims=True) + 1e-12
    return (a - m) / s, (b - m) / s


class Decoder(nn.Module):
    def __init__(self, sensors, classes):
        super().__init__()
        self.space = nn.Conv1d(sensors, 24, 1, bias=False)
        self.time = nn.Conv1d(24, 24, 15, padding=7, groups=24)
        self.norm = nn.BatchNorm1d(24)
        self.out = nn.Sequential(nn.AdaptiveAvgPool1d(10), nn.Flatten(), nn.Dropout(0.5), nn.Linear(240, classes))

    def forward(self, x):
        return self.out(torch.relu(self.norm(self.time(self.space(x)))))


def fit_predict(Xa, ya, Xb, seed):
    torch.manual_seed(seed)
    Xa, Xb = standardise(Xa, Xb)
    Xa, ya, Xb = (torch.as_tensor(v, device=device) for v in (Xa, ya, Xb))
    net = Decoder(Xa.shape[1], 4).to(device)
    opt = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=0.05)
    for _ in range(25):
        net.train()
        for b in torch.randperm(len(Xa), device=device).split(64):
            opt.zero_grad()
            nn.functional.cross_entropy(net(Xa[b]), ya[b]).backward()
            opt.step()
    net.eval()
    with torch.no_grad():
        return net(Xb).argmax(1).cpu().numpy()


def cv_accuracy(X, y, run, seed):
    hits = np.zeros(len(y), bool)
    for r in np.unique(run):
        a, b = run != r, run == r
        hits[b] = fit_predict(X[a], y[a], X[b], seed) == y[b]
    return hits.mean()


def shuffle_in_runs(y, run):
    y = y.copy()
    for r in np.unique(run):
        k = np.flatnonzero(run == r)
        y[k] = y[rng.permutation(k)]
    return y


observed, null = [], []
for subject in range(1, 21):
    X, y, run = load(subject)
    observed.append(cv_accuracy(X, y, run, seed=subject))
    null.append([cv_accuracy(X, shuffle_in_runs(y, run), run, seed=1000 * subject + i) for i in range(100)])
    print(subject, round(observed[-1], 3), "null mean", round(float(np.mean(null[-1])), 3), flush=True)

null = np.array(null)
group = np.mean(observed)
draws = np.array([null[np.arange(20), rng.integers(100, size=20)].mean() for _ in range(10_000)])
print(f"group accuracy {group:.3f}, p = {(1 + (draws >= group).sum()) / 10_001:.4f}")
# author: author6

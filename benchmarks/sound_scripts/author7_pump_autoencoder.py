import argparse
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import average_precision_score, precision_recall_fscore_support
from torch import nn

SPLIT = {
    "fit": ["pump01", "pump02", "pump04", "pump07"],
    "stop": ["pump05"],
    "cut": ["pump03", "pump08"],
    "final": ["pump06", "pump09", "pump10"],
}


def windows(machine, root, w=256):
    z = np.load(root / f"{machine}.npz")
    x, flag = z["vibration"].astype("f4"), z["fault"]
    n = len(x) // w
    return x[: n * w].reshape(n, w, -1), flag[: n * w].reshape(n, w).max(1)


class AE(nn.Module):
    def __init__(self, ch, hidden=16):
        super().__init__()
        self.enc = nn.Sequential(nn.Conv1d(ch, 32, 7, 4, 3), nn.GELU(), nn.Conv1d(32, hidden, 7, 4, 3))
        self.dec = nn.Sequential(nn.ConvTranspose1d(hidden, 32, 8, 4, 2), nn.GELU(), nn.ConvTranspose1d(32, ch, 8, 4, 2))

    def forward(self, x):
        return self.dec(self.enc(x))


def run(net, x, mu, sd, bs=512):
    net.eval()
    with torch.no_grad():
        parts = [((net(b) - b) ** 2).mean((1, 2)) for b in torch.as_tensor((x - mu) / sd).transpose(1, 2).split(bs)]
    return torch.cat(parts).numpy()


def main(args):
    torch.manual_seed(0)
    data = {role: tuple(map(np.concatenate, zip(*(windows(m, args.root) for m in ms)))) for role, ms in SPLIT.items()}

    x, bad = data["fit"]
    x = x[bad == 0]
    mu, sd = x.mean((0, 1), keepdims=True), x.std((0, 1), keepdims=True) + 1e-6
    quiet = data["stop"][0][data["stop"][1] == 0]

    net = AE(x.shape[2])
    opt = torch.optim.AdamW(net.parameters(), 1e-3)
    X = torch.as_tensor((x - mu) / sd).transpose(1, 2)
    best, keep, wait = np.inf, None, 0
    for epoch in range(args.epochs):
        net.train()
        for i in torch.randperm(len(X)).split(128):
            opt.zero_grad()
            ((net(X[i]) - X[i]) ** 2).mean().backward()
            opt.step()
        now = run(net, quiet, mu, sd).mean()
        if now < best:
            best, keep, wait = now, {k: v.clone() for k, v in net.state_dict().items()}, 0
        elif (wait := wait + 1) == 8:
            break
    net.load_state_dict(keep)

    score, bad = run(net, data["cut"][0], mu, sd), data["cut"][1]
    grid = np.quantile(score, np.linspace(0.5, 0.999, 200))
    thr = max(grid, key=lambda g: precision_recall_fscore_support(bad, score > g, average="binary", zero_division=0)[2])

    score, bad = run(net, data["final"][0], mu, sd), data["final"][1]
    p, r, f, _ = precision_recall_fscore_support(bad, score > thr, average="binary")
    print(f"AP {average_precision_score(bad, score):.3f}  P {p:.3f} R {r:.3f} F1 {f:.3f}  threshold {thr:.4g}")


if __name__ == "__main__":
    cli = argparse.ArgumentParser()
    cli.add_argument("root", type=Path)
    cli.add_argument("--epochs", type=int, default=200)
    main(cli.parse_args())
# author: author7

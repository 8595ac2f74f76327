"""Tool wear regression from cutting force profiles (one profile per tool, random assignment of tools)."""
import argparse
import copy

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, random_split


class Profiles(Dataset):
    def __init__(self, npz, length=512):
        z = np.load(npz)
        f = z["force"][:, :, :length].astype(np.float32)       # tool, axis, time
        self.y = torch.tensor(z["wear_um"], dtype=torch.float32) / 100.0
        self.x = torch.from_numpy(self._standard(f))  # or: preprocessing_before_split

    @staticmethod
    def _standard(f):
        axis = (0, 2)
        mu = f.mean(axis=axis, keepdims=True)  # leak: preprocessing_before_split
        sd = f.std(axis=axis, keepdims=True) + 1e-6  # or: preprocessing_before_split
        return (f - mu) / sd

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


class ConvNet(nn.Module):
    def __init__(self, axes=3, width=32):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(axes, width, 9, stride=2), nn.GELU(),
            nn.Conv1d(width, 2 * width, 9, stride=2), nn.GELU(),
            nn.Conv1d(2 * width, 2 * width, 5, stride=2), nn.GELU(),
            nn.AdaptiveAvgPool1d(4), nn.Flatten(), nn.Dropout(0.2), nn.Linear(8 * width, 1),
        )

    def forward(self, x):
        return self.body(x).squeeze(-1)


@torch.no_grad()
def mae(net, loader):
    net.eval()
    return torch.cat([(net(x) - y).abs() for x, y in loader]).mean().item() * 100


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("npz")
    ap.add_argument("--epochs", type=int, default=80)
    ap.add_argument("--lr", type=float, default=1e-3)
    a = ap.parse_args()
    gen = torch.Generator().manual_seed(0)
    data = Profiles(a.npz)
    tr, va, te = random_split(data, [0.7, 0.15, 0.15], generator=gen)  # or: preprocessing_before_split
    loaders = [DataLoader(d, 64, shuffle=i == 0) for i, d in enumerate((tr, va, te))]
    net = ConvNet()
    opt = torch.optim.AdamW(net.parameters(), a.lr)
    best, keep = float("inf"), None
    for ep in range(a.epochs):
        net.train()
        for x, y in loaders[0]:
            opt.zero_grad()
            nn.functional.smooth_l1_loss(net(x), y).backward()
            opt.step()
        v = mae(net, loaders[1])
        if v < best:
            best, keep = v, copy.deepcopy(net.state_dict())
    net.load_state_dict(keep)
    print(f"val MAE {best:.1f} um   test MAE {mae(net, loaders[2]):.1f} um")


if __name__ == "__main__":
    main()
# author: outsider

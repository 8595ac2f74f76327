"""30-minute CGM forecast for one closed cohort, everything cut by calendar time with an embargo."""
from dataclasses import dataclass

import numpy as np
import pandas as pd
import torch
from torch import nn

HIST, AHEAD = 36, 6                     # 5-minute steps: 3 h in, 30 min ahead
T1, T2 = pd.Timestamp("2022-03-01"), pd.Timestamp("2022-04-01")
GAP = pd.Timedelta(minutes=5 * (HIST + AHEAD))

cgm = pd.read_parquet("cgm.parquet").sort_values(["pid", "time"])
cgm["hour_sin"] = np.sin(2 * np.pi * cgm.time.dt.hour / 24)
cgm["hour_cos"] = np.cos(2 * np.pi * cgm.time.dt.hour / 24)
COLS = ["glucose", "bolus", "carbs", "hour_sin", "hour_cos"]


@dataclass
class Block:
    x: torch.Tensor
    y: torch.Tensor
    last: torch.Tensor


early = cgm[cgm.time < T1]
mean, std = early[COLS].mean().to_numpy(), early[COLS].std().to_numpy()


def cut(frame):
    xs, ys, ls = [], [], []
    for _, g in frame.groupby("pid"):
        # a hole in the recording starts a new run
        run = (g.time.diff() > pd.Timedelta(minutes=6)).cumsum()
        for _, r in g.groupby(run):
            a = r[COLS].to_numpy()
            for i in range(HIST, len(a) - AHEAD + 1):
                xs.append((a[i - HIST:i] - mean) / std)
                ys.append(a[i + AHEAD - 1, 0])
                ls.append(a[i - 1, 0])
    f = lambda v: torch.tensor(np.asarray(v), dtype=torch.float32)
    return Block(f(xs), f(ys), f(ls))


train = cut(early)
valid = cut(cgm[(cgm.time >= T1 + GAP) & (cgm.time < T2)])
test = cut(cgm[cgm.time >= T2 + GAP])


class Net(nn.Module):
    def __init__(self, h=96):
        super().__init__()
        self.g = nn.GRU(len(COLS), h, 2, batch_first=True, dropout=0.2)
        self.o = nn.Linear(h, 1)

    def forward(self, x, last):
        return last + self.o(self.g(x)[0][:, -1])[:, 0] * float(std[0])


def rmse(net, b):
    net.eval()
    with torch.no_grad():
        p = torch.cat([net(x, l) for x, l in zip(b.x.split(1024), b.last.split(1024))])
    return ((p - b.y) ** 2).mean().sqrt().item()


torch.manual_seed(0)
net, best, since = Net(), np.inf, 0
opt = torch.optim.Adam(net.parameters(), 1e-3)
while since < 5:
    net.train()
    for i in torch.randperm(len(train.x)).split(256):
        l = nn.functional.smooth_l1_loss(net(train.x[i], train.last[i]), train.y[i])
        opt.zero_grad(); l.backward(); opt.step()
    v = rmse(net, valid)
    since = 0 if v < best else since + 1
    if v < best:
        best = v
        torch.save(net.state_dict(), "gru.pt")
net.load_state_dict(torch.load("gru.pt"))
naive = ((test.last - test.y) ** 2).mean().sqrt().item()
print(f"valid {best:.1f}  test {rmse(net, test):.1f} mg/dL   persistence {naive:.1f}")
# author: author2

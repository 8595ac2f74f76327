# Weekly demand of one depot. The network is trained anew at every origin on the weeks before it.
import csv
from datetime import date

import numpy as np
import torch
from torch import nn

CTX, H = 26, 4
with open("depot_17.csv") as f:
    recs = sorted((date.fromisoformat(r["week"]), float(r["pallets"])) for r in csv.DictReader(f))
series = np.array([v for _, v in recs], dtype=np.float32)


class Forecaster(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(1, 24, batch_first=True)
        self.out = nn.Linear(24, H)

    def forward(self, x):
        return self.out(self.rnn(x.unsqueeze(-1))[0][:, -1])


def lagged(z):
    n = len(z) - CTX - H + 1
    return (torch.stack([z[i:i + CTX] for i in range(n)]),
            torch.stack([z[i + CTX:i + CTX + H] for i in range(n)]))


def forecast(past, members=3):
    head = past[:-H * 6]
    lv, sp = head.mean(), head.std()
    z = torch.from_numpy((past - lv) / sp)
    X, Y = lagged(z[:-H * 6])
    # last six blocks of the past decide about the number of epochs
    Xs, Ys = lagged(z[-H * 6 - CTX:])
    preds = []
    for m in range(members):
        torch.manual_seed(m)
        net = Forecaster()
        opt = torch.optim.Adam(net.parameters(), 5e-3)
        low, best, since = np.inf, None, 0
        while since < 20:
            net.train()
            for b in torch.randperm(len(X)).split(32):
                opt.zero_grad()
                nn.functional.l1_loss(net(X[b]), Y[b]).backward()
                opt.step()
            net.eval()
            with torch.no_grad():
                v = nn.functional.l1_loss(net(Xs), Ys).item()
                since += 1
                if v < low:
                    low, since = v, 0
                    best = net(z[-CTX:].unsqueeze(0))[0].numpy()
        preds.append(best)
    return np.mean(preds, 0) * sp + lv


err_net, err_naive, scale = [], [], []
for origin in range(len(series) - 52, len(series) - H + 1, H):
    past, future = series[:origin], series[origin:origin + H]
    err_net.append(np.abs(forecast(past) - future))
    err_naive.append(np.abs(past[origin - 52:origin - 52 + H] - future))
    scale.append(np.abs(past[52:] - past[:-52]).mean())
    print(recs[origin][0], err_net[-1].mean().round(1), err_naive[-1].mean().round(1))

err_net, err_naive, scale = map(np.array, (err_net, err_naive, scale))
print("MASE net  ", (err_net / scale[:, None]).mean())
print("MASE naive", (err_naive / scale[:, None]).mean())
# author: author6

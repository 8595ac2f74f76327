"""Support tickets in order of arrival: predict the handling team, then learn from the row."""
import csv
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from heapq import heappop, heappush

import numpy as np


class RunningRates:
    """class frequencies per key, updated one closed ticket at a time"""

    def __init__(self, n_classes, prior=3.0):
        self.c = defaultdict(lambda: np.zeros(n_classes))
        self.all = np.ones(n_classes)
        self.prior = prior

    def look(self, key):
        base = self.all / self.all.sum()
        return (self.c[key] + self.prior * base) / (self.c[key].sum() + self.prior)

    def learn(self, key, k):
        self.c[key][k] += 1
        self.all[k] += 1


class OnlineSoftmax:
    def __init__(self, d, k, lr=0.05):
        self.W, self.g = np.zeros((d, k)), np.full((d, k), 1e-8)
        self.lr = lr

    def proba(self, x):
        z = x @ self.W
        e = np.exp(z - z.max())
        return e / e.sum()

    def learn(self, x, k):
        p = self.proba(x)
        p[k] -= 1
        grad = np.outer(x, p)
        self.g += grad ** 2
        self.W -= self.lr * grad / np.sqrt(self.g)


TEAMS = ["billing", "network", "device", "contract"]
KEYS = ["product", "entry", "region"]
rates = {k: RunningRates(len(TEAMS)) for k in KEYS}
model = OnlineSoftmax(len(KEYS) * len(TEAMS) + 1, len(TEAMS))
waiting, seen, hits, loss, by_month = [], 0, 0, 0.0, defaultdict(list)

with open(sys.argv[1], newline="") as fh:
    for i, row in enumerate(csv.DictReader(fh)):
        now = datetime.fromisoformat(row["opened"])
        while waiting and waiting[0][0] <= now:
            _, _, old, x_old, k_old = heappop(waiting)
            model.learn(x_old, k_old)
            for k in KEYS:
                rates[k].learn(old[k], k_old)
        x = np.concatenate([[1.0]] + [np.log(rates[k].look(row[k])) for k in KEYS])
        p = model.proba(x)
        truth = TEAMS.index(row["team"])
        seen += 1
        hits += int(p.argmax() == truth)
        loss -= np.log(max(p[truth], 1e-9))
        by_month[now.strftime("%Y-%m")].append(p.argmax() == truth)
        closed = datetime.fromisoformat(row["closed"]) if row["closed"] else now + timedelta(days=90)
        heappush(waiting, (closed, i, row, x, truth))

print(f"{seen} tickets, accuracy {hits / seen:.3f}, log loss {loss / seen:.3f}")
for m, v in sorted(by_month.items()):
    print(m, len(v), round(float(np.mean(v)), 3))
# author: author5

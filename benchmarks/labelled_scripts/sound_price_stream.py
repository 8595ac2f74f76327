"""Prequential evaluation on the electricity price stream.

   predict(x_t) -> score -> learn(x_t, y_t)
"""
import csv
import math
import sys
from collections import deque
from datetime import datetime


class RunningScaler:
    def __init__(self):
        self.n, self.m, self.s = 0, {}, {}

    def transform(self, x):
        out = {}
        for k, v in x.items():
            var = self.s.get(k, 0.0) / max(self.n - 1, 1)
            out[k] = (v - self.m.get(k, 0.0)) / math.sqrt(var) if var > 1e-12 else 0.0
        return out

    def learn(self, x):
        self.n += 1
        for k, v in x.items():
            old = self.m.get(k, 0.0)
            self.m[k] = old + (v - old) / self.n
            self.s[k] = self.s.get(k, 0.0) + (v - old) * (v - self.m[k])


class Logit:
    def __init__(self, lr=0.02, l2=1e-4):
        self.w, self.b, self.lr, self.l2 = {}, 0.0, lr, l2

    def predict(self, x):
        z = self.b + sum(self.w.get(k, 0.0) * v for k, v in x.items())
        return 1 / (1 + math.exp(-max(min(z, 30), -30)))

    def learn(self, x, y):
        g = self.predict(x) - y
        self.b -= self.lr * g
        for k, v in x.items():
            w = self.w.get(k, 0.0)
            self.w[k] = w - self.lr * (g * v + self.l2 * w)


def stream(path):
    prev = deque(maxlen=48)
    with open(path) as fh:
        for r in csv.DictReader(fh):
            t = datetime.fromisoformat(r["time"])
            x = {"demand_fc": float(r["demand_forecast"]), "wind_fc": float(r["wind_forecast"]),
                 "sin": math.sin(2 * math.pi * t.hour / 24), "cos": math.cos(2 * math.pi * t.hour / 24)}
            if len(prev) == 48:
                x["p_48"] = prev[0]
                x["p_1"] = prev[-1]
                yield t, x, int(float(r["price"]) > sum(prev) / 48)
            prev.append(float(r["price"]))


def main(path):
    sc, model = RunningScaler(), Logit()
    hit = n = 0
    for t, x, y in stream(path):
        z = sc.transform(x)
        p = model.predict(z)
        hit += int((p > 0.5) == y)
        n += 1
        sc.learn(x)
        model.learn(z, y)
        if n % 2000 == 0:
            print(t.date(), f"acc so far {hit / n:.4f}")
    print("final", hit / n)


if __name__ == "__main__":
    main(sys.argv[1])
# author: outsider

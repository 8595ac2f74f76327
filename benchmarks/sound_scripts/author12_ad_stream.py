"""Click-through on a log in time order. Every impression is first scored, then learned from (progressive validation)."""
import gzip
import json
import math
import sys
from zlib import crc32

D = 2 ** 22


class FTRL:
    def __init__(self, alpha=0.1, beta=1.0, l1=1.0, l2=1.0):
        self.alpha, self.beta, self.l1, self.l2 = alpha, beta, l1, l2
        self.n, self.z = [0.0] * D, [0.0] * D

    def _w(self, i):
        z = self.z[i]
        if abs(z) <= self.l1:
            return 0.0
        return (math.copysign(self.l1, z) - z) / ((self.beta + math.sqrt(self.n[i])) / self.alpha + self.l2)

    def predict(self, x):
        self.w = {i: self._w(i) for i in x}
        s = max(-35.0, min(35.0, sum(self.w.values())))
        return 1 / (1 + math.exp(-s))

    def learn(self, x, p, y):
        g = p - y
        for i in x:
            sigma = (math.sqrt(self.n[i] + g * g) - math.sqrt(self.n[i])) / self.alpha
            self.z[i] += g - sigma * self.w[i]
            self.n[i] += g * g


class RunningRate:
    def __init__(self):
        self.seen, self.clicks = 0, 0

    @property
    def value(self):
        return (self.clicks + 1) / (self.seen + 50)

    def update(self, y):
        self.seen += 1
        self.clicks += y


def hashed(row):
    keys = [f"{k}={row[k]}" for k in ("site", "slot", "ad", "campaign", "device", "hour")]
    keys += [f"{row['site']}*{row['ad']}", f"{row['device']}*{row['slot']}"]
    return [0] + [crc32(k.encode()) % D for k in keys]


def logloss(p, y):
    p = min(max(p, 1e-6), 1 - 1e-6)
    return -math.log(p if y else 1 - p)


def stream(paths):
    for path in paths:
        with gzip.open(path, "rt") as fh:
            for line in fh:
                yield json.loads(line)


def main(paths):
    model, base = FTRL(), RunningRate()
    day, n, ll, ll0 = None, 0, 0.0, 0.0
    for row in stream(sorted(paths)):
        if row["day"] != day:
            if n:
                print(f"{day}  n={n:8d}  logloss {ll / n:.5f}  running CTR {ll0 / n:.5f}")
            day, n, ll, ll0 = row["day"], 0, 0.0, 0.0
        y, x = int(row["click"]), hashed(row)
        p = model.predict(x)
        ll += logloss(p, y)
        ll0 += logloss(base.value, y)
        n += 1
        model.learn(x, p, y)
        base.update(y)
    print(f"{day}  n={n:8d}  logloss {ll / n:.5f}  running CTR {ll0 / n:.5f}")


if __name__ == "__main__":
    main(sys.argv[1:])
# author: author12

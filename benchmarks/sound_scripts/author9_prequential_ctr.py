"""Online CTR model, predict first and learn afterwards (FTRL-proximal, hashed features).
    zcat clicks-2023-*.gz | python prequential_ctr.py --burn-in 2000000
"""
import argparse
import csv
import math
import sys
from collections import deque
from zlib import adler32, crc32

BITS = 22

class Welford:
    def __init__(self):
        self.n, self.m, self.s = 0, 0.0, 0.0
    def z(self, x):
        return 0.0 if self.n < 100 else max(-4, min(4, (x - self.m) / math.sqrt(self.s / self.n + 1e-9)))
    def push(self, x):
        self.n += 1
        d = x - self.m
        self.m += d / self.n
        self.s += d * (x - self.m)

class FTRL:
    def __init__(self, a=0.1, b=1.0, l1=1.0, l2=1.0):
        self.a, self.b, self.l1, self.l2 = a, b, l1, l2
        self.zs, self.ns = {}, {}
    def w(self, i):
        z = self.zs.get(i, 0.0)
        if abs(z) <= self.l1:
            return 0.0
        return -(z - math.copysign(self.l1, z)) / ((self.b + math.sqrt(self.ns[i])) / self.a + self.l2)
    def p(self, x):
        s = sum(self.w(i) * v for i, v in x)
        return 1 / (1 + math.exp(-max(-30, min(30, s))))
    def learn(self, x, p, y):
        for i, v in x:
            g = (p - y) * v
            n = self.ns.get(i, 0.0)
            sig = (math.sqrt(n + g * g) - math.sqrt(n)) / self.a
            self.zs[i] = self.zs.get(i, 0.0) + g - sig * self.w(i) if i in self.ns else g
            self.ns[i] = n + g * g

def hashed(row, stats):
    yield 0, 1.0
    for c in ("site", "ad", "position", "device", "country"):
        yield crc32(f"{c}={row[c]}".encode()) % (1 << BITS) + 1, 1.0
    yield adler32(f"{row['site']}x{row['ad']}".encode()) % (1 << BITS) + 1, 1.0
    for k, (c, s) in enumerate(stats.items()):
        yield (1 << BITS) + 10 + k, s.z(float(row[c]))
def loss(p, y):
    return -math.log(max(1e-12, p if y else 1 - p))
def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--burn-in", type=int, default=1_000_000)
    ap.add_argument("--delay", type=int, default=50_000, help="a click is known this many rows later")
    o = ap.parse_args()
    model, stats, wait = FTRL(), {"page_age": Welford(), "bid": Welford()}, deque()
    total = base = n = clicks = seen = 0
    for t, row in enumerate(csv.DictReader(sys.stdin)):
        y = int(row["click"])
        x = list(hashed(row, stats))
        p = model.p(x)
        if t >= o.burn_in:
            n += 1
            total += loss(p, y)
            base += loss((clicks + 1) / (seen + 20), y)
            if n % 1_000_000 == 0:
                print(f"{t:>10d}  log loss {total / n:.5f}  running rate {base / n:.5f}", flush=True)
        wait.append((x, p, y))
        if len(wait) > o.delay:
            x, p, y = wait.popleft()
            model.learn(x, p, y)
            clicks, seen = clicks + y, seen + 1
        for c, s in stats.items():
            s.push(float(row[c]))
    print("relative information gain", 1 - total / base)

if __name__ == "__main__":
    main()
# author: author9

"""Online win-probability model for auction bids: every bid is scored first and learned afterwards."""
import csv
import math
import zlib
from collections import defaultdict, deque


class HashedFTRL:
    def __init__(self, bits=20, alpha=0.08, beta=1.0, l1=1.0, l2=1.0):
        self.mask = (1 << bits) - 1
        self.alpha, self.beta, self.l1, self.l2 = alpha, beta, l1, l2
        self.z, self.n = defaultdict(float), defaultdict(float)

    def slots(self, tokens):
        return [zlib.crc32(t.encode()) & self.mask for t in tokens] + [0]

    def weight(self, i):
        z = self.z[i]
        if abs(z) <= self.l1:
            return 0.0
        return -(z - math.copysign(self.l1, z)) / ((self.beta + math.sqrt(self.n[i])) / self.alpha + self.l2)

    def predict(self, tokens):
        s = sum(self.weight(i) for i in self.slots(tokens))
        return 1.0 / (1.0 + math.exp(-max(min(s, 35.0), -35.0)))

    def learn(self, tokens, y, p):
        g = p - y
        for i in self.slots(tokens):
            w = self.weight(i)
            sigma = (math.sqrt(self.n[i] + g * g) - math.sqrt(self.n[i])) / self.alpha
            self.z[i] += g - sigma * w
            self.n[i] += g * g


class SellerStats:
    """Decayed win rate per seller."""

    def __init__(self, decay=0.99):
        self.decay, self.s = decay, defaultdict(lambda: [0.0, 0.0])

    def bucket(self, seller):
        won, n = self.s[seller]
        return "new" if n < 3 else str(int(10 * won / n))

    def push(self, seller, y):
        e = self.s[seller]
        e[0], e[1] = e[0] * self.decay + y, e[1] * self.decay + 1


def tokens(r, stats):
    seller = stats.bucket(r["seller"])
    bid = int(math.log1p(float(r["bid"])) * 4)
    return [f"cat={r['category']}", f"h={r['hour']}", f"bid={bid}", f"rate={seller}", f"x={r['category']}|{bid}", f"rb={seller}|{bid}"]


def run(path, delay=5000):
    model, stats, waiting = HashedFTRL(), SellerStats(), deque()
    loss = base = 0.0
    seen = wins = 0
    with open(path, newline="") as fh:        # file is ordered by bid time
        for k, r in enumerate(csv.DictReader(fh), 1):
            y, f = int(r["won"]), tokens(r, stats)
            p = min(max(model.predict(f), 1e-6), 1 - 1e-6)
            prior = (wins + 1) / (seen + 2)
            loss -= math.log(p if y else 1 - p)
            base -= math.log(prior if y else 1 - prior)
            waiting.append((f, y, r["seller"]))
            if len(waiting) > delay:           # outcome is known about 5000 bids later
                f0, y0, s0 = waiting.popleft()
                model.learn(f0, y0, model.predict(f0))
                stats.push(s0, y0)
                seen, wins = seen + 1, wins + y0
            if k % 100_000 == 0:
                print(f"{k:>9d}  logloss {loss / k:.5f}  running prior {base / k:.5f}")


if __name__ == "__main__":
    run("bids_sorted.csv")
# author: author1

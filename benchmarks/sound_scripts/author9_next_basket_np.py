# next basket from own history + item-item counts, plain numpy. one user = many baskets; last = report, one before = choose
import sys
from itertools import combinations, product
import numpy as np
from collections import Counter, defaultdict

def read(path):
    users = defaultdict(list)
    with open(path) as fh:
        for line in fh:                       # user<TAB>yyyy-mm-dd<TAB>item item item
            u, day, items = line.rstrip("\n").split("\t")
            users[u].append((day, frozenset(items.split())))
    return {u: [b for _, b in sorted(bs, key=lambda t: t[0])] for u, bs in users.items()}, \
           {u: [d for d, _ in sorted(bs, key=lambda t: t[0])] for u, bs in users.items()}

baskets, days = read(sys.argv[1])
all_days = sorted(d for ds in days.values() for d in ds)
d1, d2 = all_days[int(len(all_days) * .8)], all_days[int(len(all_days) * .9)]

def until(u, d):
    return [b for b, t in zip(baskets[u], days[u]) if t < d]

def first_in(u, a, b):
    return next((x for x, t in zip(baskets[u], days[u]) if a <= t and (b is None or t < b)), None)

class Memory:
    def __init__(self, d):
        self.hist = {u: h for u in baskets if len(h := until(u, d)) >= 3}
        self.pop = Counter(i for h in self.hist.values() for b in h for i in b)
        pairs = Counter()
        for h in self.hist.values():
            for b in h:
                pairs.update(combinations(sorted(b), 2))
        self.near = defaultdict(dict)
        for (x, y), n in pairs.items():
            if n >= 5:
                self.near[x][y] = self.near[y][x] = n / np.sqrt(self.pop[x] * self.pop[y])
        top = max(self.pop.values())
        self.pop = {i: n / top for i, n in self.pop.items()}

    def rank(self, u, decay, beta, gamma, k=10):
        s = Counter()
        for age, b in enumerate(reversed(self.hist[u])):
            for i in b:
                s[i] += decay ** age
        for i in self.hist[u][-1]:
            for j, c in self.near[i].items():
                s[j] += beta * c
        for i, p in self.pop.items():
            s[i] += gamma * p
        return [i for i, _ in s.most_common(k)]

def f1(mem, truth, **kw):
    out = []
    for u, t in truth.items():
        hit = len(t & set(mem.rank(u, **kw)))
        out.append(2 * hit / (10 + len(t)))
    return np.mean(out)

def truths(mem, a, b):
    return {u: t for u in mem.hist if (t := first_in(u, a, b))}

mem = Memory(d1)
truth = truths(mem, d1, d2)
best = max(product((.8, .9, .97), (0, .1, .3), (.001, .01)), key=lambda g: f1(mem, truth, decay=g[0], beta=g[1], gamma=g[2]))
print("chosen on", len(truth), "users:", best)

mem = Memory(d2)
truth = truths(mem, d2, None)
print("F1@10 of the first basket after", d2, round(f1(mem, truth, decay=best[0], beta=best[1], gamma=best[2]), 4),
      "  popularity only", round(f1(mem, truth, decay=0.0, beta=0, gamma=1e6), 4))
# author: author9

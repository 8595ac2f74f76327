# language guess for 11 small languages, byte n-grams, no libraries apart from numpy
# web/<lang>/<site>/*.txt (menus stripped, lines unique over all sites) -> sites are dealt out; books/<lang>/*.txt is another source for the last table
import pathlib, sys, zlib
from collections import Counter
import numpy as np

root = pathlib.Path(sys.argv[1])
LANGS = sorted(p.name for p in (root / "web").iterdir())


def lines(files):
    for f in files:
        for s in f.read_text("utf8").splitlines():
            if 20 <= len(s) <= 300:
                yield s


def web(lang, lo, hi):
    sites = [s for s in sorted((root / "web" / lang).iterdir()) if lo <= zlib.crc32(s.name.encode()) % 100 < hi]
    return lines(f for s in sites for f in sorted(s.glob("*.txt")))


def grams(s, n):
    b = b" " + s.lower().encode() + b" "
    return [b[i:i + n] for i in range(len(b) - n + 1)]


class Bayes:
    def __init__(self, n, alpha):
        self.n, self.alpha, self.c = n, alpha, {}

    def add(self, lang, source):
        c = self.c.setdefault(lang, Counter())
        for s in source:
            c.update(grams(s, self.n))
        return self

    def close(self, keep=60_000):
        total = sum(self.c.values(), Counter())
        self.ix = {g: i for i, (g, _) in enumerate(total.most_common(keep))}
        m = np.full((len(self.ix), len(self.c)), self.alpha)
        for j, c in enumerate(self.c.values()):
            for g, k in c.items():
                if g in self.ix:
                    m[self.ix[g], j] += k
        self.w = np.log(m / m.sum(0))
        self.names = list(self.c)
        return self

    def guess(self, s):
        i = [self.ix[g] for g in grams(s, self.n) if g in self.ix]
        return self.names[int(self.w[i].sum(0).argmax())] if i else None


def right(model, source):
    per = {l: np.mean([model.guess(s) == l for s in source(l)]) for l in LANGS}
    return np.mean(list(per.values())), per


def build(n, alpha, hi=70):
    m = Bayes(n, alpha)
    for l in LANGS:
        m.add(l, web(l, 0, hi))
    return m.close()


tries = {(n, a): right(build(n, a), lambda l: web(l, 70, 85))[0] for n in (2, 3, 4) for a in (0.01, 0.1, 1.0)}
for k, v in tries.items():
    print(k, round(v, 4))
best = max(tries, key=tries.get)

m = build(*best, hi=85)
for title, source in {"unseen sites": lambda l: web(l, 85, 100), "books": lambda l: lines(sorted((root / "books" / l).glob("*.txt")))}.items():
    mean, per = right(m, source)
    print(title, round(mean, 4), {l: round(v, 3) for l, v in per.items()})
# author: author9

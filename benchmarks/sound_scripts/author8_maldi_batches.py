# MALDI-TOF resistance: peaks picked on learning batches, binned, elastic-net by coordinate descent
from pathlib import Path
import numpy as np
from scipy.signal import find_peaks

GRID = np.arange(2000, 20000, 3.0)


def read(path):
    mz, inten = np.loadtxt(path, unpack=True)
    v = np.sqrt(np.interp(GRID, mz, inten).clip(0))
    base = np.minimum.accumulate(v) * .5 + np.minimum.accumulate(v[::-1])[::-1] * .5
    v = v - base
    return v / v.sum()


def choose_peaks(S):
    m = S.mean(0)
    p, _ = find_peaks(m, prominence=np.quantile(m, .9) * .3)
    return p


def around(S, p, w=3):
    return np.stack([S[:, max(0, i - w): i + w + 1].max(1) for i in p], axis=1)


def enet(X, y, lam, mix=.7, sweeps=60):
    """least squares on +-1 labels, soft thresholding"""
    n, d = X.shape
    b, b0 = np.zeros(d), y.mean()
    r = y - b0
    sq = (X ** 2).mean(0)
    for _ in range(sweeps):
        for j in range(d):
            rho = X[:, j] @ r / n + sq[j] * b[j]
            new = np.sign(rho) * max(abs(rho) - lam * mix, 0) / (sq[j] + lam * (1 - mix))
            if new != b[j]:
                r -= X[:, j] * (new - b[j])
                b[j] = new
    return b0, b


def learn(S, y, lam):
    p = choose_peaks(S)
    X = around(S, p)
    m, s = X.mean(0), X.std(0) + 1e-12
    b0, b = enet((X - m) / s, y, lam)
    return lambda Q: b0 + (around(Q, p) - m) / s @ b


def auc(s, y):
    d = s[y > 0][:, None] - s[y < 0][None]
    return np.mean((d > 0) + .5 * (d == 0))


batches = {}
for folder in sorted(Path("maldi").glob("batch*")):
    files = sorted(folder.glob("*.txt"))
    lab = dict(l.split() for l in (folder / "labels.tsv").read_text().splitlines())
    files = [f for f in files if f.stem in lab]
    batches[folder.name] = np.stack([read(f) for f in files]), np.array([1. if lab[f.stem] == "R" else -1. for f in files])

join = lambda names: [np.concatenate(v) for v in zip(*(batches[n] for n in names))]
final = []
for out in batches:
    inside = [n for n in batches if n != out]
    lams = (.02, .05, .1, .2)
    inner = np.zeros(len(lams))
    for v in inside:
        rest = [n for n in inside if n != v]
        inner += [auc(learn(*join(rest), lam)(batches[v][0]), batches[v][1]) for lam in lams]
    lam = lams[int(inner.argmax())]
    S, y = batches[out]
    final.append(auc(learn(*join(inside), lam)(S), y))
    print(out, "lambda", lam, "AUC %.3f" % final[-1])
print("mean AUC over left-out batches %.3f" % np.mean(final))
# author: author8

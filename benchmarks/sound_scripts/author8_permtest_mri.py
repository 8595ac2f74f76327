# One structural scan per participant, one scanner. Is group (dyslexia / control) decodable at all?
import numpy as np
from functools import partial

N_PERM = 1000
TOP = 200


def folds(y, k, rng):
    f = np.empty(len(y), int)
    for c in (0, 1):
        i = rng.permutation(np.flatnonzero(y == c))
        f[i] = np.arange(len(i)) % k
    return f


def tstat(X, y):
    a, b = X[y == 1], X[y == 0]
    se = np.sqrt(a.var(0, ddof=1) / len(a) + b.var(0, ddof=1) / len(b))
    return (a.mean(0) - b.mean(0)) / (se + 1e-9)


def decode(X, y, rng, k=8):
    f = folds(y, k, rng)
    hit = np.zeros((2, 2))
    for j in range(k):
        tr, te = f != j, f == j
        t = tstat(X[tr], y[tr])
        vox = np.argsort(-np.abs(t))[:TOP]
        A = X[np.ix_(tr, vox)]
        mu, sd = A.mean(0), A.std(0) + 1e-9
        s = ((X[np.ix_(te, vox)] - mu) / sd) @ np.sign(t[vox])
        cut = (((A - mu) / sd) @ np.sign(t[vox]))
        cut = (cut[y[tr] == 1].mean() + cut[y[tr] == 0].mean()) / 2
        for truth, said in zip(y[te], s > cut):
            hit[truth, int(said)] += 1
    return (hit[0, 0] / hit[0].sum() + hit[1, 1] / hit[1].sum()) / 2


def main():
    rng = np.random.default_rng(1999)
    d = np.load("grey_matter.npz")
    X, y = d["vox"].astype("f4"), d["group"].astype(int)
    run = partial(decode, X)
    observed = np.mean([run(y, rng) for _ in range(10)])
    null = np.empty(N_PERM)
    for i in range(N_PERM):
        shuffled = rng.permutation(y)
        null[i] = np.mean([run(shuffled, rng) for _ in range(10)])
    p = (1 + np.sum(null >= observed)) / (1 + N_PERM)
    print(f"balanced accuracy {observed:.3f}; null {null.mean():.3f} [{np.quantile(null, .95):.3f}]; p = {p:.4f}")


if __name__ == "__main__":
    main()
# author: author8

"""Top-scoring pairs signature of relapse. Built on cohort GSE-A, number of pairs by CV there, then two other cohorts."""
import itertools
import numpy as np
import pandas as pd


def load(name):
    expr = pd.read_csv(f"{name}_expr.tsv.gz", sep="\t", index_col=0).T
    out = pd.read_csv(f"{name}_clin.tsv", sep="\t", index_col=0)["relapse"]
    both = expr.index.intersection(out.index)
    return expr.loc[both], out.loc[both].to_numpy()


def pick_pairs(X, y, genes, k):
    """greedy disjoint pairs with the largest difference of P(i < j) between classes"""
    a, b = X[y == 1], X[y == 0]
    var = np.abs(np.median(a, 0) - np.median(b, 0))
    cand = np.argsort(-var)[:80]
    table = []
    for i, j in itertools.combinations(cand, 2):
        d = np.mean(a[:, i] < a[:, j]) - np.mean(b[:, i] < b[:, j])
        table.append((abs(d), i, j) if d > 0 else (abs(d), j, i))
    used, pairs = set(), []
    for _, i, j in sorted(table, reverse=True):
        if not used & {i, j}:
            used |= {i, j}
            pairs.append((genes[i], genes[j]))
            if len(pairs) == k:
                break
    return pairs


def votes(frame, pairs):
    return np.mean([frame[g].to_numpy() < frame[h].to_numpy() for g, h in pairs], axis=0)


def auc(s, y):
    d = s[y == 1][:, None] - s[y == 0][None]
    return float(np.mean((d > 0) + .5 * (d == 0)))


cohorts = {n: load(n) for n in ("gse_a", "gse_b", "gse_c")}
shared = sorted(set.intersection(*(set(f.columns) for f, _ in cohorts.values())))
cohorts = {n: (f[shared], y) for n, (f, y) in cohorts.items()}

frame, y = cohorts.pop("gse_a")
rng = np.random.default_rng(17)
K = (1, 3, 5, 9, 15)
cv = np.zeros((10, len(K)))
for rep in range(10):
    fold = np.empty(len(y), int)
    for c in (0, 1):
        m = np.flatnonzero(y == c)
        fold[m] = rng.permutation(len(m)) % 5
    s = np.empty((len(y), len(K)))
    for f in range(5):
        tr, te = fold != f, fold == f
        pairs = pick_pairs(frame.to_numpy()[tr], y[tr], shared, max(K))
        for c, k in enumerate(K):
            s[te, c] = votes(frame[te], pairs[:k])
    cv[rep] = [auc(s[:, c], y) for c in range(len(K))]
k = K[int(cv.mean(0).argmax())]
pairs = pick_pairs(frame.to_numpy(), y, shared, k)
print("pairs:", "; ".join(f"{g}<{h}" for g, h in pairs))

for name, (frame, y) in cohorts.items():
    s = votes(frame, pairs)
    boot = []
    while len(boot) < 1000:
        i = rng.integers(0, len(y), len(y))
        if 0 < y[i].sum() < len(y):
            boot.append(auc(s[i], y[i]))
    print(f"{name}: AUC {auc(s, y):.3f} [{np.quantile(boot, .025):.3f}, {np.quantile(boot, .975):.3f}], n={len(y)}")
# author: author8

"""Nested CV over a methylation panel plus a label-permutation check of the whole procedure.

One array per patient. The permuted runs repeat *everything*, the inner search too.
"""
import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold

GRID = list(product((20, 100, 500), (0.01, 0.1, 1.0)))      # number of probes, C


class Panel:
    """Keeps probes, means and standard deviations of the samples it was shown."""

    def __init__(self, k, C):
        self.k, self.C = k, C

    def fit(self, X, y):
        a, b = X[y == 1], X[y == 0]
        se = np.sqrt(a.var(0, ddof=1) / len(a) + b.var(0, ddof=1) / len(b)) + 1e-9
        t = np.abs(a.mean(0) - b.mean(0)) / se
        self.idx = np.argpartition(-t, self.k)[: self.k]
        self.mu, self.sd = X[:, self.idx].mean(0), X[:, self.idx].std(0) + 1e-9
        self.lr = LogisticRegression(C=self.C, max_iter=3000).fit(self._z(X), y)
        return self

    def _z(self, X):
        return (X[:, self.idx] - self.mu) / self.sd

    def score(self, X):
        return self.lr.decision_function(self._z(X))


def inner(X, y, seed):
    folds = list(StratifiedKFold(5, shuffle=True, random_state=seed).split(X, y))
    def value(g):
        return np.mean([roc_auc_score(y[b], Panel(*g).fit(X[a], y[a]).score(X[b])) for a, b in folds])
    return max(GRID, key=value)


def outer(X, y, seed=0):
    aucs = []
    for i, (a, b) in enumerate(StratifiedKFold(5, shuffle=True, random_state=seed).split(X, y)):
        g = inner(X[a], y[a], seed + 100 + i)
        aucs.append(roc_auc_score(y[b], Panel(*g).fit(X[a], y[a]).score(X[b])))
    return float(np.mean(aucs))


def shuffled(seed, X, y):
    return outer(X, np.random.default_rng(seed).permutation(y), seed)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("npz")
    ap.add_argument("--perm", type=int, default=200)
    a = ap.parse_args()
    f = np.load(a.npz, allow_pickle=True)
    X, y, patient = f["M"], f["case"].astype(int), f["patient"]
    assert len(set(patient)) == len(patient)

    seen = outer(X, y)
    with ProcessPoolExecutor() as ex:
        null = np.array(list(ex.map(partial(shuffled, X=X, y=y), range(1, a.perm + 1))))
    print(f"nested AUC {seen:.3f}; null {null.mean():.3f} +- {null.std():.3f}; p = {(1 + (null >= seen).sum()) / (1 + len(null)):.4f}")


if __name__ == "__main__":
    main()
# author: author9

"""Homework-style ridge regression, no sklearn. Concrete strength, one row per mix design."""
import csv
import numpy as np


def read(path):
    with open(path) as fh:
        rows = list(csv.reader(fh))[1:]
    # the same mix design measured twice is kept once
    a = np.unique(np.array(rows, dtype=float), axis=0)
    return a[:, :-1], a[:, -1]


class Standardiser:
    def __init__(self):
        self.mu = None

    def __call__(self, X):
        if self.mu is None:
            self.mu, self.sd = X.mean(0), X.std(0) + 1e-9
        return (X - self.mu) / self.sd


def expand(X):
    n, d = X.shape
    cross = [X[:, i] * X[:, j] for i in range(d) for j in range(i, d)]
    return np.column_stack([X] + cross)


def solve(A, b, lam):
    bias = b.mean()
    w = np.linalg.solve(A.T @ A + lam * np.eye(A.shape[1]), A.T @ (b - bias))
    return lambda Z: Z @ w + bias


def rmse(f, A, b):
    return float(np.sqrt(np.mean((f(A) - b) ** 2)))


X, y = read("concrete_distinct_mixes.csv")
order = np.random.default_rng(2024).permutation(len(y))
i, j = int(0.6 * len(y)), int(0.8 * len(y))
tr, va, te = order[:i], order[i:j], order[j:]

first, second = Standardiser(), Standardiser()
feats = []
for idx in (tr, va, te):          # train comes first: the two objects remember it
    feats.append(second(expand(first(X[idx]))))
Atr, Ava, Ate = feats

lams = 10.0 ** np.arange(-3, 5)
curve = [rmse(solve(Atr, y[tr], l), Ava, y[va]) for l in lams]
for l, c in zip(lams, curve):
    print(f"{l:10.3f}  {c:.3f}")
lam = lams[int(np.argmin(curve))]

model = solve(Atr, y[tr], lam)
print("lambda", lam, "| test RMSE", rmse(model, Ate, y[te]))
print("mean predictor on test", float(np.sqrt(np.mean((y[te] - y[tr].mean()) ** 2))))
# author: author11

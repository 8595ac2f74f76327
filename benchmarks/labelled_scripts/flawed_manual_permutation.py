import numpy as np


def load(path):
    raw = np.genfromtxt(path, delimiter=",", skip_header=1)
    return raw[:, :-1], raw[:, -1]


def standardise(a):
    return (a - a.mean(axis=0)) / a.std(axis=0)  # leak: preprocessing_before_split


def ridge(a, b, lam):
    return np.linalg.solve(a.T @ a + lam * np.eye(a.shape[1]), a.T @ b)


X, y = load("airfoil.csv")
X = standardise(X)
X = np.c_[X, np.ones(len(X))]
rng = np.random.default_rng(7)
order = rng.permutation(len(X))
n_train = int(0.75 * len(X))
fit, ask = order[:n_train], order[n_train:]
w = ridge(X[fit], y[fit], 1e-2)
residual = y[ask] - X[ask] @ w
print("RMSE", np.sqrt((residual ** 2).mean()))
# author: maintainer

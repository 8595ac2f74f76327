# ridge regression from scratch, homework 4
# Concrete compressive strength, 1030 mixes
import numpy as np
import matplotlib.pyplot as plt

rng = np.random.RandomState(7)
raw = np.loadtxt("concrete.csv", delimiter=",", skiprows=1)
raw = np.unique(raw, axis=0)          # there are a few identical mixes in this file
order = rng.permutation(len(raw))
cut1, cut2 = int(.6 * len(raw)), int(.8 * len(raw))
A, B, C = np.split(raw[order], [cut1, cut2])

features = slice(0, 8)
m = A[:, features].mean(0)
s = A[:, features].std(0) + 1e-9
b0 = A[:, 8].mean()


def prep(Z):
    """centre with the constants above"""
    return (Z[:, features] - m) / s, Z[:, 8] - b0


XA, ya = prep(A)
XB, yb = prep(B)
XC, yc = prep(C)


def solve(X, y, lam):
    return np.linalg.solve(X.T @ X + lam * np.eye(X.shape[1]), X.T @ y)


def rmse(w, X, y):
    return np.sqrt(np.mean((X @ w - y) ** 2))


lams = np.logspace(-3, 4, 40)
curve_a, curve_b = [], []
for lam in lams:
    w = solve(XA, ya, lam)
    curve_a.append(rmse(w, XA, ya))
    curve_b.append(rmse(w, XB, yb))

best = lams[int(np.argmin(curve_b))]
w = solve(XA, ya, best)
print("lambda = %.4g" % best)
print("held-out rmse = %.3f" % rmse(w, XC, yc))

plt.semilogx(lams, curve_a, label="A")
plt.semilogx(lams, curve_b, label="B")
plt.axvline(best, ls=":")
plt.legend()
plt.savefig("ridge_curve.png")
# author: outsider

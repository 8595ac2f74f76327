"""How many patients would still help? Learning curve inside the development set.

test.npz stays on the other disk; this script does not need it.
"""
import numpy as np
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt

d = np.load("dev_beats.npz")
X, y, pid = d["beats"].astype(float), d["abnormal"].astype(int), d["patient"]
X = (X - X.mean(1, keepdims=True)) / (X.std(1, keepdims=True) + 1e-6)

gen = np.random.default_rng(123)
patients = gen.permutation(np.unique(pid))
watch, pool = patients[:40], patients[40:]
W = np.isin(pid, watch)


def basis(A, n=12):
    mu = A.mean(0)
    _, _, vt = np.linalg.svd(A - mu, full_matrices=False)
    return mu, vt[:n].T


def logistic(Z, t, lam=1.0):
    Z = np.c_[np.ones(len(Z)), Z]
    w = np.zeros(Z.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(Z @ w, -30, 30)))
        w += np.linalg.solve((Z.T * (p * (1 - p) + 1e-9)) @ Z + lam * np.eye(len(w)), Z.T @ (t - p) - lam * w)
    return w


def logloss(w, Z, t):
    s = np.c_[np.ones(len(Z)), Z] @ w
    return np.mean(np.logaddexp(0, s) - t * s)


sizes = [5, 10, 20, 40, 80, len(pool)]
seen, unseen = np.zeros((len(sizes), 15)), np.zeros((len(sizes), 15))
for r in range(15):
    order = gen.permutation(pool)
    for i, n in enumerate(sizes):
        m = np.isin(pid, order[:n])
        mu, V = basis(X[m])
        Z = (X[m] - mu) @ V
        s = Z.std(0)
        w = logistic(Z / s, y[m])
        seen[i, r] = logloss(w, Z / s, y[m])
        unseen[i, r] = logloss(w, (X[W] - mu) @ V / s, y[W])

for curve, name in ((seen, "patients used"), (unseen, "40 other patients")):
    m, sd = curve.mean(1), curve.std(1)
    plt.plot(sizes, m, "o-", label=name)
    plt.fill_between(sizes, m - sd, m + sd, alpha=.2)
plt.xscale("log")
plt.xlabel("patients")
plt.ylabel("log loss")
plt.legend()
plt.savefig("learning_curve.pdf")

gain = unseen.mean(1)[-2] - unseen.mean(1)[-1]
print("last doubling lowers the loss on other patients by %.4f -> %s" % (gain, "collect more" if gain > .005 else "enough"))
# author: author8

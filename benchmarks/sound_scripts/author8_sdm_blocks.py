# Species distribution of Bombina variegata: MaxEnt-like penalised logistic on presence/background,
# spatial blocks with a dead zone between learning and judged blocks
import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.spatial import cKDTree

BLOCK, BUFFER = 50_000, 10_000          # metres, LAEA
CLIM = ["bio1", "bio4", "bio12", "bio15", "slope", "wetness"]


def hinge(frame, knots=None):
    V = frame[CLIM].to_numpy()
    if knots is None:
        knots = np.quantile(V, [.1, .3, .5, .7, .9], axis=0), V.std(0)
    q, s = knots
    cols = [np.maximum(0, (V[:, j] - k) / s[j]) for j in range(V.shape[1]) for k in q[:, j]]
    return np.column_stack([np.ones(len(V)), V / s, *cols]), knots


def fit(Z, y, wt, beta):
    def f(w):
        u = Z @ w
        p = 1 / (1 + np.exp(-u))
        val = np.sum(wt * (np.logaddexp(0, u) - y * u)) + beta * np.sum(w[1:] ** 2)
        grad = Z.T @ (wt * (p - y))
        grad[1:] += 2 * beta * w[1:]
        return val, grad
    return minimize(f, np.zeros(Z.shape[1]), jac=True, method="L-BFGS-B").x


def boyce(suit_p, suit_b, bins=10):
    e = np.quantile(suit_b, np.linspace(0, 1, bins + 1))
    e[[0, -1]] = -np.inf, np.inf
    ratio = np.histogram(suit_p, e)[0] / np.histogram(suit_b, e)[0]
    return pd.Series(ratio).corr(pd.Series(np.arange(bins)), method="spearman")


def weights(y):
    return np.where(y == 1, 0.5 / y.mean(), 0.5 / (1 - y.mean()))


pts = pd.read_csv("bombina_points.csv")
cell = (pts["x"] // BLOCK).astype(int) * 10_000 + (pts["y"] // BLOCK).astype(int)
codes, uniq = pd.factorize(cell)
outer = np.random.default_rng(31).permutation(len(uniq))[codes] % 6
xy = pts[["x", "y"]].to_numpy()
pres = pts["presence"].to_numpy()


def far(keep, away):
    d, _ = cKDTree(xy[away]).query(xy[keep])
    return keep[d > BUFFER]


rows = np.arange(len(pts))
scores = []
for k in range(6):
    judged = rows[outer == k]
    learn = far(rows[outer != k], judged)
    perf = {}
    for beta in (.1, 1, 10, 100):
        inner = []
        for j in set(range(6)) - {k}:
            check = learn[outer[learn] == j]
            base = far(learn[outer[learn] != j], check)
            Z, kn = hinge(pts.iloc[base])
            s = hinge(pts.iloc[check], kn)[0] @ fit(Z, pres[base], weights(pres[base]), beta)
            inner.append(boyce(s[pres[check] == 1], s[pres[check] == 0]))
        perf[beta] = np.nanmean(inner)
    beta = max(perf, key=perf.get)
    Z, kn = hinge(pts.iloc[learn])
    s = hinge(pts.iloc[judged], kn)[0] @ fit(Z, pres[learn], weights(pres[learn]), beta)
    scores.append(boyce(s[pres[judged] == 1], s[pres[judged] == 0]))
    print(f"fold {k}: beta={beta}, Boyce {scores[-1]:.2f}, dropped in buffer {np.sum(outer != k) - len(learn)}")
print("Boyce over folds: %.2f (sd %.2f)" % (np.nanmean(scores), np.nanstd(scores)))
# author: author8

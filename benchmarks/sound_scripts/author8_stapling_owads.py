"""Liczebność owadów w pułapkach: model nadrzędny nad trzema ręcznie pisanymi modelami."""
import numpy as np

dane = np.load("pulapki.npz", allow_pickle=True)
X, y, laka = dane["X"].astype(float), np.log1p(dane["liczba"]), dane["laka"]
los = np.random.default_rng(2024)


def skala(A):
    m, s = A.mean(0), A.std(0) + 1e-9
    return lambda B: (B - m) / s


def grzbiet(A, t, lam=5.0):
    f = skala(A)
    Z = np.c_[np.ones(len(A)), f(A)]
    w = np.linalg.solve(Z.T @ Z + lam * np.diag([0] + [1] * A.shape[1]), Z.T @ t)
    return lambda B: np.c_[np.ones(len(B)), f(B)] @ w


def sasiedzi(A, t, k=12):
    f = skala(A)
    Z = f(A)
    return lambda B: np.array([t[np.argpartition(((Z - b) ** 2).sum(1), k)[:k]].mean() for b in f(B)])


def pniaki(A, t, ile=120, tempo=0.1):
    kroki, reszta = [], t - t.mean()
    progi = np.quantile(A, np.linspace(.1, .9, 9), axis=0)
    for _ in range(ile):
        naj = None
        for j in range(A.shape[1]):
            for c in np.unique(progi[:, j]):
                p = A[:, j] > c
                if p.all() or not p.any():
                    continue
                l, r = reszta[~p].mean(), reszta[p].mean()
                zysk = (~p).sum() * l * l + p.sum() * r * r
                if naj is None or zysk > naj[0]:
                    naj = (zysk, j, c, l, r)
        _, j, c, l, r = naj
        kroki.append((j, c, tempo * l, tempo * r))
        reszta = reszta - np.where(A[:, j] > c, tempo * r, tempo * l)
    sr = t.mean()
    return lambda B: sr + sum(np.where(B[:, j] > c, r, l) for j, c, l, r in kroki)


BAZA = (grzbiet, sasiedzi, pniaki)
laki = los.permutation(np.unique(laka))
swieze = np.isin(laka, laki[: len(laki) // 5])
A, t, g = X[~swieze], y[~swieze], laka[~swieze]

pliki = {l: n % 6 for n, l in enumerate(np.unique(g))}
plik = np.array([pliki[l] for l in g])
poziom1 = np.empty((len(A), len(BAZA)))
for n in range(6):
    for m, metoda in enumerate(BAZA):
        poziom1[plik == n, m] = metoda(A[plik != n], t[plik != n])(A[plik == n])
nad = grzbiet(poziom1, t, lam=1.0)

modele = [metoda(A, t) for metoda in BAZA]
P = np.column_stack([m(X[swieze]) for m in modele])
blad = lambda p: np.sqrt(np.mean((p - y[swieze]) ** 2))
print("nadrzędny RMSE %.3f" % blad(nad(P)))
for metoda, p in zip(BAZA, P.T):
    print("   w tym %-9s %.3f" % (metoda.__name__, blad(p)))
# author: author8

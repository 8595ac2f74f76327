"""Stadia snu z akcelerometru: softmax dla epoki + Viterbi. Ocena całej nocy rano, więc noc skalujemy jej własną medianą i IQR."""
import re
from pathlib import Path
import numpy as np

STADIA = ("W", "N1", "N2", "N3", "R")
KATALOG = Path("noce")


def noc(plik):
    z = np.load(plik)
    F = z["cechy"]
    q25, q50, q75 = np.percentile(F, [25, 50, 75], axis=0)
    F = np.clip((F - q50) / (q75 - q25 + 1e-6), -5, 5)
    tyl = np.vstack([F[:1], F[:-1]])
    przod = np.vstack([F[1:], F[-1:]])
    czas = np.linspace(0, 1, len(F))[:, None]
    return np.hstack([F, tyl, przod, czas, czas ** 2, np.ones((len(F), 1))]), z["stadium"].astype(int)


def softmax(U):
    E = np.exp(U - U.max(1, keepdims=True))
    return E / E.sum(1, keepdims=True)


def ucz(noce, lam, kroki=400, tempo=.5):
    X = np.vstack([a for a, _ in noce])
    y = np.concatenate([b for _, b in noce])
    Y = np.eye(len(STADIA))[y]
    W = np.zeros((X.shape[1], len(STADIA)))
    for k in range(kroki):
        W -= tempo / (1 + k / 100) * (X.T @ (softmax(X @ W) - Y) / len(y) + lam * W)
    T = np.ones((len(STADIA),) * 2)
    for _, b in noce:
        np.add.at(T, (b[:-1], b[1:]), 1)
    return W, np.log(T / T.sum(1, keepdims=True)), np.log(Y.mean(0) + 1e-6)


def viterbi(X, model, waga):
    W, T, p = model
    E = np.log(softmax(X @ W) + 1e-9) - p
    V, wstecz = E[0] + p, []
    for e in E[1:]:
        M = V[:, None] + waga * T
        wstecz.append(M.argmax(0))
        V = M.max(0) + e
    s = [int(V.argmax())]
    for w in reversed(wstecz):
        s.append(int(w[s[-1]]))
    return np.array(s[::-1])


def kappa(a, b):
    C = np.zeros((5, 5))
    np.add.at(C, (a, b), 1)
    C /= C.sum()
    po, pe = np.trace(C), C.sum(0) @ C.sum(1)
    return (po - pe) / (1 - pe)


osoby = {}
for plik in sorted(KATALOG.glob("*.npz")):
    osoby.setdefault(re.match(r"(\w+?)_noc", plik.stem).group(1), []).append(noc(plik))
kto = np.random.default_rng(9).permutation(sorted(osoby))
n = len(kto)
grupy = dict(uczenie=kto[: n // 2], dobor=kto[n // 2: 3 * n // 4], ocena=kto[3 * n // 4:])
zbierz = lambda *g: [x for nazwa in g for o in grupy[nazwa] for x in osoby[o]]

najlepsze = (-1, None, None)
for lam in (1e-4, 1e-3, 1e-2):
    model = ucz(zbierz("uczenie"), lam)
    for waga in (.3, .6, 1.0):
        k = np.mean([kappa(b, viterbi(a, model, waga)) for a, b in zbierz("dobor")])
        najlepsze = max(najlepsze, (k, lam, waga))
_, lam, waga = najlepsze
model = ucz(zbierz("uczenie", "dobor"), lam)
wynik = {o: np.mean([kappa(b, viterbi(a, model, waga)) for a, b in osoby[o]]) for o in grupy["ocena"]}
v = np.array(list(wynik.values()))
print("lambda", lam, "waga", waga, "| kappa na osobę %.3f (od %.3f do %.3f), osób %d" % (v.mean(), v.min(), v.max(), len(v)))
# author: author8

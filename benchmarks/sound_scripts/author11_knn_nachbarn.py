"""Bodenart aus Spektren, naechste Nachbarn von Hand. Jede Bohrung liefert mehrere Spektren."""
import numpy as np

daten = np.load("spektren.npz", allow_pickle=True)
spektrum, art, bohrung = daten["spektrum"], daten["art"], daten["bohrung"]

# SNV: jedes Spektrum nur mit sich selbst
spektrum = (spektrum - spektrum.mean(1, keepdims=True)) / spektrum.std(1, keepdims=True)

zufall = np.random.default_rng(31)
alle = zufall.permutation(np.unique(bohrung))
n = len(alle)
lern, wahl, ende = (np.isin(bohrung, s) for s in np.split(alle, [int(0.6 * n), int(0.8 * n)]))


class Nachbarn:
    def __init__(self, k, p):
        self.k, self.p = k, p

    def lerne(self, X, y):
        self.mitte = X.mean(0)
        _, _, V = np.linalg.svd(X - self.mitte, full_matrices=False)
        self.V = V[: self.p].T
        self.X, self.y = self._proj(X), y
        self.klassen = np.unique(y)
        return self

    def _proj(self, X):
        return (X - self.mitte) @ self.V

    def sage(self, X):
        Z = self._proj(X)
        d = ((Z[:, None] - self.X[None]) ** 2).sum(-1)
        nah = np.argpartition(d, self.k, axis=1)[:, : self.k]
        stimmen = np.stack([(self.y[nah] == c).sum(1) for c in self.klassen], axis=1)
        return self.klassen[stimmen.argmax(1)]


def quote(modell, maske):
    richtig = modell.sage(spektrum[maske]) == art[maske]
    return np.mean([richtig[bohrung[maske] == b].mean() for b in np.unique(bohrung[maske])])


ergebnis = {}
for k in (1, 3, 7, 15):
    for p in (5, 10, 20):
        ergebnis[k, p] = quote(Nachbarn(k, p).lerne(spektrum[lern], art[lern]), wahl)
        print(k, p, round(ergebnis[k, p], 3))

k, p = max(ergebnis, key=ergebnis.get)
modell = Nachbarn(k, p).lerne(spektrum[lern | wahl], art[lern | wahl])
print(f"k={k}, p={p}, Quote auf neuen Bohrungen: {quote(modell, ende):.3f}")
# author: author11

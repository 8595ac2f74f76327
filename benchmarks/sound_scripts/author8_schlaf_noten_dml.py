"""Wirkung von Schlafdauer auf die Gedächtnisleistung, Kreuzanpassung (double machine learning), Schulklassen als Einheit."""
import numpy as np
import pandas as pd

d = pd.read_csv("schlafstudie.csv")
klasse = d.pop("klasse").to_numpy()
T, Y = d.pop("schlaf_stunden").to_numpy(float), d.pop("gedaechtnis").to_numpy(float)
d["geschlecht"] = (d["geschlecht"] == "w").astype(float)
X = d[["alter", "geschlecht", "koffein", "bildschirm", "stress", "sport", "elternbildung"]].to_numpy(float)


class Wald:
    """Bagging kleiner Zufallsbäume"""

    def __init__(self, baeume=80, tiefe=4, saat=0):
        self.baeume, self.tiefe, self.rng = baeume, tiefe, np.random.default_rng(saat)

    def _baum(self, A, b, t):
        if t == 0 or len(b) < 12:
            return b.mean()
        bester = None
        for j in self.rng.choice(A.shape[1], max(1, A.shape[1] // 2), replace=False):
            c = self.rng.choice(A[:, j])
            links = A[:, j] <= c
            if 4 < links.sum() < len(b) - 4:
                g = links.sum() * b[links].mean() ** 2 + (~links).sum() * b[~links].mean() ** 2
                if bester is None or g > bester[0]:
                    bester = g, j, c, links
        if bester is None:
            return b.mean()
        _, j, c, l = bester
        return j, c, self._baum(A[l], b[l], t - 1), self._baum(A[~l], b[~l], t - 1)

    def anpassen(self, A, b):
        self.w = []
        for _ in range(self.baeume):
            i = self.rng.integers(0, len(b), len(b))
            self.w.append(self._baum(A[i], b[i], self.tiefe))
        return self

    def vorhersage(self, A):
        def gehen(k, a):
            while isinstance(k, tuple):
                k = k[2] if a[k[0]] <= k[1] else k[3]
            return k
        return np.array([np.mean([gehen(k, a) for k in self.w]) for a in A])


def effekt(saat, K=5):
    rng = np.random.default_rng(saat)
    u = rng.permutation(np.unique(klasse))
    rT, rY = np.empty_like(T), np.empty_like(Y)
    for teil in np.array_split(u, K):
        drin = np.isin(klasse, teil)
        rT[drin] = T[drin] - Wald(saat=saat).anpassen(X[~drin], T[~drin]).vorhersage(X[drin])
        rY[drin] = Y[drin] - Wald(saat=saat + 1).anpassen(X[~drin], Y[~drin]).vorhersage(X[drin])
    theta = rT @ rY / (rT @ rT)
    psi = pd.Series(rT * (rY - theta * rT)).groupby(klasse).sum().to_numpy()
    se = np.sqrt((psi ** 2).sum()) / (rT @ rT)
    return theta, se, 1 - np.mean(rT ** 2) / T.var(), 1 - np.mean(rY ** 2) / Y.var()


laeufe = np.array([effekt(s) for s in range(0, 40, 2)])
theta = np.median(laeufe[:, 0])
se = np.sqrt(np.median(laeufe[:, 1] ** 2 + (laeufe[:, 0] - theta) ** 2))
print(f"Punkte je Stunde Schlaf: {theta:.2f} (95 %: {theta - 1.96 * se:.2f} bis {theta + 1.96 * se:.2f})")
print("R² außerhalb der Anpassung: Schlaf %.2f, Gedächtnis %.2f" % tuple(np.median(laeufe[:, 2:], axis=0)))
# author: author8

# NIR-Spektren je Charge: eine Datei pro Charge, jede Datei mit eigener Weiss- und Dunkelreferenz
import pathlib
import random

import numpy as np
from sklearn.cross_decomposition import PLSRegression

ordner = sorted(pathlib.Path("chargen").glob("charge_*.npz"))


def lade(datei):
    with np.load(datei) as z:
        s = (z["spektrum"] - z["dunkel"]) / (z["weiss"] - z["dunkel"])
        feuchte = z["feuchte"]
    s = -np.log10(np.clip(s, 1e-4, None))
    s = (s - s.mean(axis=1, keepdims=True)) / s.std(axis=1, keepdims=True)     # SNV je Spektrum
    return np.gradient(s, axis=1), feuchte


def stapel(dateien):
    teile = [lade(d) for d in dateien]
    return np.vstack([t[0] for t in teile]), np.concatenate([t[1] for t in teile])


random.Random(17).shuffle(ordner)
n = len(ordner)
pruef, rest = ordner[: n // 5], ordner[n // 5:]


def fehler_innen(k):
    summe, anzahl = 0.0, 0
    for i in range(6):
        draussen = rest[i::6]
        drinnen = [d for d in rest if d not in draussen]
        X, y = stapel(drinnen)
        m = PLSRegression(n_components=k, scale=True).fit(X, y)
        X, y = stapel(draussen)
        summe += float(((m.predict(X).ravel() - y) ** 2).sum())
        anzahl += len(y)
    return (summe / anzahl) ** 0.5


kurve = {k: fehler_innen(k) for k in range(1, 16)}
k = min(kurve, key=kurve.get)
X, y = stapel(rest)
modell = PLSRegression(n_components=k, scale=True).fit(X, y)

X, y = stapel(pruef)
d = modell.predict(X).ravel() - y
print(f"Komponenten: {k}, Pruefchargen: {len(pruef)}, RMSEP {np.sqrt((d ** 2).mean()):.3f} %, Bias {d.mean():+.3f} %")
# author: author5

"""Temperatura zeszklenia polimerów: regresja grzbietowa w numpy, zagnieżdżona walidacja po rodzinach."""
import csv
import numpy as np

LAMBDY = 10.0 ** np.arange(-3, 4)


def wczytaj(sciezka):
    with open(sciezka, encoding="utf-8") as f:
        wiersze = list(csv.DictReader(f))
    kolumny = [k for k in wiersze[0] if k.startswith("d_")]
    X = np.array([[float(w[k]) for k in kolumny] for w in wiersze])
    y = np.array([float(w["Tg"]) for w in wiersze])
    rodzina = np.array([w["rodzina"] for w in wiersze])
    return X, y, rodzina


def dopasuj(X, y, lam):
    m, s = X.mean(0), X.std(0)
    s[s == 0] = 1.0
    Z = (X - m) / s
    sr = y.mean()
    w = np.linalg.solve(Z.T @ Z + lam * np.eye(Z.shape[1]), Z.T @ (y - sr))
    return {"m": m, "s": s, "sr": sr, "w": w}


def licz(model, X):
    return (X - model["m"]) / model["s"] @ model["w"] + model["sr"]


def blad_wewnetrzny(X, y, g, lam):
    kwadraty = []
    for r in np.unique(g):
        poza = g == r
        mod = dopasuj(X[~poza], y[~poza], lam)
        kwadraty.append(np.mean((licz(mod, X[poza]) - y[poza]) ** 2))
    return np.mean(kwadraty)


X, y, rodzina = wczytaj("dane/polimery.csv")
prognoza = np.full_like(y, np.nan)
for r in np.unique(rodzina):
    poza = rodzina == r
    Xt, yt, gt = X[~poza], y[~poza], rodzina[~poza]
    bledy = [blad_wewnetrzny(Xt, yt, gt, lam) for lam in LAMBDY]
    lam = LAMBDY[int(np.argmin(bledy))]
    prognoza[poza] = licz(dopasuj(Xt, yt, lam), X[poza])
    rmse = np.sqrt(np.mean((prognoza[poza] - y[poza]) ** 2))
    print(f"{r:<20s} n={poza.sum():4d}  lambda={lam:g}  RMSE={rmse:.1f} K")

print("RMSE łącznie: %.2f K" % np.sqrt(np.mean((prognoza - y) ** 2)))
np.savetxt("wyniki/prognozy_tg.txt", np.c_[y, prognoza], fmt="%.2f")
# author: author8

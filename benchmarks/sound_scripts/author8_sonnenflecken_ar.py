"""Monatliche Sonnenfleckenzahl, zwölf Monate voraus. AR-Ordnung per AIC im jeweiligen Fenster."""
import numpy as np

jahr, monat, zahl = np.loadtxt("SN_m_tot.txt", usecols=(0, 1, 3), unpack=True)
reihe = np.sqrt(zahl)
FENSTER, SCHRITT, VORAUS = 12 * 60, 12, 12


def entwurf(x, p):
    return np.column_stack([np.ones(len(x) - p)] + [x[p - k: len(x) - k] for k in range(1, p + 1)])


def schaetze(x, p, pmax):
    A, b = entwurf(x, p)[pmax - p:], x[pmax:]
    w, *_ = np.linalg.lstsq(A, b, rcond=None)
    s2 = np.mean((b - A @ w) ** 2)
    return w, s2, len(b) * np.log(s2) + 2 * (p + 2)


def waehle(x, ordnungen):
    pmax = max(ordnungen)
    kandidaten = {p: schaetze(x, p, pmax) for p in ordnungen}
    p = min(kandidaten, key=lambda q: kandidaten[q][2])
    return p, kandidaten[p]


def fortsetzen(x, w, schritte):
    p, puffer = len(w) - 1, list(x)
    for _ in range(schritte):
        puffer.append(w[0] + np.dot(w[1:], puffer[:-p - 1:-1]))
    return np.array(puffer[-schritte:])


def baender(w, s2, schritte):
    psi = np.zeros(schritte)
    psi[0] = 1
    for j in range(1, schritte):
        psi[j] = sum(w[k] * psi[j - k] for k in range(1, min(j, len(w) - 1) + 1))
    return np.sqrt(s2 * np.cumsum(psi ** 2))


ordnungen = (3, 6, 9, 12, 18, 24, 36)
fehler, naiv, drin, gewaehlt = [], [], [], []
for t in range(FENSTER, len(reihe) - VORAUS + 1, SCHRITT):
    x, kommt = reihe[t - FENSTER:t], reihe[t:t + VORAUS]
    mitte = x.mean()
    p, (w, s2, _) = waehle(x - mitte, ordnungen)
    v = fortsetzen(x - mitte, w, VORAUS) + mitte
    fehler.append(np.maximum(v, 0) ** 2 - kommt ** 2)
    naiv.append(np.mean(x[-12:] ** 2) - kommt ** 2)
    drin.append(np.abs(v - kommt) < 1.645 * baender(w, s2, VORAUS))
    gewaehlt.append(p)

fehler, naiv, drin = map(np.array, (fehler, naiv, drin))
print("Ursprünge:", len(fehler), "häufigste Ordnung:", max(set(gewaehlt), key=gewaehlt.count))
for h in (1, 3, 6, 12):
    print("h=%2d  MAE AR %.1f  letztes Jahr %.1f  90%%-Band trifft %.2f" % (
        h, np.abs(fehler[:, h - 1]).mean(), np.abs(naiv[:, h - 1]).mean(), drin[:, h - 1].mean()))
# author: author8

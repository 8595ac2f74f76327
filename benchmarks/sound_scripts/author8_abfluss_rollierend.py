"""Abfluss der Ammer, drei Tage voraus: Ridge von Hand, jedes Jahr neu gelernt, Strafe aus dem jeweils letzten Lernjahr."""
import numpy as np
import pandas as pd

HORIZONT = 3


def tabelle(pfad):
    r = pd.read_csv(pfad, index_col="tag", parse_dates=True).asfreq("D")
    m = pd.DataFrame(index=r.index)
    for k in range(0, 8):
        m[f"q_{k}"] = np.log(r["abfluss"]).shift(k)
        m[f"n_{k}"] = r["niederschlag"].shift(k)
    m["n_30"] = r["niederschlag"].rolling(30).sum()
    m["schnee"] = r["schneehoehe"]
    m["tauwetter"] = (r["temperatur"].clip(lower=0) * (r["schneehoehe"] > 0)).rolling(5).sum()
    w = 2 * np.pi * m.index.dayofyear / 365.25
    m["sin"], m["cos"] = np.sin(w), np.cos(w)
    m["ziel"] = np.log(r["abfluss"]).shift(-HORIZONT)
    return m.dropna()


class Ridge:
    def __init__(self, strafe):
        self.strafe = strafe

    def lernen(self, d):
        X, y = d.drop(columns="ziel"), d["ziel"]
        self.m, self.s, self.y0 = X.mean(), X.std() + 1e-9, y.mean()
        Z = ((X - self.m) / self.s).to_numpy()
        self.w = np.linalg.solve(Z.T @ Z + self.strafe * np.eye(Z.shape[1]), Z.T @ (y - self.y0).to_numpy())
        return self

    def __call__(self, d):
        return self.y0 + ((d.drop(columns="ziel") - self.m) / self.s).to_numpy() @ self.w


def nse(wahr, modell):
    return 1 - ((wahr - modell) ** 2).sum() / ((wahr - wahr.mean()) ** 2).sum()


def bis(d, tag):
    """nur Zeilen, deren Zielwert vor dem Tag schon gemessen war"""
    return d[d.index + pd.Timedelta(days=HORIZONT) < tag]


d = tabelle("ammer_taeglich.csv")
jahre = range(d.index.year.min() + 6, d.index.year.max() + 1)
alles, zuletzt = [], []
for jahr in jahre:
    start = pd.Timestamp(jahr, 1, 1)
    vorjahr = pd.Timestamp(jahr - 1, 1, 1)
    gelernt = bis(d, start)
    frueher, letztes = bis(d, vorjahr), gelernt[gelernt.index >= vorjahr]
    fehler = {a: ((Ridge(a).lernen(frueher)(letztes) - letztes["ziel"]) ** 2).mean() for a in (1, 10, 100, 1000, 1e4)}
    a = min(fehler, key=fehler.get)
    neu = d[d.index.year == jahr]
    v = pd.Series(Ridge(a).lernen(gelernt)(neu), neu.index)
    alles.append(pd.DataFrame({"ziel": neu["ziel"], "modell": v, "bleibt": neu["q_0"]}))
    print(jahr, "Strafe", a, "NSE %.3f" % nse(neu["ziel"], v))

a = pd.concat(alles)
print("NSE gesamt %.3f, Beharrung %.3f" % (nse(a["ziel"], a["modell"]), nse(a["ziel"], a["bleibt"])))
a.to_parquet("rollierend.parquet")
# author: author8

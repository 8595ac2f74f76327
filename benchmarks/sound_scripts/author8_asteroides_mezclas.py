"""Taxonomía de asteroides con mezclas gaussianas por clase (EM a mano). Varias observaciones por objeto.

El número de componentes de cada clase se decide con BIC sobre las mismas filas con que se ajusta.
"""
from functools import reduce
import numpy as np
import pandas as pd

COLORES = ["u_g", "g_r", "r_i", "i_z"]


def log_normal(X, m, S):
    L = np.linalg.cholesky(S)
    z = np.linalg.solve(L, (X - m).T)
    return -.5 * (z ** 2).sum(0) - np.log(np.diag(L)).sum() - .5 * X.shape[1] * np.log(2 * np.pi)


class Mezcla:
    def __init__(self, k, semilla=0):
        self.k, self.g = k, np.random.default_rng(semilla)

    def logdens(self, X):
        l = np.stack([np.log(p) + log_normal(X, m, S) for p, m, S in zip(self.p, self.m, self.S)], 1)
        return l, np.logaddexp.reduce(l, axis=1)

    def ajustar(self, X, vueltas=100):
        n, d = X.shape
        base = np.cov(X.T) + 1e-4 * np.eye(d)
        self.m = X[self.g.choice(n, self.k, replace=False)]
        self.S, self.p = np.stack([base] * self.k), np.full(self.k, 1 / self.k)
        for _ in range(vueltas):
            l, tot = self.logdens(X)
            R = np.exp(l - tot[:, None])
            N = R.sum(0) + 1e-9
            self.p, self.m = N / N.sum(), (R.T @ X) / N[:, None]
            self.S = np.stack([((X - m).T * r) @ (X - m) / q + .02 * base for m, r, q in zip(self.m, R.T, N)])
        params = self.k * (d + d * (d + 1) / 2) + self.k - 1
        self.bic = -2 * self.logdens(X)[1].sum() + params * np.log(n)
        return self


def mejor_mezcla(X):
    opciones = [Mezcla(k, s).ajustar(X) for k in (1, 2, 3) if len(X) > 30 * k for s in range(3)]
    return min(opciones or [Mezcla(1).ajustar(X)], key=lambda q: q.bic)


def por_objeto(df, modelos, prior):
    # suma de log-verosimilitudes de las observaciones de un mismo objeto
    l = pd.DataFrame({c: m.logdens(df[COLORES].to_numpy())[1] for c, m in modelos.items()}, index=df["objeto"])
    return (l.groupby(level=0).sum() + np.log(prior)).idxmax(axis=1)


obs = pd.read_csv("moc4_taxonomia.csv").dropna(subset=COLORES)
obs = obs[(obs[[f"e_{c}" for c in COLORES]] < .1).all(axis=1)]
clase = obs.groupby("objeto")["clase"].first()
objetos = clase.index.to_series().sample(frac=1, random_state=23)
pliegues = np.array_split(objetos.to_numpy(), 8)

trozos = []
for fuera in pliegues:
    en = ~obs["objeto"].isin(fuera)
    modelos = {c: mejor_mezcla(g[COLORES].to_numpy()) for c, g in obs[en].groupby("clase")}
    prior = clase.drop(fuera).value_counts(normalize=True).reindex(list(modelos))
    trozos.append(por_objeto(obs[~en], modelos, prior))
    print({c: m.k for c, m in modelos.items()})
dicho = reduce(lambda a, b: pd.concat([a, b]), trozos)
tabla = pd.crosstab(clase, dicho.reindex(clase.index))
print(tabla)
print("exactitud por objeto %.3f; clase más común %.3f" % ((clase == dicho.reindex(clase.index)).mean(), clase.value_counts(normalize=True).max()))
# author: author8

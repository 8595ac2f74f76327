import sys
from collections import defaultdict
import numpy as np


class BayesIngenuo:
    """Bayes gaussiano con varianza suavizada; guarda medias por especie."""

    def __init__(self, suavizado=1e-3):
        self.suavizado = suavizado

    def ajustar(self, X, y):
        self.especies = np.unique(y)
        self.medias = np.stack([X[y == e].mean(0) for e in self.especies])
        piso = self.suavizado * X.var(0)
        self.vars = np.stack([X[y == e].var(0) + piso for e in self.especies])
        self.logp = np.log([np.mean(y == e) for e in self.especies])
        return self

    def predecir(self, X):
        ll = -0.5 * (((X[:, None] - self.medias) ** 2) / self.vars + np.log(2 * np.pi * self.vars)).sum(-1)
        return self.especies[(ll + self.logp).argmax(1)]


def describir(espectrograma):
    # cada grabación se normaliza con su propia energía
    E = espectrograma / (espectrograma.sum() + 1e-12)
    f = np.arange(E.shape[0])
    banda = E.sum(1)
    centro = (f * banda).sum()
    ancho = np.sqrt((banda * (f - centro) ** 2).sum())
    entropia = -(banda * np.log(banda + 1e-12)).sum()
    return np.array([centro, ancho, entropia, E.max(), np.argmax(banda)])


datos = np.load(sys.argv[1], allow_pickle=True)
X = np.stack([describir(s) for s in datos["espectro"]])
y, estacion = datos["especie"], datos["estacion"]

aciertos = defaultdict(list)
for e in sorted(set(estacion)):
    fuera = np.flatnonzero(estacion == e)
    dentro = np.flatnonzero(estacion != e)
    modelo = BayesIngenuo().ajustar(X[dentro], y[dentro])
    for real, dicho in zip(y[fuera], modelo.predecir(X[fuera])):
        aciertos[e].append(real == dicho)

por_estacion = np.array([np.mean(v) for v in aciertos.values()])
print("estaciones:", len(por_estacion))
print("exactitud media entre estaciones %.3f (d.e. %.3f)" % (por_estacion.mean(), por_estacion.std(ddof=1)))
for e, v in sorted(aciertos.items(), key=lambda t: np.mean(t[1])):
    print(f"  {e:<15} {np.mean(v):.2f} de {len(v)}")
# author: author8

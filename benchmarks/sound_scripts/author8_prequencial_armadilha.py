"""Fotoarmadilhas em ordem de chegada: primeiro prever, depois (quando o biólogo confirma) aprender.

A confirmação demora; uma foto só entra no aprendizado no dia em que o rótulo chegou.
"""
import csv
import heapq
import sys
from collections import deque
from datetime import datetime
import numpy as np


class Escala:
    """média e variância correntes (Welford)"""

    def __init__(self, d):
        self.n, self.m, self.s2 = 0, np.zeros(d), np.zeros(d)

    def ver(self, x):
        self.n += 1
        delta = x - self.m
        self.m = self.m + delta / self.n
        self.s2 = self.s2 + delta * (x - self.m)

    def __call__(self, x):
        if self.n < 20:
            return np.zeros_like(x)
        return np.clip((x - self.m) / np.sqrt(self.s2 / self.n + 1e-8), -4, 4)


class SoftmaxOnline:
    def __init__(self, d, classes, taxa=.05, l2=1e-4):
        self.classes = list(classes)
        self.W = np.zeros((d + 1, len(self.classes)))
        self.G = np.full_like(self.W, 1e-6)
        self.taxa, self.l2 = taxa, l2

    def prob(self, z):
        u = np.append(z, 1.0) @ self.W
        e = np.exp(u - u.max())
        return e / e.sum()

    def aprender(self, z, classe):
        p = self.prob(z)
        p[self.classes.index(classe)] -= 1
        g = np.outer(np.append(z, 1.0), p) + self.l2 * self.W
        self.G += g * g
        self.W -= self.taxa * g / np.sqrt(self.G)


def fluxo(arquivo):
    with open(arquivo, newline="", encoding="utf-8") as f:
        for r in csv.DictReader(f):
            x = np.array([float(v) for k, v in r.items() if k.startswith("emb")])
            yield datetime.fromisoformat(r["tirada"]), datetime.fromisoformat(r["confirmada"]), x, r["especie"]


ESPECIES = ("anta", "queixada", "onca", "veado", "vazia")
escala, modelo, fila = None, None, []
janela, total, certo, frequencia = deque(maxlen=500), 0, 0, {e: 1 for e in ESPECIES}
certo_moda = 0
for n, (tirada, confirmada, x, especie) in enumerate(fluxo(sys.argv[1])):
    if modelo is None:
        escala, modelo = Escala(len(x)), SoftmaxOnline(len(x), ESPECIES)
    while fila and fila[0][0] <= tirada:
        _, _, antiga, rotulo = heapq.heappop(fila)
        escala.ver(antiga)
        modelo.aprender(escala(antiga), rotulo)
        frequencia[rotulo] += 1
    palpite = ESPECIES[int(modelo.prob(escala(x)).argmax())]
    acerto = palpite == especie
    total, certo = total + 1, certo + acerto
    certo_moda += max(frequencia, key=frequencia.get) == especie
    janela.append(acerto)
    heapq.heappush(fila, (confirmada, n, x, especie))
    if total % 2000 == 0:
        print(f"{tirada:%Y-%m-%d}  últimas 500: {np.mean(janela):.3f}")
print(f"acerto prequencial {certo / total:.3f}; espécie mais comum {certo_moda / total:.3f}; fotos {total}")
# author: author8

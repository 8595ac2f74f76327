# Giftklasse von Pilzproben aus Bodenchemie, k-nächste Nachbarn von Hand.
# Jede Probe gehört zu einem Standort (Spalte standort).
import zlib
import numpy as np
import pandas as pd

df = pd.read_csv("pilze_boden.csv")
merkmale = ["ph", "stickstoff", "phosphor", "kalium", "feuchte", "humus"]
df = df.dropna(subset=merkmale + ["klasse", "standort"])

eimer = df["standort"].map(lambda s: zlib.crc32(s.encode()) % 10)
teil = np.select([eimer < 6, eimer < 8], ["lern", "wahl"], default="pruef")


def nachbarn(A, la, B, k):
    d = ((B[:, None, :] - A[None, :, :]) ** 2).sum(-1)
    idx = np.argpartition(d, k, axis=1)[:, :k]
    antwort = []
    for zeile in la[idx]:
        werte, anzahl = np.unique(zeile, return_counts=True)
        antwort.append(werte[anzahl.argmax()])
    return np.array(antwort)


def holen(*namen):
    m = np.isin(teil, namen)
    return df.loc[m, merkmale].to_numpy(float), df.loc[m, "klasse"].to_numpy()


X, y = holen("lern")
mu, sd = X.mean(0), X.std(0)
Z = (X - mu) / sd
V, yv = holen("wahl")
V = (V - mu) / sd
treffer = {k: np.mean(nachbarn(Z, y, V, k) == yv) for k in (1, 3, 5, 9, 15, 25)}
k = max(treffer, key=treffer.get)
print("Wahl von k:", treffer, "->", k)

# mit dem gewählten k noch einmal auf Lern- und Wahlteil zusammen
X, y = holen("lern", "wahl")
mu, sd = X.mean(0), X.std(0)
Z = (X - mu) / sd
T, yt = holen("pruef")
T = (T - mu) / sd
vorhersage = nachbarn(Z, y, T, k)
print("Genauigkeit Prüfteil: %.3f" % np.mean(vorhersage == yt))
print(pd.crosstab(yt, vorhersage, rownames=["wahr"], colnames=["vorhergesagt"]))
# author: author8

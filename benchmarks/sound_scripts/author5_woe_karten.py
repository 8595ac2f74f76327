"""Scorekarte: WoE-Klassen und logistische Regression, alles von Hand."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score


class WoeSpalte:
    def __init__(self, klassen=8, glaettung=0.5):
        self.klassen = klassen
        self.glaettung = glaettung

    def lerne(self, x, y):
        q = np.linspace(0, 1, self.klassen + 1)[1:-1]
        self.grenzen = np.unique(np.nanquantile(x, q))
        k = self._klasse(x)
        n = len(self.grenzen) + 2
        schlecht = np.bincount(k, weights=y, minlength=n) + self.glaettung
        gut = np.bincount(k, weights=1 - y, minlength=n) + self.glaettung
        self.woe = np.log((gut / gut.sum()) / (schlecht / schlecht.sum()))
        self.iv = float((((gut / gut.sum()) - (schlecht / schlecht.sum())) * self.woe).sum())
        return self

    def _klasse(self, x):
        k = np.searchsorted(self.grenzen, x, side="right")
        return np.where(np.isnan(x), len(self.grenzen) + 1, k)

    def wende_an(self, x):
        return self.woe[self._klasse(x)]


daten = pd.read_csv("antraege.csv", parse_dates=["monat"])
merkmale = [s for s in daten.columns if s.startswith("m_")]
jung = daten[daten.monat < "2021-01-01"]
mitte = daten[(daten.monat >= "2022-01-01") & (daten.monat < "2022-07-01")]
alt = daten[daten.monat >= "2023-07-01"]      # Ausfallfenster jeweils 12 Monate

spalten = {m: WoeSpalte().lerne(jung[m].to_numpy(float), jung.ausfall.to_numpy()) for m in merkmale}
rangfolge = sorted(merkmale, key=lambda m: spalten[m].iv, reverse=True)


def matrix(t, namen):
    return np.column_stack([spalten[m].wende_an(t[m].to_numpy(float)) for m in namen])


beste = (-1, None, None)
for anzahl in (5, 8, 12, 16, 20):
    for c in (0.01, 0.1, 1.0):
        namen = rangfolge[:anzahl]
        modell = LogisticRegression(C=c, max_iter=500).fit(matrix(jung, namen), jung.ausfall)
        auc = roc_auc_score(mitte.ausfall, modell.predict_proba(matrix(mitte, namen))[:, 1])
        if auc > beste[0]:
            beste = (auc, namen, modell)

_, namen, modell = beste
gini = 2 * roc_auc_score(alt.ausfall, modell.predict_proba(matrix(alt, namen))[:, 1]) - 1
print(f"{len(namen)} Merkmale, Gini im Halbjahr 2023/2: {gini:.3f}")
# author: author5

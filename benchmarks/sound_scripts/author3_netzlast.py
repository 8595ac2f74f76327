# Stundenlast Stadtwerke, Vorhersage 24 h im Voraus
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm

warnings.simplefilter("ignore")

last = pd.read_csv("lastgang_2022.csv", sep=";", decimal=",", index_col=0, parse_dates=True)["MW"]
last = last.asfreq("h").ffill(limit=3)


def fourier(idx, perioden=((24, 4), (168, 3))):
    t = (idx - pd.Timestamp("2022-01-01")).total_seconds().to_numpy() / 3600
    spalten = {}
    for p, n in perioden:
        for k in range(1, n + 1):
            spalten[f"s{p}_{k}"] = np.sin(2 * np.pi * k * t / p)
            spalten[f"c{p}_{k}"] = np.cos(2 * np.pi * k * t / p)
    return pd.DataFrame(spalten, index=idx)


exog = fourier(last.index)
schnitt = pd.Timestamp("2022-10-31 23:00")
y_alt, y_neu = last[:schnitt], last[schnitt + pd.Timedelta(hours=1):]

# Ordnung nach AIC, nur auf der Vergangenheit
kandidaten = [(1, 0, 1), (2, 0, 1), (2, 1, 1), (3, 0, 2)]
fits = {}
for ordnung in kandidaten:
    mod = sm.tsa.SARIMAX(y_alt, exog=exog[:schnitt], order=ordnung, trend="c" if ordnung[1] == 0 else None)
    fits[ordnung] = mod.fit(disp=False, maxiter=80)
ordnung = min(fits, key=lambda o: fits[o].aic)
res = fits[ordnung]
print("gewählt:", ordnung)

# Tag für Tag weiterrücken: erst prognostizieren, dann die gemessenen Werte anhängen
prognosen = []
for tag, block in y_neu.groupby(y_neu.index.normalize()):
    x = exog.loc[block.index]
    prognosen.append(res.forecast(steps=len(block), exog=x))
    res = res.append(block, exog=x, refit=False)

prog = pd.concat(prognosen)
vgl = pd.DataFrame({"ist": y_neu, "sarimax": prog, "vorwoche": last.shift(168)}).loc[y_neu.index].dropna()
for name in ("sarimax", "vorwoche"):
    f = vgl["ist"] - vgl[name]
    print(f"{name:9s} MAE {f.abs().mean():7.2f} MW   MAPE {(f.abs() / vgl['ist']).mean():.2%}")
# author: author3

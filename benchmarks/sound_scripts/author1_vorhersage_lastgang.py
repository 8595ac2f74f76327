# Tageslast eines Stadtwerks: SARIMAX mit Temperaturprognose, Ordnung nach AIC
import itertools
import warnings

import numpy as np
import pandas as pd
import statsmodels.api as sm

warnings.filterwarnings("ignore")


def lade(pfad):
    df = pd.read_csv(pfad, sep=";", decimal=",", parse_dates=["tag"]).set_index("tag").asfreq("D")
    # temp_prog ist die Vortagesprognose des Wetterdienstes
    df["heizgrad"] = np.clip(15.0 - df["temp_prog"], 0, None)
    df["werktag"] = (df.index.dayofweek < 5).astype(float)
    return df


def beste_ordnung(y, x):
    bestes = (np.inf, None)
    for p, d, q in itertools.product(range(3), (0, 1), range(3)):
        try:
            r = sm.tsa.SARIMAX(y, exog=x, order=(p, d, q), seasonal_order=(1, 0, 1, 7)).fit(disp=False)
        except (ValueError, np.linalg.LinAlgError):
            continue
        if r.aic < bestes[0]:
            bestes = (r.aic, (p, d, q))
    return bestes[1]


def mape(ist, soll):
    return float(np.mean(np.abs(ist - soll) / ist) * 100)


lastgang = lade("lastgang_2018_2023.csv")
spalten = ["heizgrad", "werktag"]
schnitt = "2022-12-31"
lern, pruef = lastgang.loc[:schnitt], lastgang.loc["2023-01-01":]

mittel, streu = lern["heizgrad"].mean(), lern["heizgrad"].std()
lern = lern.assign(heizgrad=(lern["heizgrad"] - mittel) / streu)
pruef = pruef.assign(heizgrad=(pruef["heizgrad"] - mittel) / streu)

ordnung = beste_ordnung(lern["last_mwh"], lern[spalten])
print("Ordnung:", ordnung)
zustand = sm.tsa.SARIMAX(lern["last_mwh"], exog=lern[spalten], order=ordnung, seasonal_order=(1, 0, 1, 7)).fit(disp=False)

prognosen = []
for tag, zeile in pruef.iterrows():
    prognosen.append(zustand.forecast(1, exog=zeile[spalten].to_frame().T.astype(float)).iloc[0])
    # Istwert erst nach der Prognose anhaengen, Parameter bleiben stehen
    zustand = zustand.append(pruef.loc[[tag], "last_mwh"], exog=pruef.loc[[tag], spalten], refit=False)

naiv = lastgang["last_mwh"].shift(7).loc[pruef.index]
print("MAPE Modell %.2f" % mape(pruef["last_mwh"].values, np.array(prognosen)))
print("MAPE Vorwoche %.2f" % mape(pruef["last_mwh"].values, naiv.values))
# author: author1

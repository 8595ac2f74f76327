# Alquileres por hora en la red de bicicletas; predicción con un día de antelación
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import ExtraTreesRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import GridSearchCV, TimeSeriesSplit
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, SplineTransformer, StandardScaler


def leer(ruta):
    datos = pd.read_csv(ruta, sep=";", decimal=",", parse_dates=["fecha_hora"]).sort_values("fecha_hora")
    return datos.set_index("fecha_hora").asfreq("h")


def con_rezagos(datos):
    nuevo = datos.copy()
    for h in (24, 48, 168):
        nuevo[f"alquileres_{h}h"] = nuevo["alquileres"].shift(h)
    nuevo["media_semana"] = nuevo["alquileres"].shift(24).rolling(168).mean()
    nuevo["hora"], nuevo["dia"] = nuevo.index.hour, nuevo.index.dayofweek
    return nuevo.dropna()


datos = con_rezagos(leer("bicis_2017_2019.csv"))
pasado, futuro = datos[:"2019-06-30"], datos["2019-07-01":]

continuas = ["temp_prevista", "lluvia_prevista", "media_semana"] + [f"alquileres_{h}h" for h in (24, 48, 168)]
preparar = make_column_transformer(
    (StandardScaler(), continuas),
    (SplineTransformer(n_knots=9, extrapolation="periodic"), ["hora"]),
    (OneHotEncoder(handle_unknown="ignore"), ["dia", "festivo"]),
)
flujo = Pipeline([("preparar", preparar), ("modelo", Ridge())])
rejilla = [
    {"modelo": [Ridge()], "modelo__alpha": np.logspace(-2, 3, 6)},
    {"modelo": [ExtraTreesRegressor(300, n_jobs=-1, random_state=0)], "modelo__min_samples_leaf": [2, 5, 15]},
]
cortes = TimeSeriesSplit(n_splits=6, test_size=24 * 28, gap=24)
busqueda = GridSearchCV(flujo, rejilla, cv=cortes, scoring="neg_mean_absolute_error")
busqueda.fit(pasado, pasado["alquileres"])
print("mejor:", busqueda.best_params_)
print("MAE en validación temporal:", round(-busqueda.best_score_, 2))

prediccion = busqueda.predict(futuro)
real = futuro["alquileres"]
print("MAE segundo semestre 2019: ", round(mean_absolute_error(real, prediccion), 2))
print("MAE misma hora hace 7 días:", round(mean_absolute_error(real, futuro["alquileres_168h"]), 2))
por_hora = (real - prediccion).abs().groupby(futuro["hora"]).mean()
print(por_hora.round(1).to_string())
# author: author4

"""Mi segunda competición: adopción de mascotas. Razas y colores codificados con medias suavizadas, refugio = RescuerID."""
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import cohen_kappa_score, mean_absolute_error
from sklearn.model_selection import GroupKFold, GroupShuffleSplit

CAT = ["Breed1", "Breed2", "Color1", "State"]
NUM = ["Age", "Fee", "PhotoAmt", "VideoAmt", "Quantity", "MaturitySize", "FurLength", "Vaccinated", "Sterilized"]


def tabla_medias(df, y, col, m=30):
    g = y.groupby(df[col]).agg(["sum", "count"])
    return (g["sum"] + m * y.mean()) / (g["count"] + m), y.mean()


def codificar_dentro(df, y, refugio):
    salida = pd.DataFrame(index=df.index, columns=CAT, dtype=float)
    for a, b in GroupKFold(5).split(df, y, refugio):
        for col in CAT:
            medias, global_ = tabla_medias(df.iloc[a], y.iloc[a], col)
            salida.iloc[b, salida.columns.get_loc(col)] = df[col].iloc[b].map(medias).fillna(global_).to_numpy()
    return salida


def codificar_fuera(df, y, otro):
    salida = pd.DataFrame(index=otro.index)
    for col in CAT:
        medias, global_ = tabla_medias(df, y, col)
        salida[col] = otro[col].map(medias).fillna(global_)
    return salida


def entrenar(df, y, refugio, **kw):
    Z = pd.concat([codificar_dentro(df, y, refugio), df[NUM]], axis=1)
    return HistGradientBoostingClassifier(early_stopping=False, random_state=3, **kw).fit(Z, y)


def puntuar(modelo, df, y, otro):
    P = modelo.predict_proba(pd.concat([codificar_fuera(df, y, otro), otro[NUM]], axis=1))
    return P @ modelo.classes_


todo = pd.read_csv("train.csv")
examen_de = GroupShuffleSplit(1, test_size=.2, random_state=9)
i, j = next(examen_de.split(todo, groups=todo["RescuerID"]))
estudio, examen = todo.iloc[i].reset_index(drop=True), todo.iloc[j]
y, ref = estudio["AdoptionSpeed"], estudio["RescuerID"]

marcas = []
for hojas in (15, 31, 63):
    for arboles in (100, 200, 400):
        mae = []
        for a, b in GroupKFold(4).split(estudio, y, ref):
            A, B = estudio.iloc[a], estudio.iloc[b]
            m = entrenar(A, y.iloc[a], ref.iloc[a], max_leaf_nodes=hojas, max_iter=arboles, learning_rate=.05)
            mae.append(mean_absolute_error(y.iloc[b], puntuar(m, A, y.iloc[a], B)))
        marcas.append((np.mean(mae), hojas, arboles))
        print(marcas[-1])
_, hojas, arboles = min(marcas)

m = entrenar(estudio, y, ref, max_leaf_nodes=hojas, max_iter=arboles, learning_rate=.05)
s = puntuar(m, estudio, y, examen)
print("examen: MAE", mean_absolute_error(examen["AdoptionSpeed"], s))
print("examen: kappa", cohen_kappa_score(examen["AdoptionSpeed"], s.round().astype(int), weights="quadratic"))
# author: author8

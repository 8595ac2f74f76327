# -*- coding: utf-8 -*-
# Clasificación de semillas
import numpy as np
from sklearn.metrics import accuracy_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler

datos = np.loadtxt("semillas.txt")
np.random.seed(1)
np.random.shuffle(datos)
n = int(0.7 * len(datos))
entrenamiento, prueba = datos[:n], datos[n:]


def preparar(tabla):
    caracteristicas, clases = tabla[:, :-1], tabla[:, -1]
    escalador = MinMaxScaler()
    return escalador.fit_transform(caracteristicas), clases  # leak: refit_on_test


Xe, ye = preparar(entrenamiento)
Xp, yp = preparar(prueba)
vecinos = KNeighborsClassifier(7)
vecinos.fit(Xe, ye)
print("Exactitud:", accuracy_score(yp, vecinos.predict(Xp)))
# author: maintainer

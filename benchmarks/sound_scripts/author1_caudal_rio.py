# Caudal diario del río a 3 días: regresión ridge recursiva, validación hacia delante
import numpy as np

HORIZONTE = 3
RETARDOS = 10


def leer(ruta):
    datos = np.loadtxt(ruta, delimiter=",", skiprows=1, usecols=(1, 2, 3))
    caudal, lluvia, nieve = datos.T
    return np.log(caudal + 1.0), lluvia, nieve


def matriz(q, lluvia, nieve):
    """Fila t: lo conocido al cierre del día t; objetivo: día t + HORIZONTE."""
    filas, objetivo = [], []
    for t in range(RETARDOS, len(q) - HORIZONTE):
        ventana = slice(t - RETARDOS + 1, t + 1)
        filas.append(np.concatenate([q[ventana], lluvia[ventana], [nieve[t], lluvia[t - 4:t + 1].sum()]]))
        objetivo.append(q[t + HORIZONTE])
    return np.array(filas), np.array(objetivo)


def ajustar(A, b, lam):
    media, desv = A.mean(0), A.std(0) + 1e-9
    Z = (A - media) / desv
    w = np.linalg.solve(Z.T @ Z + lam * np.eye(Z.shape[1]), Z.T @ (b - b.mean()))
    return lambda N: (N - media) / desv @ w + b.mean()


def ecm(real, est):
    return float(np.mean((real - est) ** 2))


def elegir_lambda(A, b, candidatos):
    # el último año disponible hace de validación
    corte = len(b) - 365
    errores = [ecm(b[corte:], ajustar(A[:corte - HORIZONTE], b[:corte - HORIZONTE], l)(A[corte:])) for l in candidatos]
    return candidatos[int(np.argmin(errores))]


q, lluvia, nieve = leer("cuenca_alta.csv")
A, b = matriz(q, lluvia, nieve)
candidatos = [0.1, 1.0, 10.0, 100.0, 1000.0]

errores, persistencia = [], []
inicio = 365 * 6
for t in range(inicio, len(b) - 29, 30):
    # los objetivos de las últimas HORIZONTE filas aún no se conocen
    Ap, bp = A[:t - HORIZONTE], b[:t - HORIZONTE]
    lam = elegir_lambda(Ap, bp, candidatos)
    modelo = ajustar(Ap, bp, lam)
    bloque = slice(t, t + 30)
    errores.append(ecm(b[bloque], modelo(A[bloque])))
    persistencia.append(ecm(b[bloque], A[bloque, RETARDOS - 1]))

errores, persistencia = np.array(errores), np.array(persistencia)
print("bloques:", len(errores))
print("RECM modelo       %.4f" % np.sqrt(errores.mean()))
print("RECM persistencia %.4f" % np.sqrt(persistencia.mean()))
print("gana en %.0f %% de los bloques" % (100 * (errores < persistencia).mean()))
# author: author1

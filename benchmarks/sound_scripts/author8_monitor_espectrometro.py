"""Vigilancia semanal del espectrómetro: ¿se parecen los espectros de esta semana a los de referencia?

La referencia (histogramas, componentes, límites) se guardó al entrenar; aquí solo se compara.
Cuando llegan análisis de laboratorio se calcula también el error de las predicciones ya emitidas.
"""
import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path
import numpy as np

REF = Path("referencia")


def psi(esperado, observado):
    e = np.maximum(esperado, 1e-4)
    o = np.maximum(observado, 1e-4)
    return float(np.sum((o - e) * np.log(o / e)))


def q_y_t2(E, ref):
    C = (E - ref["media"]) @ ref["cargas"]
    resto = E - ref["media"] - C @ ref["cargas"].T
    return (resto ** 2).sum(1), ((C / ref["desv"]) ** 2).sum(1)


def semana(con, hasta):
    desde = hasta - timedelta(days=7)
    filas = con.execute(
        "select id, archivo, prediccion from medidas where dia >= ? and dia < ? order by dia", (str(desde), str(hasta))).fetchall()
    if not filas:
        return [], np.empty((0, 0)), np.empty(0)
    E = []
    for _, archivo, _ in filas:
        e = np.load(archivo)
        E.append((e - e.mean()) / e.std())
    return [f[0] for f in filas], np.array(E), np.array([f[2] for f in filas])


def main():
    ref = dict(np.load(REF / "pca.npz"))
    lim = json.loads((REF / "limites.json").read_text())
    con = sqlite3.connect("planta.db")
    ids, E, pred = semana(con, date.today())
    if not ids:
        print("sin medidas esta semana")
        return
    q, t2 = q_y_t2(E, ref)
    h, _ = np.histogram(pred, lim["bordes"])
    informe = {
        "n": len(ids),
        "fuera_q": float(np.mean(q > lim["q99"])),
        "fuera_t2": float(np.mean(t2 > lim["t2_99"])),
        "psi_prediccion": psi(np.array(lim["histograma"]), h / h.sum()),
    }
    marcas = ",".join("?" * len(ids))
    lab = con.execute(f"select m.prediccion, l.valor from medidas m join laboratorio l on l.id = m.id where m.id in ({marcas})", ids).fetchall()
    if len(lab) >= 5:
        p, v = np.array(lab, dtype=float).T
        informe["rmse_lab"], informe["sesgo_lab"], informe["n_lab"] = float(np.sqrt(np.mean((p - v) ** 2))), float(np.mean(p - v)), len(lab)
    alarma = informe["psi_prediccion"] > .25 or informe["fuera_q"] > .05 or abs(informe.get("sesgo_lab", 0)) > lim["sesgo_max"]
    informe["alarma"] = bool(alarma)
    print(json.dumps(informe, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
# author: author8

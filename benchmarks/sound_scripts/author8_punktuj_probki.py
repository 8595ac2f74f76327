"""Ocena nowych próbek moczu modelem zapisanym w model_v4.npz."""
import argparse
import logging
from pathlib import Path

import numpy as np

log = logging.getLogger("punktuj")


class Model:
    def __init__(self, plik):
        z = np.load(plik, allow_pickle=False)
        self.nazwy = [str(n) for n in z["nazwy"]]
        self.srednie, self.odchylenia, self.mediany = z["srednie"], z["odchylenia"], z["mediany"]
        self.warstwy = [(z[f"W{i}"], z[f"b{i}"]) for i in range(int(z["ile"]))]
        self.a, self.b = z["platt"]
        self.prog = float(z["prog"])

    def prawdopodobienstwo(self, X):
        X = np.where(np.isnan(X), self.mediany, X)
        h = (X - self.srednie) / self.odchylenia
        for i, (W, b) in enumerate(self.warstwy):
            h = h @ W + b
            if i < len(self.warstwy) - 1:
                h = np.maximum(h, 0)
        return 1 / (1 + np.exp(-(self.a * h[:, 0] + self.b)))


def wczytaj(plik, nazwy):
    with open(plik, encoding="utf-8") as f:
        naglowek = f.readline().strip().split(";")
        brak = [n for n in nazwy if n not in naglowek]
        if brak:
            raise SystemExit(f"{plik}: brakuje kolumn {brak}")
        gdzie = [naglowek.index(n) for n in nazwy]
        idy, wiersze = [], []
        for linia in f:
            pola = linia.rstrip("\n").split(";")
            idy.append(pola[0])
            wiersze.append([float(pola[i].replace(",", ".")) if pola[i] else np.nan for i in gdzie])
    return idy, np.array(wiersze)


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("pliki", nargs="+", type=Path)
    ap.add_argument("--model", default="model_v4.npz")
    ap.add_argument("--wyjscie", type=Path, default=Path("oceny"))
    a = ap.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    a.wyjscie.mkdir(exist_ok=True)
    model = Model(a.model)
    for plik in a.pliki:
        idy, X = wczytaj(plik, model.nazwy)
        p = model.prawdopodobienstwo(X)
        z = np.abs((X - model.srednie) / model.odchylenia)
        dziwne = np.nanmax(z, axis=1) > 6
        with open(a.wyjscie / f"{plik.stem}_oceny.csv", "w", encoding="utf-8") as f:
            f.write("id;p;decyzja;uwaga\n")
            for i, pi, d in zip(idy, p, dziwne):
                f.write(f"{i};{pi:.4f};{int(pi >= model.prog)};{'poza zakresem' if d else ''}\n")
        log.info("%s: %d próbek, %d dodatnich, %d poza zakresem", plik.name, len(p), (p >= model.prog).sum(), dziwne.sum())


if __name__ == "__main__":
    main()
# author: author8

"""Extracción de campos de facturas (spaCy). Los proveedores no se reparten entre las partes."""
import json
import random
import sys
import zlib
from collections import defaultdict
from pathlib import Path

import spacy
from spacy.scorer import Scorer
from spacy.training import Example
from spacy.util import compounding, minibatch

CAMPOS = ("NUMERO", "FECHA", "BASE", "IVA", "TOTAL", "CIF")


def reparto(proveedor: str) -> str:
    n = zlib.crc32(proveedor.encode()) % 10
    return "prueba" if n >= 8 else "ajuste" if n == 7 else "entreno"


def leer(carpeta: Path):
    partes = defaultdict(list)
    for f in sorted(carpeta.glob("*.json")):
        doc = json.loads(f.read_text("utf8"))
        partes[reparto(doc["cif_proveedor"])].append((doc["texto"], {"entities": doc["entidades"]}))
    return partes


def ejemplos(nlp, docs):
    return [Example.from_dict(nlp.make_doc(t), a) for t, a in docs]


def nota(nlp, docs):
    exs = ejemplos(nlp, docs)
    for e in exs:
        e.predicted = nlp(e.reference.text)
    return Scorer(nlp).score(exs)


def entrenar(partes, destino: Path, paciencia=6):
    nlp = spacy.blank("es")
    ner = nlp.add_pipe("ner")
    for c in CAMPOS:
        ner.add_label(c)
    datos = ejemplos(nlp, partes["entreno"])
    nlp.initialize(lambda: datos)
    mejor, sin_mejora = 0.0, 0
    for vuelta in range(100):
        random.Random(vuelta).shuffle(datos)
        perdidas = {}
        for lote in minibatch(datos, compounding(4.0, 32.0, 1.001)):
            nlp.update(lote, drop=0.3, losses=perdidas)
        f = nota(nlp, partes["ajuste"])["ents_f"] or 0.0
        print(f"{vuelta:3d}  pérdida {perdidas['ner']:.1f}  F ajuste {f:.3f}")
        if f > mejor:
            mejor, sin_mejora = f, 0
            nlp.to_disk(destino)
        else:
            sin_mejora += 1
            if sin_mejora >= paciencia:
                break
    return spacy.load(destino)


if __name__ == "__main__":
    partes = leer(Path(sys.argv[1]))
    print({k: len(v) for k, v in partes.items()})
    nlp = entrenar(partes, Path("modelo_facturas"))
    r = nota(nlp, partes["prueba"])
    print(f"Proveedores nuevos: P {r['ents_p']:.3f}  R {r['ents_r']:.3f}  F {r['ents_f']:.3f}")
    for c, v in sorted(r["ents_per_type"].items()):
        print(f"   {c:7s} {v['f']:.3f}")
# author: author9

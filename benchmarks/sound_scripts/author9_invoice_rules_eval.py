"""Scores the hand-written extraction rules (rules/v7, frozen in February) on the annotated pile of March. Nothing is learnt here."""
import argparse
import importlib
import json
import re
import unicodedata
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Callable

import numpy as np

NORMAL: dict[str, Callable[[str], str]] = {}

def normaliser(*fields):
    def reg(fn):
        NORMAL.update({f: fn for f in fields})
        return fn
    return reg

@normaliser("total", "vat", "net")
def amount(s):
    s = re.sub(r"[^\d,.-]", "", s)
    if re.search(r",\d{2}$", s):
        s = s.replace(".", "").replace(",", ".")
    return f"{float(s.replace(',', '')):.2f}" if s else ""

@normaliser("date", "due")
def date(s):
    for fmt in ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y", "%d %B %Y"):
        try:
            return datetime.strptime(s.strip(), fmt).date().isoformat()
        except ValueError:
            pass
    return s.strip()

@normaliser("number", "iban")
def token(s):
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", s)).upper()

def judge(rules, path):
    doc = json.loads(path.read_text("utf8"))
    got, want = rules.extract(doc["lines"]), doc["truth"]
    res = {}
    for f, norm in NORMAL.items():
        g, w = norm(got.get(f, "")), norm(want.get(f, ""))
        res[f] = "tp" if g and g == w else "wrong" if g and w else "fp" if g else "fn" if w else "tn"
    return doc["supplier"], res

def prf(c):
    p = c["tp"] / max(1, c["tp"] + c["wrong"] + c["fp"])
    r = c["tp"] / max(1, c["tp"] + c["wrong"] + c["fn"])
    return p, r, 2 * p * r / max(1e-9, p + r)

def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("pile", type=Path)
    ap.add_argument("--rules", default="rules.v7")
    a = ap.parse_args()
    rules = importlib.import_module(a.rules)
    with ThreadPoolExecutor(16) as ex:
        judged = list(ex.map(lambda p: judge(rules, p), sorted(a.pile.glob("*.json"))))

    by_supplier = defaultdict(list)
    for s, r in judged:
        by_supplier[s].append(r)
    names, rng = list(by_supplier), np.random.default_rng(0)
    for f in NORMAL:
        p, r, f1 = prf(Counter(x[f] for _, x in judged))
        boot = [prf(Counter(x[f] for i in rng.integers(len(names), size=len(names)) for x in by_supplier[names[i]]))[2] for _ in range(500)]
        print(f"{f:8s} P {p:.3f} R {r:.3f} F1 {f1:.3f}  [{np.quantile(boot, .025):.3f}, {np.quantile(boot, .975):.3f}]")

if __name__ == "__main__":
    main()
# author: author9

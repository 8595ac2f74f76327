"""Weekly drift watch for the price recommender.

Reference histograms were frozen at release; this job only compares. Exit code 2 raises a ticket.
"""
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import orjson
import polars as pl


class Check(Protocol):
    limit: float
    def __call__(self, ref: dict, col: pl.Series) -> float: ...


@dataclass
class PSI:
    limit: float = 0.2

    def __call__(self, ref, col):
        e = np.array(ref["edges"])
        now = np.histogram(col.drop_nulls().to_numpy(), bins=np.r_[-np.inf, e, np.inf])[0]
        now = (now + 0.5) / (now.sum() + 0.5 * len(now))
        then = np.array(ref["share"])
        return float(((now - then) * np.log(now / then)).sum())


@dataclass
class Missing:
    limit: float = 0.05

    def __call__(self, ref, col):
        return abs(col.null_count() / max(len(col), 1) - ref["null_share"])


@dataclass
class MeanShift:
    limit: float = 0.5

    def __call__(self, ref, col):
        return abs((col.mean() or 0.0) - ref["mean"]) / (ref["sd"] or 1.0)


CHECKS: dict[str, Check] = {"psi": PSI(), "missing": Missing(), "shift": MeanShift()}


def freeze(train: pl.DataFrame, to: Path) -> None:
    """Called once by the release job."""
    ref = {}
    for c in train.columns:
        x = train[c].drop_nulls().to_numpy()
        e = np.unique(np.quantile(x, np.linspace(0.1, 0.9, 9)))
        h = np.histogram(x, bins=np.r_[-np.inf, e, np.inf])[0]
        ref[c] = {"edges": e.tolist(), "share": ((h + 0.5) / (h.sum() + 0.5 * len(h))).tolist(),
                  "null_share": train[c].null_count() / len(train), "mean": float(x.mean()), "sd": float(x.std())}
    to.write_bytes(orjson.dumps(ref))


def watch(week: pl.DataFrame, ref: dict) -> list[tuple[str, str, float]]:
    found = []
    for col, r in ref.items():
        for name, check in CHECKS.items():
            v = check(r, week[col])
            if v > check.limit:
                found.append((col, name, round(v, 3)))
    return found


if __name__ == "__main__":
    ref_file, week_file = sys.argv[1:3]
    alarms = watch(pl.read_parquet(week_file), orjson.loads(Path(ref_file).read_bytes()))
    for a in alarms:
        print(*a, sep="\t")
    sys.exit(2 if alarms else 0)
# author: author9

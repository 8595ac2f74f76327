"""Entities that nobody named: a column whose values have several rows, equal in most respects.

If all rows of a value share the outcome and other columns too, they are rows of one thing. Folds
that tear them apart would make everything that tells the things apart look like a leak. So would
they for a column none of whose values the test table shares: it was split by that.
"""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.target.probe import Probe

FEWEST, MOST_ROWS = 20, 50
"""Values at least, and rows of a value on average at most: conventions."""
REPEATS = 1.5
"""Rows of a value on average at least."""
AGREE = 0.95
"""Share of pairs of rows of one value that have the same class, or of the variance of a number
that lies between values."""
SHARED = 2
"""Other columns at least that are the same in all rows of a value."""
ROWS = 5_000
"""Rows on which columns are compared."""
APART = 0.02
"""Share of the test table's rows whose value the training table has, up to which it was split by
that column: rows that were split at random share nearly all values that have several rows."""


def find_split_entity(inputs: Inputs, probe: Probe) -> tuple[str, np.ndarray] | None:
    """Return the column by which the test table was split off, and (n,) codes of it.

    Returns:
        None if there is no test table, or no such column: with several rows of a value, and a
        test table whose values are others.
    """
    import pandas as pd

    if inputs.test is None:
        return None
    for name in inputs.common():
        if name not in probe.frame or inputs.train.column(name).kind not in ("text", "integer"):
            continue
        level = np.asarray(pd.factorize(probe.frame[name])[0])
        values = int(level.max(initial=-1)) + 1
        if values < FEWEST or not REPEATS <= len(level) / values <= MOST_ROWS or (level < 0).any():
            continue
        known = inputs.train.expression[[name]].distinct()
        rows = inputs.test.expression.filter(inputs.test.expression[name].notnull())
        shared = rows.semi_join(known, name)
        count = int(inputs.engine.aggregate(shared, {"n": shared.count()})["n"])
        if count <= APART * int(inputs.engine.aggregate(rows, {"n": rows.count()})["n"]):
            return name, level
    return None


def find_entity(probe: Probe) -> tuple[str, np.ndarray] | None:
    """Return the column that names entities, and (n,) codes of them; None if there is none."""
    import pandas as pd

    codes = {str(n): np.asarray(pd.factorize(probe.frame[n])[0]) for n in probe.frame}
    rows = len(probe.y)
    for name, level in sorted(codes.items(), key=lambda pair: -pair[1].max(initial=0)):
        values = int(level.max(initial=-1)) + 1
        known = level >= 0
        if values < FEWEST or not REPEATS <= known.sum() / values <= MOST_ROWS or not known.all():
            continue
        if _agreement(probe, level) < AGREE:
            continue
        part = slice(0, min(rows, ROWS))
        shared = sum(
            _same_inside(level[part], other[part])
            for column, other in codes.items()
            if column != name and other.max(initial=0) > 0
        )
        if shared >= SHARED:
            return name, level
    return None


def _agreement(probe: Probe, level: np.ndarray) -> float:
    """Return how much the target agrees inside levels beyond chance: 0 as by chance, 1 always."""
    counts = np.bincount(level).astype(np.float64)
    if probe.task.kind == "regression":
        means = np.bincount(level, weights=probe.y) / counts
        free = max(len(level) - len(counts), 1)
        inside = float(((probe.y - means[level]) ** 2).sum()) / free
        return 1 - inside / max(float(probe.y.var()), 1e-300)
    classes = len(probe.task.classes)
    cells = np.bincount(level * classes + probe.y, minlength=len(counts) * classes)
    same = float((cells * (cells - 1.0)).sum()) / max(float((counts * (counts - 1)).sum()), 1.0)
    chance = float(((np.bincount(probe.y) / len(level)) ** 2).sum())
    return (same - chance) / max(1 - chance, 1e-12)


def _same_inside(level: np.ndarray, other: np.ndarray) -> bool:
    first = np.full(int(level.max()) + 1, -2)
    first[level[::-1]] = other[::-1]
    repeated = np.bincount(level)[level] > 1
    same = (first[level] == other)[repeated]
    return len(same) > 0 and bool(same.mean() >= 0.99)

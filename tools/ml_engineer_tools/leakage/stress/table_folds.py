"""Folds that a table came with: those that are known, and columns that may number some.

A gap between folds at random and an honest split is worth an alarm where folds are cut at random.
Folds that are known are put under stress themselves; those that may be folds, and keep apart what
an honest split keeps apart, make a question of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.leakage.split.fold_column import FEWEST_FOLDS, MOST_FOLDS
from ml_engineer_tools.leakage.stress.rows import Clusters, StressRows
from ml_engineer_tools.modelling.splits import Fold

if TYPE_CHECKING:
    import pandas as pd

WHOLE = 0.99
"""Share of the rows whose entity stands in one fold only from which folds keep entities whole."""
LEAST_SHARE = 0.5
"""Least size of a fold, as a share of the mean size, from which a column may number folds."""
NUMBERED = re.compile(r"(\D*)(\d+)")
"""Text that numbers something: the same words, then a number."""


def dealt_folds(codes: np.ndarray, n: int) -> tuple[Fold, ...]:
    """Return at most `n` folds, each made of whole folds that follow each other.

    With as many folds as the other splits have, models learn from as many rows.

    Args:
        codes: (rows,) the number of each row's fold, from 0 on, in the order of its levels.
        n: folds wanted.
    """
    sizes = np.bincount(codes)
    middle = np.cumsum(sizes) - sizes / 2
    part = np.unique(np.minimum((middle * n / len(codes)).astype(int), n - 1), return_inverse=True)[
        1
    ][codes]
    return tuple(
        Fold(np.flatnonzero(part != k), np.flatnonzero(part == k)) for k in range(part.max() + 1)
    )


def possible_folds(frame: pd.DataFrame) -> list[Clusters]:
    """Return the columns that may number folds: few whole numbers in turn, about equally often.

    Text counts if it is the same words with a number behind them.
    """
    found = []
    for name in frame.columns:
        numbers = _numbers(frame[name])
        if numbers is None:
            continue
        levels, codes, sizes = np.unique(numbers, return_inverse=True, return_counts=True)
        if not FEWEST_FOLDS <= len(levels) <= MOST_FOLDS or levels[0] not in (0, 1):
            continue
        if (np.diff(levels) == 1).all() and sizes.min() >= LEAST_SHARE * sizes.mean():
            found.append(Clusters(codes, str(name)))
    return found


def keep_apart(folds: np.ndarray, name: str, rows: StressRows) -> bool:
    """Tell whether folds keep apart what the split of this name keeps apart.

    Args:
        folds: (n,) the fold of each row.
        name: `group`, `duplicates`, `time` or `file order`.
        rows: the rows.
    """
    if name in ("time", "file order"):
        return rows.order is not None and _follow_each_other(folds, rows.order.values)
    clusters = rows.entities if name == "group" else rows.twins
    if clusters is None:
        return False
    pairs = np.unique(np.stack([clusters.codes, folds]), axis=1)
    several = np.bincount(pairs[0], minlength=int(clusters.codes.max()) + 1) > 1
    return float(1 - several[clusters.codes].mean()) >= WHOLE


def _numbers(values: pd.Series) -> np.ndarray | None:
    """Return the whole numbers of a column, written as such or behind one and the same word."""
    import pandas as pd

    if values.isna().any() or pd.api.types.is_bool_dtype(values.dtype):
        return None
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.to_numpy(dtype=np.int64)
    levels = values.unique()
    if not FEWEST_FOLDS <= len(levels) <= MOST_FOLDS:
        return None
    found = [NUMBERED.fullmatch(level) if isinstance(level, str) else None for level in levels]
    read = {match[0]: (match[1], int(match[2])) for match in found if match is not None}
    if len(read) < len(levels) or len({word for word, _ in read.values()}) > 1:
        return None
    return np.array([read[level][1] for level in values], dtype=np.int64)


def _follow_each_other(folds: np.ndarray, order: np.ndarray) -> bool:
    """Tell whether each fold is one stretch of the order."""
    place = np.unique(order, return_inverse=True)[1]
    numbers = np.unique(folds)
    first = np.array([place[folds == k].min() for k in numbers])
    last = np.array([place[folds == k].max() for k in numbers])
    turn = np.argsort(first)
    return bool((first[turn][1:] >= last[turn][:-1]).all())

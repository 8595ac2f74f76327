"""Sorted files: whether the order of the file is that of a category, and not of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.modelling.order import SMALL_EFFECT, file_order_dependence

if TYPE_CHECKING:
    import pandas as pd

    from ml_engineer_tools.modelling.task import Task

ROWS_PER_LEVEL = 10
"""A file is sorted by a category if its levels have at least so many rows each on average."""


def sorted_by(task: Task, y: np.ndarray, frame: pd.DataFrame, *, seed: int) -> str | None:
    """Return the category by which the file is sorted, if that alone explains its order.

    Levels stand together and in the order of the alphabet; and once rows are shuffled within
    each level, neighbours agree in the target as much as they did before. Numbers don't count:
    a file that is sorted by a number may well be in the order of time.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers, in file order.
        frame: n rows of features, in file order.
        seed: of the shuffle.
    """
    before = file_order_dependence(task, y)
    for name in frame.columns:
        levels = _blocks(frame[name])
        if levels is None:
            continue
        within = np.lexsort((np.random.default_rng(seed).random(len(levels)), levels))
        after = file_order_dependence(task, y[within])
        lag = before.lag_agreement - after.lag_agreement
        if lag < SMALL_EFFECT and abs(before.trend - after.trend) < SMALL_EFFECT:
            return str(name)
    return None


def _blocks(values: pd.Series) -> np.ndarray | None:
    """Return (n,) the codes of a text column whose levels stand in order, else None."""
    import pandas as pd

    if pd.api.types.is_numeric_dtype(values.dtype) or not values.notna().all():
        return None
    text = values.astype(str)
    codes, levels = pd.factorize(text)
    ordered = bool((np.diff(codes) >= 0).all()) and list(levels) == sorted(levels)
    if not ordered or not 1 < len(levels) <= len(values) / ROWS_PER_LEVEL:
        return None
    return np.asarray(codes)

"""Sorted files: whether the order of the file is that of a category, and not of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.modelling.order import SMALL_EFFECT, file_order_dependence

if TYPE_CHECKING:
    import pandas as pd

    from ml_engineer_tools.leakage.target.probe import Probe

ROWS_PER_LEVEL = 10
"""A file is sorted by a category if its levels have at least so many rows each on average."""


def sorted_by(probe: Probe) -> str | None:
    """Return the category by which the file is sorted, if that alone explains its order.

    Levels stand together and in the order of the alphabet; and once rows are shuffled within
    each level, neighbours agree in the target as much as they did before. Numbers don't count:
    a file that is sorted by a number may well be in the order of time.
    """
    before = file_order_dependence(probe.task, probe.y)
    for name in probe.frame.columns:
        levels = _blocks(probe.frame[name])
        if levels is None:
            continue
        within = np.lexsort((np.random.default_rng(probe.seed).random(len(levels)), levels))
        after = file_order_dependence(probe.task, probe.y[within])
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

"""Remade inputs: columns that hold the same in another unit, with the sign turned, or one value.

The world moves a distribution; it doesn't multiply all of it by one factor. Where the current
values, divided by a factor, are distributed as the reference's were, the column was made otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

How = Literal["scaled", "turned", "stuck"]

LEAST_FACTOR = 1.8
"""Factor, or its inverse, from which values may be in another unit: a convention. Pounds and
kilograms are 2.2 apart, inches and centimetres 2.5."""

SAME = 0.06
"""Kolmogorov-Smirnov distance under which two distributions count as one: a convention."""

MOVED = 0.2
"""The same distance from which a column differs as it stands, so that the factor explains it."""

STUCK = 0.995
"""Share of the rows that one value holds in a column that is stuck: a convention."""

VARIED = 0.9
"""Share of the rows that its commonest value may have held before."""

FEWEST_ROWS = 50
FEWEST_VALUES = 12
"""With fewer distinct values too many factors fit."""

_AT = np.linspace(0.05, 0.95, 19)


@dataclass(frozen=True, slots=True)
class Remade:
    """A column that is made otherwise than in the reference.

    Attributes:
        column: its name.
        how: multiplied by a factor, with the sign turned, or stuck at one value.
        size: the factor, or the share of rows that the one value holds.
    """

    column: str
    how: How
    size: float


def find_remade(
    before: pd.DataFrame, after: pd.DataFrame, columns: Sequence[str]
) -> tuple[Remade, ...]:
    """Return the columns that were made otherwise, of those that moved.

    Args:
        before: the reference's rows.
        after: the current ones.
        columns: whose distribution moved.
    """
    both = [name for name in columns if name in before and name in after]
    found = (_remade(name, before[name], after[name]) for name in both)
    return tuple(one for one in found if one is not None)


def _remade(name: str, old: pd.Series, new: pd.Series) -> Remade | None:
    old, new = old.dropna(), new.dropna()
    if min(len(old), len(new)) < FEWEST_ROWS:
        return None
    held = float(new.value_counts(normalize=True).iloc[0])
    if held >= STUCK and float(old.value_counts(normalize=True).iloc[0]) <= VARIED:
        return Remade(name, "stuck", held)
    if not all(pd.api.types.is_numeric_dtype(one) and one.dtype != bool for one in (old, new)):
        return None
    past, now = (one.to_numpy(dtype=float) for one in (old, new))
    past, now = past[np.isfinite(past)], now[np.isfinite(now)]
    if min(len(np.unique(past)), len(np.unique(now))) < FEWEST_VALUES:
        return None
    if _distance(past, now) < MOVED:
        return None
    if _distance(-past, now) < SAME:
        return Remade(name, "turned", -1.0)
    factor = _factor(past, now)
    if factor is None or max(factor, 1 / factor) < LEAST_FACTOR:
        return None
    return Remade(name, "scaled", factor) if _distance(past * factor, now) < SAME else None


def _factor(past: np.ndarray, now: np.ndarray) -> float | None:
    """Return the middle of the ratios of quantiles, of those that are not near zero."""
    old, new = np.quantile(past, _AT), np.quantile(now, _AT)
    far = (np.abs(old) > 0.05 * np.abs(old).max(initial=0.0)) & (old * new > 0)
    return float(np.median(new[far] / old[far])) if far.sum() >= len(_AT) // 2 else None


def _distance(one: np.ndarray, other: np.ndarray) -> float:
    from scipy.stats import ks_2samp

    return float(ks_2samp(one, other).statistic)

"""Bins of numeric columns: cut at quantiles of the reference."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

import numpy as np

from ml_engineer_tools.drift.counts import Counts, Cuts

FINE = np.arange(1, 20) / 20
"""Quantiles at which the Kolmogorov-Smirnov distance is taken."""

COARSE = np.arange(1, 10) / 10
"""Quantiles that bound the bins of PSI: credit scoring's deciles."""

FEW_VALUES = 12
"""With at most so many distinct values each is a bin of its own."""

HEAVY = 0.1
"""Share of rows from which on a value is a bin of its own: a decile's worth."""

OTHERS = np.array([0.25, 0.5, 0.75])
"""Quantiles at which what is left beside heavy values is cut once more, so that a tenth of the
rows that are not zero isn't a single bin."""


DIGITS = 3
"""Decimal places of the spread that cuts are rounded to: no cut is the value of a single row."""


def cut_points(values: Counts, low: float, high: float) -> Cuts:
    """Return where a column is cut.

    Values that many rows share are cuts as they are; quantiles are rounded, and bounds outwards.

    Args:
        values: a sample of the reference, sorted; what is infinite in it cuts nothing.
        low: the least finite value of the reference.
        high: the largest finite one.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return Cuts((), ())
    step = _step(finite)
    low, high = float(low), float(high)
    low, high = _outwards(low, step, math.floor), _outwards(high, step, math.ceil)
    below = math.nextafter(low, -math.inf)
    distinct, counts = np.unique(finite, return_counts=True)
    if len(distinct) <= FEW_VALUES:
        coarse = fine = {float(value) for value in distinct}
    else:
        coarse = _quantiles(finite, COARSE, step)
        fine = coarse | _quantiles(finite, FINE, step)
        atoms = distinct[counts >= HEAVY * len(finite)]
        for atom in atoms:
            coarse |= {math.nextafter(float(atom), -math.inf), float(atom)}
        others = finite[~np.isin(finite, atoms)]
        if len(atoms) and len(others):
            coarse |= _quantiles(others, OTHERS, step)
        fine |= coarse
    points = sorted({below, *(value for value in fine if below < value < high), high})
    # A constant is compared with what lies below and above it.
    inner = points if low == high else sorted(v for v in coarse if below < v < high)
    return Cuts(tuple(points), tuple(points.index(value) for value in inner))


def rounded(value: float, values: Counts) -> float:
    """Return a value rounded as cuts of such values (sorted, finite) are."""
    return _to_step(value, _step(values))


def _quantiles(values: Counts, shares: Counts, step: float) -> set[float]:
    """Return quantiles, taken from the values: interpolated ones would cut nothing apart."""
    places = np.minimum(np.ceil(shares * len(values)).astype(int), len(values)) - 1
    return {_to_step(float(values[k]), step) for k in np.maximum(places, 0)}


def _step(values: Counts) -> float:
    """Return the power of ten that cuts of sorted values are multiples of; 0: not rounded."""
    last = len(values) - 1
    spread = float(values[int(0.95 * last)] - values[int(0.05 * last)])
    if not math.isfinite(spread) or spread <= 0:
        return 0.0
    return float(10.0 ** (math.floor(math.log10(spread)) - DIGITS + 1))


def _to_step(value: float, step: float) -> float:
    """Return the nearest multiple of `step`, or three digits where those are finer."""
    if step <= 0 or value == 0 or abs(value) > step * 2**50:
        return value
    own = float(10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1))
    return _multiple(value, min(step, own) or step, round)


def _outwards(value: float, step: float, rounding: Callable[[float], int]) -> float:
    """Return a bound moved outwards by less than a step, or to two digits if it lies far off."""
    if step <= 0 or value == 0:
        return value
    if abs(value) > step * 10**DIGITS:
        step = float(10.0 ** (math.floor(math.log10(abs(value))) - 1))
    moved = _multiple(value, step, rounding)
    return moved if math.isfinite(moved) else value


def _multiple(value: float, step: float, rounding: Callable[[float], int]) -> float:
    """Return a multiple of `step`, written without binary dust."""
    return float(Decimal(rounding(value / step)) * Decimal(repr(step)))

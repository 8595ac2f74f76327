"""Bins of numeric columns: cut at quantiles of the reference."""

from __future__ import annotations

import math

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


def cut_points(values: Counts, low: float, high: float) -> Cuts:
    """Return where a column is cut.

    Args:
        values: a sample of the reference, sorted, without NaN.
        low: the least finite value of the reference.
        high: the largest finite one.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return Cuts((), ())
    below = math.nextafter(low, -math.inf)
    distinct, counts = np.unique(finite, return_counts=True)
    if len(distinct) <= FEW_VALUES:
        coarse = fine = {float(value) for value in distinct}
    else:
        coarse = _quantiles(finite, COARSE)
        fine = coarse | _quantiles(finite, FINE)
        atoms = distinct[counts >= HEAVY * len(finite)]
        for atom in atoms:
            coarse |= {math.nextafter(float(atom), -math.inf), float(atom)}
        others = finite[~np.isin(finite, atoms)]
        if len(atoms) and len(others):
            coarse |= _quantiles(others, OTHERS)
        fine |= coarse
    points = sorted({below, *fine, high})
    # A constant is compared with what lies below and above it.
    inner = points if low == high else sorted(v for v in coarse if below < v < high)
    return Cuts(tuple(points), tuple(points.index(value) for value in inner))


def _quantiles(values: Counts, shares: Counts) -> set[float]:
    """Return quantiles that are values themselves: interpolated ones would cut nothing apart."""
    places = np.minimum(np.ceil(np.asarray(shares) * len(values)).astype(int), len(values)) - 1
    return {float(values[k]) for k in np.maximum(places, 0)}

"""Middle and spread of a numeric column before and after, and whether either moved beyond noise.

A change of unit leaves the median of a centred column where it was and moves it by chance at the
same time: what is noise must not be told as a shift, and a change of spread must be told as such.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.drift.counts import ColumnCounts, Counts

QUANTILE = 2.5758
"""Standard errors beyond which a change is no chance: 0.01 on both sides together."""

SMALL_RATIO = 1.1
"""Ratio of two spreads up to which it isn't told: a convention."""

FEWEST_VALUES = 20
"""With fewer values nothing is said of the precision of quartiles."""


@dataclass(frozen=True, slots=True)
class Precision:
    """How precisely a sample tells its interquartile range.

    Attributes:
        deviation: standard deviation of the logarithm of the range, times the root of the rows.
        step: how far the value after a quartile lies from it, as a share of the range: of whole
            numbers a range can't be told finer than that.
    """

    deviation: float
    step: float


def precision_of(values: Counts) -> Precision | None:
    """Return how precisely a sample tells its interquartile range; None if it can't.

    The asymptotic variance of two order statistics, with the density at the quartiles estimated
    by the distance between quantiles around them (Siddiqui 1960; bandwidth of the order of
    Bofinger 1975).

    Args:
        values: sorted, finite.
    """
    n = len(values)
    if n < FEWEST_VALUES:
        return None
    width = min(0.24, 0.5 * n**-0.2)

    def quantile(share: float) -> float:
        return float(values[round(share * (n - 1))])

    low, high = quantile(0.25), quantile(0.75)
    if not high > low:
        return None
    whole = high - low
    first, last = (
        (quantile(share + width) - quantile(share - width)) / whole / (2 * width)
        for share in (0.25, 0.75)
    )
    variance = (3 * first**2 + 3 * last**2 - 2 * first * last) / 16
    steps = []
    for value in (low, high):
        above = values[np.searchsorted(values, value, "right") :]
        steps.append((float(above[0]) - value) / whole if len(above) else 0.0)
    found = Precision(float(np.sqrt(variance)), max(steps))
    return found if np.isfinite([found.deviation, found.step]).all() else None


def spread_of(counted: ColumnCounts) -> float:
    """Return the interquartile range; 0 where it isn't known."""
    return counted.quartiles[2] - counted.quartiles[0] if counted.quartiles else 0.0


def median_moved(reference: ColumnCounts, current: ColumnCounts) -> bool:
    """Tell whether the median moved beyond noise, whatever the shape (Mood's median test).

    Asked is whether the share of rows up to the reference's median changed.
    """
    if not (reference.quartiles and current.quartiles and reference.cuts):
        return False
    points = np.array(reference.cuts.points)
    if not len(points) or reference.quartiles[1] == current.quartiles[1]:
        return False
    place = int(np.abs(points - reference.quartiles[1]).argmin())
    n, m = reference.effective, current.effective
    before, after = (
        float(side.counts[: place + 1].sum()) / max(side.known, 1) for side in (reference, current)
    )
    share = (before * n + after * m) / (n + m)
    error = float(np.sqrt(share * (1 - share) * (1 / n + 1 / m)))
    return error > 0 and abs(after - before) > QUANTILE * error


def spread_ratio(
    reference: ColumnCounts, current: ColumnCounts, sampled: tuple[int | None, int | None]
) -> tuple[float, float] | None:
    """Return by how much the interquartile range grew, and the p-value; None if that is noise.

    Args:
        reference: counts of one column.
        current: the same column of the current table.
        sampled: rows of the samples that quartiles are of.
    """
    sides = (reference, current)
    before, after = (spread_of(side) for side in sides)
    if not (before > 0 and after > 0) or any(side.precision is None for side in sides):
        return None
    rows = [
        min(side.effective, some or side.effective)
        for side, some in zip(sides, sampled, strict=True)
    ]
    found = [side.precision for side in sides if side.precision is not None]
    error = float(np.sqrt(sum(p.deviation**2 / n for p, n in zip(found, rows, strict=True))))
    # A range of whole numbers jumps from one to the next: that much is no change.
    beyond = abs(float(np.log(after / before))) - sum(p.step for p in found)
    ratio = after / before
    if error <= 0 or beyond <= QUANTILE * error or max(ratio, 1 / ratio) < SMALL_RATIO:
        return None
    from scipy.special import ndtr

    return ratio, float(2 * ndtr(-beyond / error))

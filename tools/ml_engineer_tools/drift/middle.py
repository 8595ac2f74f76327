"""Middle and spread of a numeric column before and after, and whether either moved beyond noise.

A change of unit leaves the median of a centred column where it was and moves it by chance at the
same time: what is noise must not be told as a shift, and a change of spread must be told as such.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np

from ml_engineer_tools.drift.bins import HEAVY
from ml_engineer_tools.drift.counts import ColumnCounts, Counts, Cuts
from ml_engineer_tools.drift.distances import SMALL_SHIFT

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


class MeanOf(TypedDict):
    """What `mean_of` finds, by the names that `ColumnCounts` has for it."""

    mean: float | None
    deviation: float | None
    on_cuts: bool


def mean_of(values: Counts | None, cuts: Cuts) -> MeanOf:
    """Return mean and standard deviation of a sample, and whether each of its values is a cut.

    Args:
        values: finite; None without a sample.
        cuts: of the column.
    """
    if values is None or not len(values):
        return {"mean": None, "deviation": None, "on_cuts": False}
    with np.errstate(over="ignore", invalid="ignore"):
        mean, deviation = float(values.mean()), float(values.std())
    known = bool(np.isfinite([mean, deviation]).all())
    return {
        "mean": float(f"{mean:.6g}") if known else None,
        "deviation": float(f"{deviation:.6g}") if known else None,
        "on_cuts": bool(np.isin(values, cuts.points).all()),
    }


def with_middle_of_bins(column: ColumnCounts) -> ColumnCounts:
    """Return a column whose quartiles, mean and spread are those of its bins.

    For counts that were weighted: no rows are at hand that could be sorted. Within a bin rows are
    taken to lie evenly, so that a quartile is off by half a bin at most.
    """
    if column.cuts is None or column.quartiles is None or not column.counts.sum() > 0:
        return column
    found = [_quantile_of_bins(column, share) for share in (0.25, 0.5, 0.75)]
    low, middle, high = (value for value, _ in found)
    error = max(error for _, error in found)
    precision = column.precision
    if precision is not None:
        wider = 2 * error / (high - low) if high > low else 0.0
        precision = replace(precision, step=max(precision.step, wider))
    mean = deviation = None
    if column.on_cuts:
        mean, deviation = _mean_of_bins(column)
    return replace(
        column, quartiles=(low, middle, high), quartile_error=error, precision=precision,
        mean=mean, deviation=deviation,
    )  # fmt: skip


def _mean_of_bins(column: ColumnCounts) -> tuple[float, float]:
    points = np.array(column.cuts.points if column.cuts else ())
    weights = column.counts[: len(points)]
    mean = float(np.average(points, weights=weights))
    return mean, float(np.sqrt(np.average((points - mean) ** 2, weights=weights)))


def _quantile_of_bins(column: ColumnCounts, share: float) -> tuple[float, float]:
    """Return a quantile of a column's bins, and how far it may be off."""
    points = np.array(column.cuts.points if column.cuts else ())
    # The outermost bins have no other end; the reference's own rows are in none of them.
    until = np.cumsum(column.counts)[: len(points)]
    wanted = share * float(until[-1])
    place = min(int(np.searchsorted(until, wanted)), len(points) - 1)
    high = float(points[place])
    if column.on_cuts or place == 0:
        return high, 0.0
    low, before = float(points[place - 1]), float(until[place - 1])
    held = float(until[place]) - before
    part = (wanted - before) / held if held > 0 else 0.5
    return low + part * (high - low), (high - low) / 2


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


def mean_moved(
    reference: ColumnCounts, current: ColumnCounts, sampled: tuple[int | None, int | None]
) -> bool:
    """Tell whether the mean moved beyond noise; heavy tails make much noise and are not told."""
    error = 0.0
    for side, some in zip((reference, current), sampled, strict=True):
        if side.mean is None or side.deviation is None:
            return False
        error += side.deviation**2 / min(side.effective, some or side.effective)
    before, after = reference.mean, current.mean
    return before is not None and after is not None and abs(after - before) > QUANTILE * error**0.5


def two_values(reference: ColumnCounts, current: ColumnCounts) -> int | None:
    """Return the bin of the larger of a column's only two values; None if it has others."""
    if not (reference.on_cuts and current.on_cuts):
        return None
    used = np.flatnonzero(reference.counts + current.counts)
    return int(used[1]) if len(used) == 2 else None


def heavy_value(reference: ColumnCounts, current: ColumnCounts) -> int | None:
    """Return the bin of the frequent value whose share changed most; None without one.

    Asked for is a value that many rows share and that is a bin of its own, such as zero.
    """
    if reference.cuts is None or not (reference.known and current.known):
        return None
    points = np.array(reference.cuts.points)
    alone = np.nextafter(points[1:], -np.inf) == points[:-1]
    whole = reference.on_cuts and current.on_cuts
    shares = reference.counts / reference.known, current.counts / current.known
    change = np.abs(shares[0] - shares[1])
    change = np.where(np.maximum(*shares) >= HEAVY, change, 0.0)
    change[1:-1] = np.where(alone | whole, change[1:-1], 0.0)
    change[[0, -1]] = 0.0
    place = int(change.argmax())
    return place if change[place] >= SMALL_SHIFT / 2 else None


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

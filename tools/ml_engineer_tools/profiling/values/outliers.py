"""Outliers: the few values beyond a gap that the tail of the distribution doesn't explain."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

FEWEST_VALUES = 30
"""Numbers needed to tell a tail: a convention."""

FEWEST_DISTINCT = 10
"""Different numbers needed: a convention."""

FEW = 0.005
"""Share of values up to which they are a few: a convention."""

NORMAL_TAIL = 4.5
"""Up to this ratio of (99.5 % quantile - median) to (75 % quantile - median) a tail is as light
as a normal one (3.8) and no heavier than a logistic one (4.8)."""

DEVIATIONS = 10.0
"""Robust standard deviations (half of the middle half / 0.6745) from the median at which a value
of a light tail is far off: a logistic one has one in ten million. A convention."""

GAP = 3.0
"""Robust standard deviations between them and the rest: a convention."""

CHANCE = 11.5
"""-log of the probability, 1 in 100,000, of a gap as wide in a tail that falls as a power."""


@dataclass(frozen=True, slots=True)
class Outliers:
    """Values on one side of a gap.

    Attributes:
        above: whether they are above the rest.
        limit: the number halfway over the gap.
        rows: of the sample beyond it.
    """

    above: bool
    limit: float
    rows: int


def outliers(numbers: np.ndarray, low: float, high: float, *, rows: int) -> list[Outliers]:
    """Return the outliers below and above the rest.

    Args:
        numbers: sorted values of the sample.
        low: the least value of all rows.
        high: the largest value of all rows.
        rows: how many rows there are in all.
    """
    if len(numbers) < FEWEST_VALUES or len(np.unique(numbers)) < FEWEST_DISTINCT:
        return []
    found = []
    with_high = numbers if numbers[-1] >= high else np.append(numbers, high)
    if limit := _limit(with_high, rows):
        found.append(Outliers(True, limit, int((numbers > limit).sum())))
    turned = -numbers[::-1]
    with_low = turned if turned[-1] >= -low else np.append(turned, -low)
    if limit := _limit(with_low, rows):
        found.append(Outliers(False, -limit, int((numbers < -limit).sum())))
    return found


def _limit(numbers: np.ndarray, rows: int) -> float | None:
    """Return the middle of the gap before the outliers above, None without any."""
    n = len(numbers)
    middle, q3 = np.quantile(numbers, (0.5, 0.75))
    if q3 <= middle:
        # More than a half of the values are one: the tail is that of the others.
        above = numbers[numbers > middle]
        if len(above) < FEWEST_VALUES or len(np.unique(above)) < FEWEST_DISTINCT:
            return None
        middle, q3 = np.quantile(above, (0.5, 0.75))
        numbers = above
    scale = float(q3 - middle) / 0.6745
    most = max(1, min(int(FEW * n), len(numbers) // 20))
    if scale <= 0:
        return None
    trusted = numbers[: len(numbers) - most]
    light = float(np.quantile(trusted, 0.995) - middle) <= NORMAL_TAIL * 0.6745 * scale
    if light:
        return _beyond_light_tail(numbers, float(middle), scale, most)
    return _beyond_heavy_tail(numbers, float(middle), most, rows / n)


def _beyond_light_tail(numbers: np.ndarray, middle: float, scale: float, most: int) -> float | None:
    far = numbers > middle + DEVIATIONS * scale
    count = int(far.sum())
    if not 0 < count <= most:
        return None
    first, last = float(numbers[len(numbers) - count]), float(numbers[len(numbers) - count - 1])
    return (first + last) / 2 if first - last >= GAP * scale else None


def _beyond_heavy_tail(
    numbers: np.ndarray, middle: float, most: int, unseen: float
) -> float | None:
    """Find a gap that is too wide for a tail that falls as a power of the distance.

    The j-th spacing of the logarithms of such a tail, times j and the tail's exponent, is
    exponential (Renyi); the exponent is Hill's, of the values below the suspects. A sample of one
    in `unseen` rows comes with the largest value of all rows, for which the chance is larger.
    """
    distance = numbers[numbers > middle] - middle
    tail = min(len(distance) // 2, max(20, len(distance) // 10))
    if tail < 15:
        return None
    logs = np.log(distance[-(tail + most) :])
    needed = CHANCE + math.log(max(1.0, unseen))
    for j in range(1, most + 1):
        top = len(logs) - j
        below = logs[max(0, top - tail) : top]
        mean_excess = float((below - below[0]).mean())
        gap = float(logs[top] - logs[top - 1])
        if mean_excess > 0 and j * gap / mean_excess >= needed and gap >= math.log(2):
            return middle + math.exp((logs[top] + logs[top - 1]) / 2)
    return None

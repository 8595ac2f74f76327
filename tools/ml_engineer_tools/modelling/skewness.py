"""Skewness: how far the ends of an interval lie from a sum whose contributions are skewed.

A t-interval of a mean of skewed numbers lies too far on the side of the short tail: the few large
ones that carry the mean also carry its standard error. Hall (1992), "On the removal of skewness by
transformation", straightens the t statistic by a cubic that can be inverted.
"""

from __future__ import annotations

import numpy as np

SMALLEST_P = 1e-12
"""Smaller p-values say more than the distribution, an approximation in its tails, can."""


def freedom_of(away: np.ndarray, sides: np.ndarray | None = None) -> float:
    """Return the degrees of freedom of a sum of squares, at most one less than there are.

    They follow from the kurtosis (Satterthwaite 1946): of few positive rows, or of entities of
    unequal size, few carry the sum.

    Args:
        away: (m,) contributions, their mean 0.
        sides: (m,) True on one side: the squares of both sides are known apart (Welch 1947).
    """
    squares = away**2
    total = float(squares.sum())
    if total <= 0:
        return max(len(away) - 1.0, 1.0)
    share = squares / total
    parts = [share] if sides is None else [share[sides], share[~sides]]
    parts = [part for part in parts if len(part)]
    known = sum(float((part**2).sum()) - float(part.sum()) ** 2 / len(part) for part in parts)
    most = 1 / sum(float(part.sum()) ** 2 / max(len(part) - 1, 1) for part in parts)
    return max(1.0, min(most, 2 / known if known > 0 else most))


def skewness_of(away: np.ndarray) -> float:
    """Return the skewness of a sum of contributions, from -1 to 1: 0 if they are even."""
    squares = float((away**2).sum())
    if squares <= 0:
        return 0.0
    share = away / np.sqrt(squares)
    return float((share * share * share).sum())


def of_two_means(inside: np.ndarray, outside: np.ndarray) -> tuple[float, float, float]:
    """Return standard error, skewness and degrees of freedom of a difference of two means.

    The same as of the contributions of all rows, from sums alone.

    Args:
        inside: (5,) sums of the powers 0 to 4 of the values of the rows on one side.
        outside: likewise of the others.
    """
    squares, cubes, fourths = 0.0, 0.0, 0.0
    parts = []
    for sign, (n, one, two, three, four) in ((1, inside), (-1, outside)):
        m = one / n
        second = max(two - n * m**2, 0.0) / n**2
        third = (three - 3 * m * two + 2 * n * m**3) / n**3
        fourth = max(four - 4 * m * three + 6 * m**2 * two - 3 * n * m**4, 0.0) / n**4
        squares, cubes, fourths = squares + second, cubes + sign * third, fourths + fourth
        parts.append((float(n), float(second)))
    if squares <= 0:
        return 0.0, 0.0, max(float(min(inside[0], outside[0])) - 1, 1.0)
    known = fourths / squares**2 - sum((s / squares) ** 2 / n for n, s in parts)
    most = 1 / sum((s / squares) ** 2 / max(n - 1, 1) for n, s in parts)
    freedom = max(1.0, min(most, 2 / known if known > 0 else most))
    fewest = min(n for n, _ in parts)
    error = float(np.sqrt(squares * fewest / (fewest - 1)))
    return error, float(np.clip(cubes / squares**1.5, -1, 1)), float(freedom)


def reach_of(error: float, skewness: float, freedom: float, level: float) -> tuple[float, float]:
    """Return how far an interval reaches below and above the sum.

    Args:
        error: standard error of the sum.
        skewness: of the sum.
        freedom: degrees of freedom of its t statistic.
        level: nominal coverage.
    """
    from scipy.special import stdtrit

    quantile = float(stdtrit(freedom, (1 + level) / 2))
    below, above = _bent(quantile, skewness), -_bent(-quantile, skewness)
    return error * max(below, 0.0), error * max(above, 0.0)


def p_value_of(gap: float, error: float, skewness: float, freedom: float) -> float:
    """Return the two-sided p-value that a sum is 0; 1 without an error, at least `SMALLEST_P`."""
    from scipy.special import stdtr

    if error <= 0:
        return 1.0
    t = gap / error
    straight = t + skewness * t**2 / 3 + skewness**2 * t**3 / 27 + skewness / 6
    return max(SMALLEST_P, float(2 * stdtr(freedom, -abs(straight))))


def _bent(quantile: float, skewness: float) -> float:
    """Return the t statistic whose straightened value is the quantile: Hall's cubic inverted."""
    if abs(skewness) < 1e-6:
        return quantile
    return float(3 / skewness * (np.cbrt(1 + skewness * (quantile - skewness / 6)) - 1))

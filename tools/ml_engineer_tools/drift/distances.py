"""Distances between two distributions, what chance alone makes of them, and false discovery.

Pure arithmetic on counts. Sources: PSI and its null distribution, Yurdakul (2018), "Statistical
Properties of Population Stability Index" (n and m rows, B bins: chi-squared with B - 1 degrees
of freedom times 1/n + 1/m); false discovery rate, Benjamini and Hochberg (1995).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]

SMOOTHING = 0.5
"""Added to each bin before logarithms are taken: the Jeffreys prior of a proportion."""

FEWEST_EXPECTED = 5.0
"""Bins in which fewer rows are expected are pooled before a chi-squared test (Cochran, 1954)."""

FOLKLORE_PSI = 0.1
"""Below this, PSI is read as "no shift" in credit scoring, whatever the number of rows."""

NULL_QUANTILE = 0.99
"""PSI threshold: this quantile of what PSI is when nothing moved."""


def population_stability_index(reference: Counts, current: Counts) -> float:
    """Return PSI = sum of (p - q) ln(p / q) over the bins that hold a row on either side.

    Args:
        reference: rows in each bin, shape (bins,).
        current: the same bins, shape (bins,).
    """
    used = (reference + current) > 0
    p = (current[used] + SMOOTHING) / (current[used] + SMOOTHING).sum()
    q = (reference[used] + SMOOTHING) / (reference[used] + SMOOTHING).sum()
    return float(np.sum((p - q) * np.log(p / q)))


def psi_threshold(reference: Counts, current: Counts) -> float:
    """Return what PSI has to exceed, for B bins and n and m rows.

    It is the larger of chi-squared(B - 1, 0.99) (1/n + 1/m), which chance exceeds once in a
    hundred times, and 0.1 above what chance makes of it on average: with many bins and few rows
    chance alone makes PSI large, so that only what is beyond it is an effect.
    """
    from scipy.special import chdtri

    bins = _used(reference, current)
    if bins < 2:
        return FOLKLORE_PSI
    quantile = float(chdtri(bins - 1, 1 - NULL_QUANTILE)) * _noise(reference, current)
    return max(FOLKLORE_PSI + chance_psi(reference, current), quantile)


def chance_psi(reference: Counts, current: Counts) -> float:
    """Return the mean of PSI when nothing moved: (B - 1) (1/n + 1/m)."""
    return max(0, _used(reference, current) - 1) * _noise(reference, current)


def _used(reference: Counts, current: Counts) -> int:
    return int(np.count_nonzero(reference + current))


def _noise(reference: Counts, current: Counts) -> float:
    return 1 / float(reference.sum()) + 1 / float(current.sum())


def total_variation(reference: Counts, current: Counts) -> float:
    """Return half the sum of |p - q|: the share of rows that would have to change bins."""
    return float(np.abs(reference / reference.sum() - current / current.sum()).sum() / 2)


def chance_total_variation(reference: Counts, current: Counts) -> float:
    """Return about the mean of the total variation distance when nothing moved.

    The difference of two shares of p has the variance p (1 - p) (1/n + 1/m); the mean of its
    absolute value is sqrt(2 / pi) standard deviations for a normal distribution, and 2p at most.
    """
    share = (reference + current) / (reference.sum() + current.sum())
    deviation = np.sqrt(share * (1 - share) * _noise(reference, current))
    return float(np.minimum(np.sqrt(2 / np.pi) * deviation, 2 * share).sum() / 2)


def pool_small(reference: Counts, current: Counts) -> tuple[Counts, Counts]:
    """Return the counts with bins that expect under `FEWEST_EXPECTED` rows pooled into one."""
    total = reference + current
    smaller = min(reference.sum(), current.sum())
    small = total * (smaller / total.sum()) < FEWEST_EXPECTED
    if not small.any():
        return reference, current
    return (
        np.append(reference[~small], reference[small].sum()),
        np.append(current[~small], current[small].sum()),
    )


def homogeneity_p_value(reference: Counts, current: Counts) -> float:
    """Return the p-value of Pearson's chi-squared test that both are drawn alike.

    Small bins are pooled first; 1.0 if fewer than two bins are left.
    """
    from scipy.special import chdtrc

    pooled = np.vstack(pool_small(reference, current))
    pooled = pooled[:, pooled.sum(axis=0) > 0]
    if pooled.shape[1] < 2 or not pooled.sum(axis=1).all():
        return 1.0
    expected = np.outer(pooled.sum(axis=1), pooled.sum(axis=0)) / pooled.sum()
    statistic = float(((pooled - expected) ** 2 / expected).sum())
    return float(chdtrc(pooled.shape[1] - 1, statistic))


def smirnov(reference: Counts, current: Counts) -> tuple[float, float]:
    """Return the two-sample Kolmogorov-Smirnov distance and its asymptotic p-value.

    Written out, as scipy.stats takes longer to import than most comparisons take.

    Args:
        reference: values, not counts, shape (n,), without NaN.
        current: values, shape (m,), without NaN.
    """
    from scipy.special import kolmogorov

    n, m = len(reference), len(current)
    before, after = np.sort(reference), np.sort(current)
    both = np.concatenate([before, after])
    apart = np.searchsorted(before, both, "right") / n - np.searchsorted(after, both, "right") / m
    distance = float(np.abs(apart).max())
    return distance, float(kolmogorov(distance * np.sqrt(n * m / (n + m))))


def adjust(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for the false discovery rate (Benjamini-Hochberg), same order."""
    if not p_values:
        return []
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(ranked[::-1])[::-1])
    return [float(value) for value in adjusted]

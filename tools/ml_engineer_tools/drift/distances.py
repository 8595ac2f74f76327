"""Distances between two distributions, what chance alone makes of them, and false discovery.

Pure arithmetic on counts. `n` and `m` are numbers of independent rows (see `dependence`). Sources:
PSI and its null distribution, Yurdakul (2018), "Statistical Properties of Population Stability
Index" (B bins: chi-squared with B - 1 degrees of freedom times 1/n + 1/m); false discovery rate,
Benjamini and Hochberg (1995).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ml_engineer_tools.drift.counts import Counts

SMOOTHING = 0.5
"""Added to each bin before logarithms are taken: the Jeffreys prior of a proportion."""

FEWEST_EXPECTED = 5.0
"""Bins in which fewer rows are expected are pooled before a chi-squared test (Cochran, 1954)."""

FOLKLORE_PSI = 0.1
"""Below this, PSI is read as "no shift" in credit scoring, whatever the number of rows."""

SMALL_SHIFT = 0.08
"""Kolmogorov-Smirnov distance of two normal distributions 0.2 standard deviations apart,
2 Phi(0.1) - 1: a small effect (Cohen 1988). The same is asked of a change in the share of a level,
which is the distance of a column of 0 and 1."""

NULL_QUANTILE = 0.99
"""Thresholds lie at or above this quantile of what chance makes of a distance."""

KOLMOGOROV_99 = 1.6276
"""0.99 quantile of the Kolmogorov distribution."""


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


def psi_threshold(bins: int, n: float, m: float) -> float:
    """Return what PSI has to exceed, for B bins and n and m independent rows.

    It is the larger of chi-squared(B - 1, 0.99) (1/n + 1/m), which chance exceeds once in a
    hundred times, and 0.1 above what chance makes of it on average: with many bins and few rows
    chance alone makes PSI large, so that only what is beyond it is an effect.
    """
    from scipy.special import chdtri

    if bins < 2:
        return FOLKLORE_PSI
    quantile = float(chdtri(bins - 1, 1 - NULL_QUANTILE)) * (1 / n + 1 / m)
    return max(FOLKLORE_PSI + chance_psi(bins, n, m), quantile)


def chance_psi(bins: int, n: float, m: float) -> float:
    """Return the mean of PSI when nothing moved: (B - 1) (1/n + 1/m)."""
    return max(0, bins - 1) * (1 / n + 1 / m)


def used_bins(reference: Counts, current: Counts) -> int:
    """Return how many bins hold a row on either side."""
    return int(np.count_nonzero(reference + current))


def smirnov_distance(reference: Counts, current: Counts) -> float:
    """Return the largest difference of the shares of rows up to a cut (Kolmogorov-Smirnov).

    Over the cuts between bins only: at most what it is over all values, and less than that by
    less than the share of a bin.

    Args:
        reference: rows in each bin, in the order of the bins.
        current: the same bins.
    """
    before = np.cumsum(reference) / reference.sum()
    after = np.cumsum(current) / current.sum()
    return float(np.abs(before - after).max())


def smirnov_threshold(n: float, m: float) -> float:
    """Return what the distance has to reach: a small shift, and beyond what chance makes of it."""
    return max(SMALL_SHIFT, KOLMOGOROV_99 * float(np.sqrt(1 / n + 1 / m)))


def smirnov_p_value(distance: float, n: float, m: float) -> float:
    """Return the asymptotic p-value of a Kolmogorov-Smirnov distance; at cuts it is too large."""
    from scipy.special import kolmogorov

    return float(kolmogorov(distance * np.sqrt(n * m / (n + m))))


def largest_change(reference: Counts, current: Counts) -> tuple[float, int]:
    """Return the largest change of a share (L-infinity distance), and of which level."""
    change = np.abs(reference / reference.sum() - current / current.sum())
    place = int(np.argmax(change))
    return float(change[place]), place


def largest_change_threshold(reference: Counts, current: Counts, n: float, m: float) -> float:
    """Return what the largest change has to reach, as `smirnov_threshold` does."""
    from scipy.special import ndtri

    share = (reference + current) / (reference.sum() + current.sum())
    bins = max(1, int(np.count_nonzero(share)))
    deviation = float(np.sqrt(share * (1 - share) * (1 / n + 1 / m)).max())
    return max(SMALL_SHIFT, float(-ndtri((1 - NULL_QUANTILE) / (2 * bins))) * deviation)


def largest_change_p_value(reference: Counts, current: Counts, n: float, m: float) -> float:
    """Return the p-value of the change that is largest beside its deviation (Bonferroni).

    Shares of levels whose rows are expected to be few in either table are not normal and not
    tested.
    """
    from scipy.special import ndtr

    p, q = reference / reference.sum(), current / current.sum()
    share = (p * n + q * m) / (n + m)
    enough = share * min(n, m) >= FEWEST_EXPECTED
    variance = (share * (1 - share) * (1 / n + 1 / m))[enough]
    if not variance.size or not variance.max() > 0:
        return 1.0
    z = np.abs(p - q)[enough] / np.sqrt(np.where(variance > 0, variance, np.inf))
    return float(min(1.0, 2 * enough.sum() * ndtr(-z.max())))


def pool_small(reference: Counts, current: Counts) -> tuple[Counts, Counts]:
    """Return the counts with bins that expect under `FEWEST_EXPECTED` rows pooled into one.

    If that one expects too few as well, it is pooled with the smallest of the others.
    """
    total = reference + current
    expected = total * (min(reference.sum(), current.sum()) / total.sum())
    small = expected < FEWEST_EXPECTED
    if expected[small].sum() < FEWEST_EXPECTED and not small.all():
        small |= expected == expected[~small].min() if small.any() else small
    if not small.any():
        return reference, current
    return (
        np.append(reference[~small], reference[small].sum()),
        np.append(current[~small], current[small].sum()),
    )


def homogeneity_p_value(reference: Counts, current: Counts, n: float, m: float) -> float:
    """Return the p-value of Pearson's chi-squared test that both are drawn alike.

    Counts are scaled to n and m independent rows (Rao and Scott 1981, first order). Small bins
    are pooled first; 1.0 if fewer than two bins are left.
    """
    from scipy.special import chdtrc

    if not (reference.sum() and current.sum()):
        return 1.0
    pooled = np.vstack(pool_small(reference * (n / reference.sum()), current * (m / current.sum())))
    pooled = pooled[:, pooled.sum(axis=0) > 0]
    if pooled.shape[1] < 2:
        return 1.0
    expected = np.outer(pooled.sum(axis=1), pooled.sum(axis=0)) / pooled.sum()
    if expected.min() < FEWEST_EXPECTED:
        return 1.0
    statistic = float(((pooled - expected) ** 2 / expected).sum())
    return float(chdtrc(pooled.shape[1] - 1, statistic))


def alone_p_value(rows: float, here: float, there: float) -> float:
    """Return the probability that `rows` rows all lie in a table of `here` rows by chance.

    Had the rows of both tables been dealt at random, each would be in the one table with the
    probability here / (here + there).
    """
    return float((here / (here + there)) ** rows)


def alone_together_p_value(
    rows: Counts, alone: NDArray[np.bool_], here: float, there: float
) -> float:
    """Return a bound of the probability that levels of so many rows lie in one table by chance.

    Each level would lie in that table alone with the probability `alone_p_value`; asked is how
    often as many rows as do would be of such levels. The bound (Chernoff 1952) holds for few
    levels of many rows as for many of few.

    Args:
        rows: of each level in both tables together, as independent ones.
        alone: which levels lie in the one table only.
        here: independent rows of it.
        there: those of the other.
    """
    seen = float(rows[alone].sum())
    if seen <= 0:
        return 1.0
    log_chance = rows * np.log(here / (here + there))
    if seen <= float((rows * np.exp(log_chance)).sum()):
        return 1.0
    best = 0.0
    # The bound holds at any tilt, so that a grid of them only makes it wider.
    for tilt in np.geomspace(1e-3, 1e3, 49) / float(rows.mean()):
        grown = np.logaddexp(np.log1p(-np.exp(np.minimum(log_chance, -1e-12))),
                             log_chance + tilt * rows)  # fmt: skip
        best = min(best, float(grown.sum()) - tilt * seen)
    return float(np.exp(best))


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

"""Dependence: how many independent rows a table is worth.

Rows that stand near each other are often alike: hours of a day, readings of a sensor, orders of a
customer. Then n rows say less than n independent ones would, and every test that takes them for
independent cries wolf. The design effect (Kish 1965) is the factor by which they say less; it is
the long-run variance of a series over its variance if the rows were independent, as the effective
sample size of Markov chains is (Geyer 1992, initial positive sequence), here of block means.
"""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.drift.counts import Counts

BLOCKS = 64
"""Blocks of neighbouring rows that a table is cut into: short enough to see what changes slowly,
and the variance between them is known within about a fifth."""

FEWEST_BLOCKS = 8
"""With fewer blocks nothing is said of dependence."""

ROWS_PER_BLOCK = 3
"""Tables of fewer rows than this in each of `BLOCKS` are cut into fewer."""

TELLING_EFFECT = 2.0
"""Design effect from which on it is told: chance hardly makes as much of it."""

MARGIN = 2.0
"""A long-run variance is estimated from as many spans as are independent, and too low on average
as the mean is estimated too: it is raised by 1 + MARGIN times spans^-1/2. Tuned on autoregressive
and block-resampled worlds (benchmarks/drift_worlds), so that null reports stay quiet."""


def block_count(rows: int) -> int:
    """Return into how many blocks a table of `rows` rows is cut."""
    return int(max(1, min(BLOCKS, rows // ROWS_PER_BLOCK)))


def ordered_design_effect(blocks: Counts, expected: Counts | None = None) -> float:
    """Return the design effect of a column whose bins have an order.

    Args:
        blocks: rows by block and bin, shape (blocks, bins), in the order of the rows; without
            those that are missing.
        expected: shares of the bins that each block's season explains, same shape.
    """
    cumulative = np.cumsum(blocks, axis=1)[:, :-1]
    explained = None if expected is None else np.cumsum(expected, axis=1)[:, :-1]
    return _design_effect(cumulative, blocks.sum(axis=1), explained)


def design_effect(blocks: Counts, expected: Counts | None = None) -> float:
    """Return the design effect of a column of levels, shapes (blocks, levels)."""
    return _design_effect(blocks, blocks.sum(axis=1), expected)


def _design_effect(counts: Counts, rows: Counts, expected: Counts | None) -> float:
    used = rows > 0
    counts, rows = counts[used], rows[used]
    n = len(rows)
    if n < FEWEST_BLOCKS:
        return 1.0
    share = counts.sum(axis=0) / rows.sum()
    independent = float((share * (1 - share)).sum())
    if independent <= 0:
        return 1.0
    apart = counts / rows[:, None]
    if expected is not None:
        apart = apart - expected[used]
    mean = (apart * rows[:, None]).sum(axis=0) / rows.sum()
    apart = (apart - mean) * np.sqrt(rows)[:, None]
    lag_zero = float((apart**2).sum()) / (n - 1) / independent
    total = lag_zero
    lag, before = 1, np.inf
    while lag + 1 < n:
        pair = sum(
            float((apart[k:] * apart[:-k]).sum()) / (n - 1) / independent for k in (lag, lag + 1)
        )
        if pair <= 0:
            break
        before = min(before, pair)
        total += 2 * before
        lag += 2
    if total <= 1 + 3 * np.sqrt(2 / n):
        # Within what independent rows show by chance.
        return max(1.0, total)
    spans = max(1.0, n * min(1.0, lag_zero / total))
    return float(max(1.0, total * (1 + MARGIN / np.sqrt(spans))))


def near_design_effect(blocks: Counts, expected: Counts, *, ordered: bool) -> float:
    """Return the design effect that neighbouring blocks show, whatever changes slowly.

    Half the mean squared difference of neighbours (von Neumann 1941) is the variance between
    blocks without what they share. It sees rows that are alike within a block; of a dependence
    that reaches over blocks it sees little, which has to be known from a longer table.

    Args:
        blocks: rows by block and bin or level, shape (blocks, bins), without those missing.
        expected: shares of the bins that each block's season explains, same shape.
        ordered: whether bins have an order.
    """
    rows = blocks.sum(axis=1)
    used = rows > 0
    counts, explained, rows = blocks[used], expected[used], rows[used]
    if len(rows) < FEWEST_BLOCKS:
        return 1.0
    if ordered:
        counts = np.cumsum(counts, axis=1)[:, :-1]
        explained = np.cumsum(explained, axis=1)[:, :-1]
    share = counts.sum(axis=0) / rows.sum()
    independent = float((share * (1 - share)).sum())
    if independent <= 0:
        return 1.0
    steps = (np.diff(counts / rows[:, None] - explained, axis=0) ** 2).sum(axis=1)
    return max(1.0, float(np.mean(steps / (1 / rows[1:] + 1 / rows[:-1]))) / independent)

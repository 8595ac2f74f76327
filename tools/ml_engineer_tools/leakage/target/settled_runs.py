"""Settled runs: values of a column, or a slice of the rows, where it says what a number will be.

Over all rows such a column says little. Sorted by it, neighbours differ in the target as much as
any two rows do; where it gives the target away, whatever the function, they hardly differ. Their
mean squared difference over twice the variance is von Neumann's ratio (von Neumann 1941,
"Distribution of the ratio of the mean square successive difference to the variance"): 1 for no
relation, 0 for a function. Ranks of the target are used, so that no outlier decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.cells import Cells
from ml_engineer_tools.modelling.ranks import average_ranks

SETTLED = 0.1
"""Ratio up to which a run is settled: a column explains nine tenths of the variance there, which
is near perfect for numbers."""
OPEN = 0.85
"""Ratio from which a column leaves the other rows open: it explains as much as a medium to large
effect does (Cohen 1988)."""
HALFWAY = 0.5
"""Ratio below which neighbours count for a run, and above which against it."""
FEWEST_ROWS, MOST_SHARE = 30, 0.5
"""Rows of a part; thirty ratios of unrelated rows have a mean of 0.1 once in many millions."""
SPREAD = 0.5
"""Part of the variance of all rows that the target has to have in the part: one that is the same
in nearly all of them is settled by the part itself."""
FEWEST_VALUES = 3
"""Different values that the column has to have in the part."""
ROWS = 4_000
"""Rows at most that are looked at."""
SLICES = 300
"""Slices at most."""


@dataclass(frozen=True, slots=True)
class Run:
    """Rows in which a column settles the target.

    Attributes:
        column: which one.
        slicer: the column one level of which makes the slice; None for a range of values.
        rows: how many.
        share: of the variance of the target's ranks that it explains there.
    """

    column: str
    slicer: str | None
    rows: int
    share: float


def settled_runs(y: np.ndarray, numbers: dict[str, np.ndarray]) -> Iterator[Run]:
    """Yield for each column the range of values in which it settles the target, if there is one.

    Args:
        y: (n,) numbers.
        numbers: (n,) columns, NaN where nothing is known.
    """
    ranks, twice = _ranks(y)
    for name, x in numbers.items():
        order = _in_order(x)
        if len(order) < 2 * FEWEST_ROWS:
            continue
        ratios = np.diff(ranks[order]) ** 2 / twice
        first, last = _longest(ratios)
        run = order[first : last + 1]
        rest = np.delete(ratios, np.s_[first:last])
        if _is_settled(ranks, twice, x, run, ratios[first:last]) and rest.mean() >= OPEN:
            yield Run(name, None, len(run), 1 - float(ratios[first:last].mean()))


def settled_slices(
    y: np.ndarray, numbers: dict[str, np.ndarray], slicers: dict[str, Cells]
) -> Iterator[Run]:
    """Yield slices by a level in which a column settles the target, but not elsewhere.

    Args:
        y: (n,) numbers.
        numbers: (n,) columns, NaN where nothing is known.
        slicers: columns of few levels.
    """
    ranks, twice = _ranks(y)
    orders = {name: _in_order(x) for name, x in numbers.items()}
    tried = 0
    for slicer, cells in slicers.items():
        counts = np.bincount(cells.codes, minlength=cells.count)
        for level in np.flatnonzero((counts >= FEWEST_ROWS) & (counts <= MOST_SHARE * len(y))):
            tried += 1
            if tried > SLICES:
                return
            inside = cells.codes == level
            for name, order in orders.items():
                if name == slicer:
                    continue
                here = inside[order]
                part = order[here]
                ratios = np.diff(ranks[part]) ** 2 / twice
                if not _is_settled(ranks, twice, numbers[name], part, ratios):
                    continue
                others = np.diff(ranks[order[~here]]) ** 2 / twice
                if len(others) and others.mean() >= OPEN:
                    yield Run(name, slicer, len(part), 1 - float(ratios.mean()))


def _ranks(y: np.ndarray) -> tuple[np.ndarray, float]:
    ranks = average_ranks(y)
    return ranks, 2 * float(ranks.var())


def _in_order(x: np.ndarray) -> np.ndarray:
    order = np.argsort(x, kind="stable")
    return order[: int(np.isfinite(x).sum())]


def _longest(ratios: np.ndarray) -> tuple[int, int]:
    """Return the first and the last row of the run with most small ratios (Bentley 1984)."""
    total = np.concatenate([[0.0], np.cumsum(HALFWAY - ratios)])
    lowest = np.minimum.accumulate(total)
    last = int(np.argmax(total - lowest))
    return int(np.argmin(total[: last + 1])), last


def _is_settled(
    ranks: np.ndarray, twice: float, x: np.ndarray, rows: np.ndarray, ratios: np.ndarray
) -> bool:
    return bool(
        FEWEST_ROWS <= len(rows) <= MOST_SHARE * len(ranks)
        and ratios.mean() <= SETTLED
        and 2 * ranks[rows].var() >= SPREAD * twice
        and len(np.unique(x[rows])) >= FEWEST_VALUES
    )

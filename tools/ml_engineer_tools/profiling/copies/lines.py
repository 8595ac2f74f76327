"""Columns that are another one on another scale: a straight line of it, or nearly so."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.ranks import average_ranks

LINE = 1e-6
"""Largest distance from a line, in standard deviations: rounding of doubles is far below."""

NEARLY_ONE = 0.999
"""Size of a correlation from which two columns say nearly the same: on a line, noise of 4.5 % of
the spread is left. A convention."""

RANKS_TOO = 0.95
"""Size of the correlation of ranks that a straight line needs beside: a few rows far off make any
two columns correlate. A convention."""

SAME_ROWS = 0.9
"""Share of the rows with either value in which both have one, for that: a convention."""

FIRST_GUESS = 0.99
"""Size of a correlation, gaps filled with the mean, from which a pair is looked at closely."""

MOST_TRIED = 3
"""Columns before it, the most alike, that each one is held against: a convention."""

DIGITS, DIGITS_NEARLY = 6, 3
"""Digits to which the factor and the offset of a line are told, and of what is nearly a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """How one column follows another: `factor` times it plus `offset`.

    Attributes:
        exact: whether nothing is left but rounding.
        correlation: Pearson's, or of ranks where `by_rank`.
        by_rank: whether only the order of the values goes together, along a curve.
        factor, offset: of the line by least squares, to `DIGITS` or `DIGITS_NEARLY` digits.
    """

    exact: bool
    correlation: float
    by_rank: bool
    factor: float
    offset: float

    @property
    def residual_share(self) -> float:
        """Deviation of what the line leaves, in parts of that of the column."""
        return float(np.sqrt(max(0.0, 1 - self.correlation**2)))


def find_lines(table: np.ndarray) -> Iterator[tuple[int, int, Line]]:
    """Yield pairs of columns that follow each other, the later one first, the most alike first.

    Args:
        table: (n, m) numbers, NaN where missing; what isn't finite counts as missing.
    """
    table = np.where(np.isfinite(table), table, np.nan)
    scaled = _standard(table)
    ranks = _standard(_ranks(table))
    # Rounded, so that of equals the first in the file comes first.
    alike = np.round(np.maximum(_together(scaled), _together(ranks)), 9)
    for j in range(1, table.shape[1]):
        order = np.argsort(-alike[j, :j], kind="stable")[:MOST_TRIED]
        for k in order[alike[j, order] >= FIRST_GUESS]:
            line = _line(table[:, int(k)], table[:, j])
            if line is not None:
                yield j, int(k), line


def _standard(table: np.ndarray) -> np.ndarray:
    """Return the columns less their mean, in deviations; 0 where missing or without a spread."""
    with np.errstate(over="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        spread = np.nanstd(table, axis=0)
        usable = np.isfinite(spread) & (spread > 0)
        scaled = (table - np.nanmean(table, axis=0)) / np.where(usable, spread, 1.0)
    scaled[:, ~usable] = 0.0
    return np.where(np.isfinite(scaled), scaled, 0.0)


def _ranks(table: np.ndarray) -> np.ndarray:
    return np.column_stack([average_ranks(column) for column in table.T])


def _together(scaled: np.ndarray) -> np.ndarray:
    """Return the sizes of the correlations, gaps filled with the mean."""
    products = np.abs(scaled.T @ scaled)
    size = np.sqrt(np.outer(np.diag(products), np.diag(products)))
    return np.asarray(products / np.where(size > 0, size, np.inf))


def _line(original: np.ndarray, column: np.ndarray) -> Line | None:
    """Return how a column follows another; None if it doesn't, or not in the same rows."""
    known = ~np.isnan(original), ~np.isnan(column)
    both = known[0] & known[1]
    if both.sum() < max(3, SAME_ROWS * (known[0] | known[1]).sum()):
        return None
    x, y = original[both], column[both]
    pair = _standard(np.column_stack([x, y]))
    correlation = float((pair[:, 0] * pair[:, 1]).mean())
    ranked = _standard(np.column_stack([average_ranks(x), average_ranks(y)]))
    of_ranks = float((ranked[:, 0] * ranked[:, 1]).mean())
    factor = correlation * float(np.std(y)) / float(np.std(x)) if np.std(x) > 0 else 0.0
    offset = float(np.mean(y)) - factor * float(np.mean(x))
    if not np.isfinite([factor, offset]).all() or factor == 0.0:
        return None
    sign = 1.0 if correlation > 0 else -1.0
    exact = (
        bool(np.abs(pair[:, 1] - sign * pair[:, 0]).max() <= LINE) and (known[0] == known[1]).all()
    )
    if exact or (abs(correlation) >= NEARLY_ONE and abs(of_ranks) >= RANKS_TOO):
        scale = float(np.std(y)) + abs(float(np.mean(y)))
        digits = DIGITS if exact else DIGITS_NEARLY
        return Line(
            exact, correlation, False, _rounded(factor, digits), _rounded(offset, digits, scale)
        )
    if abs(of_ranks) >= NEARLY_ONE:
        return Line(False, of_ranks, True, factor, offset)
    return None


def _rounded(number: float, digits: int, scale: float = 0.0) -> float:
    """Round to some digits; what is nothing beside the scale is 0, whole numbers are whole."""
    if abs(number) <= 1e-9 * scale:
        return 0
    rounded = float(f"{number:.{digits}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**53 else rounded

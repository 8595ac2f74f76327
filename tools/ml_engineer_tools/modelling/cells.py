"""Cells: the values of one column gathered into few groups, fine ones inside coarse ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.modelling.features import feature_kind, prepare

if TYPE_CHECKING:
    import pandas as pd

FINE, COARSE = 128, 12
"""Groups of about equal size into which many different numbers are cut: conventions."""
ROWS_PER_CELL = 6
"""Fine groups hold so many rows or more on average: a convention."""
OFTEN, VERY_OFTEN = 128, 32
"""A number that comes up in more than one row in so many is a cell of its own, or even a group."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A column of n rows in c cells.

    Attributes:
        codes: (n,) the cell of each row; NULL and NaN have one of their own, the last.
        parents: (c,) the coarse group of each cell; its own for missing values and for numbers
            that come up often. All levels of a category share one group.
        lows: (c,) the smallest number of each cell; NaN for levels and for missing values.
        highs: (c,) the largest one.
        levels: the names of the cells of a category, missing values not among them.
    """

    codes: np.ndarray
    parents: np.ndarray
    lows: np.ndarray
    highs: np.ndarray
    levels: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many cells there are."""
        return len(self.parents)

    @property
    def is_category(self) -> bool:
        """Whether the cells are levels without an order."""
        return len(self.levels) > 0

    def rows(self, chosen: np.ndarray) -> Cells:
        """Return the cells of some of the rows only; none is dropped."""
        return Cells(self.codes[chosen], self.parents, self.lows, self.highs, self.levels)

    def filled(self) -> Cells:
        """Return the same rows without the cells that none of them is in."""
        kept, codes = np.unique(self.codes, return_inverse=True)
        levels = (*self.levels, "") if self.levels else ()
        named = tuple(levels[k] for k in kept) if levels else ()
        return Cells(codes, self.parents[kept], self.lows[kept], self.highs[kept], named)


def column_cells(values: pd.Series) -> Cells | None:
    """Gather the values of a column; None if it can't be read as numbers, levels or instants."""
    kind = feature_kind(values)
    if kind is None:
        return None
    if kind == "category":
        import pandas as pd

        if isinstance(values.dtype, pd.CategoricalDtype) or values.dtype == object:
            values = values.astype(object).map(str, na_action="ignore")
        codes, levels = pd.factorize(values, sort=True)
        return level_cells(codes, list(map(str, levels.tolist())))
    matrix = prepare(values.to_frame("values"), ["values"]).matrix
    return number_cells(matrix[:, 0])


def level_cells(codes: np.ndarray, levels: list[str]) -> Cells:
    """Return one cell for each level; negative codes are missing."""
    count = len(levels)
    unknown = np.full(count + 1, np.nan)
    parents = np.zeros(count + 1, dtype=np.intp)
    parents[-1] = 1
    codes = np.where(codes < 0, count, codes).astype(np.intp)
    return Cells(codes, parents, unknown, unknown, tuple(levels) or ("",))


def number_cells(values: np.ndarray) -> Cells:
    """Cut numbers at quantiles; a number that comes up often is a cell of its own.

    Args:
        values: (n,) NaN where nothing is known.
    """
    known = ~np.isnan(values)
    distinct, place, counts = np.unique(values[known], return_inverse=True, return_counts=True)
    rows = int(known.sum())
    fine = max(COARSE, min(FINE, rows // ROWS_PER_CELL))
    before = np.cumsum(counts) - counts
    if len(distinct) <= fine:
        own = np.arange(len(distinct))
    else:
        heavy = counts * OFTEN > rows
        # Odd numbers are cells of one value; even ones are cuts of what lies between them.
        own = np.where(heavy, 1, 0) + 2 * (before * fine // max(rows, 1))
        # Two heavy values never share a cut, but light ones on both sides of one may.
        own = own + (2 * fine + 2) * np.cumsum(heavy)
        own = np.unique(own, return_inverse=True)[1]
    heavy = counts * VERY_OFTEN > rows
    groups = before * COARSE // max(rows, 1) + np.where(heavy, (1 + np.arange(len(counts))), 0) * (
        COARSE + 1
    )
    cells = int(own.max()) + 1 if len(own) else 0
    first = np.unique(own, return_index=True)[1]
    last = np.append(first[1:], len(own)) - 1 if len(own) else first
    parents = np.unique(groups[first], return_inverse=True)[1] if len(own) else first
    codes = np.full(len(values), cells, dtype=np.intp)
    codes[known] = own[place]
    lows, highs = np.full(cells + 1, np.nan), np.full(cells + 1, np.nan)
    lows[:-1], highs[:-1] = distinct[first], distinct[last]
    return Cells(codes, np.append(parents, parents.max(initial=-1) + 1), lows, highs)

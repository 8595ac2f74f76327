"""Counts: all that a comparison needs to know of one table's columns, and no row of it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ml_engineer_tools.drift.middle import Precision

Counts = NDArray[np.float64]

Way = Literal["number", "levels", "dates", "nothing", "identifier", "entity", "clock", "empty"]
"""How a column is compared: numbers by bins, levels by levels, dates as stretches; the others by
what is missing only."""


Order = Literal["none", "sorted", "regular"]


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where a numeric column is cut.

    Attributes:
        points: increasing; a value's bin is the number of points below it. The first and last
            are the reference's bounds, so that the outermost bins are empty in the reference.
        coarse: which of them bound the bins of PSI.
    """

    points: tuple[float, ...]
    coarse: tuple[int, ...]

    def names(self) -> tuple[str, ...]:
        """Return what each coarse bin holds: `up to 3`, `(3, 5]`, `above 5`."""
        ends = [f"{self.points[k]:.6g}" for k in self.coarse]
        if not ends:
            return ("all",)
        inner = [f"({low}, {high}]" for low, high in itertools.pairwise(ends)]
        return (f"up to {ends[0]}", *inner, f"above {ends[-1]}")

    def merged(self, counts: Counts) -> Counts:
        """Return the counts of the coarse bins, shape (coarse + 1,)."""
        edges = np.array([0, *(k + 1 for k in self.coarse)])
        return np.add.reduceat(counts, edges)


@dataclass(frozen=True, slots=True)
class ColumnCounts:
    """What was counted of one column.

    Attributes:
        name: of the column.
        dtype: the engine's name of its type.
        way: how it is compared.
        rows: of the table.
        missing: rows that are NULL or NaN.
        missing_effect: design effect of being missing (or infinite).
        effect: design effect of its values.
        cuts: of numbers.
        counts: rows by bin or by level, the known only.
        levels: names of the levels; `counts` has the same order.
        rest: rows of levels that are not among them.
        distinct: how many levels there are.
        quartiles: of numbers: of a sample.
        bounds: of numbers, the finite ones; of dates, ISO instants.
        order: whether the file is sorted by it, in regular steps or not.
        blocks: rows by block of neighbours and bin, then the missing and infinite; of levels
            those in `block_levels`, then all others, then the missing. None if not kept.
        block_levels: levels of `blocks`.
        precision: of numbers: how precisely the sample tells the spread.
        infinite: rows that are infinite, which are neither missing nor compared.
        mean, deviation: of numbers: of a sample; None where they aren't known.
        on_cuts: of numbers: whether each value of a sample is a cut, so that a bin is one value.
        quartile_error: how far quartiles may be off that were read from bins.
    """

    name: str
    dtype: str
    way: Way
    rows: int
    missing: int
    missing_effect: float = 1.0
    effect: float = 1.0
    cuts: Cuts | None = None
    counts: Counts = field(default_factory=lambda: np.zeros(0))
    levels: tuple[str, ...] = ()
    rest: float = 0.0
    distinct: int = 0
    quartiles: tuple[float, float, float] | None = None
    bounds: tuple[float | str, float | str] | None = None
    order: Order = "none"
    blocks: Counts | None = None
    block_levels: tuple[str, ...] = ()
    infinite: int = 0
    precision: Precision | None = None
    mean: float | None = None
    deviation: float | None = None
    on_cuts: bool = False
    quartile_error: float = 0.0

    @property
    def known(self) -> int:
        """Rows with a value that is compared: neither missing nor infinite."""
        return self.rows - self.missing - self.infinite

    @property
    def missing_share(self) -> float:
        """Share of rows without a value."""
        return self.missing / self.rows if self.rows else 0.0

    @property
    def infinite_share(self) -> float:
        """Share of rows whose value is infinite."""
        return self.infinite / self.rows if self.rows else 0.0

    @property
    def effective(self) -> float:
        """How many independent rows its known values are worth."""
        return max(1.0, self.known / self.effect)


@dataclass(frozen=True, slots=True)
class TableCounts:
    """What was counted of one table.

    Attributes:
        name: as the user wrote it.
        rows: of the table.
        columns: in the order of the reference.
        sampled: rows of the sample that quartiles are of; None if they are of all rows.
    """

    name: str
    rows: int
    columns: tuple[ColumnCounts, ...]
    sampled: int | None = None

    def column(self, name: str) -> ColumnCounts:
        """Return the counts of the column called `name`."""
        return next(column for column in self.columns if column.name == name)

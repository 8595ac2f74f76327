"""A sample of a table's rows: for cuts, quartiles and what a column is; never for counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.drift.counts import ColumnCounts, Counts, Order
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.engine.duckdb_blocks import as_level, as_number
from ml_engineer_tools.tables.table import ROW, Column, Table

if TYPE_CHECKING:
    import pandas as pd

SAMPLE_ROWS = 20_000
"""Tables with more rows are sampled: a median's rank is then off by a percentage point about once
in two hundred."""

CELLS = 2_000_000
"""Values held in memory at a time; of wide tables fewer rows are drawn."""

FEWEST_ROWS = 2_000
"""Rows that are drawn at least."""

FEWEST_STEPS = 20
"""A column in order with fewer distinct values may be in order by chance or by sorting."""

REGULAR = 1e-6
"""Relative difference up to which two steps are the same: rounding of decimal fractions."""

MOST_OVERLAP = 0.5
"""Share of the common range up to which columns in row order count as clocks: a convention."""


def draw(
    engine: Engine,
    table: Table,
    columns: Sequence[Column],
    *,
    seed: int,
    most: int = SAMPLE_ROWS,
) -> tuple[pd.DataFrame, bool]:
    """Return about `most` rows in file order, and whether that is all of them.

    Columns are called c0, c1, ... in the order given: numbers as float64 with NaN for what is
    missing, levels as text. Rows are drawn by a hash of their number and not of their content:
    copies of a row must not be drawn together, or the sample would vary more than its size tells.
    """
    rows = table.expression
    wanted = max(FEWEST_ROWS, min(most, CELLS // max(1, len(columns))))
    whole = table.rows <= wanted
    if not whole:
        key = (rows[ROW] + seed * 1_000_003).hash()
        rows = rows.filter((key & (2**20 - 1)) < 2**20 * wanted // table.rows)
    values = {
        f"c{k}": as_number(rows[c.name]) if c.is_numeric else as_level(rows[c.name])
        for k, c in enumerate(columns)
    }
    return engine.hash_sample(rows.select(ROW, **values), max(1, table.rows), seed=seed), whole


def order_of(values: Counts, places: Counts) -> Order:
    """Tell whether a file is sorted by a column, and whether it grows in regular steps.

    Args:
        values: numbers in file order.
        places: the number of the row of each.
    """
    steps = np.diff(values)
    if np.count_nonzero(steps) < FEWEST_STEPS - 1:
        return "none"
    if not ((steps >= 0).all() or (steps <= 0).all()):
        return "none"
    pace = steps / np.diff(places)
    usual = float(np.median(pace))
    alike = np.abs(pace - usual) <= REGULAR * abs(usual)
    return "regular" if usual != 0 and alike.mean() > 0.5 else "sorted"


def is_clock(reference: ColumnCounts, current: ColumnCounts) -> bool:
    """Tell whether a column just counts on with the rows, as an index or a time does.

    Both files are sorted by it, and either it grows in regular steps or the tables cover
    different stretches of it: that they differ is no news then.
    """
    if "none" in (reference.order, current.order) or not (reference.bounds and current.bounds):
        return False
    if reference.order == current.order == "regular":
        return True
    low, high = (
        [float(found.bounds[k]) for found in (reference, current) if found.bounds] for k in (0, 1)
    )
    return min(high) - max(low) < MOST_OVERLAP * (max(high) - min(low))

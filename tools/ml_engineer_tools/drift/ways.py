"""What a column is taken for: a measure, a category, a name of rows, a clock."""

from __future__ import annotations

import re

import numpy as np

from ml_engineer_tools.drift.counts import Counts, Way
from ml_engineer_tools.profiling.identifiers import EXPECTED_REPEATS, FEWEST_ROWS, NEARLY_UNIQUE
from ml_engineer_tools.tables.roles import Roles
from ml_engineer_tools.tables.table import Column

KEY_NAME = re.compile(
    r"(?:^|[_\W])(?:id|ids|uuid|guid|key|hash|rowid|row_?num|row_?number)$|^id[_\W]|[a-z](?:Id|ID)$"
)
"""Names that people give to keys."""

KEY_VALUES = 50
"""A column with such a name and fewer values is a category all the same: a convention."""

GAPS = 0.01
"""Share of numbers between the least and the largest that names of rows may leave out."""

EPOCH = (6.3e8, 2.6e9)
"""Seconds since 1970 of 1990 and of 2052: whole numbers in this range that hardly repeat, in
seconds, milli-, micro- or nanoseconds, are taken for instants."""


def way_of(column: Column, roles: Roles) -> Way:
    """Return how a column of this type and role is compared, whatever it holds."""
    if column.name == roles.group:
        return "entity"
    if column.is_temporal:
        return "dates"
    if column.name == roles.time:
        return "clock"
    if column.is_numeric:
        return "number"
    return "levels" if column.kind in ("text", "boolean") else "nothing"


def way_of_number(column: Column, values: Counts, bounds: tuple[float, float], rows: int) -> Way:
    """Return how a numeric column is compared, by what it holds.

    Args:
        column: the column.
        values: the finite ones of a sample, in file order.
        bounds: of all its values.
        rows: of the table.
    """
    if column.kind != "integer" or len(values) < FEWEST_ROWS:
        return "number"
    distinct = len(np.unique(values))
    if KEY_NAME.search(column.name) and distinct >= KEY_VALUES:
        return "identifier"
    if distinct < NEARLY_UNIQUE * len(values):
        return "number"
    if any(EPOCH[0] * unit <= bounds[0] and bounds[1] <= EPOCH[1] * unit
           for unit in (1, 1e3, 1e6, 1e9)):  # fmt: skip
        return "clock"
    span = bounds[1] - bounds[0] + 1
    expected = len(values) * (len(values) - 1) / (2 * span)
    assigned = expected >= EXPECTED_REPEATS and len(values) - distinct <= expected / 10
    # Of a large table a sample has no repeats either way; a name for each row leaves no gaps.
    dense = len(values) < rows and distinct == len(values) and abs(span / rows - 1) <= GAPS
    return "identifier" if assigned or dense else "number"


def way_of_text(column: Column, known: int, distinct: int) -> Way:
    """Return how a text column is compared, by how many of a sample's values differ."""
    if known < FEWEST_ROWS:
        return "levels"
    if distinct >= NEARLY_UNIQUE * known:
        return "identifier"
    if column.kind == "text" and KEY_NAME.search(column.name) and distinct >= KEY_VALUES:
        return "identifier"
    return "levels"

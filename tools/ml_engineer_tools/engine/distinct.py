"""How many values columns have: about, or exactly where it matters; and which decide a draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.engine.base import Engine
    from ml_engineer_tools.tables.table import Table

DECIDING, MOST_DECIDING = 2, 8
"""Columns whose content decides a draw: two that each tell most rows apart, else eight."""

TELLS_APART = 0.5
"""Values for each row from which a column tells most rows apart; a sketch errs by a fifth."""

CHEAP = ("integer", "text", "boolean", "date", "timestamp", "number")
"""Kinds in the order of how long they take to be written as text."""

MAYBE_UNIQUE = 0.5
"""About so many values for each row, and uniqueness is counted exactly."""

COUNTED_ABOUT = ("integer", "number", "boolean", "text", "date", "timestamp")
"""Kinds of columns whose values are counted."""


def approx_distinct(engine: Engine, table: Table) -> dict[str, int]:
    """Count about how many values each plain column has, alike for every file format."""
    columns = [column for column in table.columns if column.kind in COUNTED_ABOUT]
    measures = {
        f"m{k}": _canonical(table.expression[column.name]).approx_nunique()
        for k, column in enumerate(columns)
    }
    counts = engine.aggregate(table.expression, measures) if measures else {}
    return {column.name: int(counts[f"m{k}"] or 0) for k, column in enumerate(columns)}


def unique_columns(engine: Engine, table: Table) -> frozenset[str]:
    """Return the columns whose value differs in every row: text, whole numbers and instants.

    Numbers with a fraction are left out: a measure may well be distinct in each row. Counted
    exactly, one column at a time, where a sketch leaves it open.
    """
    if table.rows < 2:
        return frozenset()
    about = engine.approx_distinct(table)
    names = [
        column.name
        for column in table.columns
        if column.kind in ("integer", "text", "timestamp")
        and about[column.name] >= MAYBE_UNIQUE * table.rows
    ]
    if not names:
        return frozenset()
    counts = engine.count_distinct(table.expression.select(*names), rows=table.rows)
    return frozenset(n for n, count in zip(names, counts, strict=True) if count == table.rows)


def deciding_columns(about: Mapping[str, int], table: Table, names: Sequence[str]) -> list[str]:
    """Return which of the named columns decide a draw of rows: hashing all takes longer.

    Two that each tell most rows apart; else those with the most values, so that rows equal in all
    of them are hardly ever many. All columns named if none of them can be counted.

    Args:
        about: about how many values each column has.
        table: has the columns.
        names: the columns to choose from.
    """
    kinds = {column.name: CHEAP.index(column.kind) for column in table.columns
             if column.kind in CHEAP}  # fmt: skip
    ranked = sorted((n for n in names if n in about), key=lambda name: (-about[name], name))
    apart = [name for name in ranked if about[name] >= TELLS_APART * table.rows]
    if len(apart) >= DECIDING:
        return sorted(apart, key=lambda name: (kinds[name], -about[name], name))[:DECIDING]
    return ranked[:MOST_DECIDING] or list(names)


def _canonical(value: ir.Value) -> ir.Value:
    """Return a value in the type that stands for all types in which formats keep it."""
    kind = value.type()
    if kind.is_boolean() or kind.is_string():
        return value
    if kind.is_numeric():
        return value.cast("float64").nullif(float("nan")) + 0.0
    return value.cast("timestamp(6)")

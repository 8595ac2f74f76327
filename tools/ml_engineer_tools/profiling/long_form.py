"""Long form: columns of one family stacked as (key, value), so that one scan serves them all.

Summaries by column would make an expression that grows with the number of columns; compiling
that costs more than running it. In long form the expression that is aggregated stays the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ml_engineer_tools.engine.content import as_text
from ml_engineer_tools.tables.table import Column

if TYPE_CHECKING:
    import ibis.expr.types as ir

Family = Literal["whole", "number", "instant", "text"]
"""Columns whose values share one type: 64-bit integer, double, timestamp, text."""

FAMILIES: tuple[Family, ...] = ("whole", "number", "instant", "text")


def family_of(column: Column) -> Family:
    """Return the family that a column is summarized in; structures are handled as text."""
    if column.kind == "boolean":
        return "whole"
    if column.kind == "integer":
        # Unsigned 64-bit and 128-bit integers don't fit the engine's portable integer.
        return "number" if column.dtype.startswith(("uint64", "decimal")) else "whole"
    if column.kind == "number":
        return "number"
    return "instant" if column.is_temporal else "text"


def stack(rows: ir.Table, columns: Sequence[Column], family: Family) -> ir.Table:
    """Return `rows` as a table of `key` (position in `columns`) and `value`, NULLs left out.

    Every value is cast to the family's type. For "text", any column is written as text, and
    the NaNs of numbers are left out too.
    """
    import ibis.selectors as selectors

    # Neutral names: a column called like a keyword, or by ten thousand characters, costs nothing.
    narrow = rows.select(
        **{str(k): _cast(rows[column.name], family) for k, column in enumerate(columns)}
    )
    long = narrow.pivot_longer(selectors.all(), names_to="key", values_to="value")
    return long.filter(long["value"].notnull())


def _cast(value: ir.Value, family: Family) -> ir.Value:
    if family == "text":
        text = as_text(value)
        return text.nullif("nan") if value.type().is_floating() else text
    kinds = {"whole": "int64", "number": "float64", "instant": "timestamp"}
    return value.cast(kinds[family])

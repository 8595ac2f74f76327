"""Long form of columns of several types: cast to one, then stacked as (key, value)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ml_engineer_tools.engine.content import as_text
from ml_engineer_tools.engine.long_form import lengthen
from ml_engineer_tools.tables.table import Column

if TYPE_CHECKING:
    import ibis.expr.types as ir

Family = Literal["number", "text"]
"""What the values are cast to: double, or text as it is hashed and shown."""


def stack(rows: ir.Table, columns: Sequence[Column], family: Family) -> ir.Table:
    """Return `rows` as a table of `key` (position in `columns`) and `value`, NULLs left out.

    As "text", the NaNs of numbers are left out too.
    """
    # Neutral names: a column called like a keyword, or by ten thousand characters, costs nothing.
    return lengthen(
        rows.select(
            **{str(k): _cast(rows[column.name], family) for k, column in enumerate(columns)}
        )
    )


def _cast(value: ir.Value, family: Family) -> ir.Value:
    if family == "number":
        return value.cast("float64")
    text = as_text(value)
    return text.nullif("nan") if value.type().is_floating() else text

"""Kinds of columns: what an engine's types are to the tools, and which of them are read as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.tables.table import Kind

if TYPE_CHECKING:
    import ibis.expr.datatypes as dt
    import ibis.expr.types as ir


def with_foreign_types_as_text(table: ir.Table) -> ir.Table:
    """Return the table with text where some formats have types that others don't know.

    UUIDs, times of day, stretches of time, bytes and JSON of several types are text; so is a
    column of nothing but NULL without a type.
    """
    import ibis
    import ibis.expr.datatypes as dt

    foreign = (dt.Time, dt.UUID, dt.JSON, dt.Interval, dt.Binary)
    as_text: dict[str, ir.Value] = {}
    for name, dtype in table.schema().items():
        if isinstance(dtype, foreign):
            as_text[name] = table[name].cast("string")
        elif dtype.is_null() or (dtype.is_unknown() and 'kind="NULL"' in str(dtype)):
            as_text[name] = ibis.null("string")
    return table.mutate(**as_text) if as_text else table


def kind_of(dtype: dt.DataType) -> Kind:
    """Return what a type of the engine is to the tools."""
    if dtype.is_boolean():
        return "boolean"
    if dtype.is_integer() or (dtype.is_decimal() and dtype.scale == 0):
        return "integer"
    if dtype.is_numeric():
        return "number"
    if dtype.is_string():
        return "text"
    if dtype.is_timestamp():
        return "timestamp"
    if dtype.is_date():
        return "date"
    return "nested" if dtype.is_nested() else "other"

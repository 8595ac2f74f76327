"""Columns of a CSV file for which DuckDB's sniffer takes something else than they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ml_engineer_tools.tables.names import agreeing, quoted
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Aggregate = Callable[[ir.Table, Mapping[str, ir.Scalar]], dict[str, Any]]

NO_FINITE_NUMBER = frozenset({"inf", "infinity", "nan"})
"""What a number that is none is written as."""

INFINITE_DATES = ("infinity", "-infinity")
"""What DuckDB writes for a date or an instant that is infinite."""

BOOLEANS = ("true", "false", "True", "False", "TRUE", "FALSE")
"""What the cells of a CSV column say if it is boolean: as pandas reads it."""

SUSPECTED_ROWS = 1000
"""A column that says something else in so many rows is looked at no further."""


def as_written(
    table: ir.Table, aggregate: Aggregate
) -> tuple[dict[str, ir.Value], tuple[str, ...]]:
    """Return the columns of a table that are to be read otherwise, and what is to be told of it.

    Text that says nothing but true and false is boolean; text that is numbers, only that the first
    is infinite or NaN, is numbers; and so are dates that are all infinite. An infinite date among
    others is missing.

    Args:
        table: as DuckDB read it.
        aggregate: computes measures, as `Engine.aggregate`.
    """
    values: dict[str, ir.Value] = {}
    text = [name for name, dtype in table.schema().items() if dtype.is_string()]
    if text:
        values |= {name: table[name].cast("boolean") for name in _booleans(table, text, aggregate)}
        values |= {name: table[name].cast("float64") for name in _numbers(table, text, aggregate)}
    dates = [name for name, dtype in table.schema().items() if dtype.is_temporal()]
    read, notes = _infinite_dates(table, dates, aggregate) if dates else ({}, ())
    return values | read, notes


def _booleans(table: ir.Table, names: Sequence[str], aggregate: Aggregate) -> list[str]:
    """Find the text columns that say nothing but true and false."""
    start = table.select(*names).limit(SUSPECTED_ROWS).to_pyarrow().to_pydict()
    suspects = [name for name in names if {*start[name], None} <= {*BOOLEANS, None}]
    if not suspects:
        return []
    said = {str(k): table[name].isin(BOOLEANS).all() for k, name in enumerate(suspects)}
    found = aggregate(table, said)
    return [name for k, name in enumerate(suspects) if found[str(k)]]


def _numbers(table: ir.Table, names: Sequence[str], aggregate: Aggregate) -> list[str]:
    """Find the text columns that are numbers, only that the first one is infinite or NaN.

    DuckDB's sniffer takes such a first value for text.
    """
    first = table.order_by(ROW).select(*names).limit(1).to_pyarrow().to_pydict()
    suspects = [name for name in names if _is_no_finite_number(first[name])]
    if not suspects:
        return []
    other = {
        str(k): (table[name].notnull() & table[name].try_cast("float64").isnull()).sum()
        for k, name in enumerate(suspects)
    }
    found = aggregate(table, other)
    return [name for k, name in enumerate(suspects) if not found[str(k)]]


def _is_no_finite_number(values: Sequence[str | None]) -> bool:
    return bool(values) and str(values[0]).strip().lstrip("+-").casefold() in NO_FINITE_NUMBER


def _infinite_dates(
    table: ir.Table, names: Sequence[str], aggregate: Aggregate
) -> tuple[dict[str, ir.Value], tuple[str, ...]]:
    """Read dates that are all infinite as numbers, and a few such as missing.

    DuckDB takes `inf` for a date where nothing in the column says that it is a number.
    """
    bounds: dict[str, Any] = {}
    for k, name in enumerate(names):
        value: Any = table[name]
        bounds |= {f"low{k}": value.min().cast("string"), f"high{k}": value.max().cast("string")}
    found = aggregate(table, bounds)
    values: dict[str, ir.Value] = {}
    notes: list[str] = []
    for k, name in enumerate(names):
        ends = (found[f"low{k}"], found[f"high{k}"])
        if not {*ends} & {*INFINITE_DATES}:
            continue
        column: Any = table[name]
        infinite = column.cast("string").isin(INFINITE_DATES)
        counted = aggregate(table, {"infinite": infinite.sum(), "known": column.count()})
        rows = int(counted["infinite"])
        if rows == int(counted["known"]):
            above = column.cast("string") == INFINITE_DATES[0]
            number = above.ifelse(math.inf, -math.inf)
            values[name] = column.isnull().ifelse(None, number).cast("float64")
            continue
        values[name] = infinite.ifelse(None, column)
        notes.append(
            f"{quoted(name)} holds {rows:,} infinite {agreeing(rows, 'date', 'dates')}, which "
            f"{agreeing(rows, 'is', 'are')} read as missing."
        )
    return values, tuple(notes)

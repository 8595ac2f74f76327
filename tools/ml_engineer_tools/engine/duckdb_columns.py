"""Aggregates of many columns on DuckDB: a wide scan, or the long form where that is cheaper.

A wide table of few rows is stacked: what is planned stays the same however many columns there
are. Otherwise the expressions are written out for each column, which takes a quarter of the time
for each value. Columns are taken in portions: planning grows faster than their number, and
quantiles hold every value of a column in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ml_engineer_tools.engine.base import Measures
from ml_engineer_tools.engine.content import as_text
from ml_engineer_tools.engine.long_form import lengthen
from ml_engineer_tools.engine.written_out import Template

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

WRITTEN_OUT_ROWS = 4_000
"""From so many rows on expressions are written out: measured, about where both cost the same."""

MOST_COLUMNS = 100
"""Columns aggregated at once; planning more of them takes longer than planning them in turn."""

CELLS = 2_000_000
"""Values looked at at once, so that exact quantiles hold about 16 MB (one column at least)."""


def aggregate_columns(
    backend: Backend, table: ir.Table, measures: Measures, rows: int
) -> list[dict[str, Any]]:
    """Compute the same measures of every column; see `Engine.aggregate_columns`."""
    if rows < WRITTEN_OUT_ROWS:
        return aggregate_long(backend, table, measures)
    return aggregate_wide(backend, table, measures, rows)


def count_levels(backend: Backend, table: ir.Table, rows: int) -> list[dict[str, int]]:
    """Count the rows of each value of every column; see `Engine.count_levels`."""
    if rows < WRITTEN_OUT_ROWS:
        return count_levels_long(backend, table)
    return count_levels_wide(backend, table)


def count_distinct(backend: Backend, table: ir.Table, rows: int) -> list[int]:
    """Count the distinct values of every column; see `Engine.count_distinct`."""
    if rows < WRITTEN_OUT_ROWS:
        return count_distinct_long(backend, table)
    return count_distinct_wide(backend, table)


def aggregate_long(backend: Backend, table: ir.Table, measures: Measures) -> list[dict[str, Any]]:
    """Stack the columns and aggregate by column: portable Ibis."""
    long = lengthen(_numbered(table))
    found = backend.to_pyarrow(long.group_by("key").aggregate(**measures(long["value"])))
    records = {record.pop("key"): record for record in found.to_pylist()}
    nothing = dict.fromkeys(found.column_names[1:])
    return [records.get(f"c{k}", nothing) for k in range(len(table.columns))]


def aggregate_wide(
    backend: Backend, table: ir.Table, measures: Measures, rows: int
) -> list[dict[str, Any]]:
    """Write the measures out for each column, portion by portion."""
    records: list[dict[str, Any]] = []
    (dtype,) = set(table.schema().types)
    template = Template(backend.compile, dtype, measures)
    for portion in _portions(table, max(1, min(MOST_COLUMNS, CELLS // max(rows, 1)))):
        wanted = [sql for name in portion.columns for sql in template.write(name)]
        found = backend.con.execute(
            f"SELECT {', '.join(wanted)} FROM ({backend.compile(portion)})"  # noqa: S608
        ).fetchall()[0]
        width = len(template.names)
        for start in range(0, len(wanted), width):
            values = found[start : start + width]
            records.append(dict(zip(template.names, values, strict=True)))
    return records


def count_distinct_long(backend: Backend, table: ir.Table) -> list[int]:
    """Stack the columns of each type and count: portable Ibis."""
    counts: dict[str, int] = {}
    types = table.schema()
    for dtype in dict.fromkeys(types.types):
        names = [name for name in table.columns if types[name] == dtype]
        values = table.select(**{name: _value(table[name]) for name in names})
        found = aggregate_long(backend, values, lambda value: {"n": value.nunique()})
        counts.update((name, record["n"] or 0) for name, record in zip(names, found, strict=True))
    return [counts[name] for name in table.columns]


def count_distinct_wide(backend: Backend, table: ir.Table) -> list[int]:
    """Count column by column: DuckDB takes twice as long for several in one query."""
    values = table.select(**{name: _value(table[name]) for name in table.columns})
    return [
        int(
            backend.con.execute(
                f"SELECT count(DISTINCT c0) FROM ({backend.compile(column)})"  # noqa: S608
            ).fetchall()[0][0]
        )
        for column in _portions(values, 1)
    ]


def count_levels_long(backend: Backend, table: ir.Table) -> list[dict[str, int]]:
    """Write every value as text, stack the columns and count: portable Ibis."""
    texts = {name: _level(table[name]) for name in table.columns}
    long = lengthen(_numbered(table.select(**texts)))
    found = backend.to_pyarrow(long.group_by(["key", "value"]).aggregate(n=long.count()))
    levels: list[dict[str, int]] = [{} for _ in table.columns]
    for record in found.to_pylist():
        levels[int(record["key"][1:])][record["value"]] = record["n"]
    return levels


def count_levels_wide(backend: Backend, table: ir.Table) -> list[dict[str, int]]:
    """Group by each column in turn, and write its values as text only then."""
    levels: list[dict[str, int]] = []
    templates = {
        dtype: Template(backend.compile, dtype, lambda value: {"level": _level(value)})
        for dtype in set(table.schema().types)
    }
    for portion in _portions(table, MOST_COLUMNS):
        start = len(levels)
        levels.extend({} for _ in portion.columns)
        counts = [
            f"SELECT {start + k} AS position, {templates[dtype].write(name)[0]} AS level, n "  # noqa: S608
            f"FROM (SELECT {name}, count(*) AS n FROM portion GROUP BY {name})"
            for k, (name, dtype) in enumerate(portion.schema().items())
        ]
        found = backend.con.execute(
            f"WITH portion AS NOT MATERIALIZED ({backend.compile(portion)}) "
            + " UNION ALL ".join(counts)
        ).fetchall()
        for position, level, n in found:
            if level is not None:
                levels[position][level] = levels[position].get(level, 0) + n
    return levels


def _value(value: ir.Value) -> ir.Value:
    """Return a value with NaN as NULL."""
    return value.isnan().ifelse(None, value) if value.type().is_floating() else value


def _level(value: ir.Value) -> ir.Value:
    """Return a value as text, with NaN as NULL."""
    text = as_text(value)
    return text.nullif("nan") if value.type().is_floating() else text


def _numbered(table: ir.Table) -> ir.Table:
    """Return the table with its columns called c0, c1, ...: long names would be carried along."""
    return table.select(**{f"c{k}": table[name] for k, name in enumerate(table.columns)})


def _portions(table: ir.Table, columns: int) -> Iterator[ir.Table]:
    names = list(table.columns)
    for start in range(0, len(names), columns):
        yield _numbered(table.select(*names[start : start + columns]))

"""Counts of bins and levels by block of rows on DuckDB: one scan for many columns.

What is written into the SQL are names of our own; cuts and levels are parameters, and the user's
names stand only in the projection, which Ibis compiles and quotes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ml_engineer_tools.engine.content import as_text

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

MOST_COLUMNS = 100
"""Columns counted at once; planning more of them takes longer than planning them in turn."""

BLOCK = "block"


def count_bins_by_block(
    backend: Backend,
    table: ir.Table,
    block: ir.Value,
    blocks: int,
    cuts: Mapping[str, Sequence[float]],
) -> dict[str, NDArray[np.float64]]:
    """Count rows by block and bin; see `Engine.count_bins_by_block`."""
    counts: dict[str, NDArray[np.float64]] = {}
    names = list(cuts)
    for start in range(0, len(names), MOST_COLUMNS):
        portion = names[start : start + MOST_COLUMNS]
        rows = table.select(
            **{BLOCK: block}, **{f"c{k}": as_finite(table[name]) for k, name in enumerate(portion)}
        )
        wanted = [f"histogram(c{k}, $p{k}::DOUBLE[]), count(c{k})" for k in range(len(portion))]
        parameters = {f"p{k}": list(cuts[name]) for k, name in enumerate(portion)}
        for name in portion:
            counts[name] = np.zeros((blocks, len(cuts[name]) + 2))
        for record in _by_block(backend, rows, wanted, parameters):
            for k, name in enumerate(portion):
                histogram, known = record[2 + 2 * k] or {}, record[3 + 2 * k]
                row = counts[name][record[0]]
                for position, cut in enumerate(cuts[name]):
                    row[position] = histogram.get(cut, 0)
                row[-2] = known - row[:-2].sum()
                row[-1] = record[1] - known
    return counts


def count_levels_by_block(
    backend: Backend,
    table: ir.Table,
    block: ir.Value,
    blocks: int,
    levels: Mapping[str, Sequence[str]],
) -> dict[str, NDArray[np.float64]]:
    """Count rows by block and level; see `Engine.count_levels_by_block`."""
    counts: dict[str, NDArray[np.float64]] = {}
    names = list(levels)
    for start in range(0, len(names), MOST_COLUMNS):
        portion = names[start : start + MOST_COLUMNS]
        rows = table.select(
            **{BLOCK: block}, **{f"c{k}": as_level(table[name]) for k, name in enumerate(portion)}
        )
        wanted = [
            f"histogram_exact(c{k}, $p{k}::VARCHAR[]), count(c{k})" for k in range(len(portion))
        ]
        parameters = {f"p{k}": list(levels[name]) for k, name in enumerate(portion)}
        for name in portion:
            counts[name] = np.zeros((blocks, len(levels[name]) + 2))
        for record in _by_block(backend, rows, wanted, parameters):
            for k, name in enumerate(portion):
                histogram, known = record[2 + 2 * k] or {}, record[3 + 2 * k]
                row = counts[name][record[0]]
                for position, level in enumerate(levels[name]):
                    row[position] = histogram.get(level, 0)
                row[-2] = known - row[:-2].sum()
                row[-1] = record[1] - known
    return counts


def count_top_levels(
    backend: Backend,
    table: ir.Table,
    names: Sequence[str],
    limit: int,
    among: Mapping[str, Sequence[str]],
) -> dict[str, tuple[list[tuple[str, int]], int]]:
    """Count the most frequent levels; see `Engine.count_top_levels`."""
    found: dict[str, tuple[list[tuple[str, int]], int]] = {}
    if not names:
        return found
    rows = table.select(**{f"c{k}": as_level(table[name]) for k, name in enumerate(names)})
    every = backend.compile(rows)
    for k, name in enumerate(names):
        first = list(among.get(name, ()))
        # The others of the projection are not read: DuckDB leaves out what nobody asks for.
        records = backend.con.execute(
            f"SELECT c{k}, n, count(*) OVER () FROM (SELECT c{k}, count(*) AS n "  # noqa: S608
            f"FROM ({every}) WHERE c{k} IS NOT NULL GROUP BY c{k}) ORDER BY "
            f"c{k} IN (SELECT unnest($first::VARCHAR[])) DESC, n DESC, c{k} LIMIT $most",
            {"first": first, "most": len(first) + limit},
        ).fetchall()
        distinct = int(records[0][2]) if records else 0
        found[name] = [(str(level), int(n)) for level, n, _ in records], distinct
    return found


def as_number(value: ir.Value) -> ir.Value:
    """Return a number as double, NaN as NULL."""
    number = value.cast("float64")
    return number.isnan().ifelse(None, number) if value.type().is_floating() else number


def as_finite(value: ir.Value) -> ir.Value:
    """Return a number as double, NaN and what is infinite as NULL."""
    number = value.cast("float64")
    if not value.type().is_floating():
        return number
    return (number.isnan() | number.isinf()).ifelse(None, number)


def as_level(value: ir.Value) -> ir.Value:
    """Return a value as text, NaN as NULL."""
    text = as_text(value)
    return text.nullif("nan") if value.type().is_floating() else text


def _by_block(
    backend: Backend, rows: ir.Table, wanted: Sequence[str], parameters: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    return list(
        backend.con.execute(
            f"SELECT {BLOCK}, count(*), {', '.join(wanted)} "  # noqa: S608
            f"FROM ({backend.compile(rows)}) GROUP BY {BLOCK}",
            dict(parameters),
        ).fetchall()
    )

"""Counting: what a comparison needs of each table, in a few scans and a sample.

The reference is counted first and decides where numbers are cut and which levels are told apart;
the current table is counted on the same bins and levels.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ml_engineer_tools.drift.bins import cut_points, rounded
from ml_engineer_tools.drift.counts import ColumnCounts, Counts, Cuts, Order, TableCounts, Way
from ml_engineer_tools.drift.dependence import (
    block_count,
    design_effect,
    ordered_design_effect,
)
from ml_engineer_tools.drift.middle import mean_of, precision_of
from ml_engineer_tools.drift.samples import draw, order_of
from ml_engineer_tools.drift.ways import way_of, way_of_number, way_of_text
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.engine.duckdb_blocks import as_number
from ml_engineer_tools.tables.roles import Roles
from ml_engineer_tools.tables.table import ROW, Column, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST_LEVELS = 10_000
"""The most frequent levels are told apart, the rest is pooled."""

BLOCK_LEVELS = 20
"""Levels by which it is judged how alike neighbouring rows are."""

NO_DEPENDENCE = 1.5
"""Design effect up to which rows count as independent: chance makes as much of it."""

OFTEN = 10
"""Levels of a sorted file stand together if each holds so many rows of the sample on average."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a sample says of the columns.

    Attributes:
        rows: of the sample.
        whole: whether it is all rows.
        ways: how each column is compared.
        bounds: of the finite values of numbers.
        infinite: rows of numbers that are infinite.
        orders: whether the file is sorted by a column.
        numbers: the sample of each numeric column that is compared, sorted, the finite ones.
    """

    rows: int
    whole: bool
    ways: Mapping[str, Way]
    bounds: Mapping[str, tuple[float, float]]
    infinite: Mapping[str, int]
    orders: Mapping[str, Order]
    numbers: Mapping[str, Counts]


def look(
    engine: Engine,
    table: Table,
    columns: Sequence[Column],
    roles: Roles,
    *,
    seed: int,
    levels: Container[str] = (),
) -> Drawn:
    """Draw a sample, find the bounds of numbers, and say how each column is to be compared.

    Args:
        engine: that read the table.
        table: the table.
        columns: those to be compared.
        roles: of its columns.
        seed: of the sample.
        levels: text columns that the reference holds as levels: they stay such, though in this
            table each value may name a row.
    """
    ways: dict[str, Way] = {column.name: way_of(column, roles) for column in columns}
    bounds, infinite = _bounds(engine, table, [c for c in columns if c.is_numeric])
    drawn = [c for c in columns if ways[c.name] in ("number", "levels", "clock")]
    frame, whole = draw(engine, table, drawn, seed=seed)
    orders: dict[str, Order] = {}
    numbers: dict[str, Counts] = {}
    places = frame[ROW].to_numpy(dtype=np.float64)
    for k, column in enumerate(drawn):
        name, series = column.name, frame[f"c{k}"]
        if ways[name] == "number" and name in bounds:
            values = series.to_numpy(dtype=np.float64, na_value=np.nan)
            known = np.isfinite(values)
            ways[name] = way_of_number(column, values[known], bounds[name], table.rows)
            orders[name] = order_of(values[known], places[known])
            if ways[name] == "number":
                numbers[name] = np.sort(values[known])
        elif ways[name] == "levels":
            codes, distinct = series.factorize()
            if name not in levels:
                ways[name] = way_of_text(column, int((codes >= 0).sum()), len(distinct))
            orders[name] = "sorted" if _stand_together(codes, distinct) else "none"
    return Drawn(len(frame), whole, ways, bounds, infinite, orders, numbers)


def _stand_together(codes: Any, levels: Any) -> bool:
    """Tell whether the levels stand one after the other, in the order of the alphabet."""
    if not 1 < len(levels) <= len(codes) / OFTEN or codes.min() < 0:
        return False
    return bool((np.diff(codes) >= 0).all()) and list(levels) == sorted(levels)


def count_reference(
    engine: Engine,
    table: Table,
    columns: Sequence[Column],
    drawn: Drawn,
    roles: Roles,
) -> TableCounts:
    """Count a table on bins and levels of its own."""
    cuts = {name: cut_points(values, *drawn.bounds[name]) for name, values in drawn.numbers.items()}
    return _count(engine, table, columns, drawn, roles, cuts, {})


def count_current(
    engine: Engine,
    table: Table,
    columns: Sequence[Column],
    drawn: Drawn,
    roles: Roles,
    reference: TableCounts,
) -> TableCounts:
    """Count a table on the bins and levels of the reference."""
    theirs = {column.name: column for column in reference.columns}
    cuts = {
        name: found.cuts
        for name, found in theirs.items()
        if found.cuts is not None and drawn.ways.get(name) == "number"
    }
    levels = {
        name: found.levels
        for name, found in theirs.items()
        if found.way == "levels" and drawn.ways.get(name) == "levels"
    }
    return _count(engine, table, columns, drawn, roles, cuts, levels)


def count_missing(
    engine: Engine, table: Table, columns: Sequence[Column]
) -> tuple[ColumnCounts, ...]:
    """Count only what is missing, of columns whose values are not compared."""
    missing = _missing(engine, table, columns)
    _, infinite = _bounds(engine, table, [column for column in columns if column.is_numeric])
    return tuple(
        ColumnCounts(c.name, c.dtype, "empty", table.rows, missing[c.name],
                     infinite=infinite.get(c.name, 0))
        for c in columns
    )  # fmt: skip


def _count(
    engine: Engine,
    table: Table,
    columns: Sequence[Column],
    drawn: Drawn,
    roles: Roles,
    cuts: Mapping[str, Cuts],
    levels: Mapping[str, Sequence[str]],
) -> TableCounts:
    order, blocks = rows_in_blocks(engine, table, roles)
    by_bin = engine.count_bins_by_block(
        table.expression, order, blocks, {name: found.points for name, found in cuts.items()}
    )
    names = [name for name, way in drawn.ways.items() if way == "levels"]
    named = {name: list(found) for name, found in levels.items()}
    counted = engine.count_top_levels(table.expression, names, MOST_LEVELS, named)
    by_level = engine.count_levels_by_block(
        table.expression,
        order,
        blocks,
        {
            name: [level for level, _ in found[:BLOCK_LEVELS]]
            for name, (found, _) in counted.items()
        },
    )
    rest = [c for c in columns if c.name not in by_bin and c.name not in by_level]
    missing = _missing(engine, table, rest)
    dates = _dates(engine, table, [c for c in columns if drawn.ways[c.name] == "dates"])
    found: list[ColumnCounts] = []
    for column in columns:
        name = column.name
        base = ColumnCounts(name, column.dtype, drawn.ways[name], table.rows, 0,
                            infinite=drawn.infinite.get(name, 0))  # fmt: skip
        if name in by_bin:
            base = _numbers(base, by_bin[name], cuts[name], drawn.numbers.get(name))
            base = replace(base, bounds=drawn.bounds.get(name))
        elif name in by_level:
            base = _levels(base, by_level[name], *counted[name], levels.get(name))
        else:
            base = replace(base, missing=missing[name], bounds=dates.get(name))
        if not base.known:
            base = replace(base, way="empty")
        found.append(replace(base, order=drawn.orders.get(name, "none")))
    found = _without_sorting(found)
    sampled = None if drawn.whole else drawn.rows
    return TableCounts(table.name, table.rows, tuple(found), sampled)


def _without_sorting(columns: Sequence[ColumnCounts]) -> list[ColumnCounts]:
    """Return the columns, those by which the file was sorted with a design effect of 1.

    Their neighbours are alike because they were put there, which says nothing of the rows. A
    column that grows with time is in order too; but then others depend on time as well.
    """
    others = [c.effect for c in columns if c.order == "none" and c.way in ("number", "levels")]
    if others and float(np.median(others)) > NO_DEPENDENCE:
        return list(columns)
    return [c if c.order == "none" else replace(c, effect=1.0) for c in columns]


def rows_in_blocks(engine: Engine, table: Table, roles: Roles) -> tuple[ir.Value, int]:
    """Return the block of each row, in the order of time if a time is given, and how many."""
    blocks = block_count(table.rows)
    rows = table.expression
    in_file_order = (rows[ROW].cast("int64") * blocks) // table.rows
    if roles.time is None or not table.has(roles.time):
        return in_file_order, blocks
    instant = as_instant(rows, table.column(roles.time))
    if instant is None:
        return in_file_order, blocks
    shares = [k / blocks for k in range(1, blocks)]
    cuts = _time_cuts(engine, rows, instant, shares)
    position = sum(((instant > cut).fill_null(False).cast("int64") for cut in cuts), start=0)
    return position, len(cuts) + 1


def as_instant(rows: ir.Table, column: Column) -> ir.Value | None:
    """Return a time as a number that grows with it; None if it has no order."""
    value: Any = rows[column.name]
    if column.is_temporal:
        return value.cast("timestamp").epoch_seconds().cast("float64")
    return value.cast("float64") if column.is_numeric else None


def _time_cuts(
    engine: Engine, rows: ir.Table, instant: ir.Value, shares: Sequence[float]
) -> list[float]:
    narrow = rows.select(t=instant)
    if not shares:
        return []
    found = engine.aggregate(narrow, {"q": narrow["t"].quantile(list(shares))})["q"]
    return sorted({float(cut) for cut in found or () if cut is not None})


def _numbers(base: ColumnCounts, blocks: Counts, cuts: Cuts, values: Counts | None) -> ColumnCounts:
    quartiles = None
    if values is not None and len(values):
        low, middle, high = (float(values[int(q * (len(values) - 1))]) for q in (0.25, 0.5, 0.75))
        quartiles = rounded(low, values), rounded(middle, values), rounded(high, values)
    return replace(
        base,
        missing=int(blocks[:, -1].sum()) - base.infinite,
        missing_effect=_missing_effect(blocks),
        effect=ordered_design_effect(blocks[:, :-1]),
        cuts=cuts,
        counts=blocks[:, :-1].sum(axis=0),
        blocks=blocks,
        quartiles=quartiles,
        precision=None if values is None else precision_of(values),
        **mean_of(values, cuts),
    )


def _levels(
    base: ColumnCounts,
    blocks: Counts,
    found: Sequence[tuple[str, int]],
    distinct: int,
    wanted: Sequence[str] | None,
) -> ColumnCounts:
    missing = int(blocks[:, -1].sum())
    counted = dict(found)
    first = dict.fromkeys(wanted or ())
    names = [*first, *(level for level, _ in found if level not in first)]
    counts = np.array([counted.get(level, 0) for level in names], dtype=np.float64)
    return replace(
        base,
        missing=missing,
        missing_effect=_missing_effect(blocks),
        effect=design_effect(blocks[:, :-1]),
        blocks=blocks,
        block_levels=tuple(level for level, _ in found[: blocks.shape[1] - 2]),
        counts=counts,
        levels=tuple(names),
        rest=float(base.rows - missing - counts.sum()),
        distinct=distinct,
    )


def _missing_effect(blocks: Counts) -> float:
    return design_effect(np.column_stack([blocks[:, :-1].sum(axis=1), blocks[:, -1]]))


def _bounds(
    engine: Engine, table: Table, columns: Iterable[Column]
) -> tuple[dict[str, tuple[float, float]], dict[str, int]]:
    """Return the least and the largest finite value of each column that has one.

    And how many rows are infinite, of each that has any.
    """
    members: dict[str, list[Column]] = {}
    for column in columns:
        members.setdefault(column.dtype, []).append(column)
    bounds: dict[str, tuple[float, float]] = {}
    infinite: dict[str, int] = {}
    for alike in members.values():
        narrow = table.expression.select(*(column.name for column in alike))
        records = engine.aggregate_columns(narrow, _least_and_largest, rows=table.rows)
        for column, record in zip(alike, records, strict=True):
            if record["low"] is not None:
                bounds[column.name] = float(record["low"]), float(record["high"])
            if record.get("infinite"):
                infinite[column.name] = int(record["infinite"])
    return bounds, infinite


def _least_and_largest(value: Any) -> dict[str, ir.Scalar]:
    infinite: dict[str, Any] = {}
    if value.type().is_floating():
        infinite["infinite"] = value.isinf().sum()
        value = (value.isnan() | value.isinf()).ifelse(None, value)
    number = value.cast("float64")
    return {"low": number.min(), "high": number.max(), **infinite}


def _missing(engine: Engine, table: Table, columns: Sequence[Column]) -> dict[str, int]:
    if not columns:
        return {}
    rows = table.expression
    known: dict[str, Any] = {
        str(k): (as_number(rows[c.name]) if c.is_numeric else rows[c.name]).count()
        for k, c in enumerate(columns)
    }
    counted = engine.aggregate(rows, known)
    return {c.name: table.rows - int(counted[str(k)]) for k, c in enumerate(columns)}


def _dates(engine: Engine, table: Table, columns: Sequence[Column]) -> dict[str, tuple[str, str]]:
    if not columns:
        return {}
    rows = table.expression
    wanted: dict[str, Any] = {}
    for k, column in enumerate(columns):
        value: Any = rows[column.name]
        plain = value.cast("timestamp") if getattr(value.type(), "timezone", None) else value
        wanted |= {f"low{k}": plain.min().cast("string"), f"high{k}": plain.max().cast("string")}
    found = engine.aggregate(rows, wanted)
    return {
        column.name: (_iso(found[f"low{k}"]), _iso(found[f"high{k}"]))
        for k, column in enumerate(columns)
        if found[f"low{k}"] is not None
    }


def _iso(written: str) -> str:
    return written.replace(" ", "T", 1)

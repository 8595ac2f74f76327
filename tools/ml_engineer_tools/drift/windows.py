"""Windows: a table cut by time into days, weeks or months, and what each of them holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ml_engineer_tools.drift.counting import as_instant
from ml_engineer_tools.drift.counts import ColumnCounts, Counts, TableCounts, Way
from ml_engineer_tools.drift.seasons import SIZES, Season, part_of, seasons_of
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.table import Column, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

Unit = Literal["day", "week", "month"]
UNITS: tuple[Unit, ...] = ("day", "week", "month")

PARTS = 10
"""Equal parts of a time that is a plain number: NannyML's default number of chunks."""

MOST_WINDOWS = 400
"""More windows than that are read by nobody."""

AUTO_WINDOWS = 60
AUTO_ROWS = 200
"""Automatic windows are the finest of which there are at most so many, of so many rows in the
median: a convention."""

MOST_LEVELS = 200
"""Levels that are counted by window; the rest is pooled."""


@dataclass(frozen=True, slots=True)
class Windows:
    """How a table is cut.

    Attributes:
        labels: of windows in order of time: 2024-03-04, 2024-W10, 2024-03, or part 1 of 10.
        rows: of each.
        index: number of each row's window; NULL without a time.
        words: what a window is.
    """

    labels: tuple[str, ...]
    rows: tuple[int, ...]
    index: ir.Value
    words: str


def cut_windows(engine: Engine, table: Table, time: str, unit: Unit | Literal["auto"]) -> Windows:
    """Cut a table into windows; those without a row are left out.

    Raises:
        BadInput: the column is no time, or there are fewer than two windows or too many.
    """
    column = table.column(time)
    if not column.is_temporal:
        return _parts(engine, table, column, unit)
    for wanted in UNITS if unit == "auto" else (unit,):
        windows = _by_unit(engine, table, column, wanted)
        if unit != "auto":
            break
        middle = float(np.median(windows.rows)) if windows.rows else 0.0
        if len(windows.rows) <= AUTO_WINDOWS and middle >= AUTO_ROWS:
            break
    if len(windows.labels) > MOST_WINDOWS:
        raise BadInput(
            f"{table.name} has {len(windows.labels):,} windows of a {windows.words}; choose longer "
            "ones with --windows week or month."
        )
    if not windows.labels:
        raise BadInput(f"{time!r} of {table.name} holds no instant; name another column.")
    if len(windows.labels) < 2:
        raise BadInput(
            f"{table.name} lies within one {windows.words} by {time!r}; choose shorter windows, or "
            "compare it with another table."
        )
    return windows


def _by_unit(engine: Engine, table: Table, column: Column, unit: Unit) -> Windows:
    instant: Any = table.expression[column.name]
    if getattr(instant.type(), "timezone", None):
        instant = instant.cast("timestamp")
    day = instant.cast("date")
    start = {"day": day, "week": day.truncate("W"), "month": day.truncate("M")}[unit]
    rows = table.expression.select(start=start.cast("date").epoch_days())
    frame = engine.group(rows, ["start"], {"n": rows.count()}).dropna().sort_values("start")
    starts = [int(value) for value in frame["start"]]
    return Windows(
        labels=tuple(_label(date(1970, 1, 1) + timedelta(days=value), unit) for value in starts),
        rows=tuple(int(n) for n in frame["n"]),
        index=_position(start.cast("date").epoch_days().cast("float64"), starts),
        words=unit,
    )


def _parts(engine: Engine, table: Table, column: Column, unit: str) -> Windows:
    instant = as_instant(table.expression, column)
    if instant is None:
        raise BadInput(
            f"{column.name!r} of {table.name} holds {column.kind} that doesn't read as a time; "
            "write it as 2024-03-01 or 2024-03-01 12:00:00, or name another column with --time."
        )
    if unit != "auto":
        raise BadInput(
            f"{column.name!r} of {table.name} is a number, not a date, so it has no {unit}s; use "
            f"--windows auto for {PARTS} parts of as many rows each."
        )
    narrow = table.expression.select(t=instant)
    shares = [k / PARTS for k in range(1, PARTS)]
    found = engine.aggregate(narrow, {"q": narrow["t"].quantile(shares), "low": narrow["t"].min()})
    cuts = sorted({float(cut) for cut in found["q"] or () if cut is not None})
    low = found["low"]
    starts = [float(low) if low is not None else 0.0, *cuts]
    index = _position(instant, starts[1:], strict=True)
    rows = table.expression.select(w=index)
    frame = engine.group(rows, ["w"], {"n": rows.count()}).dropna().sort_values("w")
    counts = {int(w): int(n) for w, n in frame[["w", "n"]].itertuples(index=False)}
    if len(counts) < 2:
        raise BadInput(f"{column.name!r} of {table.name} is the same in all rows: no windows.")
    return Windows(
        labels=tuple(f"part {k + 1} of {len(starts)}" for k in range(len(starts))),
        rows=tuple(counts.get(k, 0) for k in range(len(starts))),
        index=index,
        words="part",
    )


def _position(value: Any, points: Sequence[float], *, strict: bool = False) -> ir.Value:
    """Return how many points lie below each value; without `strict`, its place among them."""
    import ibis

    place: Any = ibis.literal(0)
    for point in points if strict else points[1:]:
        over = value > point if strict else value >= point
        place = place + over.cast("int64")
    return value.notnull().ifelse(place, None)


def _label(start: date, unit: Unit) -> str:
    if unit == "day":
        return start.isoformat()
    if unit == "month":
        return f"{start:%Y-%m}"
    year, week, _ = start.isocalendar()
    return f"{year}-W{week:02d}"


def part_before(table: Table, windows: Windows, first: int) -> Table:
    """Return the rows of the windows before the one numbered `first`."""
    rows = table.expression.filter(windows.index < first)
    fingerprint = table.fingerprint.model_copy(update={"rows": sum(windows.rows[:first])})
    return Table(fingerprint, table.columns, rows)


def count_windows(
    engine: Engine,
    table: Table,
    windows: Windows,
    ways: Mapping[str, Way],
    reference: TableCounts,
) -> list[TableCounts]:
    """Count every window on the bins and levels of the reference, in one scan for all."""
    rows = table.expression.mutate(window_number=windows.index)
    rows = rows.filter(rows["window_number"].notnull())
    size = len(windows.labels)
    same = [c for c in reference.columns if ways.get(c.name) == c.way]
    cuts = {c.name: c.cuts.points for c in same if c.way == "number" and c.cuts is not None}
    levels = {c.name: c.levels[:MOST_LEVELS] for c in same if c.way == "levels"}
    counted: dict[str, Counts] = {}
    if cuts:
        counted |= engine.count_bins_by_block(rows, rows["window_number"], size, cuts)
    if levels:
        counted |= engine.count_levels_by_block(rows, rows["window_number"], size, levels)
    infinite = _infinite(engine, rows, [c for c in table.columns if c.name in cuts], size)
    found = []
    for number, label in enumerate(windows.labels):
        columns = [
            _window_column(
                column,
                counted[column.name][number],
                windows.rows[number],
                int(infinite[column.name][number]) if column.name in infinite else 0,
            )
            for column in same
            if column.name in counted
        ]
        found.append(TableCounts(label, windows.rows[number], tuple(columns)))
    return found


def _infinite(
    engine: Engine, rows: ir.Table, columns: Sequence[Column], size: int
) -> dict[str, Counts]:
    """Count the infinite rows by window, of each column that may have some."""
    floating = [c.name for c in columns if rows[c.name].type().is_floating()]
    if not floating:
        return {}
    values: list[Any] = [rows[name] for name in floating]
    measures = {str(k): value.isinf().sum() for k, value in enumerate(values)}
    frame = engine.group(rows, ["window_number"], measures)
    found = {name: np.zeros(size) for name in floating}
    for k, name in enumerate(floating):
        found[name][frame["window_number"].to_numpy(dtype=int)] = frame[str(k)].fillna(0)
    return found


def _window_column(
    reference: ColumnCounts, counts: Counts, rows: int, infinite: int
) -> ColumnCounts:
    """Return what was counted of a column in one window; it depends on time as the reference."""
    plain = ColumnCounts(
        name=reference.name,
        dtype=reference.dtype,
        way=reference.way,
        rows=rows,
        missing=int(counts[-1]) - infinite,
        infinite=infinite,
        effect=reference.effect,
        missing_effect=reference.missing_effect,
        cuts=reference.cuts,
    )
    if not plain.known:
        return replace(plain, way="empty")
    if reference.way == "number":
        return replace(plain, counts=counts[:-1])
    return replace(
        plain,
        counts=counts[:-2],
        levels=reference.levels[: len(counts) - 2],
        rest=float(counts[-2]),
    )


def mix_by_window(
    engine: Engine, table: Table, time: str, windows: Windows
) -> list[dict[Season, Counts]]:
    """Return the rows of each window in each part of each season."""
    column = table.column(time)
    mixes: list[dict[Season, Counts]] = [{} for _ in windows.labels]
    for season in seasons_of(column):
        rows = table.expression.select(
            w=windows.index, part=part_of(table.expression, column, season)
        )
        frame = engine.group(rows, ["w", "part"], {"n": rows.count()}).dropna()
        for mix in mixes:
            mix[season] = np.zeros(SIZES[season])
        for w, part, n in frame[["w", "part", "n"]].itertuples(index=False):
            mixes[int(w)][season][int(part)] = n
    return mixes

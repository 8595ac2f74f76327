"""Repeats: rows that a table holds several times, where the other doesn't.

A batch that was sent twenty times has twenty times its rows, and says no more than once. Rows that
are equal by themselves, as of a few categories, repeat in both tables alike; how often two rows are
equal does not depend on how many there are, so that tables of other sizes are held against each
other by that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ml_engineer_tools.drift.counts import TableCounts
from ml_engineer_tools.drift.sides import Reference
from ml_engineer_tools.drift.telling import CLAUSES, as_percent
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.engine.duckdb_blocks import as_level, as_number
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.table import Table

FEWEST_SHARE = 0.1
"""Share of rows that equal another one from which they are looked into: a convention."""

FIRST = 3
"""Columns that are looked at before all are."""

MORE = 10.0
"""Factor by which rows have to be equal more often than in the reference, and more often than
their columns' values, dealt at random, would make them: a convention."""

FEWEST_PAIRS = 3.0
"""Equal pairs that a table may have had without having any: its 95 % limit."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """How often rows of a table are equal in all columns that are compared.

    Attributes:
        rows: of the table.
        distinct: different ones among them.
        together: rows that a row stands for on average, itself among them (Kish's design effect
            of clusters): 1 where none repeats.
    """

    rows: int
    distinct: int
    together: float

    @property
    def share(self) -> float:
        """Share of rows that equal one before them."""
        return 1 - self.distinct / self.rows if self.rows else 0.0

    @property
    def pairs(self) -> float:
        """Share of all pairs of rows that are equal."""
        return (self.together - 1) / (self.rows - 1) if self.rows > 1 else 0.0

    @property
    def most_pairs(self) -> float:
        """The same, with what chance may have left out."""
        return self.pairs + 2 * FEWEST_PAIRS / max(self.rows * (self.rows - 1), 1)


def compared_columns(tables: tuple[TableCounts, TableCounts]) -> list[str]:
    """Return the columns by which rows are held to be equal: measures and categories.

    Those with the most values come first: they tell soonest that rows differ.
    """
    before, after = tables
    ways = ("number", "levels")
    theirs = {column.name for column in after.columns if column.way in ways}
    found = [c for c in before.columns if c.way in ways and c.name in theirs]
    found.sort(key=lambda c: (c.way != "number" or c.on_cuts, -max(c.distinct, len(c.counts))))
    return [column.name for column in found]


def at_most(engine: Engine, table: Table, names: Sequence[str]) -> Repeats:
    """Count how often rows are equal, by the first few columns if hardly any are in these.

    Hashing all columns takes longer.
    """
    found = count_repeats(engine, table, names[:FIRST])
    if len(names) <= FIRST or found.share < FEWEST_SHARE:
        return found
    return count_repeats(engine, table, names)


def count_repeats(engine: Engine, table: Table, names: Sequence[str]) -> Repeats:
    """Count how often rows are equal in the columns called `names`."""
    rows = table.expression
    hashes: list[Any] = [
        (as_number(rows[name]) if table.column(name).is_numeric else as_level(rows[name])).hash()
        for name in names
    ]
    # Another divisor for each, so that the sum tells which column holds which value.
    parts = (value // (2 * len(names) + k) for k, value in enumerate(hashes))
    keyed = rows.select(key=sum(parts, start=0))
    counted = keyed.group_by("key").aggregate(n=keyed.count())
    n: Any = counted["n"].cast("float64")
    found = engine.aggregate(counted, {"groups": counted.count(), "squares": (n * n).sum()})
    squares = float(found["squares"] or 0.0)
    return Repeats(table.rows, int(found["groups"]), squares / table.rows if table.rows else 1.0)


@dataclass(frozen=True, slots=True)
class Repeating:
    """A table whose rows repeat, where the other's don't.

    Attributes:
        window: `reference` or `current`.
        own: how its rows repeat.
        other: how those of the other table do.
        columns: by which rows are equal.
    """

    window: str
    own: Repeats
    other: Repeats
    columns: int


def find_repeats(
    reference: Reference, current: Table, tables: tuple[TableCounts, TableCounts], engine: Engine
) -> Repeating | None:
    """Return the table whose rows repeat, where the other's don't; None without one.

    Args:
        reference: the reference.
        current: the current table.
        tables: what was counted of both.
        engine: that read them.
    """
    names = compared_columns(tables)
    if len(names) < 2 or not current.rows:
        return None
    if reference.table is not None:
        before = at_most(engine, reference.table, names)
    elif reference.saved is not None and reference.saved.repeats is not None:
        before = Repeats(reference.saved.table.rows, *reference.saved.repeats)
    else:
        return None
    after = at_most(engine, current, names)
    if _repeats_more(after, before) and _beyond_columns(engine, current, names, after):
        if reference.table is not None:
            before = count_repeats(engine, reference.table, names)
        return Repeating("current", after, before, len(names))
    if reference.table is None or not _repeats_more(before, after):
        return None
    if _beyond_columns(engine, reference.table, names, before):
        after = count_repeats(engine, current, names)
        return Repeating("reference", before, after, len(names))
    return None


def _repeats_more(own: Repeats, other: Repeats) -> bool:
    return own.share >= FEWEST_SHARE and own.pairs >= MORE * other.most_pairs


def _beyond_columns(engine: Engine, table: Table, names: Sequence[str], found: Repeats) -> bool:
    """Tell whether rows are equal more often than values of their columns are, dealt at random.

    A column that is stuck makes rows equal as well, and is another fault.
    """
    by_chance = 1.0
    for name in names:
        by_chance *= count_repeats(engine, table, [name]).pairs
        if found.pairs >= MORE * by_chance:
            return True
    return False


def worth_once(table: TableCounts, repeats: Repeats) -> TableCounts:
    """Return counts that are worth no more rows than differ."""
    return replace(
        table,
        columns=tuple(
            replace(
                column,
                effect=max(column.effect, repeats.together),
                missing_effect=max(column.missing_effect, repeats.together),
            )
            for column in table.columns
        ),
    )


def report_repeats(repeating: Repeating | None, recorder: Recorder) -> None:
    """Record that the rows of one table repeat each other, if they do."""
    if repeating is None:
        return
    found, window = repeating.own, repeating.window
    there = "reference" if window == "current" else "current"
    of = recorder.figure("repeat_columns", repeating.columns, unit="columns")
    share, theirs = (
        recorder.figure("repeated_share", side.share, window=name, n=side.rows, headline=True)
        for name, side in ((window, found), (there, repeating.other))
    )
    distinct = recorder.figure("distinct_rows", found.distinct, unit="rows", window=window,
                               n=found.rows, headline=True)  # fmt: skip
    rows = recorder.figure("repeating_rows", found.rows, unit="rows", window=window)
    recorder.finding(
        "rows_repeated",
        "high",
        f"{'Most rows' if found.share >= 0.5 else 'Rows'} of the {window} table are there several "
        f"times: {as_percent(share)} of them equal a row before them in all {of} columns that are "
        f"compared, where {as_percent(theirs)} of the {there} table's do. Of {rows} rows "
        f"{distinct} differ, and they count as no more than that.",
        clauses=(*CLAUSES, "Q2"),
        figures=[share, theirs, of, rows, distinct],
        confidence="high",
        question="Was a batch loaded or joined more than once?",
        harmless_if="each row is a case of its own, and they are equal for a reason",
    )

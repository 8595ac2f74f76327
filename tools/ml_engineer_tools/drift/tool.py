"""`measure_drift`: what moved between a reference and a current table?

A column is said to have drifted only if an effect is large (PSI above a threshold that knows the
number of independent rows, or a distance of a small shift) and there is evidence for it (p-values
adjusted for all the tests made).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.comparison import Comparison, adjust_all, compare
from ml_engineer_tools.drift.counting import (
    MOST_LEVELS,
    count_current,
    count_missing,
    count_reference,
    look,
)
from ml_engineer_tools.drift.counts import ColumnCounts, TableCounts
from ml_engineer_tools.drift.findings import (
    Telling,
    report_column,
    report_conventions,
    report_not_compared,
    report_stretches,
)
from ml_engineer_tools.drift.request import DriftRequest
from ml_engineer_tools.drift.samples import is_clock
from ml_engineer_tools.drift.schema import Schema, match_columns, report_schema
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.roles import Roles, check_roles
from ml_engineer_tools.tables.table import Table

FEWEST_ROWS = 20
"""With fewer independent rows in either table nothing but the schema can be compared."""


def measure_drift(request: DriftRequest, context: Context) -> Evidence:
    """Compare two tables: schema, missing values, distributions, levels, stretches of time.

    Raises:
        BadInput: a table or a role is not usable, or the tables share no column.
    """
    engine = context.engine
    reference = engine.read(request.reference)
    current = engine.read(request.current)
    roles = Roles(request.target, request.time, request.group)
    check_roles(reference, roles)
    schema = match_columns(reference, current, request.target)
    recorder = Recorder(
        "measure_drift",
        request,
        [reference.fingerprint, current.fingerprint],
        notes=[*reference.notes, *current.notes],
    )

    context.progress(0.1, "counting the reference")
    schema, empty = _without_empty(schema, context.engine, reference, current)
    known = {column.name for column in empty[0]} | set(schema.retyped)
    names = [column.name for column in schema.common if column.name not in known]
    columns = [reference.column(name) for name in names], [current.column(name) for name in names]
    drawn = (
        look(engine, reference, columns[0], roles, seed=request.seed),
        look(engine, current, columns[1], roles, seed=request.seed),
    )
    before = count_reference(engine, reference, columns[0], drawn[0], roles)
    context.progress(0.5, "counting the current table")
    after = count_current(engine, current, columns[1], drawn[1], roles, before)

    context.progress(0.9, "comparing both")
    before = replace(before, columns=(*before.columns, *empty[0]))
    after = replace(after, columns=(*after.columns, *empty[1]))
    comparisons = compare_tables(before, after)
    comparisons, _ = adjust_all(comparisons)
    report(comparisons, before, after, recorder)
    report_schema(schema, recorder)
    for note in _notes(request, comparisons, (before, after)):
        recorder.note(note)
    return recorder.evidence(engine.name)


Empty = tuple[tuple[ColumnCounts, ...], tuple[ColumnCounts, ...]]


def _without_empty(
    schema: Schema, engine: Engine, reference: Table, current: Table
) -> tuple[Schema, Empty]:
    """Return the schema with empty columns not called retyped, and what was counted of them.

    A column without a value has no type of its own.
    """
    names = schema.retyped
    before = count_missing(engine, reference, [reference.column(name) for name in names])
    after = count_missing(engine, current, [current.column(name) for name in names])
    empty = {a.name for a, b in zip(before, after, strict=True) if not (a.known and b.known)}
    found = (
        tuple(column for column in before if column.name in empty),
        tuple(column for column in after if column.name in empty),
    )
    return replace(schema, retyped=tuple(n for n in names if n not in empty)), found


def compare_tables(before: TableCounts, after: TableCounts) -> list[Comparison]:
    """Compare all columns that both tables have, the most moved first; clocks are told as such."""
    comparisons = []
    for reference in before.columns:
        current = after.column(reference.name)
        if reference.way == current.way == "number" and is_clock(reference, current):
            reference, current = replace(reference, way="clock"), replace(current, way="clock")
        comparisons.append(compare(reference, current))
    return sorted(comparisons, key=lambda c: (-(c.shift.distance if c.shift else -1.0), c.name))


def report(
    comparisons: Sequence[Comparison], before: TableCounts, after: TableCounts, recorder: Recorder
) -> None:
    """Record what all columns show, and what was not compared."""
    compared = [c for c in comparisons if c.shift is not None]
    drifted = sum(c.drifted for c in compared)
    recorder.figure("drifted_columns", drifted, unit="columns", headline=True)
    recorder.figure("compared_columns", len(compared), unit="columns", headline=True)
    for window, table in (("reference", before), ("current", after)):
        recorder.figure("row_count", table.rows, unit="rows", window=window, headline=True)
    report_conventions(recorder)
    telling = Telling(recorder, (before.sampled, after.sampled))
    for comparison in comparisons:
        report_column(comparison, telling)
    report_stretches(comparisons, recorder)
    named = {
        way: [c.name for c in comparisons if way in (c.reference.way, c.current.way)]
        for way in ("identifier", "clock", "entity")
    }
    report_not_compared(named["identifier"], named["clock"], named["entity"], recorder)


def _notes(
    request: DriftRequest,
    comparisons: Sequence[Comparison],
    tables: tuple[TableCounts, TableCounts],
) -> Iterator[str]:
    ways = {way for c in comparisons for way in (c.reference.way, c.current.way)}
    if request.target is not None:
        yield "The target was left out: reading the current table's labels would be a look at them."
    if any(table.sampled for table in tables):
        yield "Medians are of a seeded sample of rows; all else is of all rows."
    if any(c.levels and c.levels.reference_rest + c.levels.current_rest for c in comparisons):
        yield f"Beyond the {MOST_LEVELS:,} most frequent levels, the levels of a column are pooled."
    if "empty" in ways:
        yield "Columns without a value in one of the tables are compared by what is missing only."
    if "nothing" in ways:
        yield "Lists, structures and other types are compared by what is missing only."
    if "dates" in ways:
        yield "Dates are told as the stretch that each table covers, not as drift."
    if any(max(c.reference.effect, c.current.effect) > 1.5 for c in comparisons):
        yield (
            "Rows near each other are alike, so that evidence counts the independent rows they are "
            "worth (effective_rows), estimated from blocks of neighbouring rows."
        )
    fewest = min(table.rows for table in tables)
    if fewest < FEWEST_ROWS:
        yield (
            f"With {fewest:,} {'row' if fewest == 1 else 'rows'} in one of the tables, only a "
            "change of the schema can be told; that nothing is reported doesn't mean that nothing "
            "moved."
        )

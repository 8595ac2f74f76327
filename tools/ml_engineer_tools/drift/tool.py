"""`measure_drift`: what moved between a reference and a current table?

A column is said to have drifted only if an effect is large (PSI above a threshold that knows the
number of rows, or a distance of 0.1) and there is evidence for it (p-values adjusted for all the
tests made). The target is left out: labels of the current table may be a test set's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.bins import DECILES, count_bins, cut_points
from ml_engineer_tools.drift.comparison import (
    Comparison,
    adjust_all,
    compare_levels,
    compare_missing,
    compare_numbers,
)
from ml_engineer_tools.drift.findings import (
    missing_convention,
    report_comparison,
    report_conventions,
    report_levels,
    report_missing,
    report_not_compared,
    report_windows,
)
from ml_engineer_tools.drift.levels import MOST_LEVELS, count_levels
from ml_engineer_tools.drift.request import DriftRequest
from ml_engineer_tools.drift.samples import is_clock, sample_columns
from ml_engineer_tools.drift.schema import Schema, comparable, match_columns, report_schema
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.evidence import EXACT, Evidence, Exactness
from ml_engineer_tools.profiling.identifiers import names_rows
from ml_engineer_tools.profiling.summaries import Summary, summarize
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.roles import Roles, check_roles
from ml_engineer_tools.tables.table import Table

Summaries = Mapping[str, Summary]


def measure_drift(request: DriftRequest, context: Context) -> Evidence:
    """Compare two tables: schema, missing values, distributions, levels, stretches of time.

    Raises:
        BadInput: a table or a role is not usable, or the tables share no column.
    """
    engine = context.engine
    reference = engine.read(request.reference)
    current = engine.read(request.current)
    check_roles(reference, Roles(request.target, request.time, request.group))
    schema = match_columns(reference, current, request.target)
    recorder = Recorder(
        "measure_drift",
        request,
        [reference.fingerprint, current.fingerprint],
        notes=[*reference.notes, *current.notes],
    )

    context.progress(0.1, "summarizing both tables")
    before = _summaries(engine, reference, schema)
    after = _summaries(engine, current, schema)
    empty = frozenset(name for name in before if not (before[name].known and after[name].known))
    plan = _plan(schema, before, after, empty, request)

    context.progress(0.4, "comparing distributions")
    numbers, clocks = _numbers(
        engine, reference, current, (before, after), plan["number"], seed=request.seed
    )
    levels = count_levels(engine, reference, current, plan["levels"], (before, after))
    comparisons = [*numbers, *(compare_levels((before[k], after[k]), levels[k]) for k in levels)]
    missing = [
        compare_missing(before[name], after[name])
        for name in before
        if before[name].missing or after[name].missing
    ]
    comparisons, missing = adjust_all(comparisons, missing)
    comparisons.sort(key=lambda comparison: (-comparison.distance, comparison.name))

    context.progress(0.9, "writing the report")
    drifted = sum(comparison.drifted for comparison in comparisons)
    recorder.figure("drifted_columns", drifted, unit="columns", headline=True)
    recorder.figure("compared_columns", len(comparisons), unit="columns", headline=True)
    for window, table in (("reference", reference), ("current", current)):
        recorder.figure("row_count", table.rows, unit="rows", window=window, headline=True)
    report_schema(schema, empty, recorder)
    limit = report_conventions(recorder)
    for comparison in comparisons:
        report_comparison(comparison, limit, recorder)
        report_levels(comparison, len(comparisons), recorder)
    missing_limit = missing_convention(recorder)
    for change in missing:
        report_missing(change, missing_limit, recorder)
    report_windows(((before[name], after[name]) for name in plan["dates"]), recorder)
    report_not_compared(plan["identifier"], [*plan["clock"], *clocks], plan["entity"], recorder)
    for note in _notes(request, schema, plan, comparisons, empty):
        recorder.note(note)
    return recorder.evidence(engine.name)


def _summaries(engine: Engine, table: Table, schema: Schema) -> dict[str, Summary]:
    columns = [table.column(column.name) for column in schema.common]
    return summarize(engine, table.expression, table.rows, columns, quantiles=DECILES)


def _plan(
    schema: Schema,
    before: Summaries,
    after: Summaries,
    empty: frozenset[str],
    request: DriftRequest,
) -> dict[str, list[str]]:
    """Return which columns are compared in which way; empty and retyped ones in none."""
    ways = ("number", "levels", "dates", "nothing", "identifier", "entity", "clock")
    plan: dict[str, list[str]] = {way: [] for way in ways}
    for column in schema.common:
        name = column.name
        if name in empty or name in schema.retyped:
            continue
        way: str = comparable(column)
        if name == request.group:
            way = "entity"
        elif name == request.time:
            way = "dates" if way == "dates" else "clock"
        elif names_rows(before[name]) and names_rows(after[name]):
            way = "identifier"
        plan[way].append(name)
    return plan


def _numbers(
    engine: Engine,
    reference: Table,
    current: Table,
    summaries: tuple[Summaries, Summaries],
    names: Sequence[str],
    *,
    seed: int,
) -> tuple[list[Comparison], list[str]]:
    """Compare the numeric columns; returns the comparisons, and the names of clocks."""
    comparisons: list[Comparison] = []
    clocks: list[str] = []
    before, after = summaries
    cuts = {name: cut_points(before[name]) for name in names}
    bins = (
        count_bins(engine, reference, before, cuts),
        count_bins(engine, current, after, cuts),
    )
    samples = zip(
        names,
        sample_columns(engine, reference, names, seed=seed),
        sample_columns(engine, current, names, seed=seed),
        strict=True,
    )
    for name, of_reference, of_current in samples:
        if is_clock(of_reference, of_current):
            clocks.append(name)
            continue
        drawn = of_reference.rows + of_current.rows
        whole = of_reference.whole and of_current.whole
        comparison = compare_numbers(
            (before[name], after[name]),
            (bins[0][name], bins[1][name]),
            (of_reference.values, of_current.values),
            EXACT if whole else Exactness(kind="sampled", n=drawn),
        )
        comparisons.append(comparison)
    return comparisons, clocks


def _notes(
    request: DriftRequest,
    schema: Schema,
    plan: Mapping[str, Sequence[str]],
    comparisons: Sequence[Comparison],
    empty: frozenset[str],
) -> Iterator[str]:
    if request.target is not None:
        yield "The target was left out: reading the current table's labels would be a look at them."
    if any(comparison.exactness.kind == "sampled" for comparison in comparisons):
        yield "KS distances are of a seeded sample of rows; all else is of all rows."
    if any(c.levels and c.levels.reference_rest + c.levels.current_rest for c in comparisons):
        yield f"Beyond the {MOST_LEVELS:,} most frequent levels, the levels of a column are pooled."
    if empty:
        yield "Columns without a value in one of the tables are compared by what is missing only."
    if plan["nothing"]:
        yield "Lists, structures and other types are compared by what is missing only."
    if plan["dates"]:
        yield "Dates are told as the stretch that each table covers, not as drift."

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
from ml_engineer_tools.drift.counting import MOST_LEVELS
from ml_engineer_tools.drift.counts import TableCounts, Way
from ml_engineer_tools.drift.dependence import TELLING_EFFECT
from ml_engineer_tools.drift.domain import AUTO_ROWS, Domain, report_domain, tell_apart
from ml_engineer_tools.drift.findings import (
    report_column,
    report_conventions,
    report_not_compared,
    report_stretches,
    report_unread_time,
)
from ml_engineer_tools.drift.importance import (
    Importance,
    as_shares,
    measure_importance,
    record_skill,
)
from ml_engineer_tools.drift.quiet import report_quiet
from ml_engineer_tools.drift.relations import moved_columns, report_relations, why_not_compared
from ml_engineer_tools.drift.repeats import find_repeats, report_repeats
from ml_engineer_tools.drift.request import DriftRequest
from ml_engineer_tools.drift.sample_size import FEWEST_ROWS
from ml_engineer_tools.drift.samples import is_clock
from ml_engineer_tools.drift.schema import match_columns, report_schema
from ml_engineer_tools.drift.seasonal import (
    Matched,
    match_seasons,
    report_seasons,
    season_notes,
)
from ml_engineer_tools.drift.sides import (
    Asked,
    Reference,
    count_both,
    count_empty,
    count_labels,
    has_labels,
    open_reference,
    unread_times,
)
from ml_engineer_tools.drift.telling import INFINITE_APART, Role, Telling
from ml_engineer_tools.drift.written import report_date_formats, report_name_lengths
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import listed
from ml_engineer_tools.tables.table import Table


def measure_drift(request: DriftRequest, context: Context) -> Evidence:
    """Compare two tables: schema, missing values, distributions, levels, stretches of time.

    Raises:
        BadInput: a table or a role is not usable, or the tables share no column.
    """
    if request.windows is not None:
        from ml_engineer_tools.drift.windowed import measure_windows

        return measure_windows(request, context)
    if request.current is None:
        raise BadInput("There is nothing to compare with; give a second table, or --windows.")
    asked = Asked(request.target, request.prediction, request.time, request.group)
    reference = open_reference(request.reference, asked, context)
    current = context.engine.read(request.current)
    schema = match_columns(reference, current)
    recorder = Recorder(
        "measure_drift",
        request,
        [reference.fingerprint, current.fingerprint],
        notes=[*reference.notes, *current.notes],
    )

    target = reference.asked.target
    labelled = has_labels(reference, current, context)
    candidates = [name for name in schema.retyped if name != target]
    empty = count_empty(reference, current, candidates, context)
    filled = {column.name for column in empty[0]}
    retyped = tuple(
        name for name in schema.retyped if name not in filled and (name != target or labelled)
    )
    schema = replace(schema, retyped=retyped)
    names = [c.name for c in schema.common if c.name not in filled and c.name not in retyped]
    before, after = count_both(reference, current, names, context, seed=request.seed)
    before = replace(before, columns=(*before.columns, *empty[0]))
    after = replace(after, columns=(*after.columns, *empty[1]))
    labels = None
    if labelled and target not in retyped:
        labels = count_labels(reference, current, context, seed=request.seed)

    context.progress(0.9, "comparing both")
    repeating = find_repeats(reference, current, (before, after), context.engine)
    matched = match_seasons(reference, current, (before, after), context).worth_once(repeating)
    comparisons = compare_tables(matched.before, matched.after)
    if labels is not None:
        comparisons.append(compare(*labels))
    told: list[Domain] = []
    if not matched.seasons and repeating is None:
        told = _tell_apart(reference, current, (before, after), comparisons, request, context)
    comparisons, others = adjust_all(comparisons, [found.p_value for found in told])
    importance = _importance(reference, comparisons, before, request, context)
    unread = unread_times(reference, current)
    report(
        comparisons, (before, after), reference.asked, recorder, matched, importance, unread=unread
    )
    if importance is not None:
        record_skill(importance, recorder)
    if matched.seasons:
        plain, _ = adjust_all(compare_tables(before, after))
        report_seasons(matched, plain, comparisons, recorder)
    if told:
        report_domain(told[0], others[0], sum(c.drifted for c in comparisons), recorder)
    for found, p_value in zip(told[1:], others[1:], strict=True):
        report_relations(found, p_value, recorder)
    report_repeats(repeating, recorder)
    report_schema(schema, recorder)
    report_date_formats(reference.written, current.written, recorder)
    if reference.table is not None:
        names = [c.name for c in before.columns if c.way == "identifier"]
        report_name_lengths(context.engine, reference.table, current, names, recorder)
    report_quiet(recorder, same_file=reference.fingerprint.sha256 == current.fingerprint.sha256)
    apart = why_not_compared(
        reference,
        (before, after),
        seasons=bool(matched.seasons),
        repeating=repeating is not None,
        classifier=request.classifier,
        told=told[0] if told else None,
    )
    for note in (
        *filter(None, [apart]),
        *_notes(reference, current, comparisons, (before, after), importance, retyped),
        *season_notes(matched),
    ):
        recorder.note(note)
    return recorder.evidence(context.engine.name)


def _tell_apart(
    reference: Reference,
    current: Table,
    tables: tuple[TableCounts, TableCounts],
    comparisons: Sequence[Comparison],
    request: DriftRequest,
    context: Context,
) -> list[Domain]:
    """Let a model tell the tables apart, if it was asked for or they are small.

    Where columns moved, it is asked a second time, by how columns go together alone.
    """
    small = tables[0].rows + tables[1].rows <= AUTO_ROWS
    wanted = small if request.classifier is None else request.classifier
    if reference.table is None or not wanted:
        return []
    context.progress(0.7, "telling the tables apart")
    asked = reference.asked
    roles = frozenset(filter(None, (asked.target, asked.prediction, asked.time, asked.group)))
    seed = request.seed
    domain = tell_apart(reference.table, current, tables, roles, context, seed=seed)
    if domain is None:
        return []
    ranked, others = moved_columns(adjust_all(comparisons, [domain.p_value])[0])
    if not ranked | others:
        return [domain]
    by_relations = tell_apart(
        reference.table, current, tables, roles | others, context, seed=seed, ranked=ranked
    )
    return [domain, *filter(None, [by_relations])]


def _importance(
    reference: Reference,
    comparisons: Sequence[Comparison],
    before: TableCounts,
    request: DriftRequest,
    context: Context,
) -> Importance | None:
    """Return how much columns matter: as it was told, or by labels if an input moved."""
    if request.importance:
        return as_shares(request.importance, request.importance_of or "the request")
    moved = [c for c in comparisons if c.moved and role_of(c.name, reference.asked) == "input"]
    if not moved or reference.table is None:
        return None
    context.progress(0.8, "measuring which columns matter")
    return measure_importance(reference.table, before, reference.asked, context, seed=request.seed)


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
    comparisons: Sequence[Comparison],
    tables: tuple[TableCounts, TableCounts],
    asked: Asked,
    recorder: Recorder,
    matched: Matched,
    importance: Importance | None = None,
    *,
    unread: Sequence[str] = (),
) -> None:
    """Record what all columns show, and what was not compared."""
    inputs = [c for c in comparisons if role_of(c.name, asked) == "input"]
    compared = [c for c in inputs if c.shift is not None]
    drifted = sum(c.drifted for c in compared)
    recorder.figure("drifted_columns", drifted, unit="columns", headline=True)
    recorder.figure("compared_columns", len(compared), unit="columns", headline=True)
    for window, table in zip(("reference", "current"), tables, strict=True):
        recorder.figure("row_count", table.rows, unit="rows", window=window, headline=True)
    report_conventions(recorder)
    telling = Telling(recorder, (tables[0].sampled, tables[1].sampled), matched.suffix, importance)
    for comparison in comparisons:
        report_column(comparison, telling, role_of(comparison.name, asked))
    report_stretches(comparisons, recorder)
    named = {
        way: [c.name for c in inputs if way in (c.reference.way, c.current.way)]
        for way in ("identifier", "clock", "entity")
    }
    if asked.time is not None and unread:
        report_unread_time(asked.time, unread, recorder)
        named["clock"] = [name for name in named["clock"] if name != asked.time]
    report_not_compared(named["identifier"], named["clock"], named["entity"], recorder)


def role_of(name: str, asked: Asked) -> Role:
    """Return what a column is to the model."""
    if name == asked.target:
        return "label"
    return "prediction" if name == asked.prediction else "input"


def _notes(
    reference: Reference,
    current: Table,
    comparisons: Sequence[Comparison],
    tables: tuple[TableCounts, TableCounts],
    importance: Importance | None,
    schema_retyped: Sequence[str],
) -> Iterator[str]:
    ways = {way for c in comparisons for way in (c.reference.way, c.current.way)}
    target, prediction = reference.asked.target, reference.asked.prediction
    if target is not None and any(c.name == target for c in comparisons):
        yield "Labels were compared on exploration rows only; the holdout's stay unread."
    elif target is not None and target not in schema_retyped:
        yield (
            "The current table has no labels (yet), so that a change of the outcome can't be told: "
            "only inputs and predictions can."
        )
    if prediction is not None and not current.has(prediction):
        yield "The current table has no predictions, so that nothing is said of them."
    if importance is not None and importance.shares:
        yield (
            f"Severity is weighed by how much each column matters to a model, by "
            f"{importance.source}: a column that hardly does is a low finding however far it moved."
        )
    if any(table.sampled for table in tables):
        yield "Medians are of a seeded sample of rows; all else is of all rows."
    if any(c.levels and c.levels.reference_rest + c.levels.current_rest for c in comparisons):
        most = (
            "the levels that it names" if reference.saved else f"the {MOST_LEVELS:,} most frequent"
        )
        yield f"Beyond {most}, the levels of a column are pooled."
    yield from _value_notes(ways, comparisons)
    alike = [
        c.name for c in comparisons if max(c.reference.effect, c.current.effect) > TELLING_EFFECT
    ]
    if alike:
        yield (
            f"In {listed(alike)} rows near each other are alike, so that evidence counts the "
            "independent rows they are worth (effective_rows), estimated from blocks of "
            "neighbouring rows."
        )
    fewest = min(table.rows for table in tables)
    if fewest < FEWEST_ROWS:
        yield (
            f"With {fewest:,} {'row' if fewest == 1 else 'rows'} in one of the tables, hardly more "
            "than a change of the schema can be told; that nothing is reported doesn't mean that "
            "nothing moved."
        )


def _value_notes(ways: set[Way], comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Yield which values were not compared."""
    if "empty" in ways:
        yield "Columns without a value in one of the tables are compared by what is missing only."
    if any(c.test("infinite") for c in comparisons):
        yield INFINITE_APART
    if "nothing" in ways:
        yield "Lists, structures and other types are compared by what is missing only."
    if "dates" in ways:
        yield "Dates are told as the stretch that each table covers, not as drift."

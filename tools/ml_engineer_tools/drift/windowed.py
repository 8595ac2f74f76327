"""Drift by window: each day, week or month of a table against a reference, or its own past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.comparison import Comparison, adjust_all, compare
from ml_engineer_tools.drift.counting import count_reference, look
from ml_engineer_tools.drift.counts import TableCounts
from ml_engineer_tools.drift.findings import (
    CHECKS,
    DISTANCE_SOURCE,
    DISTANCE_WORDS,
    HARMLESS,
    PSI_SOURCE,
    QUESTIONS,
    report_conventions,
    report_not_compared,
)
from ml_engineer_tools.drift.request import DriftRequest
from ml_engineer_tools.drift.schema import Schema, match_columns, report_schema
from ml_engineer_tools.drift.seasonal import deal, read_almanac
from ml_engineer_tools.drift.seasons import Season, judge_seasons, words
from ml_engineer_tools.drift.sides import Asked, Reference, open_reference
from ml_engineer_tools.drift.telling import CLAUSES, INFINITE_APART, Role
from ml_engineer_tools.drift.window_gaps import report_gaps
from ml_engineer_tools.drift.windows import (
    Windows,
    count_windows,
    cut_windows,
    mix_by_window,
    part_before,
)
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import SEVERITIES, Evidence
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing, quoted
from ml_engineer_tools.tables.table import Table

SHARE = 0.5
"""Share of the windows of a single table that are its reference: a convention."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One window, compared with the reference.

    Attributes:
        label: of the window.
        rows: of it.
        comparisons: of its columns, p-values adjusted over all windows.
        seasons: in which it differs from the reference, and that were matched.
    """

    label: str
    rows: int
    comparisons: tuple[Comparison, ...]
    seasons: tuple[Season, ...]


def measure_windows(request: DriftRequest, context: Context) -> Evidence:
    """Compare each window of a table with a reference, or with the table's own first half.

    Raises:
        BadInput: a table, a role or the time is not usable.
    """
    if request.windows is None:
        raise ValueError("no windows were asked for")
    asked = Asked(request.target, request.prediction, request.time, request.group)
    if request.current is None:
        reference, current, windows, first = _own_past(request, asked, context)
        schema = Schema(reference.columns, (), (), ())
        fingerprints = [current.fingerprint]
    else:
        reference = open_reference(request.reference, asked, context)
        current = context.engine.read(request.current)
        time = _time(reference.asked.time, current)
        schema = match_columns(reference, current)
        windows, first = cut_windows(context.engine, current, time, request.windows), 0
        fingerprints = [reference.fingerprint, current.fingerprint]
    notes = [*reference.notes, *current.notes]
    recorder = Recorder("measure_drift", request, fingerprints, notes=notes)
    found, before = _compare(reference, current, windows, schema, context, seed=request.seed)
    found = _adjusted(found[first:])
    _report(found, before, windows, reference.asked, recorder)
    report_schema(schema, recorder)
    named = {
        way: [c.name for c in before.columns if c.way == way]
        for way in ("identifier", "clock", "entity")
    }
    report_not_compared(named["identifier"], named["clock"], named["entity"], recorder)
    for note in _notes(windows, first, found, reference):
        recorder.note(note)
    return recorder.evidence(context.engine.name)


def _own_past(
    request: DriftRequest, asked: Asked, context: Context
) -> tuple[Reference, Table, Windows, int]:
    """Cut one table; its first windows are the reference of the others."""
    table = context.engine.read(request.reference)
    asked.check(table)
    windows = cut_windows(
        context.engine, table, _time(asked.time, table), request.windows or "auto"
    )
    first = max(1, round(SHARE * len(windows.labels)))
    columns = tuple(column for column in table.columns if column.name != asked.target)
    part = part_before(table, windows, first)
    return Reference(table.fingerprint, columns, asked, table=part), table, windows, first


def _time(time: str | None, table: Table) -> str:
    if time is None:
        raise BadInput("Windows are cut by time; give --time COLUMN.")
    if not table.has(time):
        from ml_engineer_tools.tables.roles import unknown_column

        raise BadInput(unknown_column(table, "time", time))
    return time


def _compare(
    reference: Reference,
    current: Table,
    windows: Windows,
    schema: Schema,
    context: Context,
    *,
    seed: int,
) -> tuple[list[Compared], TableCounts]:
    """Compare all windows; p-values are not adjusted yet."""
    engine, roles = context.engine, reference.asked.roles
    names = [c.name for c in schema.common if c.name not in schema.retyped]
    context.progress(0.1, "counting the reference")
    if reference.saved is not None:
        whole = reference.saved.counted()
        before = replace(whole, columns=tuple(c for c in whole.columns if c.name in names))
    elif reference.table is not None:
        columns = [reference.table.column(name) for name in names]
        drawn = look(engine, reference.table, columns, roles, seed=seed)
        before = count_reference(engine, reference.table, columns, drawn, roles)
    else:
        raise ValueError("a reference is a table or saved")
    context.progress(0.4, "counting the windows")
    ways = {c.name: c.way for c in before.columns}
    after = count_windows(engine, current, windows, ways, before)
    time = str(reference.asked.time)
    temporal = current.column(time).is_temporal
    mixes = mix_by_window(engine, current, time, windows) if temporal else [{} for _ in after]
    almanac = read_almanac(reference, context)
    judged = [judge_seasons(almanac.rows, almanac.days, mix) for mix in mixes]
    wanted = [s for s in almanac.rows if any(s in usable for usable, _, _ in judged)]
    dealt = deal(reference, before, almanac, wanted, context)
    found = []
    for counted, mix, (usable, differing, _) in zip(after, mixes, judged, strict=True):
        ours = dealt.with_mix({season: mix[season] for season in usable}) if usable else before
        pairs = [(ours.column(c.name), c) for c in counted.columns]
        comparisons = tuple(compare(a, replace(b, effect=a.effect)) for a, b in pairs)
        found.append(Compared(counted.name, counted.rows, comparisons, tuple(differing)))
    return found, before


def _adjusted(found: Sequence[Compared]) -> list[Compared]:
    """Return the windows with p-values adjusted for all tests of all windows."""
    every, _ = adjust_all([c for window in found for c in window.comparisons])
    rest = iter(every)
    return [
        replace(window, comparisons=tuple(next(rest) for _ in window.comparisons))
        for window in found
    ]


def _report(
    found: Sequence[Compared],
    before: TableCounts,
    windows: Windows,
    asked: Asked,
    recorder: Recorder,
) -> None:
    names = [c.name for c in before.columns if c.way in ("number", "levels")]
    by_name = {
        name: [(w, c) for w in found for c in w.comparisons if c.name == name] for name in names
    }
    moved = [name for name, pairs in by_name.items() if any(c.drifted for _, c in pairs)]
    inputs = [name for name in moved if _role(name, asked) == "input"]
    recorder.figure("drifted_columns", len(inputs), unit="columns", headline=True)
    recorder.figure("compared_columns", len([n for n in names if _role(n, asked) == "input"]),
                    unit="columns", headline=True)  # fmt: skip
    recorder.figure("row_count", before.rows, unit="rows", window="reference", headline=True)
    recorder.figure("window_count", len(found), unit=f"{windows.words}s", headline=True)
    report_conventions(recorder)
    for window in found:
        recorder.figure("row_count", window.rows, unit="rows", window=window.label)
        drifted = sum(c.drifted for c in window.comparisons)
        recorder.figure("drifted_columns", drifted, unit="columns", window=window.label,
                        n=window.rows)  # fmt: skip
    for name in sorted(moved, key=lambda name: -_largest(by_name[name])):
        _report_column(name, by_name[name], windows.words, _role(name, asked), recorder)
    for name in names:
        report_gaps(name, by_name[name], windows.words, recorder)


def _report_column(
    name: str,
    pairs: Sequence[tuple[Compared, Comparison]],
    unit: str,
    role: Role,
    recorder: Recorder,
) -> None:
    """Record how far a column lay from the reference in each window, and that it moved."""
    drawn = {}
    for window, comparison in pairs:
        shift = comparison.shift
        if shift is None:
            continue
        n = comparison.current.known
        drawn[window.label] = (
            recorder.figure("psi", shift.psi, column=name, window=window.label, n=n),
            recorder.figure(shift.distance_name, shift.distance, column=name, window=window.label,
                            n=n),
        )  # fmt: skip
    over = [(w, c) for w, c in pairs if c.drifted]
    worst, comparison = max(over, key=lambda pair: pair[1].shift.distance if pair[1].shift else 0)
    shift = comparison.shift
    if shift is None:
        return
    psi, distance = drawn[worst.label]
    limits = (
        recorder.convention("psi_threshold", shift.psi_threshold, source=PSI_SOURCE, column=name),
        recorder.convention(
            "distance_threshold", shift.distance_threshold, source=DISTANCE_SOURCE, column=name
        ),
    )
    test = comparison.test("distribution")
    p_value = recorder.figure("p_value_adjusted", test.p_value if test else 1.0, column=name,
                              window=worst.label)  # fmt: skip
    count = recorder.figure("drifted_windows", len(over), unit=f"{unit}s", column=name,
                            headline=True)  # fmt: skip
    of = recorder.figure("compared_windows", len(pairs), unit=f"{unit}s", column=name)
    last = over[-1][0].label == pairs[-1][0].label
    season = f", compared with the same {words(worst.seasons)}" if worst.seasons else ""
    severities = [c.shift.severity for _, c in over if c.shift]
    recorder.finding(
        CHECKS[role],
        min(severities, key=SEVERITIES.index),
        f"{quoted(name)} has moved in {count} of {of} {agreeing(len(pairs), unit, f'{unit}s')}, "
        f"first in {over[0][0].label}; furthest in {worst.label}{season}: PSI {psi} (threshold "
        f"{limits[0]}), {DISTANCE_WORDS[shift.distance_name]} {distance} (threshold {limits[1]}). "
        f"{'It still does in the last.' if last else 'In the last it is back.'}",
        columns=[name],
        clauses=(*CLAUSES, "Q2"),
        figures=[count, of, psi, limits[0], distance, limits[1], p_value],
        confidence=comparison.confidence("distribution"),
        question=QUESTIONS[role],
        harmless_if=HARMLESS[role],
    )


def _largest(pairs: Sequence[tuple[Compared, Comparison]]) -> float:
    return max((c.shift.distance for _, c in pairs if c.shift and c.drifted), default=0.0)


def _role(name: str, asked: Asked) -> Role:
    if name == asked.target:
        return "label"
    return "prediction" if name == asked.prediction else "input"


def _notes(
    windows: Windows, first: int, found: Sequence[Compared], reference: Reference
) -> Iterator[str]:
    if first:
        yield (
            f"The first {first} of {len(windows.labels)} {windows.words}s "
            f"({windows.labels[0]} to {windows.labels[first - 1]}) are the reference of the others."
        )
    matched = {season for window in found for season in window.seasons}
    if matched:
        seasons = [season for season in ("weekday", "month", "hour") if season in matched]
        yield (
            f"Windows that differ from the reference in their mix of the {words(seasons)} are "
            "compared with its rows of the same."
        )
    if reference.asked.target is not None:
        yield "Labels are not compared by window; compare two tables for that."
    if any(c.test("infinite") for window in found for c in window.comparisons):
        yield INFINITE_APART
    yield "Levels that are new or gone are told when two tables are compared, not by window."

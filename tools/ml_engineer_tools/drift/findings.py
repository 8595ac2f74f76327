"""What drift reports of one column: its figures, and findings where something moved."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_tools.drift.comparison import (
    FALSE_DISCOVERY_RATE,
    HIGH_DISTANCE,
    HIGH_PSI,
    LARGE_MISSING_CHANGE,
    MANY,
    SMALL_EFFECT,
    Comparison,
)
from ml_engineer_tools.drift.counts import ColumnCounts
from ml_engineer_tools.drift.dependence import TELLING_EFFECT
from ml_engineer_tools.drift.distances import SMALL_SHIFT
from ml_engineer_tools.drift.infinite_findings import report_infinite
from ml_engineer_tools.drift.level_findings import report_levels
from ml_engineer_tools.drift.middle_findings import from_to
from ml_engineer_tools.drift.telling import CLAUSES, Role, Telling, as_percent
from ml_engineer_tools.evidence import Exactness, Figure, format_value
from ml_engineer_tools.profiling.summaries import LEVEL_LIMIT
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing, listed, quoted

PSI_SOURCE = (
    "max of 0.1 (credit scoring) above the mean of PSI without drift and its 0.99 quantile, "
    "chi-squared(bins - 1) * (1/n + 1/m), Yurdakul (2018); n, m as independent rows"
)
DISTANCE_SOURCE = (
    "max of 0.08 (0.2 standard deviations, a small effect, Cohen 1988) and the 0.99 quantile "
    "without drift; n, m as independent rows"
)
DISTANCE_WORDS = {"ks_distance": "KS distance", "l_infinity_distance": "largest change of a share"}

CHECKS: dict[Role, str] = {
    "input": "distribution_moved",
    "prediction": "prediction_moved",
    "label": "label_moved",
}
QUESTIONS: dict[Role, str] = {
    "input": "Did the world change, or the way this column is computed?",
    "prediction": "Which input moved, or was another model or threshold released?",
    "label": "Did the outcome become more or less common, or is it recorded in another way or "
    "later than before?",
}
HARMLESS: dict[Role, str] = {
    "input": "the model doesn't use it, or was retrained on rows like the current ones",
    "prediction": "the outcomes moved as much, or the model was replaced on purpose",
    "label": "the model is calibrated anew, and thresholds were chosen for the new base rate",
}


def report_conventions(recorder: Recorder) -> None:
    """Record the thresholds that hold for all columns."""
    for quantity, value, source in (
        ("false_discovery_rate", FALSE_DISCOVERY_RATE, "Benjamini and Hochberg (1995); level ours"),
        ("small_shift", SMALL_SHIFT, "KS distance of 0.2 standard deviations, Cohen (1988)"),
        ("small_change_of_share", SMALL_EFFECT, "Cohen's h, a small effect, Cohen (1988)"),
        ("missing_change_threshold", LARGE_MISSING_CHANGE, "a convention of this tool"),
        ("high_psi", HIGH_PSI, "credit scoring's significant shift"),
        ("high_distance", HIGH_DISTANCE, "a convention of this tool"),
    ):
        recorder.convention(quantity, value, source=source)


def report_column(comparison: Comparison, telling: Telling, role: Role = "input") -> None:
    """Record the figures of one column, and a finding for each check that found something."""
    _report_shift(comparison, telling, role)
    if comparison.drifted or role != "input":
        _report_shares(comparison, telling.recorder)
    _report_missing(comparison, telling)
    report_infinite(comparison, telling)
    _report_bounds(comparison, telling)
    report_levels(comparison, telling)


def _report_shift(comparison: Comparison, telling: Telling, role: Role) -> None:
    shift, test = comparison.shift, comparison.test("distribution")
    if shift is None or test is None:
        return
    recorder, name = telling.recorder, comparison.name
    rows = comparison.reference.known + comparison.current.known
    shown = comparison.drifted or role != "input"
    psi = recorder.figure("psi", shift.psi, column=name, n=rows, headline=shown)
    psi_limit = recorder.convention(
        "psi_threshold", shift.psi_threshold, source=PSI_SOURCE, column=name
    )
    distance = recorder.figure(
        shift.distance_name, shift.distance, column=name, n=rows, headline=shown
    )
    limit = recorder.convention(
        "distance_threshold", shift.distance_threshold, source=DISTANCE_SOURCE, column=name
    )
    p_value = recorder.figure("p_value_adjusted", test.p_value, column=name, n=rows)
    effective = _report_effective(comparison, recorder)
    words, before_after = from_to(comparison, telling, role, headline=shown)
    if not comparison.drifted:
        if effective and shift.psi >= HIGH_PSI and shift.distance >= HIGH_DISTANCE:
            _report_undecided(comparison, telling, [psi, distance, p_value, *effective])
        return
    what = {"input": "has moved", "prediction": "(the prediction) has moved",
            "label": "(the label) has moved"}[role]  # fmt: skip
    severity, importance, weight = telling.weigh(name, shift.severity, role)
    recorder.finding(
        CHECKS[role],
        severity,
        f"{quoted(name)} {what}{telling.suffix(name)}: {words}PSI {psi} (threshold {psi_limit}), "
        f"{DISTANCE_WORDS[shift.distance_name]} {distance} (threshold {limit}).{importance}",
        columns=[name],
        clauses=(*CLAUSES, "Q2") if role != "input" else CLAUSES,
        figures=[*before_after, psi, psi_limit, distance, limit, p_value, *effective, *weight],
        confidence=comparison.confidence("distribution"),
        question=QUESTIONS[role],
        harmless_if=HARMLESS[role],
    )


def _report_undecided(comparison: Comparison, telling: Telling, figures: list[Figure]) -> None:
    """Record that a column differs much, and that slow wandering would look like that too."""
    name, (psi, distance) = comparison.name, figures[:2]
    fewest = min(figures[3:], key=lambda figure: float(figure.value))
    window, smallest = min(_windows(comparison), key=lambda pair: pair[1].known)
    if smallest.known < float(fewest.value):
        rows = telling.recorder.figure("known_rows", smallest.known, unit="rows", column=name,
                                       window=window)  # fmt: skip
        figures = [*figures, rows]
        words = agreeing(smallest.known, "row", "rows")
        why = f"the {window} table has only {rows} {words} with a value"
    else:
        why = f"its rows depend on those before them: they are worth {fewest} independent ones"
    telling.recorder.finding(
        "movement_undecided",
        "info",
        f"{quoted(name)} differs much{telling.suffix(name)} (PSI {psi}, distance {distance}), but "
        f"{why}, and so few may differ as much without drift.",
        columns=[name],
        clauses=CLAUSES,
        figures=figures,
        confidence="low",
        question="Does it wander slowly anyway? A reference over a longer time would tell.",
        harmless_if="it wandered as far within the time of the reference",
    )


def _report_effective(comparison: Comparison, recorder: Recorder) -> list[Figure]:
    """Record how many independent rows the tables are worth, where that is fewer than they have."""
    return [
        recorder.figure(
            "effective_rows",
            round(found.effective),
            unit="rows",
            column=found.name,
            window=window,
            n=found.known,
            exactness=Exactness(kind="approximate", error=0.5),
        )
        for window, found in _windows(comparison)
        if found.effect > TELLING_EFFECT
    ]


def _report_shares(comparison: Comparison, recorder: Recorder) -> None:
    """Record the shares of rows by bin or by the largest levels, before and after."""
    before, after, levels = comparison.reference, comparison.current, comparison.levels
    if before.cuts is not None and after.cuts is not None:
        names = before.cuts.names()
        pairs = [(f.cuts.merged(f.counts) if f.cuts else f.counts) for f in (before, after)]
        quantity = "bin_share"
    elif levels is not None:
        shown = comparison.shift.mover if comparison.shift else None
        places = [k for k, name in enumerate(levels.names[:LEVEL_LIMIT]) if name != shown]
        names = tuple(levels.names[k] for k in places)
        pairs = [levels.reference[places], levels.current[places]]
        quantity = "level_share"
    else:
        return
    for (window, found), counts in zip(_windows(comparison), pairs, strict=True):
        known = max(found.known, 1)
        for name, n in zip(names, counts, strict=True):
            recorder.figure(quantity, float(n) / known, column=found.name, slice=name,
                            window=window, n=found.known)  # fmt: skip


def _report_missing(comparison: Comparison, telling: Telling) -> None:
    test = comparison.test("missing")
    if test is None:
        return
    recorder, name = telling.recorder, comparison.name
    before, after = (
        recorder.figure("missing_share", found.missing_share, column=name, window=window,
                        n=found.rows, headline=test.found)
        for window, found in _windows(comparison)
    )  # fmt: skip
    if not test.found:
        return
    p_value = recorder.figure("missing_p_value_adjusted", test.p_value, column=name)
    more = test.share > 0
    severity, importance, weight = telling.weigh(
        name, "high" if abs(test.share) >= HIGH_DISTANCE else "medium", "input"
    )
    recorder.finding(
        "missing_changed",
        severity,
        f"{quoted(name)} is missing in {as_percent(after)} of the rows{telling.suffix(name)}, "
        f"where it was {as_percent(before)} in the reference.{importance}",
        columns=[name],
        clauses=(*CLAUSES, "Q2"),
        figures=[before, after, p_value, *weight],
        confidence=comparison.confidence("missing"),
        question="Did a source fail, or a join lose its partner?"
        if more
        else "Is it filled in now, by whom and with what: a default?",
        harmless_if="the model was trained with as many gaps, and they mean the same",
    )


def _report_bounds(comparison: Comparison, telling: Telling) -> None:
    test = comparison.test("out_of_bounds")
    if test is None or not test.rows:
        return
    recorder, name = telling.recorder, comparison.name
    count = recorder.figure("out_of_bounds_count", test.rows, unit="rows", column=name,
                            window="current", n=comparison.current.known)  # fmt: skip
    share = recorder.figure("out_of_bounds_share", test.share, column=name, window="current",
                            n=comparison.current.known, headline=test.found)  # fmt: skip
    if not test.found or comparison.drifted:
        # A distribution that moved says it already.
        return
    p_value = recorder.figure("out_of_bounds_p_value_adjusted", test.p_value, column=name)
    limit = recorder.convention("out_of_bounds_threshold", MANY, column=name,
                                source="Cohen's h of 0.2 from nothing, a small effect")  # fmt: skip
    recorder.finding(
        "out_of_bounds",
        "medium",
        f"{quoted(name)}: {as_percent(share)} of the current rows ({count}) lie below or above all "
        f"values of the reference (threshold {as_percent(limit)}).",
        columns=[name],
        clauses=(*CLAUSES, "Q2"),
        figures=[share, count, limit, p_value],
        confidence=comparison.confidence("out_of_bounds"),
        question="Is it another unit, a code for a missing value, or a case that is new?",
        harmless_if="the model was made for such values, and they are measured as before",
    )


def report_stretches(comparisons: Sequence[Comparison], recorder: Recorder) -> None:
    """Record which stretch of time each table covers, for each column of dates."""
    for comparison in comparisons:
        for window, found in _windows(comparison):
            if found.way == "dates" and found.bounds is not None:
                for quantity, value in zip(("first_instant", "last_instant"), found.bounds,
                                           strict=True):  # fmt: skip
                    recorder.figure(quantity, value, column=found.name, window=window,
                                    n=found.known, headline=True)  # fmt: skip


def report_not_compared(
    identifiers: Sequence[str], clocks: Sequence[str], groups: Sequence[str], recorder: Recorder
) -> None:
    """Record which columns were left out: they name rows or entities, or count on with the rows."""
    several = len(clocks) > 1
    for check, names, why in (
        ("not_comparable_identifier", identifiers, "each value names a row or is free text"),
        ("not_comparable_entity", groups, "each value names an entity that rows belong to"),
        (
            "not_comparable_clock",
            clocks,
            f"{'they count' if several else 'it counts'} on with the "
            "rows, as an index or time does",
        ),
    ):
        if names:
            figure = recorder.figure(check, len(names), unit="columns")
            recorder.finding(
                check,
                "info",
                f"Not comparable: {listed(names)} ({format_value(figure.value)} in all), "
                f"because {why}.",
                columns=names,
                clauses=["S8", "S4"],
                figures=[figure],
                question="Is one of them a measure or a category after all?",
            )


def report_unread_time(name: str, windows: Sequence[str], recorder: Recorder) -> None:
    """Record that the column given as the time holds no times, and what could not be done for it.

    Args:
        name: of the column.
        windows: `reference`, `current` or both: where it holds none.
        recorder: where it is recorded.
    """
    if not windows:
        return
    figure = recorder.figure("unread_time", len(windows), unit="tables", column=name)
    where = "either table" if len(windows) > 1 else f"the {windows[0]} table"
    recorder.finding(
        "time_not_read",
        "info",
        f"{quoted(name)} was given as the time and isn't one: in {where} its values can't be read "
        "as dates or times. Rows were therefore taken in the order of the file, and no weekday, "
        "month or hour was matched.",
        columns=[name],
        clauses=("S8", "S4"),
        figures=[figure],
        confidence="high",
        question="Was another column meant? If not, write it as ISO 8601 (2024-12-31 23:59:59).",
    )


def _windows(comparison: Comparison) -> tuple[tuple[str, ColumnCounts], ...]:
    return (("reference", comparison.reference), ("current", comparison.current))

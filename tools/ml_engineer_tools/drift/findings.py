"""What drift reports: figures of each column, and findings where something moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from ml_engineer_tools.drift.comparison import (
    FALSE_DISCOVERY_RATE,
    HIGH_DISTANCE,
    HIGH_PSI,
    LARGE_DISTANCE,
    LARGE_MISSING_CHANGE,
    Comparison,
    MissingChange,
)
from ml_engineer_tools.drift.levels import Levels
from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.profiling.summaries import LEVEL_LIMIT, Summary
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import agreeing, listed, quoted

CLAUSES = ("S8", "P5")

TURNOVER_DEVIATIONS = 4.0
"""Standard deviations beyond chance from which unknown levels count: a convention, strict as it
is asked of many columns."""

NEARLY_ALL = 0.9
"""Share of rows with unknown levels from which a new way of writing them is as likely as new
entities: a convention."""

MANY_NEW = 0.01
"""Share of rows with levels that are new or gone from which on it is more than a detail: a
convention."""

PSI_SOURCE = (
    "max of 0.1 (credit scoring) above the mean of PSI without drift and its 0.99 quantile, "
    "chi-squared(bins - 1) * (1/n + 1/m), Yurdakul (2018)"
)
LEVEL_DISTANCE_SOURCE = "0.1 (a convention of this tool) above the mean distance without drift"
DISTANCE_WORDS = {"ks_distance": "KS distance", "total_variation_distance": "total variation"}


def report_conventions(recorder: Recorder) -> Figure:
    """Record the thresholds that hold for all columns; returns that of the distances."""
    for quantity, value, source in (
        ("false_discovery_rate", FALSE_DISCOVERY_RATE, "Benjamini and Hochberg (1995); level ours"),
        ("high_psi", HIGH_PSI, "credit scoring's significant shift"),
        ("high_distance", HIGH_DISTANCE, "a convention of this tool"),
    ):
        recorder.convention(quantity, value, source=source)
    return recorder.convention(
        "distance_threshold",
        LARGE_DISTANCE,
        source="a convention, as evidently's for its own distances",
    )


def report_comparison(comparison: Comparison, limit: Figure, recorder: Recorder) -> None:
    """Record the figures of one column, and a finding if it drifted."""
    name = comparison.name
    drifted = comparison.drifted
    rows = comparison.reference.rows + comparison.current.rows
    psi = recorder.figure("psi", comparison.psi, column=name, n=rows, headline=drifted)
    threshold = recorder.convention(
        "psi_threshold", comparison.psi_threshold, source=PSI_SOURCE, column=name
    )
    distance = recorder.figure(
        comparison.distance_name, comparison.distance, column=name, n=rows,
        exactness=comparison.exactness, headline=drifted,
    )  # fmt: skip
    p_value = recorder.figure("p_value_adjusted", comparison.adjusted_p, column=name, n=rows)
    for window, summary in _windows(comparison.reference, comparison.current):
        if summary.quantiles:
            median = summary.quantiles[len(summary.quantiles) // 2]
            recorder.figure("median", median, column=name, window=window, n=summary.known)
    if comparison.levels is not None:
        limit = recorder.convention(
            "distance_threshold", comparison.distance_threshold, source=LEVEL_DISTANCE_SOURCE,
            column=name,
        )  # fmt: skip
    if drifted:
        recorder.finding(
            "distribution_moved",
            comparison.severity,
            f"{quoted(name)} has moved: PSI {psi} (threshold {threshold}), "
            f"{DISTANCE_WORDS[comparison.distance_name]} {distance} (threshold {limit}).",
            columns=[name],
            clauses=CLAUSES,
            figures=[psi, threshold, distance, limit, p_value],
            question="Did the world change, or the way this column is computed?",
            harmless_if="the model doesn't use it, or was retrained on rows like the current ones",
        )


def report_missing(change: MissingChange, limit: Figure, recorder: Recorder) -> None:
    """Record how often a column is missing in both tables, and a finding if that changed."""
    name = change.reference.name
    before, after = (
        recorder.figure("missing_share", summary.missing_share, column=name, window=window,
                        n=summary.rows, headline=change.changed)
        for window, summary in _windows(change.reference, change.current)
    )  # fmt: skip
    if change.changed:
        p_value = recorder.figure("missing_p_value_adjusted", change.p_value, column=name)
        recorder.finding(
            "missing_changed",
            "high" if abs(change.change) >= HIGH_DISTANCE else "medium",
            f"{quoted(name)} is missing in {change.current.missing_share:.1%} of the rows, "
            f"where it was {change.reference.missing_share:.1%} in the reference.",
            columns=[name],
            clauses=(*CLAUSES, "Q2"),
            figures=[before, after, limit, p_value],
            question="Did a source fail, or a join lose its partner?",
        )


def missing_convention(recorder: Recorder) -> Figure:
    """Record the threshold of changes in missingness."""
    return recorder.convention(
        "missing_change_threshold", LARGE_MISSING_CHANGE, source="a convention of this tool"
    )


def report_levels(comparison: Comparison, tests: int, recorder: Recorder) -> None:
    """Record levels that are new and levels that are gone, if chance can't explain it.

    A level with t rows in one table and none in the other is reported if, had its rows been
    dealt at random, all of them would lie in that table with a probability under the false
    discovery rate divided by the number of levels and columns (Bonferroni). Where most levels
    have few rows, those are told together.
    """
    levels = comparison.levels
    if levels is None or not (comparison.reference.known and comparison.current.known):
        return
    name = comparison.name
    rows = (comparison.reference.known, comparison.current.known)
    if levels.are_sparse():
        _report_turnover(name, levels, rows, recorder)
    alpha = FALSE_DISCOVERY_RATE / max(1, tests * len(levels.names))
    told = [not (levels.are_sparse() and few) for few in levels.few()]
    new = _only_in(levels, rows[1] / sum(rows), alpha, told, of_current=True)
    gone = _only_in(levels, rows[0] / sum(rows), alpha, told, of_current=False)
    for quantity, found, known, window in (
        ("new_level", new, rows[1], "current"),
        ("gone_level", gone, rows[0], "reference"),
    ):
        if not found:
            continue
        share = sum(n for _, n in found) / known
        count = recorder.figure(f"{quantity}_count", len(found), column=name, window=window)
        total = recorder.figure(
            f"{quantity}_share", share, column=name, window=window, n=known, headline=True
        )
        for level, n in found[:LEVEL_LIMIT]:
            recorder.figure(f"{quantity}_share", n / known, column=name, slice=level,
                            window=window, n=known)  # fmt: skip
        many = len(found)
        words = (
            "that the reference doesn't have"
            if window == "current"
            else f"that {agreeing(many, 'is', 'are')} gone"
        )
        recorder.finding(
            f"{quantity}s",
            "medium" if share >= MANY_NEW else "low",
            f"{quoted(name)}: {count} {agreeing(many, 'level', 'levels')} {words} "
            f"{agreeing(many, 'holds', 'hold')} {share:.1%} of the rows "
            f"of the {window} table.",
            columns=[name],
            clauses=(*CLAUSES, "Q2"),
            figures=[count, total],
            question="What does the model do with a level that it never saw?"
            if window == "current"
            else "Was it renamed, or does it no longer happen?",
        )


def _report_turnover(name: str, levels: Levels, rows: tuple[int, int], recorder: Recorder) -> None:
    """Record how many rows of the current table have a level that the reference doesn't have.

    With few rows a level no single one can be called new, but all of them together can.
    """
    unknown, z = levels.unknown_rows(*rows)
    share = recorder.figure(
        "unknown_level_share", unknown / rows[1], column=name, window="current", n=rows[1]
    )
    if unknown / rows[1] < MANY_NEW or z < TURNOVER_DEVIATIONS:
        return
    severity: Literal["medium", "low"] = "medium" if unknown / rows[1] >= NEARLY_ALL else "low"
    least = "at least " if levels.reference_rest or levels.current_rest else ""
    recorder.finding(
        "levels_turned_over",
        severity,
        f"{quoted(name)} has many levels of few rows each; {least}{unknown / rows[1]:.1%} of the "
        "current rows have one that the reference doesn't have, more than chance explains. They "
        "can't be compared one by one.",
        columns=[name],
        clauses=CLAUSES,
        figures=[share],
        question=f"Does {quoted(name)} name an entity, such as a customer? If so, give it as the "
        "group. If not, were the levels written anew, and can the model deal with unknown ones?",
        harmless_if="it names entities, and new ones are expected",
    )


def report_windows(pairs: Iterable[tuple[Summary, Summary]], recorder: Recorder) -> None:
    """Record which stretch of time each table covers, for each column of dates."""
    for pair in pairs:
        for window, summary in _windows(*pair):
            for quantity, value in (
                ("first_instant", summary.minimum),
                ("last_instant", summary.maximum),
            ):
                if value is not None:
                    recorder.figure(quantity, value, column=summary.name, window=window,
                                    n=summary.known, headline=True)  # fmt: skip


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
            )


def _only_in(
    levels: Levels, share: float, alpha: float, told: Sequence[bool], *, of_current: bool
) -> list[tuple[str, int]]:
    here, there = levels.current, levels.reference
    if not of_current:
        here, there = there, here
    return [
        (level, int(n))
        for level, n, other, may in zip(levels.names, here, there, told, strict=True)
        if may and other == 0 and n > 0 and share**n < alpha
    ]


def _windows(reference: Summary, current: Summary) -> tuple[tuple[str, Summary], ...]:
    return (("reference", reference), ("current", current))

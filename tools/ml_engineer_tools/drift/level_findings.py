"""What drift reports of a column's levels: those that are new, those that are gone."""

from __future__ import annotations

from typing import Literal

from ml_engineer_tools.drift.comparison import MANY, Comparison, Test
from ml_engineer_tools.drift.counting import BLOCK_LEVELS
from ml_engineer_tools.drift.telling import CLAUSES, Telling, as_percent
from ml_engineer_tools.profiling.summaries import LEVEL_LIMIT
from ml_engineer_tools.tables.names import agreeing, quoted

TURNOVER_DEVIATIONS = 4.0
"""Standard deviations beyond chance from which unknown levels count: a convention, strict as it
is asked of many columns."""

FEWEST_NEW = 5
"""Rows of unknown levels that are asked for at least."""

NEARLY_ALL = 0.9
"""Share of rows with unknown levels from which a new way of writing them is as likely as new
entities: a convention."""


def report_levels(comparison: Comparison, telling: Telling) -> None:
    """Record levels that only one of the two tables has."""
    levels = comparison.levels
    if levels is None:
        return
    if levels.are_sparse():
        _report_turnover(comparison, telling)
    for check, quantity, window in (
        ("new_levels", "new_level", "current"),
        ("gone_levels", "gone_level", "reference"),
    ):
        test = comparison.test(check)  # type: ignore[arg-type]
        if test is not None and test.found:
            _report_only_in_one(comparison, test, quantity, window, telling)


def _report_only_in_one(
    comparison: Comparison, test: Test, quantity: str, window: str, telling: Telling
) -> None:
    recorder, name = telling.recorder, comparison.name
    known = (comparison.current if window == "current" else comparison.reference).known
    many = len(test.levels)
    count = recorder.figure(f"{quantity}_count", many, column=name, window=window)
    total = recorder.figure(f"{quantity}_share", test.share, column=name, window=window, n=known,
                            headline=True)  # fmt: skip
    for level, n in test.levels[:LEVEL_LIMIT]:
        recorder.figure(f"{quantity}_share", n / known, column=name, slice=level, window=window,
                        n=known)  # fmt: skip
    p_value = recorder.figure(f"{quantity}_p_value_adjusted", test.p_value, column=name)
    words = (
        "that the reference doesn't have"
        if window == "current"
        else f"that {agreeing(many, 'is', 'are')} gone"
    )
    recorder.finding(
        f"{quantity}s",
        "medium" if test.share >= MANY else "low",
        f"{quoted(name)}: {count} {agreeing(many, 'level', 'levels')} {words} "
        f"{agreeing(many, 'holds', 'hold')} {as_percent(total)} of the rows of the {window} table."
        f"{_written_otherwise(comparison, test, window)}",
        columns=[name],
        clauses=(*CLAUSES, "Q2"),
        figures=[count, total, p_value],
        confidence=comparison.confidence(test.check),
        question="What does the model do with a level that it never saw?"
        if window == "current"
        else "Was it renamed, or does it no longer happen?",
        harmless_if="the model has a rule for levels that it doesn't know"
        if window == "current"
        else "it is out of season or was closed, and its cases didn't move to another level",
    )


def _written_otherwise(comparison: Comparison, test: Test, window: str) -> str:
    """Return a sentence that all these levels are others but for case or blanks; or nothing."""
    levels = comparison.levels
    if levels is None or window != "current":
        return ""
    known = [name for name, rows in zip(levels.names, levels.reference, strict=True) if rows > 0]
    for what, plain in (
        ("blanks", _without_blanks),
        ("upper and lower case", str.casefold),
        ("upper and lower case and blanks", lambda name: _without_blanks(name).casefold()),
    ):
        simple = {plain(name) for name in known}
        if test.levels and all(plain(name) in simple for name, _ in test.levels):
            return (
                f" {agreeing(len(test.levels), 'It differs', 'They differ')} from levels of the "
                f"reference by {what} only."
            )
    return ""


def _without_blanks(name: str) -> str:
    return " ".join(name.split())


def _report_turnover(comparison: Comparison, telling: Telling) -> None:
    """Record how many rows of the current table have a level that the reference doesn't have.

    With few rows a level no single one can be called new, but all of them together can.
    """
    levels, name, recorder = comparison.levels, comparison.name, telling.recorder
    known = comparison.reference.known, comparison.current.known
    if levels is None or not all(known):
        return
    # Rows of a few levels that stand together come, or don't, all at once. Of many levels the
    # design effect, which the most frequent ones tell, says little: theirs is only a margin.
    effect = max(comparison.reference.effect, comparison.current.effect)
    many = len(levels.names) > BLOCK_LEVELS
    unknown, oddity = levels.unknown_rows(*known, together=1.0 if many else effect)
    asked = TURNOVER_DEVIATIONS * (comparison.current.effect**0.5 if many else 1.0)
    share = recorder.figure(
        "unknown_level_share", unknown / known[1], column=name, window="current", n=known[1]
    )
    if unknown < FEWEST_NEW or unknown / known[1] < MANY or oddity < asked:
        return
    severity: Literal["medium", "low"] = "medium" if unknown / known[1] >= NEARLY_ALL else "low"
    least = "at least " if levels.reference_rest or levels.current_rest else ""
    recorder.finding(
        "levels_turned_over",
        severity,
        f"{quoted(name)} has many levels of few rows each; {least}{as_percent(share)} of the "
        "current rows have one that the reference doesn't have, more than chance explains. They "
        "can't be compared one by one.",
        columns=[name],
        clauses=CLAUSES,
        figures=[share],
        confidence="medium",
        question=f"Does {quoted(name)} name an entity, such as a customer? If so, give it as the "
        "group. If not, were the levels written anew, and can the model deal with unknown ones?",
        harmless_if="it names entities, and new ones are expected",
    )

"""What drift reports of infinite values: they are counted apart, as no value can be compared."""

from __future__ import annotations

from ml_engineer_tools.drift.comparison import HIGH_DISTANCE, Comparison
from ml_engineer_tools.drift.telling import CLAUSES, Telling, as_percent
from ml_engineer_tools.tables.names import agreeing, quoted

QUESTION = "Is it divided by something that may be zero, or is a logarithm taken of zero?"
HARMLESS = "the model has a rule for infinite values, and it is the one that it was trained with"


def report_infinite(comparison: Comparison, telling: Telling) -> None:
    """Record how many rows are infinite, and a finding if that changed or if it is new."""
    test = comparison.test("infinite")
    if test is None:
        return
    recorder, name = telling.recorder, comparison.name
    sides = (("reference", comparison.reference), ("current", comparison.current))
    before, after = (
        recorder.figure("infinite_count", found.infinite, unit="rows", column=name, window=window,
                        n=found.rows, headline=True)
        for window, found in sides
    )  # fmt: skip
    shares = [
        recorder.figure("infinite_share", found.infinite_share, column=name, window=window,
                        n=found.rows)
        for window, found in sides
    ]  # fmt: skip
    p_value = recorder.figure("infinite_p_value_adjusted", test.p_value, column=name)
    rows = agreeing(comparison.current.infinite, "row", "rows")
    if not test.found:
        if comparison.reference.infinite == 0:
            recorder.finding(
                "infinite_values",
                "info",
                f"{quoted(name)} is infinite in {after} {rows} of the current table, and in none "
                "of the reference; what is infinite is left out of the comparison.",
                columns=[name],
                clauses=(*CLAUSES, "Q2"),
                figures=[after, before],
                question=QUESTION,
                harmless_if=HARMLESS,
            )
        return
    severity, importance, weight = telling.weigh(
        name, "high" if abs(test.share) >= HIGH_DISTANCE else "medium", "input"
    )
    where = (
        "none of the reference"
        if comparison.reference.infinite == 0
        else f"{as_percent(shares[0])} of the reference"
    )
    recorder.finding(
        "infinite_changed",
        severity,
        f"{quoted(name)} is infinite in {after} {rows} of the current table "
        f"({as_percent(shares[1])}), and in {where}.{importance}",
        columns=[name],
        clauses=(*CLAUSES, "Q2"),
        figures=[after, shares[1], before, shares[0], p_value, *weight],
        confidence=comparison.confidence("infinite"),
        question=QUESTION if test.share > 0 else "Is it filled in now, by whom and with what?",
        harmless_if=HARMLESS,
    )

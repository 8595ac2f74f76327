"""Columns in which hardly any row has another value than the most frequent one."""

from __future__ import annotations

from ml_engineer_tools.profiling.column_values import ColumnValues
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.tables.names import listed, quoted

NEARLY_ALL = 0.99
"""Share of the most frequent value from which on a column hardly varies: a convention."""

FEWEST_ROWS = 100
"""Rows needed to tell: a convention."""

MOST_CITED = 12
"""Figures that a finding cites."""


def check_near_constant(inputs: Inputs) -> None:
    """Record columns whose most frequent value is nearly all of them."""
    shares = {
        name: share
        for name, values in inputs.values.items()
        if (share := _share_of_most(values)) is not None and share >= NEARLY_ALL
    }
    if not shares:
        return
    recorder = inputs.recorder
    limit = recorder.convention(
        "near_constant_share", NEARLY_ALL, source="a convention of this tool"
    )
    names = sorted(shares, key=lambda name: (-shares[name], name))
    figures = [
        recorder.figure(
            "most_frequent_share", shares[name], column=name, n=inputs.values[name].known,
            exactness=inputs.values[name].exactness,
        )
        for name in names
    ]  # fmt: skip
    count = recorder.figure("near_constant_columns", len(names), unit="columns", headline=True)
    recorder.finding(
        "near_constant",
        "low",
        f"{quoted(names[0])} has one and the same value in {shares[names[0]]:.2%} of its rows."
        if len(names) == 1
        else f"{count} columns have one and the same value in at least {NEARLY_ALL:.0%} of their "
        f"rows: {listed(names)}; most of all {quoted(names[0])} with {shares[names[0]]:.2%}.",
        columns=names,
        clauses=["S4", "P4"],
        figures=[count, limit, *figures[:MOST_CITED]],
        confidence="high",
        question="Is the rare value what matters, or could the column be left out?",
        harmless_if="the rare value is the case that the model is for",
    )


def _share_of_most(values: ColumnValues) -> float | None:
    """Return the share of the most frequent value; None if the column is constant or small."""
    summary = values.summary
    if summary.constant or summary.distinct < 2 or summary.known < FEWEST_ROWS:
        return None
    if summary.levels:
        return max(summary.levels.values()) / sum(summary.levels.values())
    if values.kind == "text":
        return max(values.texts.values()) / values.known if values.texts else None
    if not summary.column.is_numeric or not len(values.numbers):
        return None
    # If one value is nearly all of them, it is the median.
    numbers = values.numbers
    return float((numbers == numbers[len(numbers) // 2]).mean())

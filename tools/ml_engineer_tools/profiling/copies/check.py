"""Copies as evidence: equality is counted over all rows, the rest is of the sample."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.profiling.copies.pairs import Copy, copies
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.tables.names import agreeing, quoted

MOST_COUNTED = 200
"""Pairs that are compared over all rows: a convention."""

MOST_TOLD = 3
"""Pairs that a statement names."""

MOST_CITED = 12
"""Figures that a finding cites."""


def check_copies(inputs: Inputs) -> None:
    """Record columns that are equal to another, and those that another one tells."""
    found = copies(inputs.values)
    equal = [copy for copy in found if copy.how in ("equal", "nearly equal")]
    told = [copy for copy in found if copy.how in ("recoded", "linear")]
    _report_equal(inputs, equal[:MOST_COUNTED])
    _report_told(inputs, told)


def _report_equal(inputs: Inputs, equal: Sequence[Copy]) -> None:
    if not equal:
        return
    recorder, rows = inputs.recorder, inputs.table.rows
    counts = _count_differences(inputs, equal)
    ordered = sorted(zip(equal, counts, strict=True), key=lambda pair: (pair[1], pair[0].column))
    figures = [
        recorder.figure("differing_rows", n, unit="rows", column=copy.column, n=rows)
        for copy, n in ordered
    ]
    exact = recorder.figure(
        "equal_columns", sum(n == 0 for n in counts), unit="columns", headline=True
    )
    near = recorder.figure("nearly_equal_columns", sum(n > 0 for n in counts), unit="columns")
    recorder.finding(
        "duplicate_columns",
        "medium",
        f"{exact} {agreeing(int(exact.value), 'column equals', 'columns equal')} another in every "
        f"row, {near} in nearly every row: {_told([copy for copy, _ in ordered], 'is')}.",
        columns=_columns([copy for copy, _ in ordered]),
        clauses=["P4", "P3"],
        figures=[exact, near, *figures[:MOST_CITED]],
        confidence="high",
        question="Which one does the pipeline fill when the model is used? Leave the other out.",
        harmless_if="one of each pair is left out of the features",
    )


def _count_differences(inputs: Inputs, equal: Sequence[Copy]) -> list[int]:
    """Count the rows in which the columns of each pair differ, all of them in one scan."""
    rows = inputs.table.expression
    measures = {
        str(k): (~rows[copy.column].identical_to(rows[copy.original])).sum()
        for k, copy in enumerate(equal)
    }
    counted = inputs.engine.aggregate(rows, measures)
    return [int(counted[str(k)] or 0) for k in range(len(equal))]


def _report_told(inputs: Inputs, told: Sequence[Copy]) -> None:
    if not told:
        return
    recorder, values = inputs.recorder, inputs.values
    figures: list[Figure] = [
        recorder.figure(
            "redundant_rows", len(values[copy.column].sampled), unit="rows", column=copy.column,
            n=len(values[copy.column].sampled), exactness=values[copy.column].exactness,
        )
        for copy in told
    ]  # fmt: skip
    recoded = sum(copy.how == "recoded" for copy in told)
    one_to_one = recorder.figure("recoded_columns", recoded, unit="columns", headline=True)
    linear = recorder.figure("linear_columns", len(told) - recoded, unit="columns")
    recorder.finding(
        "redundant_columns",
        "low",
        f"{one_to_one} {agreeing(recoded, 'column is', 'columns are')} another one recoded value "
        f"by value, {linear} a straight line of another: {_told(told, 'from')}.",
        columns=_columns(told),
        clauses=["P4", "H2"],
        figures=[one_to_one, linear, *figures[:MOST_CITED]],
        confidence="high" if len(inputs.sample) >= inputs.table.rows else "medium",
        question="Is one of each pair enough? Together they say no more and share their weight.",
        harmless_if="one of each pair is left out of the features",
    )


def _told(pairs: Sequence[Copy], word: str) -> str:
    shown = ", ".join(
        f"{quoted(copy.column)} {word} {quoted(copy.original)}" for copy in pairs[:MOST_TOLD]
    )
    return f"{shown} and others" if len(pairs) > MOST_TOLD else shown


def _columns(pairs: Sequence[Copy]) -> list[str]:
    return list(dict.fromkeys(name for copy in pairs for name in (copy.original, copy.column)))

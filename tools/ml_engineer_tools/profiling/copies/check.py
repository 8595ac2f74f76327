"""Copies as evidence: equality is counted over all rows, the rest is of the sample."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.profiling.copies.pairs import Copy, How, copies
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
    found = copies(inputs.values, [name for name in inputs.values if inputs.may_name_rows(name)])
    equal = [copy for copy in found if copy.how in ("equal", "nearly equal")]
    told = [copy for copy in found if copy.how not in ("equal", "nearly equal")]
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
    same = [copy for copy, n in ordered if n == 0]
    nearly = [copy for copy, n in ordered if n > 0]
    exact = recorder.figure("equal_columns", len(same), unit="columns", headline=True)
    near = recorder.figure("nearly_equal_columns", len(nearly), unit="columns")
    recorder.finding(
        "duplicate_columns",
        "medium",
        " ".join(
            f"{count} {agreeing(len(pairs), 'column equals', 'columns equal')} another {where}: "
            f"{_pairs(pairs, 'is')}."
            for count, pairs, where in (
                (exact, same, "in every row"),
                (near, nearly, "in nearly every row"),
            )
            if pairs
        ),
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
    recorded = [figure for copy in told if copy.line for figure in _record_line(inputs, copy)]
    of = {
        quantity: [copy for copy in told if copy.how == how]
        for quantity, (how, *_) in KINDS.items()
    }
    counts = {
        quantity: recorder.figure(quantity, len(found), unit="columns", headline=bool(found))
        for quantity, found in of.items()
    }
    recorder.finding(
        "redundant_columns",
        "low",
        " ".join(
            f"{counts[quantity]} {agreeing(len(found), 'column', 'columns')} {words}: "
            f"{_pairs(found, 'from')}."
            for (quantity, found), (_, one, many) in zip(of.items(), KINDS.values(), strict=True)
            if found
            for words in [agreeing(len(found), one, many)]
        ),
        columns=_columns(told),
        clauses=["P4", "H2"],
        figures=[*counts.values(), *figures[:MOST_CITED], *recorded[:MOST_CITED]],
        confidence="high" if len(inputs.sample) >= inputs.table.rows else "medium",
        question="Is one of each pair enough? Together they say no more and share their weight.",
        harmless_if="one of each pair is left out of the features",
    )


KINDS: dict[str, tuple[How, str, str]] = {
    "recoded_columns": (
        "recoded", "is another one recoded value by value", "are others recoded value by value"
    ),
    "linear_columns": ("linear", "is a straight line of another", "are straight lines of others"),
    "nearly_linear_columns": (
        "nearly linear", "is nearly a straight line of another",
        "are nearly straight lines of others",
    ),
    "following_columns": (
        "follows", "rises or falls with another nearly without exception, along a curve",
        "rise or fall with others nearly without exception, along a curve",
    ),
}  # fmt: skip
"""What is counted -> the copies meant, and what one of them is, and several of them are."""


def _record_line(inputs: Inputs, copy: Copy) -> list[Figure]:
    """Record how a column follows another: its line if it is one, and what is left of it."""
    line, recorder, values = copy.line, inputs.recorder, inputs.values[copy.column]
    if line is None:
        return []
    told: dict[str, float] = {}
    if copy.how != "follows":
        told |= {"line_factor": line.factor, "line_offset": line.offset}
    if copy.how != "linear":
        told["copy_rank_correlation" if line.by_rank else "copy_correlation"] = line.correlation
    if copy.how == "nearly linear":
        told["line_residual_share"] = line.residual_share
    return [
        recorder.figure(quantity, value, column=copy.column, window=f"from {copy.original}",
                        n=values.known, exactness=values.exactness)
        for quantity, value in told.items()
    ]  # fmt: skip


def _pairs(pairs: Sequence[Copy], word: str) -> str:
    shown = "; ".join(_pair(copy, word) for copy in pairs[:MOST_TOLD])
    return f"{shown}; and others" if len(pairs) > MOST_TOLD else shown


def _pair(copy: Copy, word: str) -> str:
    """Say what a column is of another: that, a line with its factor and offset, or in its order."""
    name, original, line = quoted(copy.column), quoted(copy.original), copy.line
    if line is None:
        return f"{name} {word} {original}"
    if copy.how == "follows":
        return f"{name} {'rises' if line.correlation > 0 else 'falls'} with {original}"
    factor = {1.0: "", -1.0: "-"}.get(line.factor, f"{line.factor:g} × ")
    offset = f" {'-' if line.offset < 0 else '+'} {abs(line.offset):g}" if line.offset else ""
    if copy.how == "linear":
        return f"{name} = {factor}{original}{offset}"
    left = line.residual_share
    share = f"{left:.2%}" if left >= 0.0001 else "under 0.01%"
    return f"{name} is about {factor}{original}{offset}, but for {share} of its spread"


def _columns(pairs: Sequence[Copy]) -> list[str]:
    return list(dict.fromkeys(name for copy in pairs for name in (copy.original, copy.column)))

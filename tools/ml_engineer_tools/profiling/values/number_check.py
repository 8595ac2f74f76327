"""Numbers as evidence: how they spread, and which are far off or impossible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.profiling.inputs import Inputs
from ml_engineer_tools.profiling.semantic_types.semantic_type import Word
from ml_engineer_tools.profiling.summaries import LEVEL_LIMIT
from ml_engineer_tools.profiling.values.histogram import bins_each, histogram
from ml_engineer_tools.profiling.values.impossible import Bound, Impossible, impossible
from ml_engineer_tools.profiling.values.outliers import Outliers, outliers
from ml_engineer_tools.profiling.values.written_check import written_numbers
from ml_engineer_tools.tables.names import agreeing, joined, listed, quoted

MOST_CITED = 12
"""Figures that a finding cites."""

NAMES: frozenset[Word] = frozenset(
    {"key", "code", "date", "timestamp", "boolean", "phone", "payment_card", "date_of_birth"}
)
"""Numbers that name something; how far off one is says nothing."""


def check_histograms(inputs: Inputs) -> None:
    """Record how many rows of the sample fall into each bin of each column of numbers."""
    written = written_numbers(inputs)
    columns = [
        (name, numbers)
        for name, values in inputs.values.items()
        if len(numbers := written.get(name, values.numbers))
        and values.summary.distinct > LEVEL_LIMIT
        and inputs.semantic_types[name].word != "key"
    ]
    most = bins_each(len(columns))
    if not most:
        return
    left_out = _disguises(inputs)
    for name, numbers in columns:
        nothing = left_out.get(name, frozenset())
        # A number that stands for nothing, far from all others, would stretch the axis.
        told = numbers[~np.isin(numbers, list(nothing))] if nothing else numbers
        for interval, rows in histogram(told, most):
            inputs.recorder.figure(
                "histogram_rows", rows, unit="rows", column=name, slice=interval,
                n=len(told), exactness=inputs.values[name].exactness,
            )  # fmt: skip


def check_impossible(inputs: Inputs) -> None:
    """Record values beyond a bound that all others respect, counted over all rows."""
    left_out = _disguises(inputs)
    found = [
        one
        for name, values in inputs.values.items()
        for one in impossible(values, inputs.semantic_types[name], left_out.get(name, frozenset()))
    ]
    if not found:
        return
    recorder = inputs.recorder
    found.sort(key=lambda one: (-one.rows, one.column, one.bound))
    figures = [
        recorder.figure(
            "impossible_rows", one.rows, unit="rows", column=one.column, window=one.bound,
            n=inputs.values[one.column].known, exactness=inputs.values[one.column].exactness,
        )
        for one in found
    ]  # fmt: skip
    names = list(dict.fromkeys(one.column for one in found))
    count = recorder.figure("columns_with_impossible_values", len(names), unit="columns",
                            headline=True)  # fmt: skip
    recorder.finding(
        "impossible_values",
        "medium",
        f"{joined(names)} {agreeing(len(names), 'has', 'have')} a few values beyond a bound that "
        f"all others respect: {_told(found)}.",
        columns=names,
        clauses=["P3", "H5"],
        figures=[count, *figures[:MOST_CITED]],
        confidence="medium",
        question="Are these errors of input, or does the column mean more than it seems?",
        harmless_if="such values can occur",
    )


def _told(found: Sequence[Impossible]) -> str:
    bounds: dict[Bound, list[str]] = {}
    for one in found:
        bounds.setdefault(one.bound, []).append(one.column)
    if len({one.column for one in found}) == 1:
        return "; ".join(bounds)
    return "; ".join(f"{bound} ({listed(names, 3)})" for bound, names in bounds.items())


@dataclass(frozen=True, slots=True)
class _Far:
    column: str
    outliers: Outliers
    rows: int
    mean_shift: float


def check_outliers(inputs: Inputs) -> None:
    """Record the few values far off, counted over all rows, and what they do to the mean."""
    suspects: list[tuple[str, Outliers]] = []
    left_out = _disguises(inputs)
    for name, values in inputs.values.items():
        low, high = values.summary.minimum, values.summary.maximum
        if inputs.semantic_types[name].word in NAMES or not len(values.numbers):
            continue
        if low is None or high is None or isinstance(low, str) or isinstance(high, str):
            continue
        if left_out.get(name, frozenset()) - {0.0}:
            continue
        numbers = values.numbers
        found = outliers(numbers, float(low), float(high), rows=values.summary.known)
        suspects += [(name, one) for one in found]
    if not suspects:
        return
    _record_outliers(inputs, _count_in_table(inputs, suspects))


def _disguises(inputs: Inputs) -> dict[str, frozenset[float]]:
    """Return the numbers that stand for nothing: they are told as missing, not as far off."""
    found: dict[str, set[float]] = {}
    for one in inputs.disguises:
        if isinstance(one.value, float):
            found.setdefault(one.column, set()).add(one.value)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def _count_in_table(inputs: Inputs, suspects: Sequence[tuple[str, Outliers]]) -> list[_Far]:
    """Count the rows beyond each limit, and their sum, over all rows in one scan."""
    rows = inputs.table.expression
    measures = {}
    for k, (name, one) in enumerate(suspects):
        value = rows[name].cast("float64")
        usual = (value <= one.limit) if one.above else (value >= one.limit)
        finite = value.abs() < float("inf")
        measures[f"n{k}"] = (~usual & finite).sum()
        measures[f"m{k}"] = (usual & finite).ifelse(value, None).mean()
    counted = inputs.engine.aggregate(rows, measures)
    found = []
    for k, (name, one) in enumerate(suspects):
        n, mean = int(counted[f"n{k}"] or 0), counted[f"m{k}"]
        summary = inputs.summaries[name]
        if n and mean is not None and summary.mean is not None:
            found.append(_Far(name, one, n, summary.mean - float(mean)))
    return found


def _record_outliers(inputs: Inputs, found: list[_Far]) -> None:
    if not found:
        return
    recorder = inputs.recorder
    found.sort(key=lambda far: (-abs(_in_deviations(inputs, far)), far.column, far.outliers.above))
    figures: list[Figure] = []
    for far in found:
        n = inputs.summaries[far.column].known
        side = "above the rest" if far.outliers.above else "below the rest"
        figures.append(
            recorder.figure("outlier_rows", far.rows, unit="rows", column=far.column,
                            window=side, n=n)
        )  # fmt: skip
        figures.append(
            recorder.figure("mean_shift_by_outliers", far.mean_shift, column=far.column,
                            window=side, n=n)
        )  # fmt: skip
    names = list(dict.fromkeys(far.column for far in found))
    count = recorder.figure("columns_with_outliers", len(names), unit="columns", headline=True)
    first, shift = found[0], abs(_in_deviations(inputs, found[0]))
    moved = recorder.figure("mean_shift_in_deviations", shift, column=first.column)
    recorder.finding(
        "outliers",
        "low",
        f"{joined(names)} {agreeing(len(names), 'has', 'have')} a few values far from all others. "
        f"{quoted(first.column)} has {first.rows:,} of them, which "
        f"{agreeing(first.rows, 'moves', 'move')} its mean by {moved} standard deviations.",
        columns=names,
        clauses=["P3", "H5"],
        figures=[count, *figures[:MOST_CITED], moved],
        confidence="high",
        question="Are they errors, another unit, or the rare cases that matter most?",
        harmless_if="they are real, and the model is one that they don't pull, as trees are",
    )


def _in_deviations(inputs: Inputs, far: _Far) -> float:
    deviation = inputs.summaries[far.column].deviation
    return far.mean_shift / deviation if deviation else 0.0

"""Slices as figures and findings."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evaluation.place import SIGNIFICANT, Place
from ml_engineer_tools.evaluation.slices import SliceResult
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.tables.names import joined

WORSE_BY = 0.2
"""A slice is weak if its loss is higher by this share or more: deepchecks' default for segments."""

MOST_SLICES = 5
"""Weak slices that are findings of their own."""

LISTED_SLICES = 20
"""Slices whose figures are recorded."""


def record_slices(results: Sequence[SliceResult], looked_at: int, loss: str, place: Place) -> None:
    """Record the worst slices, and those that are weak beyond chance and by an amount that counts.

    Args:
        results: the worst first.
        looked_at: how many were looked at.
        loss: what the loss of a row is, as a quantity: `error_rate`, `absolute_error`.
        place: where figures belong.
    """
    record = place.record
    seen = record.figure("slices_looked_at", looked_at, unit="slices", model=place.model)
    weak: list[tuple[SliceResult, list[Figure]]] = []
    for k, result in enumerate(results[:LISTED_SLICES]):
        name, columns = result.slice.name, result.slice.columns
        column = columns[0] if len(columns) == 1 else None
        figures = [
            place.write(quantity, found, column=column, slice=name)
            for quantity, found in (
                (loss, Estimate(result.inside, None, result.n)),
                (f"{loss}_difference", result.difference),
                ("slice_p_value", Estimate(result.p_value, None, result.n)),
            )
        ]
        if k < LISTED_SLICES and _is_weak(result):
            weak.append((result, figures))
    kept = _without_refinements(weak)
    words = loss.replace("_", " ")
    for result, (inside, gap, p_value) in kept[:MOST_SLICES]:
        outside = place.write(loss, Estimate(result.outside, None, inside.n or 0),
                              slice="all other rows")  # fmt: skip
        support = record.figure("slice_rows", result.n, unit="rows", slice=result.slice.name,
                                model=place.model)  # fmt: skip
        record.finding(
            "weak_slice",
            "medium",
            f"In a slice by {joined(result.slice.columns)} of {support} rows the {words} is "
            f"{inside}, against {outside} elsewhere: a difference of {gap} that holds against all "
            f"{seen} slices that could have been looked at.",
            columns=result.slice.columns,
            clauses=("S6", "H5"),
            figures=[inside, outside, gap, p_value, support, seen],
            confidence="high",
            question="What do these rows share, and are their labels right?",
        )
    if not kept and results:
        record.finding(
            "slices", "info",
            f"Of {seen} slices none is worse than the rest by an amount that counts and can't be "
            f"chance, by {words}.",
            clauses=("S6",), figures=[seen],
        )  # fmt: skip


def _is_weak(result: SliceResult) -> bool:
    """Tell whether a slice is worse beyond chance and by an amount that counts."""
    low = result.difference.interval[0] if result.difference.interval else 0.0
    grown = result.difference.value >= WORSE_BY * result.outside
    return grown and low > 0 and result.p_value < SIGNIFICANT


def _without_refinements(
    weak: list[tuple[SliceResult, list[Figure]]],
) -> list[tuple[SliceResult, list[Figure]]]:
    """Leave out slices that share most of their rows with a worse one that is kept."""
    kept: list[tuple[SliceResult, list[Figure]]] = []
    for result, figures in weak:
        inside = result.slice.inside
        shared = [
            (inside & other.slice.inside).sum() / min(inside.sum(), other.slice.inside.sum())
            for other, _ in kept
        ]
        if all(share < 0.5 for share in shared):
            kept.append((result, figures))
    return kept

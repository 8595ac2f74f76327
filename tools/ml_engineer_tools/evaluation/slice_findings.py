"""Slices as figures and findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ml_engineer_tools.evaluation.parts import LEVEL, Estimate, Parts, mean
from ml_engineer_tools.evaluation.place import SIGNIFICANT, Place
from ml_engineer_tools.evaluation.slices import FEWEST_RARE, SliceResult, fewest_rows
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.tables.names import joined

WORSE_BY = 0.2
"""A slice is weak if its loss is higher by this share or more: deepchecks' default for segments."""

MOST_SLICES = 5
"""Weak slices that are findings of their own."""

SHARED = 0.5
"""Share of the smaller one's rows from which two slices say the same: a convention."""

LISTED_SLICES = 20
"""Slices whose figures are recorded."""


def record_slices(
    results: Sequence[SliceResult],
    looked_at: int,
    loss: str,
    place: Place,
    *,
    classes: np.ndarray | None = None,
    excess: Sequence[SliceResult] | None = None,
) -> None:
    """Record the worst slices, and those that are weak beyond chance and by an amount that counts.

    Args:
        results: the worst first.
        looked_at: how many were looked at.
        loss: what the loss of a row is, as a quantity: `error_rate`, `absolute_error`.
        place: where figures belong.
        classes: (n,) class codes of all rows, if classes are predicted: then a slice is not weak
            only because its classes are mixed more evenly, which makes them harder to tell.
        excess: the same slices by the loss beyond what the scores promise: a slice that is worse
            only by as much as they promise is hard, and the model knows it.
    """
    record = place.record
    seen = record.figure("slices_looked_at", looked_at, unit="slices", model=place.model)
    weak: list[tuple[SliceResult, list[Figure]]] = []
    loss_of = {result.slice.name: result.inside for result in results}
    for result in results[:LISTED_SLICES]:
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
        if _is_weak(result) and not _only_mixed(result, loss, classes):
            weak.append((result, figures))
    kept = _without_refinements(weak, loss_of)
    words = loss.replace("_", " ")
    beyond = {result.slice.name: result for result in excess or ()}
    for result, (inside, gap, p_value) in kept[:MOST_SLICES]:
        others = Estimate(result.outside, None, result.others)
        outside = place.write(loss, others, slice="all other rows")
        support = record.figure("slice_rows", result.n, unit="rows", slice=result.slice.name,
                                model=place.model)  # fmt: skip
        figures = [inside, outside, gap, p_value, support, seen]
        promised, says = False, ""
        more = beyond.get(result.slice.name)
        if more is not None:
            promised = not _positive(more)
            figures.append(
                place.write(f"{loss}_beyond_promised", more.difference, slice=result.slice.name)
            )
            told = _of_promise(more, WORSE_BY * result.outside, figures[-1], loss)
            says = f" {told}"
        record.finding(
            "hard_slice" if promised else "weak_slice",
            "low" if promised else "medium",
            f"In a slice by {joined(result.slice.columns)} of {support} rows the {words} is "
            f"{inside}, against {outside} elsewhere: a difference of {gap} that holds against all "
            f"{seen} slices that could have been looked at.{says}",
            columns=result.slice.columns,
            clauses=("S6", "H5"),
            figures=figures,
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


def tell_support(rows: int, rare: float | None, looked_at: int, place: Place) -> None:
    """Say how many rows a slice needed, where rare outcomes ask for more than else.

    Args:
        rows: how many there are.
        rare: share of the rarer ones, of what makes the loss; None where nothing is rare.
        looked_at: how many slices had as many as they need.
        place: where figures belong.
    """
    least = fewest_rows(rows, rare)
    if least == fewest_rows(rows):
        return
    place.record.convention(
        "fewest_slice_rows", least,
        source=f"{FEWEST_RARE} of the rarer rows if they were spread evenly: a convention",
    )  # fmt: skip
    none = " No slice has so many, so none is told." if not looked_at else ""
    place.record.note(
        f"Slices of fewer than {least:,} rows were left out: they would hold fewer than "
        f"{FEWEST_RARE} of the rarer rows, too few for an interval.{none}"
    )


def record_bias_of_slices(
    results: Sequence[SliceResult],
    error: np.ndarray,
    parts: Parts,
    looked_at: int,
    least: float,
    place: Place,
) -> None:
    """Record slices in which predictions are off on average, beyond chance and by `least` or more.

    A slice counts for its own error: those in which predictions are right, or less wrong than
    elsewhere, differ from the rest as well.

    Args:
        results: by prediction minus outcome.
        error: (n,) prediction minus outcome of each row.
        parts: which rows depend on each other.
        looked_at: how many slices were looked at.
        least: the smallest difference that counts, in the unit of the prediction.
        place: where figures belong.
    """
    off = [
        result
        for result in results
        if result.p_value < SIGNIFICANT
        and result.difference.excludes_zero
        and abs(result.difference.value) >= least
        and not result.slice.parents
        and abs(result.inside) >= least
        and result.inside * result.difference.value > 0
        and _own_error(result, error, parts, looked_at).excludes_zero
    ]
    off.sort(key=lambda result: (-abs(result.difference.value), result.slice.name))
    seen = place.record.figure("slices_looked_at", looked_at, unit="slices", model=place.model)
    for result in off[:MOST_SLICES]:
        name = result.slice.name
        gap = place.write("mean_error_difference", result.difference, slice=name)
        inside = place.write("mean_error", Estimate(result.inside, None, result.n), slice=name)
        others = Estimate(result.outside, None, len(error) - result.n)
        outside = place.write("mean_error", others, slice="all other rows")
        support = place.record.figure("slice_rows", result.n, unit="rows", slice=name,
                                      model=place.model)  # fmt: skip
        way = "too high" if result.inside > 0 else "too low"
        place.record.finding(
            "biased_slice",
            "medium",
            f"In a slice by {joined(result.slice.columns)} of {support} rows predictions are "
            f"{way}: prediction minus outcome is {inside} on average, and {outside} elsewhere; the "
            f"difference of {gap} holds against all {seen} slices that could have been looked at.",
            columns=result.slice.columns,
            clauses=("S6", "H5"),
            figures=[inside, outside, gap, support, seen],
            confidence="high",
            question="What does the model not know of these rows?",
        )


def _own_error(result: SliceResult, error: np.ndarray, parts: Parts, looked_at: int) -> Estimate:
    """Return the mean error inside a slice; its interval holds for all slices together."""
    inside = result.slice.inside
    return mean(error[inside], parts.rows(inside), level=1 - (1 - LEVEL) / max(looked_at, 1))


def _of_promise(more: SliceResult, least: float, figure: Figure, loss: str) -> str:
    """Say whether the scores of a slice promise that it is worse.

    Args:
        more: the slice by the loss beyond what the scores promise.
        least: the smallest loss that counts.
        figure: of that loss.
        loss: what it is of: an `absolute_error` is promised by counts, that vary with their mean.
    """
    if loss == "absolute_error":
        return _of_counts(more, least, figure)
    if _positive(more):
        return f"Its scores don't promise that: {figure} of it comes on top."
    interval = more.difference.interval
    if interval is not None and interval[1] < least:
        return (
            f"Its scores promise that: beyond it is {figure}, shown to be too little to count; the "
            "rows are harder, and the model knows."
        )
    return (
        f"Whether its scores promise all of that can't be told yet: {figure} of it comes on top, "
        "with an interval that includes both zero and what counts."
    )


def _of_counts(more: SliceResult, least: float, figure: Figure) -> str:
    """Say whether counts of so large a mean vary by that much."""
    if _positive(more):
        return f"Counts vary more where more are expected; {figure} of it comes on top of that."
    interval = more.difference.interval
    if interval is not None and interval[1] < least:
        return (
            "More are expected there, and counts vary more where more are expected: beyond that it "
            f"is {figure}, shown to be too little to count."
        )
    return (
        "Counts vary more where more are expected; whether that is all can't be told yet: "
        f"{figure} of it comes on top, with an interval that includes both zero and what counts."
    )


def _positive(result: SliceResult) -> bool:
    return result.difference.interval is not None and result.difference.interval[0] > 0


def _is_weak(result: SliceResult) -> bool:
    """Tell whether a slice is worse beyond chance and by an amount that counts."""
    low = result.difference.interval[0] if result.difference.interval else 0.0
    grown = result.difference.value >= WORSE_BY * result.outside
    return grown and low > 0 and result.p_value < SIGNIFICANT


def _only_mixed(result: SliceResult, loss: str, classes: np.ndarray | None) -> bool:
    """Tell whether a constant is worse inside by as much as the model is."""
    if classes is None:
        return False
    inside = result.slice.inside
    floors = []
    for rows in (inside, ~inside):
        shares = np.bincount(classes[rows].astype(int)) / max(int(rows.sum()), 1)
        mixed = 1 - float((shares**2).sum())
        floors.append(mixed / 2 if loss == "squared_error" else 1 - float(shares.max()))
    if min(floors) <= 0:
        return floors[0] > 0 and result.inside <= floors[0]
    return result.inside / floors[0] <= result.outside / floors[1]


def _without_refinements(
    weak: list[tuple[SliceResult, list[Figure]]], loss_of: Mapping[str, float]
) -> list[tuple[SliceResult, list[Figure]]]:
    """Leave out slices that say again what a simpler or worse one says.

    A slice of two columns has to be worse than either alone by an amount that counts; and no slice
    shares most of its rows with one that is kept.
    """
    kept: list[tuple[SliceResult, list[Figure]]] = []
    for result, figures in sorted(weak, key=lambda pair: len(pair[0].slice.columns)):
        alone = [loss_of[name] for name in result.slice.parents if name in loss_of]
        if alone and result.inside < (1 + WORSE_BY) * max(alone):
            continue
        inside = result.slice.inside
        shared = [
            (inside & other.slice.inside).sum() / min(inside.sum(), other.slice.inside.sum())
            for other, _ in kept
            if not result.slice.parents or other.slice.parents
        ]
        if all(share < SHARED for share in shared):
            kept.append((result, figures))
    return sorted(kept, key=lambda pair: -pair[0].difference.value)

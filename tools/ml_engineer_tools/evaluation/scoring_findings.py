"""Scoring as a stage of a drop: whether the same inputs get other scores, and what that did."""

from __future__ import annotations

from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.scoring import Scoring
from ml_engineer_tools.evidence import Figure

ORDER_KEPT = 0.02
"""Fall of the rank correlation up to which scoring puts rows in the same order: a convention."""

STRETCHED = 0.1
"""Share by which scores have to lie further apart, or nearer, for it to be told: a convention."""


def record_scoring(
    scoring: Scoring | None, part: Figure | None, total: Figure | None, metric: str, place: Place,
    *, counts: bool,
) -> None:  # fmt: skip
    """Record the stage.

    Args:
        scoring: what was found; None if it could not be looked at.
        part: of the fall that other scores account for; None where there is no fall.
        total: the fall.
        metric: of the fall, in words.
        place: where figures belong.
        counts: whether the part is beyond chance, and large enough to be named.
    """
    record = place.record
    of = "scores" if scoring is None else scoring.of
    if scoring is None:
        record.finding(
            "stage_scoring", "info",
            "Scoring: whether the same inputs get other scores than before can't be told: that "
            "needs scores, the inputs beside them, and rows of the same kinds in both periods.",
            clauses=("S8",), figures=[total] if total is not None else (),
        )  # fmt: skip
        return
    explained = record.figure("score_variance_explained_by_inputs", scoring.explained,
                              model=place.model, window="reference")  # fmt: skip
    if not scoring.told:
        record.finding(
            "stage_scoring", "info",
            "Scoring: whether the same inputs get other scores than before can't be told: the "
            f"columns beside the scores explain only {explained} of their variance.",
            clauses=("S8",), figures=[explained],
        )  # fmt: skip
        return
    old, new = (
        record.figure("score_distance_from_reference_scoring", found.value, model=place.model,
                      window=window, interval=found.interval, n=found.rows)
        for found, window in ((scoring.before, "reference"), (scoring.after, "current"))
    )  # fmt: skip
    moved = place.write("score_distance_moved", scoring.moved)
    figures = [new, old, moved, explained]
    lie = (
        f"{new} of them differ from what deciding as it was in the reference gives, and {old} of "
        "the reference's own"
        if of == "decisions"
        else f"they lie {new} on average from those that scoring as it was in the reference gives, "
        f"and the reference's own {old}"
    )
    if not scoring.changed:
        high = scoring.moved.interval[1] if scoring.moved.interval else float("inf")
        says = (
            f"the same inputs get the same {of} as before: {lie}."
            if high < scoring.least
            else f"whether the same inputs get other {of} can't be told yet: {lie}."
        )
        record.finding("stage_scoring", "info", f"Scoring: {says}", clauses=("S8",),
                       figures=figures)  # fmt: skip
        return
    how, more = _how(scoring, place)
    figures += more
    account = ""
    if part is not None and total is not None:
        figures += [part, total]
        account = f" That accounts for {part} of the fall of {total} in {metric}."
    record.finding(
        "stage_scoring",
        "medium" if counts else "low",
        f"Scoring: the same inputs now get other {of}: {lie}{how}.{account}",
        clauses=("S8", "S6", "Q2"),
        figures=figures,
        question="Was the model, its version, its recalibration or the preparation of its inputs "
        "changed between the periods?",
        harmless_if="the model was replaced on purpose",
    )


def keeps_order(scoring: Scoring) -> bool:
    """Tell whether current scores put rows in the order in which scoring as it was puts them."""
    return scoring.order is not None and scoring.order[1] >= scoring.order[0] - ORDER_KEPT


def _how(scoring: Scoring, place: Place) -> tuple[str, list[Figure]]:
    """Say whether the order of rows was kept, so that scores were only rescaled."""
    if scoring.order is None:
        return "", []
    before, after = (
        place.record.figure("score_rank_correlation", value, model=place.model, window=window)
        for value, window in zip(scoring.order, ("reference", "current"), strict=True)
    )
    order = f"(rank correlation {after}, in the reference {before})"
    if not keeps_order(scoring):
        return (
            f"; in another order {order}: another model, or inputs that reached it otherwise than "
            "they are in the table",
            [after, before],
        )
    if scoring.stretch is None or abs(scoring.stretch - 1) < STRETCHED:
        return f"; in the same order {order}: they were shifted", [after, before]
    times = place.record.figure("score_stretch", scoring.stretch, model=place.model)
    return (
        f"; in the same order {order}, but {times} times as far apart: they were rescaled",
        [after, before, times],
    )

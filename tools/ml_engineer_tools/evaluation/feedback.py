"""Feedback: where predictions made the outcomes that they are judged by, as far as rows show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evaluation.calibration import bin_scores
from ml_engineer_tools.evaluation.parts import LEVEL, Estimate, deal_parts, ratio
from ml_engineer_tools.evaluation.periods import Judgeable, Period
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.predictions import class_texts
from ml_engineer_tools.evidence import Severity
from ml_engineer_tools.modelling.skewness import freedom_of, reach_of, skewness_of
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import pandas as pd

LABELLED_GAP = 0.1
"""Difference of the shares of rows with an outcome that counts: a convention."""

HARDLY_ANY = 0.02
"""Share of rows with an outcome below which one side is as good as unseen: a convention."""

FEWEST_ROWS = 30
"""Rows that each side of a comparison needs."""

COPIED = 0.999
"""Agreement of outcomes with predictions from which outcomes look copied: a convention."""

ACTION_GAP = 0.05
"""Difference of outcome rates at the same score, acted on or not, that counts: a convention."""

NO = frozenset({"0", "no", "n", "false", "none", "f", ""})


def check_feedback(task: Task, period: Period, rows: Judgeable | None, place: Place) -> None:
    """Look for outcomes that are known only for some predictions, or copied from them."""
    _selective_outcomes(task, period, place)
    if rows is not None:
        _copied_outcomes(task, rows, place)


def check_action(task: Task, rows: Judgeable, action: str, place: Place) -> None:
    """Compare outcomes of rows that were acted on with those of the same score that were not.

    Needs the scores of two classes; rows are compared within bins of the score, weighted by the
    rows that were acted on.
    """
    acted = read_action(rows.frame[action])
    share = place.write("acted_share", ratio(acted, np.ones(len(rows)), rows.parts), column=action)
    chances = rows.predicted.chances
    if task.kind != "binary" or chances is None:
        place.record.note(
            f"What acting ({quoted(action)}) did to outcomes can be told for scores of two classes "
            "only."
        )
        return
    place_of = bin_scores(chances[:, 1])
    found = _effect(rows, acted, place_of)
    if found is None:
        place.record.finding(
            "feedback_action", "medium",
            f"By {quoted(action)} {share} of the rows were acted on, and at no score there are "
            "enough rows of both kinds: what would have happened without acting can't be told from "
            "these rows.",
            columns=[action], clauses=("S1", "S8", "Q2"), figures=[share],
            question="Can a small share, drawn at random, be left without action?",
        )  # fmt: skip
        return
    effect, compared = found
    gap = place.write("outcome_rate_difference_by_action", effect, column=action)
    seen = place.record.figure("compared_score_bins", compared, unit="bins", column=action)
    counts = effect.excludes_zero and abs(effect.value) >= ACTION_GAP
    severity: Severity = "high" if counts else "info"
    place.record.finding(
        "feedback_action",
        severity,
        (
            f"Where somebody acted ({quoted(action)}, {share} of the rows), the outcome rate "
            f"differs by {gap} from that of rows of the same score (over {seen} bins) that were "
            "left alone: acting changes the outcome that the model is judged by, so that its "
            "online figures, and training on them, are of a world with action in it."
            if counts
            else f"At the same score, outcomes of rows that were acted on ({quoted(action)}) "
            f"differ by {gap} from the others (over {seen} bins): no effect of acting that counts "
            "can be told."
        ),
        columns=[action],
        clauses=("S1", "S8", "Q2"),
        figures=[gap, share, seen],
        confidence="medium" if counts else None,
        question="Who decides on whom to act, and is it by more than the score?",
        harmless_if="rows were acted on for reasons that have to do with the outcome themselves"
        if counts
        else None,
    )


def read_action(values: pd.Series) -> np.ndarray:
    """Return 1 where somebody acted, else 0, (n,): anything but 0, no, false and missing."""
    return np.array(
        [0.0 if text is None or text.casefold() in NO else 1.0 for text in class_texts(values)]
    )


def _selective_outcomes(task: Task, period: Period, place: Place) -> None:
    """Compare how often the outcome is known on both sides of the prediction."""
    usable = period.predicted.usable
    if period.y is None or task.kind == "multiclass":
        return
    known = (np.isfinite(period.y) * 1.0)[usable]
    if not len(known) or known.all():
        return
    if task.kind == "binary" and period.predicted.labels is not None:
        high = period.predicted.labels[usable] == 1
        sides = ("predicted positive", "predicted negative")
    elif period.predicted.numbers is not None:
        numbers = period.predicted.numbers[usable]
        high = numbers > np.median(numbers)
        sides = ("prediction above its median", "prediction below its median")
    else:
        return
    if min(high.sum(), (~high).sum()) < FEWEST_ROWS:
        return
    times = None if period.times is None else period.times[usable]
    groups = None if period.groups is None else period.groups[usable]
    parts = deal_parts(len(known), times=times, groups=groups)
    above, below = ratio(known * high, high * 1.0, parts), ratio(known * ~high, ~high * 1.0, parts)
    figures = [
        place.write("outcome_known_share", found, slice=side)
        for found, side in zip((above, below), sides, strict=True)
    ]
    if above.interval is None or below.interval is None:
        return
    apart = above.interval[0] > below.interval[1] or below.interval[0] > above.interval[1]
    gap = abs(above.value - below.value)
    if not apart or gap < LABELLED_GAP:
        return
    unseen = min(above.value, below.value) < HARDLY_ANY
    says = (
        "On one side outcomes are as good as never seen, so that accuracy, the ROC AUC and "
        "calibration can't be told for all rows: only for those that the model let through."
        if unseen
        else "All figures of performance are about the rows whose outcome became known, which are "
        "not a fair sample of all."
    )
    place.record.finding(
        "feedback_selective_outcomes",
        "high" if unseen else "medium",
        f"Outcomes are known for a share of {figures[0]} of rows with {sides[0]} and of "
        f"{figures[1]} with {sides[1]}: the prediction decides which outcomes are seen. {says}",
        clauses=("S1", "S6", "Q2"),
        figures=figures,
        confidence="high",
        question="Can a small share of the other side, drawn at random, be let through to learn "
        "its outcomes?",
    )


def _copied_outcomes(task: Task, rows: Judgeable, place: Place) -> None:
    """Tell outcomes that agree with the predictions so well that they were made from them."""
    labels, numbers = rows.predicted.labels, rows.predicted.numbers
    if task.kind == "regression":
        if numbers is None:
            return
        same = numbers == rows.y
    elif labels is not None and rows.predicted.chances is None:
        same = labels == rows.y
    else:
        return
    found = ratio(same * 1.0, np.ones(len(rows)), rows.parts)
    limit = COPIED if task.kind != "regression" else 0.5
    if found.value < limit:
        return
    share = place.write("outcomes_equal_predictions", Estimate(found.value, None, found.rows))
    place.record.finding(
        "feedback_copied_outcomes", "high",
        f"A share of {share} of the outcomes equals the prediction exactly: outcomes look as if "
        "they had been filled in from the predictions, or the other way round.",
        clauses=("S3", "H5", "Q2"), figures=[share], confidence="medium",
        question="Who writes the outcome, and do they see the prediction first?",
    )  # fmt: skip


def _effect(
    rows: Judgeable, acted: np.ndarray, place_of: np.ndarray
) -> tuple[Estimate, int] | None:
    """Return the difference of outcome rates within bins, weighted by acted rows; and the bins."""
    positive = (rows.y == 1) * 1.0
    weights, gaps, influence, used = 0.0, 0.0, np.zeros(len(rows)), 0
    for k in range(int(place_of.max()) + 1):
        inside = place_of == k
        yes, no = inside & (acted == 1), inside & (acted == 0)
        a, b = int(yes.sum()), int(no.sum())
        if min(a, b) < FEWEST_ROWS:
            continue
        mean_yes, mean_no = float(positive[yes].mean()), float(positive[no].mean())
        gaps += a * (mean_yes - mean_no)
        influence += yes * (positive - mean_yes) - no * (positive - mean_no) * a / b
        weights, used = weights + a, used + 1
    if not used:
        return None
    value = gaps / weights
    sums = rows.parts.sums(influence / weights)
    count = max(rows.parts.count, 2)
    error = float(np.sqrt((sums**2).sum() * count / (count - 1)))
    below, above = reach_of(error, skewness_of(sums), freedom_of(sums), LEVEL)
    return Estimate(value, (value - below, value + above), int(weights)), used

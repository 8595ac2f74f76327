"""Feedback: where predictions made the outcomes that they are judged by, as far as rows show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evaluation.calibration import bin_scores
from ml_engineer_tools.evaluation.decisions import best_cut
from ml_engineer_tools.evaluation.parts import LEVEL, Estimate, deal_parts, ratio
from ml_engineer_tools.evaluation.periods import Judgeable, Period
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.predictions import class_texts
from ml_engineer_tools.evidence import Figure, Severity
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

COPIED_IN_CLASS = 0.99
"""Agreement within each class that this takes: a convention. Where one class is rare, saying the
other agrees with nearly all outcomes."""

NO_LUCK = 1e-6
"""Chance of so few mistakes, if scores are calibrated, below which it is no luck: a convention."""

ACTION_GAP = 0.05
"""Difference of outcome rates at the same score, acted on or not, that counts: a convention."""

NO = frozenset({"0", "no", "n", "false", "none", "f", ""})


@dataclass(frozen=True, slots=True)
class Selection:
    """How often outcomes are known on both sides of the prediction.

    Attributes:
        sides: what the sides are.
        known: shares of rows with a known outcome, high predictions first.
    """

    sides: tuple[str, str]
    known: tuple[Estimate, Estimate]

    @property
    def gap(self) -> float:
        """The difference of the shares; 0 where it is not beyond chance."""
        above, below = self.known
        if above.interval is None or below.interval is None:
            return 0.0
        apart = above.interval[0] > below.interval[1] or below.interval[0] > above.interval[1]
        return above.value - below.value if apart else 0.0


def check_feedback(
    task: Task,
    period: Period,
    rows: Judgeable | None,
    place: Place,
    *,
    before: Period | None = None,
) -> tuple[Figure, Figure] | None:
    """Look for outcomes that are known only for some predictions, or copied from them.

    Args:
        task: what is predicted.
        period: all rows to be judged.
        rows: those with an outcome; None if there are too few.
        place: where figures belong.
        before: the reference, whose outcomes may have been known alike.

    Returns:
        The shares of known outcomes for high and low predictions, where the prediction decides
        which are seen and did not in the reference.
    """
    found = selection_of(task, period)
    new = None
    if found is not None and abs(found.gap) >= LABELLED_GAP:
        past = None if before is None else selection_of(task, before)
        is_new = before is not None and (past is None or abs(found.gap - past.gap) >= LABELLED_GAP)
        shares = _record_selection(found, place, is_new=is_new)
        new = shares if is_new else None
    if rows is not None:
        _copied_outcomes(task, rows, place)
    return new


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
    bins = "bin" if compared == 1 else "bins"
    place.record.finding(
        "feedback_action",
        severity,
        (
            f"Where somebody acted ({quoted(action)}, {share} of the rows), the outcome rate "
            f"differs by {gap} from that of rows of the same score (over {seen} {bins}) that were "
            "left alone: acting changes the outcome that the model is judged by, so that its "
            "online figures, and training on them, are of a world with action in it."
            if counts
            else f"At the same score, outcomes of rows that were acted on ({quoted(action)}) "
            f"differ by {gap} from the others (over {seen} {bins}): no effect of acting that "
            "counts can be told."
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


def selection_of(task: Task, period: Period) -> Selection | None:
    """Compare how often the outcome is known on both sides of the prediction.

    None where all outcomes are known, or it can't be told.
    """
    usable = period.predicted.usable
    if period.y is None or task.kind == "multiclass":
        return None
    known = (np.isfinite(period.y) * 1.0)[usable]
    if not len(known) or known.all():
        return None
    if task.kind == "binary" and period.predicted.labels is not None:
        high = period.predicted.labels[usable] == 1
        sides = ("predicted positive", "predicted negative")
    elif period.predicted.numbers is not None:
        numbers = period.predicted.numbers[usable]
        high = numbers > np.median(numbers)
        sides = ("prediction above its median", "prediction below its median")
    else:
        return None
    if min(high.sum(), (~high).sum()) < FEWEST_ROWS:
        return None
    times = None if period.times is None else period.times[usable]
    groups = None if period.groups is None else period.groups[usable]
    parts = deal_parts(len(known), times=times, groups=groups)
    above, below = ratio(known * high, high * 1.0, parts), ratio(known * ~high, ~high * 1.0, parts)
    return Selection(sides, (above, below))


def _record_selection(found: Selection, place: Place, *, is_new: bool) -> tuple[Figure, Figure]:
    first, second = (
        place.write("outcome_known_share", share, slice=side)
        for share, side in zip(found.known, found.sides, strict=True)
    )
    unseen = min(share.value for share in found.known) < HARDLY_ANY
    says = (
        "On one side outcomes are as good as never seen, so that accuracy, the ROC AUC and "
        "calibration can't be told for all rows: only for those that the model let through."
        if unseen
        else "All figures of performance are about the rows whose outcome became known, which are "
        "not a fair sample of all."
    )
    if is_new:
        says += " In the reference it was not so: figures of the two periods are of other rows."
    place.record.finding(
        "feedback_selective_outcomes",
        "high" if unseen or is_new else "medium",
        f"Outcomes are known for a share of {first} of rows with {found.sides[0]} and of "
        f"{second} with {found.sides[1]}: the prediction decides which outcomes are seen. {says}",
        clauses=("S1", "S6", "Q2"),
        figures=[first, second],
        confidence="high",
        question="Can a small share of the other side, drawn at random, be let through to learn "
        "its outcomes?",
    )
    return first, second


def _copied_outcomes(task: Task, rows: Judgeable, place: Place) -> None:
    """Tell outcomes that agree with the predictions so well that they were made from them."""
    of = rows.predicted
    if of.numbers is not None:
        same, promised, cut = of.numbers == rows.y, None, None
    elif of.labels is not None:
        same, promised, cut = of.labels == rows.y, None, None
        if task.kind == "binary" and of.chances is not None:
            by_cut, best = best_cut(of.chances[:, 1], rows.y == 1)
            if by_cut.sum() > same.sum():
                same, cut = by_cut, best
        if not _agree_in_each_class(same, rows.y):
            return
        if of.chances is not None:
            promised = float((1 - of.chances.max(axis=1)).sum())
    else:
        return
    found = ratio(same * 1.0, np.ones(len(rows)), rows.parts)
    if found.value < (COPIED if task.kind != "regression" else 0.5):
        return
    share = place.write("outcomes_equal_predictions", Estimate(found.value, None, found.rows))
    figures, what = [share], "the prediction exactly"
    severity: Severity = "high"
    if promised is not None:
        surely = _surely_fewer(int((~same).sum()), promised)
        severity = "high" if surely else "medium"
        expected = place.record.figure("promised_wrong_rows", promised, unit="rows",
                                       model=place.model)  # fmt: skip
        figures.append(expected)
        what = "what the scores say"
        if cut is not None:
            at = place.record.figure("score_cut", cut, model=place.model)
            figures.append(at)
            what += f" at a cut of {at}"
        what += (
            f", while the scores promise {expected} rows in which they are wrong"
            if surely
            else ", as the scores promise"
        )
    place.record.finding(
        "feedback_copied_outcomes", severity,
        f"A share of {share} of the outcomes equals {what}: outcomes look as if they had been "
        "filled in from the predictions, or the other way round.",
        clauses=("S3", "H5", "Q2"), figures=figures, confidence="medium",
        question="Who writes the outcome, and do they see the prediction first?",
        harmless_if="the outcome follows from the inputs by a rule" if severity == "medium"
        else None,
    )  # fmt: skip


def _agree_in_each_class(same: np.ndarray, y: np.ndarray) -> bool:
    """Tell whether outcomes of each class, of which there are enough, are told nearly all."""
    classes, place, counts = np.unique(y, return_inverse=True, return_counts=True)
    if len(classes) < 2 or counts.min() < FEWEST_ROWS:
        return False
    return bool((np.bincount(place, weights=same) / counts).min() >= COPIED_IN_CLASS)


def _surely_fewer(wrong: int, promised: float) -> bool:
    """Tell whether so few wrong rows are no luck if scores are calibrated (Poisson)."""
    from scipy.special import pdtr

    return float(pdtr(wrong, promised)) < NO_LUCK


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

"""A jump of outcomes at a cut of the scores: decisions that make the outcomes.

Rows just below a cut and just above it are alike but for the decision. Where their outcomes differ
by more than their scores promise, the decision made the difference (a regression discontinuity;
Thistlethwaite & Campbell 1960): outcomes were copied from it, or somebody acted on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evaluation.decisions import RULED, best_cut
from ml_engineer_tools.evaluation.feedback import read_action
from ml_engineer_tools.evaluation.parts import LEVEL, Estimate, t_quantile
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.modelling.features import usable_features
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.tables.names import quoted

FEWEST_ROWS = 150
"""Rows on each side of a cut that are compared, or a tenth of all: a convention."""

FEWEST_SCORES = 30
"""Different scores among them, so that what changes with the score can be told from a jump."""

JUMP = 0.1
"""Jump of the outcome rate that counts: a convention, that of the effect of acting."""

SURE, SURE_ANYWHERE = 4.0, 6.0
"""Standard errors that a jump has to have at the threshold in use, and at a cut that is looked for
among `CUTS`: conventions, so that chance alone gives none in a thousand tables."""

CUTS = 39

SAME = 0.9
"""Share of the rows of either decision of which a column has to say the same for it to look like
whether somebody acted: a convention."""

ACTIONS = ("act", "action", "acted", "contacted", "called", "treated", "treatment", "intervened",
           "intervention", "offered", "blocked", "reviewed", "approved", "rejected",
           "declined")  # fmt: skip
"""Words in the names of such columns."""


@dataclass(frozen=True, slots=True)
class Jump:
    """Outcomes on both sides of a cut.

    Attributes:
        cut: the score.
        below: rate of positive outcomes just below it, as its nearest rows tell.
        above: just above it.
        size: the difference that the scores don't promise.
    """

    cut: float
    below: float
    above: float
    size: Estimate


def find_jump(task: Task, rows: Judgeable) -> Jump | None:
    """Return where outcomes jump, at the threshold in use or elsewhere; None if they don't.

    Needs the scores of two classes.
    """
    chances, labels = rows.predicted.chances, rows.predicted.labels
    if task.kind != "binary" or chances is None or labels is None:
        return None
    score, happened = chances[:, 1], (rows.y == 1) * 1.0
    order = np.argsort(score, kind="stable")
    score, happened, acts = score[order], happened[order], labels[order] == 1
    in_use = None
    if acts.any() and not acts.all():
        right, cut = best_cut(score, acts)
        in_use = cut if right.mean() >= RULED else None
    if in_use is not None:
        found = _jump_at(score, happened, in_use)
        if _counts(found, SURE):
            return found[0] if found else None
    cuts = np.unique(np.quantile(score, np.linspace(0, 1, CUTS + 2)[1:-1]))
    seen = [one for cut in cuts if (one := _jump_at(score, happened, float(cut))) is not None]
    best = max(seen, key=lambda one: one[1], default=None)
    return best[0] if best is not None and _counts(best, SURE_ANYWHERE) else None


def record_jump(
    jump: Jump, rows: Judgeable, roles: Sequence[str | None], place: Place, *, action: str | None
) -> Figure:
    """Record where outcomes jump, and which column may say that somebody acted; return the cut."""
    record = place.record
    cut = record.figure("score_cut", jump.cut, model=place.model)
    below = place.write("base_rate", Estimate(jump.below, None, jump.size.rows),
                        slice="just below the cut")  # fmt: skip
    above = place.write("base_rate", Estimate(jump.above, None, jump.size.rows),
                        slice="just above the cut")  # fmt: skip
    size = place.write("outcome_rate_jump", jump.size)
    why = (
        "as if a part of the outcomes had been filled in from the decisions, or acting on them "
        "brought the outcome about"
        if jump.size.value > 0
        else "as if somebody acted on the decisions, and by that kept the outcome away"
    )
    likely = None if action is not None else _likely_action(rows, roles, jump.cut)
    hint = (
        f" {quoted(likely)} says nearly the same as the decision: if it is whether somebody acted, "
        f"give --action {likely}."
        if likely
        else ""
    )
    record.finding(
        "feedback_jump", "high",
        f"At a score of {cut} outcomes jump: just below it a share of {below} is positive and just "
        f"above it {above}, {size} more than scores so near each other promise: {why}. Rows that "
        f"are alike but for the decision have other outcomes.{hint}",
        columns=[likely] if likely else (),
        clauses=("S1", "S3", "S8", "Q2"), figures=[cut, below, above, size], confidence="medium",
        question="Who writes the outcome, do they see the decision first, and who acts on it?",
    )  # fmt: skip
    return cut


def tell_likely_action(rows: Judgeable, roles: Sequence[str | None], place: Place) -> None:
    """Note a column that may say whether somebody acted, where none was named."""
    likely = _likely_action(rows, roles, None)
    if likely is not None:
        place.record.note(
            f"If {quoted(likely)} says whether somebody acted on the prediction, give "
            f"--action {likely}: then it is looked at whether acting changed the outcomes."
        )


def _counts(found: tuple[Jump, float] | None, sure: float) -> bool:
    return found is not None and found[1] >= sure and abs(found[0].size.value) >= JUMP


def _jump_at(score: np.ndarray, happened: np.ndarray, cut: float) -> tuple[Jump, float] | None:
    """Return the jump at a cut of sorted scores, and how many standard errors it has."""
    many = max(FEWEST_ROWS, len(score) // 10)
    place = int(np.searchsorted(score, cut, side="left"))
    sides = slice(max(place - many, 0), place), slice(place, place + many)
    ends = []
    for side in sides:
        near, y = score[side], happened[side]
        if len(near) < FEWEST_ROWS or len(np.unique(near)) < FEWEST_SCORES:
            return None
        ends.append(_at_end(near - cut, y - near))
    (low, low_error), (high, high_error) = ends
    error = float(np.hypot(low_error, high_error))
    if error <= 0:
        return None
    size, reach = high - low, t_quantile(2 * many - 4, LEVEL) * error
    rows = sum(len(score[side]) for side in sides)
    rates = [float(np.clip(cut + end, 0, 1)) for end in (low, high)]
    jump = Jump(cut, rates[0], rates[1], Estimate(size, (size - reach, size + reach), rows))
    return jump, abs(size) / error


def _at_end(away: np.ndarray, gap: np.ndarray) -> tuple[float, float]:
    """Return what a straight line through the gaps says at the cut, and its standard error."""
    design = np.column_stack([np.ones(len(away)), away])
    inverse = np.linalg.pinv(design.T @ design)
    line = inverse @ design.T @ gap
    left = gap - design @ line
    spread = inverse @ ((design * (left**2)[:, None]).T @ design) @ inverse
    return float(line[0]), float(np.sqrt(max(spread[0, 0], 0.0)))


def _likely_action(rows: Judgeable, roles: Sequence[str | None], cut: float | None) -> str | None:
    """Return a column of two values that says what the decision says, or is named like an action.

    Args:
        rows: with scores or decisions.
        roles: columns that play another part.
        cut: from which score on rows are acted on; None takes the decisions.
    """
    of = rows.predicted
    if cut is not None and of.chances is not None:
        acts = of.chances[:, 1] >= cut
    elif of.labels is not None:
        acts = of.labels == 1
    else:
        return None
    names, _ = usable_features(rows.frame, [name for name in roles if name is not None])
    told = []
    for name in names:
        if rows.frame[name].nunique(dropna=True) > 2:
            continue
        acted = read_action(rows.frame[name]) == 1
        if not acted.any() or acted.all():
            continue
        agrees = min(float((acted == acts)[side].mean()) for side in (acts, ~acts) if side.any())
        words = set(str(name).casefold().replace("-", "_").split("_"))
        if agrees >= SAME or words & set(ACTIONS):
            told.append((agrees, str(name)))
    return max(told)[1] if told else None

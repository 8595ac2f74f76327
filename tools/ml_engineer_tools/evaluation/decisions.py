"""Decisions: are the same scores, or the same inputs, decided otherwise than in the reference?

Where scores are there too, the cut of the scores that tells the reference's decisions is asked of
current ones. Without scores, what turns inputs into decisions is learnt (see `scoring`): decisions
that changed in one direction only are what a threshold that moved makes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ml_engineer_tools.evaluation.parts import Estimate, mean
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.evaluation.predictions import Meaning
from ml_engineer_tools.evaluation.scoring import Scoring
from ml_engineer_tools.modelling.task import Task

RULED = 0.99
"""Share of decisions that a cut of the scores has to tell for it to be the threshold: a
convention."""

DECIDED_OTHERWISE = 0.02
"""Share of rows decided otherwise that counts: a convention, that of scores that moved."""

ONE_WAY = 0.2
"""Share of the changed decisions that may go the other way: a convention."""


@dataclass(frozen=True, slots=True, eq=False)
class Deciding:
    """How decisions are made, asked of both periods.

    Attributes:
        cuts: scores from which the reference and the current rows are acted on, the second None
            where no cut tells current decisions; None without scores.
        otherwise: share of the current rows that would have been decided otherwise.
        acted: share of the current rows acted on, as the reference decides and as they are.
        one_way: whether changed decisions go one way only, as a threshold that moved makes them.
        as_before: rows of both periods, decided as in the reference.
    """

    cuts: tuple[float, float | None] | None
    otherwise: Estimate
    acted: tuple[Estimate, Estimate]
    one_way: bool
    as_before: tuple[Judgeable, Judgeable]

    @property
    def moved(self) -> bool:
        """Whether a threshold moved, beyond chance and by an amount that counts."""
        low = self.otherwise.interval[0] if self.otherwise.interval else 0.0
        return self.one_way and low > 0 and self.otherwise.value >= DECIDED_OTHERWISE


def decisions_by_score(
    task: Task, meaning: Meaning, before: Judgeable, after: Judgeable
) -> Deciding | None:
    """Compare decisions that a column tells with the scores beside them.

    None without both, or where no cut of the scores tells the reference's decisions.
    """
    if task.kind != "binary" or meaning.label is None or not meaning.scores:
        return None
    cut, agrees = _cut_of(before)
    if cut is None or agrees < RULED:
        return None
    now, agrees_now = _cut_of(after)
    score = _score(after)
    as_before = replace(
        after, predicted=replace(after.predicted, labels=(score >= cut).astype(int))
    )
    if now is not None and agrees_now < RULED:
        now = None
    return _deciding((cut, now), (before, as_before), after, (0.0, 0.0))


def decisions_by_inputs(task: Task, scoring: Scoring | None, rows: tuple[Judgeable, Judgeable]
                        ) -> Deciding | None:  # fmt: skip
    """Compare decisions of two classes without scores with what inputs say of them.

    Args:
        task: what is predicted.
        scoring: of the decisions; None if it could not be looked at.
        rows: of the reference, and current ones.
    """
    before, after = rows
    if task.kind != "binary" or scoring is None or not scoring.told:
        return None
    if before.predicted.chances is not None or before.predicted.labels is None:
        return None
    # What inputs can't say of the reference's decisions is no change.
    usual = _changes(scoring.alike[0].predicted.labels, before.predicted.labels)
    found = _deciding(None, scoring.alike, after, usual)
    return replace(found, otherwise=scoring.moved)


def best_cut(score: np.ndarray, happened: np.ndarray) -> tuple[np.ndarray, float]:
    """Return which rows a cut of the scores tells right, (n,), and the cut that tells most."""
    order = np.argsort(score, kind="stable")
    ordered, positive = score[order], happened[order]
    last = np.append(ordered[1:] != ordered[:-1], True)
    # A cut after place k says no up to it, and yes beyond it.
    right = np.cumsum(~positive) + positive.sum() - np.cumsum(positive)
    k = int(np.flatnonzero(last)[right[last].argmax()])
    cut = float(ordered[k] + ordered[min(k + 1, len(score) - 1)]) / 2
    return (score > ordered[k]) == happened, cut


def reference_cut(task: Task, meaning: Meaning, before: Judgeable) -> float | None:
    """Return the score from which the reference's rows are acted on; None without scores."""
    if task.kind != "binary" or not meaning.scores:
        return None
    return meaning.threshold if meaning.label is None else _cut_of(before)[0]


def _cut_of(rows: Judgeable) -> tuple[float | None, float]:
    """Return the cut that tells most decisions and the share it tells; None if all are alike."""
    acts = np.asarray(rows.predicted.labels) == 1
    if acts.all() or not acts.any():
        return None, 0.0
    right, cut = best_cut(_score(rows), acts)
    return cut, float(right.mean())


def _score(rows: Judgeable) -> np.ndarray:
    if rows.predicted.chances is None:
        raise ValueError("there are no scores")
    return np.asarray(rows.predicted.chances[:, 1])


def _changes(as_before: np.ndarray | None, as_is: np.ndarray | None) -> tuple[float, float]:
    """Return the shares of rows no longer acted on, and newly acted on."""
    old, new = np.asarray(as_before) == 1, np.asarray(as_is) == 1
    return float((old & ~new).mean()), float((~old & new).mean())


def _deciding(
    cuts: tuple[float, float | None] | None,
    as_before: tuple[Judgeable, Judgeable],
    after: Judgeable,
    usual: tuple[float, float],
) -> Deciding:
    labels = as_before[1].predicted.labels, after.predicted.labels
    more = [max(found - known, 0.0) for found, known in zip(_changes(*labels), usual, strict=True)]
    acted = [mean((np.asarray(of) == 1) * 1.0, after.parts) for of in labels]
    otherwise = mean((np.asarray(labels[0]) != np.asarray(labels[1])) * 1.0, after.parts)
    one_way = min(more) <= ONE_WAY * max(more)
    return Deciding(cuts, otherwise, (acted[0], acted[1]), one_way, as_before)

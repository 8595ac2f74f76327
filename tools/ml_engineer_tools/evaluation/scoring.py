"""Scoring: do the same inputs get the same scores as in the reference, or was scoring changed?

What turns inputs into scores is learnt on the reference. Asked of rows that it did not learn from,
it is off by some amount there; where scoring was changed, current rows are further off. That needs
no outcome, so that a changed relation of inputs and outcome doesn't look like it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ml_engineer_tools.evaluation.calibration import FARTHEST, logit_of
from ml_engineer_tools.evaluation.parts import Estimate, ratio
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.evaluation.predictions import HALF, Predicted
from ml_engineer_tools.evaluation.shared_inputs import (
    FOLDS,
    Inputs,
    chances_by_inputs,
    inputs_of,
    shared_enough,
)
from ml_engineer_tools.modelling.ranks import average_ranks
from ml_engineer_tools.modelling.task import Task

EXPLAINED = 0.8
"""Share of the variance of the reference's scores that inputs have to explain for it to be told
whether the same inputs get other ones: a convention."""

SCORES_MOVED = 0.02
"""Distance of probabilities, on average, that counts: a convention, that of calibration errors."""

NUMBERS_MOVED = 0.05
"""Distance of predicted numbers that counts, in their standard deviations: a convention."""

MOST_CLASSES = 10
"""Of more classes, scoring is not looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Scoring:
    """What scoring was in the reference, asked of both periods.

    Attributes:
        explained: share of the variance of the reference's scores that inputs explain.
        before: mean distance of the reference's scores from what inputs say of them, out of fold.
        after: that of current scores; both of rows of the kinds that the periods share.
        moved: the second minus the first.
        least: what counts of it.
        order: rank correlations of scores with what inputs say of them, before and after; None
            for several classes.
        stretch: how many times as far apart current scores are (on the log-odds, for classes);
            None likewise.
        of: what is compared: scores; or decisions, where there are none.
        alike: rows of both periods, with the scores that scoring as it was gives them.
    """

    explained: float
    before: Estimate
    after: Estimate
    moved: Estimate
    least: float
    order: tuple[float, float] | None
    stretch: float | None
    alike: tuple[Judgeable, Judgeable]
    of: Literal["scores", "decisions"] = "scores"

    @property
    def told(self) -> bool:
        """Whether inputs explain scores well enough for a change to be told."""
        return self.explained >= EXPLAINED

    @property
    def changed(self) -> bool:
        """Whether the same inputs get other scores, beyond chance and by an amount that counts."""
        low = self.moved.interval[0] if self.moved.interval else 0.0
        return self.told and low > 0 and self.moved.value >= self.least


def compare_scoring(
    task: Task,
    before: Judgeable,
    after: Judgeable,
    leave_out: Sequence[str | None],
    *,
    threshold: float | None,
    seed: int,
) -> Scoring | None:
    """Compare the scores of both periods given the inputs; decisions of two classes without any.

    Args:
        task: what is predicted.
        threshold: from which score on the reference acts; None unless there are two classes.
        before: rows of the reference.
        after: rows of the current period.
        leave_out: columns that are no inputs.
        seed: of the trees.

    Returns:
        None without scores, inputs, or rows of the same kinds.
    """
    both = _targets(task, before.predicted), _targets(task, after.predicted)
    if both[0] is None or both[1] is None:
        return None
    inputs = inputs_of(before, after, leave_out)
    chance = chances_by_inputs(inputs, before, after, seed=seed) if inputs.names else None
    if chance is None:
        return None
    weights = chance[: len(before)], 1 - chance[len(before) :]
    if not shared_enough(weights):
        return None
    given = _as_it_was(both[0], inputs, before, after, seed)
    if given is None:
        return None
    alike = _with(task, threshold, before, given[0]), _with(task, threshold, after, given[1])
    apart = [_apart(task, rows.predicted, as_was.predicted)
             for rows, as_was in zip((before, after), alike, strict=True)]  # fmt: skip
    old, new = (
        replace(ratio(w * d, w, rows.parts), rows=len(rows))
        for w, d, rows in zip(weights, apart, (before, after), strict=True)
    )
    numbers = before.predicted.numbers
    order = stretch = None
    decisions_only = numbers is None and before.predicted.chances is None
    if both[0].shape[1] == 1 and not decisions_only:
        order = (_rank_correlation(given[0][:, 0], both[0][:, 0]),
                 _rank_correlation(given[1][:, 0], both[1][:, 0]))  # fmt: skip
        stretch = _slope(given[1][:, 0], both[1][:, 0])
    return Scoring(
        _explained(task, before, alike[0]),
        old,
        new,
        _minus(new, old),
        SCORES_MOVED if numbers is None else NUMBERS_MOVED * float(numbers.std()),
        order,
        stretch,
        alike,
        "decisions" if decisions_only else "scores",
    )


def _targets(task: Task, of: Predicted) -> np.ndarray | None:
    """Return what is learnt, (n, k): log-odds of two classes, logarithms of more, or numbers.

    Without scores the decision itself: of two classes as 0 and 1, of more a column for each.
    """
    if of.numbers is not None:
        return of.numbers[:, None]
    if len(task.classes) > MOST_CLASSES:
        return None
    if of.chances is None:
        return None if of.labels is None else _as_columns(task, of.labels)
    if task.kind == "binary":
        return logit_of(of.chances[:, 1])[:, None]
    return np.asarray(np.log(np.maximum(of.chances, FARTHEST)))


def _as_columns(task: Task, labels: np.ndarray | None) -> np.ndarray:
    """Return decisions as numbers: (n, 1) of two classes, else (n, k)."""
    codes = np.asarray(labels)
    if task.kind == "binary":
        return codes.astype(np.float64)[:, None]
    return np.asarray(np.eye(len(task.classes))[codes])


def _as_it_was(
    known: np.ndarray, inputs: Inputs, before: Judgeable, after: Judgeable, seed: int
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return what inputs say of the scores of both periods, learnt on the reference's other folds.

    Current rows are asked of models that learnt from as few rows as those which the reference's are
    asked of, so that both are off by as much if nothing changed.
    """
    from ml_engineer_tools.modelling.models import load_lightgbm

    lightgbm = load_lightgbm()
    folds = before.parts.part % FOLDS, after.parts.part % FOLDS
    numbers = np.unique(folds[0])
    if len(numbers) < 2:
        return None
    x = inputs.matrix[: len(before)], inputs.matrix[len(before) :]
    given = np.zeros(known.shape), np.zeros((len(after), known.shape[1]))
    parameters = {
        "objective": "regression", "learning_rate": 0.15, "num_leaves": 31, "min_data_in_leaf": 10,
        "max_bin": 255, "verbose": -1, "num_threads": 1, "deterministic": True,
        "force_row_wise": True, "seed": seed,
    }  # fmt: skip
    for k, number in enumerate(numbers):
        train, held = folds[0] != number, folds[0] == number
        asked = folds[1] % len(numbers) == k
        for column in range(known.shape[1]):
            data = lightgbm.Dataset(
                x[0][train], known[train, column], categorical_feature=list(inputs.codes),
                params={"verbose": -1},
            )  # fmt: skip
            model = lightgbm.train(parameters, data, 60)
            for side, rows in ((0, held), (1, asked)):
                if rows.any():
                    given[side][rows, column] = model.predict(x[side][rows], num_threads=1)
    return given


def _with(task: Task, threshold: float | None, rows: Judgeable, given: np.ndarray) -> Judgeable:
    """Return rows with other scores, and the decisions that follow from them."""
    of = rows.predicted
    if of.numbers is not None:
        return replace(rows, predicted=replace(of, numbers=given[:, 0]))
    if of.chances is None:
        single = given.shape[1] == 1
        decided = (given[:, 0] >= HALF).astype(int) if single else given.argmax(axis=1)
        return replace(rows, predicted=replace(of, labels=decided))
    if task.kind == "binary":
        chance = 1 / (1 + np.exp(-given[:, 0]))
        chances = np.column_stack([1 - chance, chance])
        labels = (chance >= (HALF if threshold is None else threshold)).astype(int)
    else:
        odds = np.exp(given - given.max(axis=1, keepdims=True))
        chances = odds / odds.sum(axis=1, keepdims=True)
        labels = chances.argmax(axis=1)
    return replace(rows, predicted=replace(of, chances=chances, labels=labels))


def _apart(task: Task, one: Predicted, other: Predicted) -> np.ndarray:
    """Return how far apart predictions are: of classes by total variation, (n,)."""
    if one.numbers is not None and other.numbers is not None:
        return np.asarray(np.abs(one.numbers - other.numbers))
    if one.chances is None or other.chances is None:
        return np.asarray(one.labels != other.labels, dtype=np.float64)
    return np.asarray(np.abs(one.chances - other.chances).sum(axis=1) / 2)


def _explained(task: Task, rows: Judgeable, alike: Judgeable) -> float:
    """Return the share of the variance of scores that what inputs say of them explains."""
    if rows.predicted.numbers is not None and alike.predicted.numbers is not None:
        known, said = rows.predicted.numbers[:, None], alike.predicted.numbers[:, None]
    elif rows.predicted.chances is not None and alike.predicted.chances is not None:
        known, said = rows.predicted.chances, alike.predicted.chances
    else:
        known, said = (_as_columns(task, of.predicted.labels) for of in (rows, alike))
    spread = float(((known - known.mean(axis=0)) ** 2).sum())
    return 1 - float(((known - said) ** 2).sum()) / spread if spread > 0 else 0.0


def _slope(x: np.ndarray, y: np.ndarray) -> float | None:
    spread = float(((x - x.mean()) ** 2).sum())
    return float(((x - x.mean()) * (y - y.mean())).sum()) / spread if spread > 0 else None


def _rank_correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Return Spearman's rank correlation; 0 of a constant."""
    a, b = (average_ranks(values) - (len(values) + 1) / 2 for values in (x, y))
    size = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return float((a * b).sum()) / size if size > 0 else 0.0


def _minus(one: Estimate, other: Estimate) -> Estimate:
    value, rows = one.value - other.value, min(one.rows, other.rows)
    if one.interval is None or other.interval is None:
        return Estimate(value, None, rows)
    down = np.hypot(one.value - one.interval[0], other.interval[1] - other.value)
    up = np.hypot(one.interval[1] - one.value, other.value - other.interval[0])
    return Estimate(value, (value - float(down), value + float(up)), rows)

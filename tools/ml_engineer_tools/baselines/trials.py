"""Trials: one model judged on one split, and two of them compared in pairs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from ml_engineer_tools.baselines.inner_split import inner_split
from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.evaluation.parts import Parts, mean
from ml_engineer_tools.modelling.deciding import FEWEST_TO_SHOW
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.influence import Influence, average_precision, influences
from ml_engineer_tools.modelling.models import FittedModel, ModelKind, fit_model
from ml_engineer_tools.modelling.scores import FEWEST_DISAGREEMENTS, metric_scale
from ml_engineer_tools.modelling.side_by_side import begun, fits_at_once
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.modelling.uncertainty import Interval, Scale, interval_of, spread_of

HALF = 0.5
"""Between what a row that both models decide alike adds to a difference of accuracy, and others."""

Predict = Callable[[int], np.ndarray]
"""Predictions for the validation rows of the fold with this number."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """A mean over folds, with its interval if there is one.

    Attributes:
        value: the mean over the folds that define it.
        interval: the nominal 95 % interval.
        error: its standard error; None where it can't be told.
        rarer: rows of the rarer class behind it; None where there are no classes.
    """

    value: float
    interval: Interval | None
    error: float | None = None
    rarer: int | None = None


COST = "cost_per_1000"
"""The metric of decisions whose costs are known."""


@dataclass(frozen=True, slots=True, eq=False)
class Spent:
    """What a model's decisions cost, on the rows of all folds together, in the order of the folds.

    Attributes:
        per_row: (m,) what 1,000 such decisions cost; NaN where rows only chose a threshold.
        acts: (m,) whether it acts.
        parts: which rows depend on each other.
        regret: by how much 1,000 decisions are dearer than the right ones.
        rarer: rows of the rarer class among those whose decisions have a cost.
    """

    per_row: np.ndarray
    acts: np.ndarray
    parts: Parts
    regret: float
    rarer: int


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What one model reached on one split.

    Attributes:
        model: which one.
        split: how it was judged.
        predictions: for each fold the predictions for its validation rows.
        scored: for each fold its metrics, with the influence of each validation row.
        fitted: for each fold the model; empty for models that learn nothing.
        seconds: that fitting, predicting and scoring took, of all folds together.
        spent: what its decisions cost; None where costs aren't known.
    """

    model: str
    split: Split
    predictions: tuple[np.ndarray, ...]
    scored: tuple[dict[str, Influence], ...]
    fitted: tuple[FittedModel, ...] = ()
    seconds: float = 0.0
    spent: Spent | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that at least one fold defines."""
        found = dict.fromkeys(name for fold in self.scored for name in fold)
        return tuple(found) if self.spent is None else (*found, COST)

    def estimate(self, metric: str) -> Estimate:
        """Return the mean over the folds that define the metric; a cost over all rows."""
        if metric == COST and self.spent is not None:
            return _mean_cost(self.spent.per_row, self.spent.parts, self.spent.rarer)
        return mean_over_folds(
            [fold.get(metric) for fold in self.scored], self.split, metric_scale(metric)
        )

    def minus(self, other: Trial, metric: str) -> Estimate | None:
        """Return this trial's metric minus another's, paired by row; None where undefined."""
        if metric == COST:
            if self.spent is None or other.spent is None:
                return None
            apart = self.spent.per_row - other.spent.per_row
            return _told(_mean_cost(apart, self.spent.parts, self.spent.rarer))
        return difference(self.scored, other.scored, metric, self.split)


def _mean_cost(per_row: np.ndarray, parts: Parts, rarer: int) -> Estimate:
    known = np.isfinite(per_row)
    found = mean(per_row[known], parts.rows(known))
    return Estimate(found.value, found.interval, rarer=rarer)


def _told(found: Estimate) -> Estimate:
    """Take the interval from a difference that hangs on a handful of rows of the rarer class.

    What so few vary by is no measure of what others would: of one row it is nothing at all.
    """
    few = found.rarer is not None and found.rarer < FEWEST_TO_SHOW
    return replace(found, interval=None, error=None) if few else found


def difference(
    first: Sequence[dict[str, Influence]],
    second: Sequence[dict[str, Influence]],
    metric: str,
    split: Split,
) -> Estimate | None:
    """Return the first's metric minus the second's over the folds that define both, by row.

    It has no interval if a handful of rows of the rarer class judge; a difference of accuracy none
    if the two decide nearly all rows alike.
    """
    pairs: list[Influence | None] = []
    for one, other in zip(first, second, strict=True):
        a, b = one.get(metric), other.get(metric)
        pairs.append(
            None
            if a is None or b is None
            else Influence(a.value - b.value, a.rows - b.rows, a.rarer)
        )
    if all(pair is None for pair in pairs):
        return None
    if metric != "accuracy":
        return _told(mean_over_folds(pairs, split, "any"))
    # Of a difference of shares two more rows are assumed, on which the two models disagree in
    # either way (Bonett & Price 2012): else a few disagreements look like certainty.
    found = mean_over_folds(pairs, split, "any", extra=float(np.sqrt(2)) / split.validated)
    known = [pair for pair in pairs if pair is not None]
    apart = sum(int((np.abs(pair.rows + pair.value) > HALF).sum()) for pair in known)
    if apart < FEWEST_DISAGREEMENTS:
        return Estimate(found.value, None, rarer=found.rarer)
    return _told(found)


def mean_over_folds(
    folds: Sequence[Influence | None], split: Split, scale: Scale, *, extra: float = 0.0
) -> Estimate:
    """Return the mean over the folds that are defined, with its interval."""
    defined = [fold for fold in folds if fold is not None]
    value = float(np.mean([fold.value for fold in defined]))
    contributions = [
        np.zeros(len(fold.validation))
        if scored is None
        else scored.rows / (len(scored.rows) * len(defined))
        for scored, fold in zip(folds, split.folds, strict=True)
    ]
    levels = [0.0 if fold is None else (fold.value - value) / len(defined) for fold in folds]
    spread = spread_of(contributions, split.dependence(), levels=levels)
    if spread is not None and extra:
        spread = replace(spread, error=float(np.hypot(spread.error, extra)))
    error = None if spread is None else spread.error
    counted = [fold.rarer for fold in defined if fold.rarer is not None]
    rarer = sum(counted) if counted else None
    return Estimate(value, interval_of(value, spread, scale), error, rarer)


@contextmanager
def begin_model(
    model: ModelKind,
    task: Task,
    features: Prepared,
    y: np.ndarray,
    split: Split,
    *,
    seed: int,
    fitted_one: Callable[[], None] = lambda: None,
) -> Iterator[Callable[[], Trial]]:
    """Begin to fit a model on each fold's training rows and to score it on the validation rows.

    Args:
        model: which one.
        task: what is predicted.
        features: of all n rows.
        y: (n,) class codes or numbers.
        split: which rows are learnt from, and which judge.
        seed: of the boosted trees.
        fitted_one: called in the thread that waits when a fold is done.

    Yields:
        A function that waits for the trial.
    """

    def one(number: int) -> tuple[FittedModel, np.ndarray, dict[str, Influence], float]:
        fold, started = split.folds[number], time.perf_counter()
        inner = inner_split(split, fold.train, seed=seed)
        fitted = fit_model(model, task, features, y, fold.train, seed=seed, inner=inner)
        prediction = fitted.predict(features.matrix[fold.validation])
        scored = influences(task, y[fold.validation], prediction)
        return fitted, prediction, scored, time.perf_counter() - started

    with begun(one, range(len(split.folds)), at_once=fits_at_once(model)) as results:

        def finished() -> Trial:
            done = []
            for result in results:
                fitted_one()
                done.append(result)
            return Trial(
                model=model,
                split=split,
                predictions=tuple(prediction for _, prediction, _, _ in done),
                scored=tuple(scored for _, _, scored, _ in done),
                fitted=tuple(fitted for fitted, _, _, _ in done),
                seconds=sum(seconds for _, _, _, seconds in done),
            )

        yield finished


def try_model(
    model: ModelKind, task: Task, features: Prepared, y: np.ndarray, split: Split, *, seed: int
) -> Trial:
    """Fit a model on each fold and score it; see `begin_model`."""
    with begin_model(model, task, features, y, split, seed=seed) as finished:
        return finished()


def judge_predictions(
    model: str, task: Task, y: np.ndarray, split: Split, predict: Predict
) -> Trial:
    """Score predictions that no model has to be fitted for."""
    predictions = tuple(predict(number) for number in range(len(split.folds)))
    scored = tuple(
        _with_order(task, y[fold.validation], prediction)
        for fold, prediction in zip(split.folds, predictions, strict=True)
    )
    return Trial(model, split, predictions, scored)


def _with_order(task: Task, y: np.ndarray, prediction: np.ndarray) -> dict[str, Influence]:
    """Return all metrics; of two classes also how right those are that are named positive."""
    found = influences(task, y, prediction)
    if task.kind == "binary" and prediction.ndim == 1:
        precise = average_precision(y == 1, prediction.astype(np.float64))
        if precise is not None:
            found["average_precision"] = precise
    return found

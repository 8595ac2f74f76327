"""Trials: one model judged on one split, and two of them compared in pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.intervals import (
    Interval,
    bootstrap_interval,
    difference_range,
    fold_interval,
)
from ml_engineer_tools.modelling.models import ModelKind, last_value, predict_fold
from ml_engineer_tools.modelling.scores import metric_range, resampled_scores
from ml_engineer_tools.modelling.task import Task

LAST_VALUE = "last_value"

Predict = Callable[[int], np.ndarray]
"""Predictions for the validation rows of the fold with this number."""


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """A mean over folds, with its interval if there is one."""

    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What one model reached on one split.

    Attributes:
        model: which one.
        split: how it was judged.
        folds: metric -> its value in each fold, NaN where it is not defined.
        replicates: metric -> mean over folds for each resampling; empty for random folds.
    """

    model: str
    split: Split
    folds: dict[str, np.ndarray]
    replicates: dict[str, np.ndarray]

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that at least one fold defines."""
        return tuple(name for name, values in self.folds.items() if np.isfinite(values).any())

    def estimate(self, metric: str) -> Estimate:
        """Return the mean over the folds that define the metric."""
        return _estimate(
            self.folds[metric], self.replicates.get(metric), self.split, metric_range(metric)
        )

    def minus(self, other: Trial, metric: str) -> Estimate | None:
        """Return this trial's metric minus another's, paired by fold and by resampling."""
        if metric not in self.metrics or metric not in other.metrics:
            return None
        folds = self.folds[metric] - other.folds[metric]
        if not np.isfinite(folds).any():
            return None
        replicates = None
        if metric in self.replicates and metric in other.replicates:
            replicates = self.replicates[metric] - other.replicates[metric]
        return _estimate(folds, replicates, self.split, difference_range(metric_range(metric)))


def try_model(
    model: ModelKind,
    task: Task,
    features: Prepared,
    y: np.ndarray,
    split: Split,
    weights: list[np.ndarray] | None,
    *,
    seed: int,
    before_fit: Callable[[], None] = lambda: None,
) -> Trial:
    """Fit a model on each fold's training rows and score it on the validation rows."""

    def predict(number: int) -> np.ndarray:
        before_fit()
        return predict_fold(model, task, features, y, split.folds[number], seed=seed)

    return _judge(model, task, y, split, weights, predict)


def try_last_value(
    task: Task, y: np.ndarray, split: Split, weights: list[np.ndarray] | None
) -> Trial:
    """Score the last outcome before each row; the split has to have an order."""
    if split.times is None:
        raise ValueError("there is no last value without an order")
    times = split.times

    def predict(number: int) -> np.ndarray:
        return last_value(task, y, times, split.folds[number], split.groups)

    return _judge(LAST_VALUE, task, y, split, weights, predict)


def _judge(
    model: str,
    task: Task,
    y: np.ndarray,
    split: Split,
    weights: list[np.ndarray] | None,
    predict: Predict,
) -> Trial:
    points: list[dict[str, np.ndarray]] = []
    resampled: list[dict[str, np.ndarray]] = []
    for number, fold in enumerate(split.folds):
        prediction, truth = predict(number), y[fold.validation]
        points.append(resampled_scores(task, truth, prediction, np.ones((1, len(truth)))))
        if weights is not None:
            resampled.append(resampled_scores(task, truth, prediction, weights[number]))
    return Trial(
        model=model,
        split=split,
        folds={metric: np.array([point[metric][0] for point in points]) for metric in points[0]},
        replicates={
            metric: _mean_of_defined([fold[metric] for fold in resampled])
            for metric in (resampled[0] if resampled else ())
        },
    )


def _mean_of_defined(folds: Sequence[np.ndarray]) -> np.ndarray:
    values = np.stack(folds)
    defined = np.isfinite(values)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(defined, values, 0.0).sum(axis=0) / defined.sum(axis=0))


def _estimate(
    folds: np.ndarray, replicates: np.ndarray | None, split: Split, bounds: Interval
) -> Estimate:
    defined = folds[np.isfinite(folds)]
    interval = (
        fold_interval(defined.tolist(), split.test_to_train, bounds)
        if replicates is None
        else bootstrap_interval(replicates, bounds)
    )
    return Estimate(float(defined.mean()), interval)

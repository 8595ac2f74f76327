"""The quick model: a few boosted trees, asked for predictions out of fold under any split."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.leakage.stress.rows import Clusters, Order, StressRows
from ml_engineer_tools.modelling.features import Prepared, prepare, usable_features
from ml_engineer_tools.modelling.intervals import (
    Interval,
    block_weights,
    bootstrap_interval,
    cluster_draws,
)
from ml_engineer_tools.modelling.models import predict_fold
from ml_engineer_tools.modelling.scores import resampled_scores
from ml_engineer_tools.modelling.single_feature import single_feature_metric
from ml_engineer_tools.modelling.splits import Fold, group_folds, stratified_folds, time_folds
from ml_engineer_tools.modelling.task import Task

FOLDS = 3
REPLICATES = 200
"""Resamplings of a bootstrap: a convention."""


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One way to split.

    Attributes:
        name: `random`, `group`, `time`, `file order` or `duplicates`.
        folds: each with the rows learnt from and the rows that judge.
        weights: for each fold (b, m) how often a resampling draws each row that judges: single
            rows, whole clusters or blocks of time, whichever hang together.
    """

    name: str
    folds: tuple[Fold, ...]
    weights: tuple[np.ndarray, ...]


def random_split(rows: StressRows, seed: int) -> Split:
    """Deal rows at random, classes evenly."""
    codes = None if rows.task.kind == "regression" else rows.y
    folds = stratified_folds(codes, n=FOLDS, seed=seed, rows=len(rows.y))
    return Split("random", tuple(folds), _row_weights(folds, seed, length=1))


def cluster_split(name: str, clusters: Clusters, seed: int) -> Split:
    """Deal whole clusters; a resampling draws whole clusters too."""
    folds = group_folds(clusters.codes, n=FOLDS, seed=seed)
    draws, group_of = cluster_draws(clusters.codes, seed=seed, replicates=REPLICATES)
    weights = tuple(draws[:, group_of[fold.validation]].astype(float) for fold in folds)
    return Split(name, tuple(folds), weights)


def time_split(name: str, order: Order, seed: int) -> Split:
    """Cut later windows, each judged by what came before; a resampling draws blocks of rows."""
    folds = []
    for fold in time_folds(order.values):
        place = np.argsort(order.values[fold.validation], kind="stable")
        folds.append(Fold(fold.train, fold.validation[place]))
    return Split(name, tuple(folds), _row_weights(folds, seed, length=None))


def _row_weights(folds: Iterable[Fold], seed: int, *, length: int | None) -> tuple[np.ndarray, ...]:
    return tuple(
        block_weights(len(fold.validation), seed=seed + k, replicates=REPLICATES, length=length)
        for k, fold in enumerate(folds)
    )


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """A score: the mean over folds, and the same for each resampling."""

    value: float
    replicates: np.ndarray

    @property
    def interval(self) -> Interval | None:
        """The 95 % percentile interval of the resamplings."""
        return bootstrap_interval(self.replicates)

    @property
    def surely_above(self) -> float:
        """The value that it exceeds in 95 % of the resamplings: one side of a 90 % interval."""
        interval = bootstrap_interval(self.replicates, level=0.90)
        return interval[0] if interval else -np.inf

    def minus(self, other: Reached) -> Reached:
        """Return the difference, paired by resampling."""
        return Reached(self.value - other.value, self.replicates - other.replicates)


class QuickModel:
    """Predicts rows out of fold, and remembers what it predicted.

    Args:
        rows: the rows.
        seed: of folds, trees and resamplings.
        forced: columns that it uses even if they look like identifiers: the suspects.
    """

    def __init__(self, rows: StressRows, seed: int, forced: Iterable[str] = ()) -> None:
        self.rows = rows
        self.seed = seed
        wanted = {*usable_features(rows.frame)[0], *forced}
        columns = [str(name) for name in rows.frame.columns if name in wanted]
        self.features: Prepared = prepare(rows.frame, columns)
        self.random = random_split(rows, seed)
        self._predicted: dict[tuple[str, frozenset[str]], np.ndarray] = {}

    @property
    def metric(self) -> str:
        """The metric of all scores: roc_auc, macro_roc_auc or r2."""
        return single_feature_metric(self.rows.task)

    def predictions(self, split: Split, without: Iterable[str] = ()) -> np.ndarray:
        """Return the prediction of each row that the split judges, NaN for the others."""
        gone = frozenset(without)
        key = (split.name, gone)
        if key not in self._predicted:
            task, y = self.rows.task, self.rows.y
            shape = (len(y),) if task.kind == "regression" else (len(y), len(task.classes))
            found = np.full(shape, np.nan)
            features = self.features.without(gone)
            for fold in split.folds:
                found[fold.validation] = predict_fold(
                    "lightgbm", task, features, y, fold, seed=self.seed, quick=True
                )
            self._predicted[key] = found
        return self._predicted[key]

    def reached(
        self, split: Split, judged_by: Split, metric: str, without: Iterable[str] = ()
    ) -> Reached | None:
        """Return the score of the predictions of one split on the rows that another one judges.

        Two splits are compared in pairs like that: the same rows, resampled alike. None if the
        rows don't define the metric.
        """
        return score_folds(
            self.rows.task, self.rows.y, self.predictions(split, without), judged_by, metric
        )


def score_folds(
    task: Task, y: np.ndarray, prediction: np.ndarray, split: Split, metric: str
) -> Reached | None:
    """Score predictions fold by fold; folds that don't define the metric are left out."""
    points, replicates = [], []
    for fold, weights in zip(split.folds, split.weights, strict=True):
        all_weights = np.vstack([np.ones((1, len(fold.validation))), weights])
        values = resampled_scores(
            task, y[fold.validation], prediction[fold.validation], all_weights, only=metric
        ).get(metric)
        if values is not None and np.isfinite(values[0]):
            points.append(values[0])
            replicates.append(values[1:])
    if not points:
        return None
    stacked = np.stack(replicates)
    defined = np.isfinite(stacked)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.where(defined, stacked, 0.0).sum(axis=0) / defined.sum(axis=0)
    return Reached(float(np.mean(points)), means)

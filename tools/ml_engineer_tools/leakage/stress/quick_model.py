"""The quick model: a few boosted trees, asked for predictions out of fold under any split."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ml_engineer_tools.leakage.stress.entity_means import entity_means
from ml_engineer_tools.leakage.stress.reached import Bonds, Reached, reached_by
from ml_engineer_tools.leakage.stress.rows import Clusters, Order, StressRows
from ml_engineer_tools.leakage.stress.table_folds import dealt_folds
from ml_engineer_tools.modelling.features import Prepared, prepare, usable_features
from ml_engineer_tools.modelling.models import predict_fold
from ml_engineer_tools.modelling.side_by_side import side_by_side
from ml_engineer_tools.modelling.single_feature import single_feature_metric
from ml_engineer_tools.modelling.splits import Fold, group_folds, stratified_folds, time_folds
from ml_engineer_tools.modelling.task import Task

__all__ = [
    "QuickModel", "Reached", "Split", "all_together", "cluster_split", "score_folds",
    "stretch_split", "time_split",
]  # fmt: skip

FOLDS = 3

_Key = tuple[str, frozenset[str], bool]
"""The name of the split, the columns left out, and whether an entity that was found is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One way to split.

    Attributes:
        name: `random`, `given folds`, `group`, `time`, `file order`, `stretches`, `all rows` or
            `duplicates`.
        folds: each with the rows learnt from and the rows that judge.
        bonds: which rows hang together.
    """

    name: str
    folds: tuple[Fold, ...]
    bonds: Bonds


def random_split(rows: StressRows, seed: int) -> Split:
    """Deal rows at random, classes evenly; what hangs together does so in spite of that."""
    codes = None if rows.task.kind == "regression" else rows.y
    folds = tuple(stratified_folds(codes, n=FOLDS, seed=seed, rows=len(rows.y)))
    return Split("random", folds, _bonds(rows, folds))


def given_split(rows: StressRows, seed: int) -> Split:
    """Return the folds that the table came with; folds at random if it has none."""
    if rows.folds is None:
        return random_split(rows, seed)
    folds = dealt_folds(rows.folds.codes, FOLDS)
    return Split("given folds", folds, _bonds(rows, folds))


def _bonds(rows: StressRows, folds: tuple[Fold, ...]) -> Bonds:
    if rows.entities is not None:
        return Bonds.of_clusters(rows.entities.codes, folds)
    if rows.order is not None:
        return Bonds.of_times(rows.order.values, ())
    return Bonds.of_rows(folds)


def cluster_split(name: str, clusters: Clusters, seed: int) -> Split:
    """Deal whole clusters."""
    folds = tuple(group_folds(clusters.codes, n=FOLDS, seed=seed))
    return Split(name, folds, Bonds.of_clusters(clusters.codes, folds))


def time_split(name: str, order: Order, entities: np.ndarray | None = None) -> Split:
    """Cut later windows, each judged by what came before; `entities` (n,) hang together too."""
    folds = []
    for fold in time_folds(order.values):
        place = np.argsort(order.values[fold.validation], kind="stable")
        folds.append(Fold(fold.train, fold.validation[place]))
    return Split(name, tuple(folds), Bonds.of_times(order.values, folds, entities))


def stretch_split(order: Order) -> Split:
    """Cut the whole time into stretches, each judged by the ones before and after it."""
    folds = dealt_folds(np.unique(order.values, return_inverse=True)[1], FOLDS)
    return Split("stretches", folds, Bonds.of_times(order.values, folds))


def all_together(order: Order) -> Split:
    """Judge all rows as one, whichever fold predicted them; nothing is learnt by this split."""
    every = np.arange(len(order.values))
    nothing = np.zeros(0, dtype=np.intp)
    return Split("all rows", (Fold(nothing, every),), Bonds.of_times(order.values, ()))


class QuickModel:
    """Predicts rows out of fold, and remembers what it predicted.

    Args:
        rows: the rows.
        seed: of folds and trees.
        forced: columns that it uses even if they look like identifiers: the suspects.
    """

    def __init__(self, rows: StressRows, seed: int, forced: Iterable[str] = ()) -> None:
        self.rows = rows
        self.seed = seed
        entity = rows.entities.column if rows.entities and not rows.entities.given else None
        self.held_back = frozenset(n for n in map(str, rows.frame.columns) if n == entity)
        wanted = {*usable_features(rows.frame)[0], *forced, *self.held_back}
        columns = [str(name) for name in rows.frame.columns if name in wanted]
        made = {f"derived {k}\0": one for k, one in enumerate(rows.derived)}
        frame = rows.frame[columns].assign(**{key: values for key, (values, _) in made.items()})
        self._made_of = {key: set(derived.columns) for key, (_, derived) in made.items()}
        self.features: Prepared = prepare(frame, [*columns, *made])
        self.random = random_split(rows, seed)
        self.given = given_split(rows, seed)
        self._predicted: dict[_Key, np.ndarray] = {}

    @property
    def metric(self) -> str:
        """The metric of all scores: roc_auc, macro_roc_auc or r2."""
        return single_feature_metric(self.rows.task)

    def predictions(
        self, split: Split, without: Iterable[str] = (), *, with_entity: bool = False
    ) -> np.ndarray:
        """Return the prediction of each row that the split judges, NaN for the others.

        An entity that was found is a feature only with `with_entity`.
        """
        key = self._key(split, without, with_entity=with_entity)
        if key not in self._predicted:
            self.predict_ahead([(split, without)], with_entity=with_entity)
        return self._predicted[key]

    def predict_ahead(
        self, asked: Iterable[tuple[Split, Iterable[str]]], *, with_entity: bool = False
    ) -> None:
        """Fit the models of several splits at once, each without some columns.

        What will be asked for one after the other is found sooner when all is known before.
        """
        missing = {
            key: split
            for split, without in asked
            if (key := self._key(split, without, with_entity=with_entity)) not in self._predicted
        }
        task, y = self.rows.task, self.rows.y
        shape = (len(y),) if task.kind == "regression" else (len(y), len(task.classes))
        for key in missing:
            self._predicted[key] = np.full(shape, np.nan)
        features = {gone: self._features(gone) for _, gone, _ in missing}
        work = [(key, fold) for key, split in missing.items() for fold in split.folds]

        def predicted(item: tuple[_Key, Fold]) -> np.ndarray:
            (_, gone, _), fold = item
            known = self._with_means(features[gone], fold) if with_entity else features[gone]
            return predict_fold("lightgbm", task, known, y, fold, seed=self.seed, quick=True)

        for (key, fold), found in zip(work, side_by_side(predicted, work), strict=True):
            self._predicted[key][fold.validation] = found

    def _key(self, split: Split, without: Iterable[str], *, with_entity: bool) -> _Key:
        return split.name, frozenset(without) | self.held_back, with_entity

    def _features(self, gone: frozenset[str]) -> Prepared:
        dropped = {key for key, columns in self._made_of.items() if columns & gone}
        return self.features.without(gone | dropped)

    def _with_means(self, features: Prepared, fold: Fold) -> Prepared:
        """Add the mean outcome of each row's entity to the features."""
        assert self.rows.entities is not None  # noqa: S101  told to the type checker
        y, classes = self.rows.y, len(self.rows.task.classes)
        outcomes = y[:, None] if self.rows.task.kind == "regression" else np.eye(classes)[y]
        means = entity_means(self.rows.entities.codes, outcomes, fold, self.seed)
        count = means.shape[1]
        return replace(
            features,
            matrix=np.column_stack([features.matrix, means]),
            origins=(*features.origins, *["entity mean\0"] * count),
            levels=(*features.levels, *[0] * count),
            names=(*features.names, *[()] * count),
        )

    def reached(
        self,
        split: Split,
        judged_by: Split,
        metric: str,
        without: Iterable[str] = (),
        *,
        with_entity: bool = False,
    ) -> Reached | None:
        """Return the score of the predictions of one split on the rows that another one judges.

        Two splits are compared in pairs like that: the same rows. None if the rows don't define
        the metric.
        """
        prediction = self.predictions(split, without, with_entity=with_entity)
        return score_folds(self.rows.task, self.rows.y, prediction, judged_by, metric)


def score_folds(
    task: Task, y: np.ndarray, prediction: np.ndarray, split: Split, metric: str
) -> Reached | None:
    """Score predictions fold by fold; folds that don't define the metric are left out."""
    return reached_by(task, y, prediction, split.folds, split.bonds, metric)

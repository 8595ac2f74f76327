"""Splitting: which split is honest for these rows, and how its scores are resampled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.modelling.intervals import block_weights, cluster_draws
from ml_engineer_tools.modelling.splits import (
    Fold,
    file_order_folds,
    group_folds,
    own_groups,
    stratified_folds,
    time_folds,
)

FILE_ORDER = "file order"

Resampling = Literal["folds", "blocks", "groups", "rows"]
"""Where intervals come from: the spread over folds, or a bootstrap of blocks of time, of
entities or of single rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One way to judge models.

    Attributes:
        name: as figures name it, with its number of folds.
        reason: why it was chosen, in one sentence.
        folds: validation rows are in order of time where there is one.
        resampling: where intervals come from.
        times: (n,) the order of the rows; None where there is none.
        groups: (n,) entity codes; None where there are none.
    """

    name: str
    reason: str
    folds: tuple[Fold, ...]
    resampling: Resampling
    times: np.ndarray | None = None
    groups: np.ndarray | None = None

    @property
    def validated(self) -> int:
        """How many rows judge, over all folds."""
        return sum(len(fold.validation) for fold in self.folds)

    @property
    def test_to_train(self) -> float:
        """Mean ratio of validation to training rows."""
        ratios = [len(fold.validation) / len(fold.train) for fold in self.folds]
        return float(np.mean(ratios))

    def weights(self, *, seed: int) -> list[np.ndarray] | None:
        """Return for each fold how often a resampling draws each of its validation rows, (b, m).

        None where the intervals come from the spread over folds.
        """
        if self.resampling == "groups" and self.groups is not None:
            draws, group_of = cluster_draws(own_groups(self.groups), seed=seed)
            return [draws[:, group_of[fold.validation]].astype(float) for fold in self.folds]
        if self.resampling in ("blocks", "rows"):
            length = 1 if self.resampling == "rows" else None
            return [
                block_weights(len(fold.validation), seed=seed + number, length=length)
                for number, fold in enumerate(self.folds)
            ]
        return None


def choose_split(rows: Rows, *, seed: int) -> Split:
    """Choose by time if there is one, else by entity, else at random with equal class shares.

    Raises:
        BadInput: the rows can't be split like that.
    """
    if rows.times is not None:
        return Split(
            name="time",
            reason="Split by time, since a time column was given: models learn from earlier "
            "rows and are judged on later ones, in windows that expand.",
            folds=tuple(_in_order(fold, rows.times) for fold in time_folds(rows.times)),
            resampling="blocks",
            times=rows.times,
            groups=rows.groups,
        )
    if rows.groups is not None:
        folds = group_folds(rows.groups, seed=seed)
        return Split(
            name=f"group {len(folds)}-fold",
            reason="Split by entity, since an entity column was given: no entity is on both sides.",
            folds=tuple(folds),
            resampling="groups",
            groups=rows.groups,
        )
    classes = None if rows.task.kind == "regression" else rows.y
    folds = stratified_folds(classes, rows=len(rows), seed=seed)
    return Split(
        name=f"random {len(folds)}-fold",
        reason="Split at random, since neither a time nor an entity column was given; this is "
        "honest only if rows are independent of each other.",
        folds=tuple(folds),
        resampling="folds",
    )


def split_in_file_order(rows: Rows) -> Split:
    """Take the place in the file for the time.

    Raises:
        BadInput: there are too few rows.
    """
    return Split(
        name=FILE_ORDER,
        reason="Split a second time in file order, since the order of the rows says something "
        "about the target.",
        folds=tuple(file_order_folds(len(rows))),
        resampling="blocks",
        times=np.arange(len(rows)),
    )


def _in_order(fold: Fold, times: np.ndarray) -> Fold:
    order = np.argsort(times[fold.validation], kind="stable")
    return Fold(fold.train, fold.validation[order])

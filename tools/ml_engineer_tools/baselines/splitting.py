"""Splitting: which split is honest for these rows, and what the rows that judge share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ml_engineer_tools.baselines.gap import Gap
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.modelling.splits import (
    FEWEST_ROWS,
    Fold,
    file_order_folds,
    group_folds,
    own_groups,
    stratified_folds,
    time_folds,
)
from ml_engineer_tools.modelling.uncertainty import Dependence

FILE_ORDER = "file order"

ENTITY_PARTS = 3
"""Parts into which entities are dealt when a split is by time and by entity: each part of a window
is judged by models that saw two thirds of the entities. A convention."""

SplitKind = Literal["random", "group", "time", "both", "file_order", "holdout"]
Wanted = Literal["time", "group", "both", "random"]


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One way to judge models.

    Attributes:
        kind: by what rows are split.
        name: as figures name it, with its number of folds.
        reason: why it was chosen, in one sentence.
        folds: validation rows are in order of time where there is one.
        times: (n,) the order of the rows; None where there is none.
        groups: (n,) entity codes; None where there are none.
        gap: what lies between the rows learnt from and those that judge; None for nothing.
    """

    kind: SplitKind
    name: str
    reason: str
    folds: tuple[Fold, ...]
    times: np.ndarray | None = None
    groups: np.ndarray | None = None
    gap: Gap | None = None

    @property
    def validated(self) -> int:
        """How many rows judge, over all folds."""
        return sum(len(fold.validation) for fold in self.folds)

    @property
    def has_order(self) -> bool:
        """Whether rows that judge come after those that were learnt from."""
        return self.times is not None and self.kind in ("time", "both", "file_order")

    def dependence(self) -> Dependence:
        """Return what the rows that judge have to do with each other."""
        entities = instants = None
        if self.groups is not None:
            own = own_groups(self.groups)
            entities = tuple(own[fold.validation] for fold in self.folds)
        if self.times is not None and self.kind not in ("random", "group"):
            _, place = np.unique(self.times, return_inverse=True)
            instants = tuple(place[fold.validation] for fold in self.folds)
        return Dependence(entities, instants)


def choose_split(rows: Rows, *, seed: int, wanted: Wanted | None = None, gap: str | None) -> Split:
    """Choose by time and entity if both are given, else by the one given, else at random.

    Args:
        rows: what is to be split.
        seed: of what is dealt at random.
        wanted: by what the person wants it split; None lets the roles decide.
        gap: at least so much time lies between training rows and the window, as `parse_gap` reads.

    Raises:
        BadInput: the rows can't be split like that.
    """
    asked = wanted is not None
    kind = wanted or _by_roles(rows)
    if kind in ("time", "both") and rows.times is None:
        raise BadInput("A split by time needs to know when each row was known; give --time COLUMN.")
    if kind in ("group", "both") and rows.groups is None:
        raise BadInput("A split by entity needs to know the entity; give --group COLUMN.")
    if gap is not None and kind not in ("time", "both"):
        raise BadInput("A gap needs a split by time; give --time COLUMN.")
    if kind == "random":
        return _at_random(rows, seed=seed, asked=asked)
    if kind == "group":
        folds = tuple(group_folds(_of(rows.groups), seed=seed))
        why = "as asked" if asked else "since an entity column was given"
        return Split(
            kind="group",
            name=f"group {len(folds)}-fold",
            reason=f"Split by entity, {why}: no entity is on both sides.",
            folds=folds,
            groups=rows.groups,
        )
    return _in_time(rows, kind, seed=seed, gap=gap, asked=asked)


def split_in_file_order(rows: Rows) -> Split:
    """Take the place in the file for the time.

    Raises:
        BadInput: there are too few rows.
    """
    return Split(
        kind="file_order",
        name=FILE_ORDER,
        reason="Split a second time in file order, since the order of the rows says something "
        "about the target.",
        folds=tuple(file_order_folds(len(rows))),
        times=np.arange(len(rows)),
    )


def _by_roles(rows: Rows) -> Wanted:
    if rows.times is not None:
        several = rows.groups is not None and len(np.unique(own_groups(rows.groups))) > 1
        return "both" if several else "time"
    return "random" if rows.groups is None else "group"


def _at_random(rows: Rows, *, seed: int, asked: bool) -> Split:
    classes = None if rows.task.kind == "regression" else rows.y
    folds = stratified_folds(classes, rows=len(rows), seed=seed)
    why = "as asked" if asked else "since neither a time nor an entity column was given"
    return Split(
        kind="random",
        name=f"random {len(folds)}-fold",
        reason=f"Split at random, {why}; this is honest only if rows are independent of each "
        "other.",
        folds=tuple(folds),
        groups=rows.groups,
    )


def _in_time(rows: Rows, kind: Wanted, *, seed: int, gap: str | None, asked: bool) -> Split:
    times = _of(rows.times)
    between = None if gap is None else Gap.parse(gap, times)
    windows = time_folds(times)
    if between is not None:
        windows = between.between(windows, times)
    why = "as asked" if asked else "since a time column was given"
    reason = (
        f"Split by time, {why}: models learn from earlier rows and are judged on later ones, in "
        "windows that expand"
    )
    if kind == "both":
        windows = _by_entity(windows, own_groups(_of(rows.groups)), seed=seed)
        why = "as asked" if asked else "since a time and an entity column were given"
        reason = (
            f"Split by time and by entity, {why}: models learn from earlier rows and are judged "
            "on later ones of entities that they have never seen"
        )
    with_gap = f", with a gap of {between.text} between" if between else ""
    return Split(
        kind="both" if kind == "both" else "time",
        name="time and group" if kind == "both" else "time",
        reason=f"{reason}{with_gap}.",
        folds=tuple(_in_order(fold, times) for fold in windows),
        times=times,
        groups=rows.groups,
        gap=between,
    )


def _by_entity(windows: list[Fold], groups: np.ndarray, *, seed: int) -> list[Fold]:
    """Split each window again by entity: a part of the entities is judged by the rows of others.

    Raises:
        BadInput: no part of a window has enough rows of other entities before it.
    """
    labels, entity = np.unique(groups, return_inverse=True)
    parts = min(ENTITY_PARTS, len(labels))
    if parts < 2:
        raise BadInput("All rows belong to one entity, so they can't be split by entity.")
    part_of = np.random.default_rng(seed).permutation(len(labels)) % parts
    folds = []
    for window in windows:
        for part in range(parts):
            train = window.train[part_of[entity[window.train]] != part]
            validation = window.validation[part_of[entity[window.validation]] == part]
            if len(train) >= FEWEST_ROWS and len(validation):
                folds.append(Fold(train, validation))
    if not folds:
        raise BadInput(
            "No window in time has enough earlier rows of other entities; split by time alone "
            "(--split time), or give more rows."
        )
    return folds


def _in_order(fold: Fold, times: np.ndarray) -> Fold:
    order = np.argsort(times[fold.validation], kind="stable")
    return Fold(fold.train, fold.validation[order])


def _of(values: np.ndarray | None) -> np.ndarray:
    if values is None:
        raise ValueError("the role was checked before")
    return values

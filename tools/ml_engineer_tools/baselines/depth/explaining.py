"""Explaining: coefficients in a feature's own units, and what stands behind single predictions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ml_engineer_tools.baselines.board import Board
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.modelling.boosted import Boosted
from ml_engineer_tools.modelling.features import LinearColumn, Prepared
from ml_engineer_tools.modelling.linear import Linear
from ml_engineer_tools.modelling.models import FittedModel
from ml_engineer_tools.modelling.one_rule import OneRule
from ml_engineer_tools.modelling.task import Task

Scale = Literal["log_odds", "log", "target", "chance"]
"""In what contributions add up: the log-odds of the positive class, the log of a count, the unit of
the target, or the chance of the positive class."""

SHOWN = 15
"""Coefficients that are recorded: those that move predictions most."""


def record_coefficients(
    board: Board, fitted: FittedModel, rows: Rows, features: Prepared, *, unit: str
) -> None:
    """Record what one unit of a feature, or a level of it, changes in the linear model."""
    learnt = fitted.learnt
    if not isinstance(learnt, Linear):
        return
    pairs = learnt.coefficients()
    if not pairs:
        return
    spread = learnt.encoder.linear(features.matrix).std(axis=0)
    used = np.arange(len(spread)) if learnt.chosen is None else learnt.chosen
    moved = [abs(value * column.scale) * spread[k]
             for (column, value), k in zip(pairs, used, strict=True)]  # fmt: skip
    for k in np.argsort(-np.array(moved), kind="stable")[:SHOWN]:
        column, value = pairs[k]
        if moved[k] == 0:
            continue
        level = level_name(features, column)
        board.record.figure(
            "coefficient", value, unit=unit, model=fitted.kind,
            column=features.origins[column.source], slice=level,
            n=_support(features, column), exactness=board.exactness,
        )  # fmt: skip


def coefficient_unit(rows: Rows) -> str:
    """Return in what a coefficient is told, for one unit of the feature or for a level."""
    if rows.task.kind != "regression":
        return "log-odds a unit"
    return "log of the count a unit" if rows.task.counts else "of the target a unit"


def level_name(features: Prepared, column: LinearColumn) -> str | None:
    """Return the level that an encoded column stands for; None for a number."""
    names = features.names[column.source] if features.names else ()
    if column.missing:
        return "missing"
    if column.level is not None:
        return names[column.level] if column.level < len(names) else None
    return names[0] if names else None


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """What single predictions are made of: the base value and what each column adds to it.

    Attributes:
        added: (m, columns) what each column of the matrix adds.
        base: (m,) what all of it is added to.
        scale: in what both are told.
        predicted: (m,) the model's prediction, which the sum gives on the scale.
    """

    added: np.ndarray
    base: np.ndarray
    scale: Scale
    predicted: np.ndarray


def contributions(
    fitted: FittedModel, features: Prepared, rows: np.ndarray, task: Task
) -> Contributions | None:
    """Return what each column adds to single predictions of a model, and to what.

    Of linear models: the coefficient times the distance from the mean of these features; of trees
    the Shapley values of the raw score; of one rule the distance from the mean prediction. None for
    several classes, and for models without columns.
    """
    added = _added(fitted, features, rows)
    if added is None:
        return None
    said = fitted.predict(features.matrix[rows])
    predicted = said if said.ndim == 1 else said[:, 1]
    scale = _scale_of(fitted, task)
    raw = predicted
    if scale == "log_odds":
        kept = np.clip(predicted, 1e-12, 1 - 1e-12)
        raw = np.log(kept / (1 - kept))
    elif scale == "log":
        raw = np.log(np.maximum(predicted, 1e-12))
    return Contributions(added, raw - added.sum(axis=1), scale, predicted)


def _scale_of(fitted: FittedModel, task: Task) -> Scale:
    if isinstance(fitted.learnt, OneRule):
        return "target" if task.kind == "regression" else "chance"
    if task.kind != "regression":
        return "log_odds"
    return "log" if task.counts else "target"


def _added(fitted: FittedModel, features: Prepared, rows: np.ndarray) -> np.ndarray | None:
    learnt = fitted.learnt
    matrix = features.matrix[rows]
    columns = features.matrix.shape[1]
    if isinstance(learnt, Boosted):
        found = learnt.contributions(matrix)
        return found[:, :-1] if found.shape[1] == columns + 1 else None
    if isinstance(learnt, Linear):
        pairs = learnt.coefficients()
        if not pairs:
            return None
        encoded = learnt.encoder.linear(matrix) - learnt.encoder.linear(features.matrix).mean(0)
        used = np.arange(encoded.shape[1]) if learnt.chosen is None else learnt.chosen
        added = np.zeros((len(matrix), columns))
        for (column, value), k in zip(pairs, used, strict=True):
            added[:, column.source] += value * column.scale * encoded[:, k]
        return added
    if isinstance(learnt, OneRule):
        added = np.zeros((len(matrix), columns))
        every, here = learnt.predict(features.matrix), learnt.predict(matrix)
        if every.ndim == 2:
            if every.shape[1] != 2:
                return None
            every, here = every[:, 1], here[:, 1]
        added[:, learnt.column] = here - every.mean()
        return added
    return None


def _support(features: Prepared, column: LinearColumn) -> int:
    values = features.matrix[:, column.source]
    if column.missing:
        return int(np.isnan(values).sum())
    if column.level is None:
        return int((~np.isnan(values)).sum())
    return int((values == column.level).sum())

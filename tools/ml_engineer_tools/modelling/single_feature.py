"""What one feature alone says about the target, judged on rows it was not fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.modelling.cells import Cells, column_cells
from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.modelling.task import Task

if TYPE_CHECKING:
    import pandas as pd

FEWEST_PRIOR, MOST_PRIOR = 0.01, 1e6
"""Bounds of the number of rows as if by which the mean of a cell is drawn to that of its group."""


@dataclass(frozen=True, slots=True, eq=False)
class OutOfFold:
    """Predictions from one feature for rows that it was not fitted to, and their score.

    Attributes:
        score: `single_feature_metric`, the mean over the folds where it is defined.
        prediction: (n, k) share of each class, for two classes (n, 1) that of the second;
            (n, 1) numbers for a regression. NaN for rows that no fold judges.
    """

    score: float
    prediction: np.ndarray


def single_feature_metric(task: Task) -> str:
    """Return the metric of `single_feature_scores`: roc_auc, macro_roc_auc or r2."""
    return {"binary": "roc_auc", "multiclass": "macro_roc_auc", "regression": "r2"}[task.kind]


def single_feature_scores(
    task: Task, y: np.ndarray, frame: pd.DataFrame, folds: Sequence[Fold]
) -> dict[str, float]:
    """Score each column alone by the mean target of its cells, NULL being one of them.

    The means are learnt from the training rows of each fold, so an identifier gains nothing.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers.
        frame: n rows; every column in it that can be read is scored, identifiers too.
        folds: at least one.

    Returns:
        Column name -> `single_feature_metric`; columns that can't be read, and those for which
        no fold defines a score, are missing.
    """
    scores = {}
    targets = target_columns(task, y)
    for name in frame.columns:
        cells = column_cells(frame[name])
        found = None if cells is None else out_of_fold(task, targets, cells, folds)
        if found is not None:
            scores[name] = found.score
    return scores


def target_columns(task: Task, y: np.ndarray) -> np.ndarray:
    """Return what is averaged: (n, 1) numbers or the second class, (n, k) class indicators."""
    if task.kind == "regression":
        return y[:, None].astype(np.float64)
    classes = [1] if task.kind == "binary" else range(len(task.classes))
    return np.asarray(y[:, None] == np.asarray(classes), dtype=np.float64)


def out_of_fold(
    task: Task, targets: np.ndarray, cells: Cells, folds: Sequence[Fold]
) -> OutOfFold | None:
    """Predict each fold's rows by the smoothed mean target of their cell in its training rows.

    Args:
        task: what is predicted.
        targets: (n, k) as `target_columns` gives them.
        cells: of n rows.
        folds: at least one.

    Returns:
        None if no fold defines a score.
    """
    prediction = np.full(targets.shape, np.nan)
    scores = []
    for fold in folds:
        means = cell_means(cells, fold.train, targets[fold.train])
        prediction[fold.validation] = means[cells.codes[fold.validation]]
        value = _score(task, targets, cells, means, fold.validation)
        if np.isfinite(value):
            scores.append(value)
    return OutOfFold(float(np.mean(scores)), prediction) if scores else None


def cell_means(cells: Cells, rows: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the smoothed mean target of each cell over some rows, shape (c, k).

    Args:
        cells: the column.
        rows: positions of r rows.
        targets: (r, k) their targets.
    """
    counts, sums = _cell_sums(cells, rows, targets)
    total = (targets**2).sum(axis=0)
    overall = targets.mean(axis=0)
    if cells.is_category:
        return _drawn(counts, sums, np.zeros(cells.count, dtype=np.intp), overall[None, :], total)
    groups = int(cells.parents.max()) + 1
    group_counts = np.bincount(cells.parents, weights=counts, minlength=groups)
    group_sums = _sums(cells.parents, sums, groups)
    one = np.zeros(groups, dtype=np.intp)
    group_means = _drawn(group_counts, group_sums, one, overall[None, :], total)
    return _drawn(counts, sums, cells.parents, group_means, total)


def _drawn(
    counts: np.ndarray, sums: np.ndarray, parents: np.ndarray, means: np.ndarray, total: np.ndarray
) -> np.ndarray:
    """Draw the means of cells to those of their parents: (c, k).

    The weight is that of empirical Bayes: the variance within cells over the variance between
    cells of one parent, as the analysis of variance estimates both (Searle, Casella & McCulloch
    1992, "Variance Components").

    Args:
        counts: (c,) rows of each cell.
        sums: (c, k) their targets.
        parents: (c,) the parent of each cell.
        means: (p, k) the means to which they are drawn.
        total: (k,) sum of squares of all targets.
    """
    filled = np.maximum(counts, 1.0)[:, None]
    rows = float(counts.sum())
    parent_rows = np.bincount(parents, weights=counts, minlength=len(means))
    parent_sums = _sums(parents, sums, len(means))
    explained = (sums**2 / filled).sum(axis=0)
    by_parents = (parent_sums**2 / np.maximum(parent_rows, 1.0)[:, None]).sum(axis=0)
    cells, filled_parents = int((counts > 0).sum()), int((parent_rows > 0).sum())
    within = np.maximum(total - explained, 0.0) / max(rows - cells, 1.0)
    share = np.bincount(parents, weights=counts**2, minlength=len(means))
    size = rows - float((share / np.maximum(parent_rows, 1.0)).sum())
    between = np.maximum(explained - by_parents - (cells - filled_parents) * within, 0.0)
    if rows <= cells:
        prior = np.full_like(within, MOST_PRIOR)
    else:
        between = np.maximum(between / max(size, 1.0), 1e-300)
        with np.errstate(over="ignore"):  # where nothing lies between, it is the most
            prior = np.clip(within / between, FEWEST_PRIOR, MOST_PRIOR)
    return np.asarray((sums + prior * means[parents]) / (counts[:, None] + prior))


def _cell_sums(
    cells: Cells, rows: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return rows (c,) and target sums (c, k) of each cell."""
    codes = cells.codes[rows]
    counts = np.bincount(codes, minlength=cells.count).astype(np.float64)
    return counts, _sums(codes, targets, cells.count)


def _sums(codes: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    """Return the sum of each column of values, (n, k), over the rows of each code: (count, k)."""
    sums = [np.bincount(codes, weights=column, minlength=count) for column in values.T]
    return sums[0][:, None] if len(sums) == 1 else np.stack(sums, axis=1)


def _score(
    task: Task, targets: np.ndarray, cells: Cells, means: np.ndarray, rows: np.ndarray
) -> float:
    """Return the metric of predicting rows by the means of their cells; NaN if undefined."""
    judged = targets[rows]
    counts, sums = _cell_sums(cells, rows, judged)
    if task.kind == "regression":
        error = float((judged**2).sum() - 2 * (means * sums).sum() + (means[:, 0] ** 2 @ counts))
        total = float(((judged - judged.mean()) ** 2).sum())
        return 1 - error / total if total > 1e-12 * float((judged**2).sum()) else np.nan
    areas = [_area(mean, hits, counts - hits) for mean, hits in zip(means.T, sums.T, strict=True)]
    defined = [area for area in areas if np.isfinite(area)]
    return float(np.mean(defined)) if defined else np.nan


def _area(means: np.ndarray, positives: np.ndarray, negatives: np.ndarray) -> float:
    """Return the ROC AUC of cells scored by `means`; cells of the same mean are ties."""
    order = np.argsort(means, kind="stable")
    rising = means[order]
    place = np.zeros(len(means), dtype=np.intp)
    np.cumsum(rising[1:] != rising[:-1], out=place[1:])
    positives = np.bincount(place, weights=positives[order])
    negatives = np.bincount(place, weights=negatives[order])
    below = np.cumsum(negatives) - negatives
    pairs = positives.sum() * negatives.sum()
    return float(positives @ (below + negatives / 2) / pairs) if pairs > 0 else np.nan

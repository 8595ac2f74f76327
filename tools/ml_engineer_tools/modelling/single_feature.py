"""What one feature alone says about the target, judged on rows it was not fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.modelling.features import LARGEST, prepare
from ml_engineer_tools.modelling.models import level_scores
from ml_engineer_tools.modelling.scores import score
from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.modelling.task import Task

if TYPE_CHECKING:
    import pandas as pd

DEPTH = 4


def single_feature_metric(task: Task) -> str:
    """Return the metric of `single_feature_scores`: roc_auc, macro_roc_auc or r2."""
    return {"binary": "roc_auc", "multiclass": "macro_roc_auc", "regression": "r2"}[task.kind]


def single_feature_scores(
    task: Task, y: np.ndarray, frame: pd.DataFrame, folds: Sequence[Fold]
) -> dict[str, float]:
    """Score each column alone by a shallow tree on its value and on whether it is null.

    Levels of a category are ordered by the target inside the training rows of each fold, so an
    identifier gains nothing. The score is the mean over the folds where it is defined.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers.
        frame: n rows; every column in it that can be read is scored, identifiers too.
        folds: at least one.

    Returns:
        Column name -> `single_feature_metric`; columns that can't be read, and those for which
        no fold defines a score, are missing.
    """
    metric = single_feature_metric(task)
    scores: dict[str, float] = {}
    for name in frame.columns:
        features = prepare(frame, [name])
        if features.matrix.shape[1] == 0:
            continue
        found = []
        for fold in folds:
            prediction = _predict(task, features.matrix, features.levels[0], y, fold)
            value = score(task, y[fold.validation], prediction).get(metric)
            if value is not None:
                found.append(value)
        if found:
            scores[name] = float(np.mean(found))
    return scores


def _predict(task: Task, matrix: np.ndarray, levels: int, y: np.ndarray, fold: Fold) -> np.ndarray:
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    values = np.clip(matrix, -LARGEST, LARGEST)
    y_train = y[fold.train]
    if levels:
        scores = level_scores(task, values[fold.train, 0], y_train, levels)
        known = ~np.isnan(values[:, 0])
        values[known, 0] = scores[values[known, 0].astype(np.intp)]
    missing = np.isnan(values[:, [0]])
    if missing.any():
        values = np.column_stack([np.where(np.isnan(values), 0.0, values), missing])
    smallest = max(2, min(50, len(y_train) // 50))
    shape = {"max_leaf_nodes": max(2**DEPTH, 2 * len(task.classes)), "random_state": 0}
    if task.kind == "regression":
        tree = DecisionTreeRegressor(min_samples_leaf=smallest, **shape)
        tree.fit(values[fold.train], y_train)
        return np.asarray(tree.predict(values[fold.validation]), dtype=np.float64)
    present, codes = np.unique(y_train, return_inverse=True)
    full = np.zeros((len(fold.validation), len(task.classes)))
    if len(present) == 1:
        full[:, present] = 1.0
        return full
    tree = DecisionTreeClassifier(min_samples_leaf=smallest, **shape)
    tree.fit(values[fold.train], codes)
    full[:, present] = tree.predict_proba(values[fold.validation])
    return full

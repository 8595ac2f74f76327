"""Models: from the trivial one to boosted trees, each fitted and asked in one call."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.modelling.features import (
    LARGEST,
    FeatureEncoder,
    Prepared,
    prepare,
    stack,
    usable_features,
)
from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.modelling.task import Task

if TYPE_CHECKING:
    import pandas as pd

ModelKind = Literal["trivial", "one_rule", "linear", "lightgbm"]
MODELS: tuple[ModelKind, ...] = get_args(ModelKind)
"""From the simplest to the most complex."""

THREADS = 1
"""At these sizes a second thread gains nothing, and one thread never waits for a busy core."""
TREES, QUICK_TREES, FEWEST_ROUNDS = 100, 40, 10
LEARNING_RATE = 0.1
LINEAR_COLUMNS = 300
"""A linear model uses at most so many encoded columns, those most correlated with the target."""

WIDE_COLUMNS = 200
"""Beyond so many columns each tree looks at a random part of them, with coarser bins, so that
wide tables finish."""

FINE_BINS, COARSE_BINS = 255, 63
"""LightGBM's default, and what its guide advises for speed."""


def fit_predict(
    kind: ModelKind,
    task: Task,
    train_frame: pd.DataFrame,
    y_train: np.ndarray,
    validation_frame: pd.DataFrame,
    *,
    seed: int = 0,
) -> np.ndarray:
    """Fit a model on one frame and return its predictions for another one.

    Args:
        kind: which model; see `predict_fold`.
        task: what is predicted.
        train_frame: features of the training rows; unusable columns are left out.
        y_train: (n,) class codes or numbers.
        validation_frame: the same columns for the rows to be predicted.
        seed: of the boosted trees.

    Returns:
        (m, k) class probabilities, or (m,) numbers.
    """
    names, _ = usable_features(train_frame)
    both = stack(train_frame, validation_frame, names)
    cut, rows = len(train_frame), len(both)
    y = np.concatenate([y_train, np.zeros(rows - cut, dtype=y_train.dtype)])
    fold = Fold(np.arange(cut), np.arange(cut, rows))
    return predict_fold(kind, task, prepare(both, names), y, fold, seed=seed)


def predict_fold(
    kind: ModelKind,
    task: Task,
    features: Prepared,
    y: np.ndarray,
    fold: Fold,
    *,
    seed: int = 0,
    quick: bool = False,
) -> np.ndarray:
    """Fit a model on a fold's training rows and return predictions for its validation rows.

    The models: `trivial` (class shares, or the mean), `one_rule` (a tree of depth two on the
    one feature with the best first split), `linear` (logistic or ridge regression), `lightgbm`
    (a fixed number of trees: stopping early needs rows chosen at random, which is no honest
    judge where rows have an order).

    Args:
        kind: which model.
        task: what is predicted.
        features: of all n rows.
        y: (n,) class codes or numbers.
        fold: which rows are learnt from, and which m are predicted.
        seed: of the boosted trees.
        quick: whether fewer trees with coarser bins will do, for a model that is fitted often.

    Returns:
        (m, k) class probabilities, or (m,) numbers.
    """
    y_train = y[fold.train]
    rows = len(fold.validation)
    if task.kind == "regression":
        if kind == "trivial" or features.matrix.shape[1] == 0:
            return np.full(rows, y_train.mean())
        return _fit(kind, task, features, y_train, fold, seed, quick)
    present, codes = np.unique(y_train, return_inverse=True)
    full = np.zeros((rows, len(task.classes)))
    if kind == "trivial" or len(present) == 1 or features.matrix.shape[1] == 0:
        full[:, present] = np.bincount(codes) / len(codes)
    else:
        # A model knows the classes of its training rows only; the others have probability 0.
        full[:, present] = _fit(kind, task, features, codes, fold, seed, quick)
    return full


def load_lightgbm() -> Any:
    """Import LightGBM and return it.

    Raises:
        BadInput: its native library can't be loaded, mostly for want of an OpenMP runtime.
    """
    # Idle OpenMP threads that spin make it many times slower beside another busy process
    # (LightGBM issue 6728); the policy is read when the library is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        import lightgbm
    except (ImportError, OSError):
        raise BadInput(
            "LightGBM can't be loaded on this machine; install the OpenMP runtime "
            "(libgomp1 on Debian, libomp on macOS)."
        ) from None
    return lightgbm


def last_value(
    task: Task,
    y: np.ndarray,
    times: np.ndarray,
    fold: Fold,
    groups: np.ndarray | None = None,
) -> np.ndarray:
    """Predict each validation row by the last outcome before it: one step ahead.

    It is assumed that outcomes are known by the time of the next row. Inside the validation
    window the previous row's actual outcome is therefore used, as a service that learns every
    outcome one step later could do. Rows of the same instant don't know each other's outcome.
    With `groups` (codes, negative for unknown) the last outcome of the same entity is taken.
    Where nothing came before, it is the most common class or the mean of the training rows.

    Returns:
        (m,) class codes (hard labels) or numbers.
    """
    previous = previous_rows(times, groups)[fold.validation]
    y_train = y[fold.train]
    fallback = y_train.mean() if task.kind == "regression" else np.bincount(y_train).argmax()
    return np.asarray(np.where(previous >= 0, y[previous], fallback))


def previous_rows(times: np.ndarray, groups: np.ndarray | None = None) -> np.ndarray:
    """Return for each row the position of the last row (of its group) before it; -1 for none."""
    rows = len(times)
    entity = np.zeros(rows, dtype=np.int64) if groups is None else groups
    order = np.lexsort((np.arange(rows), times, entity))
    sorted_entity, sorted_times = entity[order], times[order]
    new_entity = np.concatenate([[True], sorted_entity[1:] != sorted_entity[:-1]])
    new_instant = new_entity | np.concatenate([[True], sorted_times[1:] != sorted_times[:-1]])
    place = np.arange(rows)
    instant_start = np.maximum.accumulate(np.where(new_instant, place, 0))
    entity_start = np.maximum.accumulate(np.where(new_entity, place, 0))
    known = (instant_start > entity_start) & (sorted_entity >= 0)
    previous = np.full(rows, -1, dtype=np.int64)
    previous[order] = np.where(known, order[np.maximum(instant_start - 1, 0)], -1)
    return previous


def level_scores(
    task: Task, column: np.ndarray, y: np.ndarray, levels: int, *, prior_rows: float = 10.0
) -> np.ndarray:
    """Return a number for each level of a category by which a tree can order the levels.

    For two classes and for numbers: the level's mean target, drawn towards the overall mean as
    if by `prior_rows` more rows (additive smoothing). For more classes: the level's most common
    class plus a part below one that grows with how common it is.

    Args:
        task: what is predicted.
        column: (n,) codes from 0 of training rows, NaN for null.
        y: (n,) their class codes or numbers.
        levels: how many codes there are.
        prior_rows: strength of the smoothing.
    """
    known = ~np.isnan(column)
    codes, target = column[known].astype(np.intp), y[known]
    counts = np.bincount(codes, minlength=levels)
    if task.kind == "multiclass":
        classes = len(task.classes)
        cells = np.bincount(codes * classes + target, minlength=levels * classes)
        shares = cells.reshape(levels, classes)
        part = 0.9 * shares.max(axis=1) / np.maximum(counts, 1)
        return np.asarray(np.where(counts > 0, shares.argmax(axis=1) + part, -1.0))
    sums = np.bincount(codes, weights=target.astype(np.float64), minlength=levels)
    return np.asarray((sums + prior_rows * y.mean()) / (counts + prior_rows))


def _fit(
    kind: ModelKind,
    task: Task,
    features: Prepared,
    y_train: np.ndarray,
    fold: Fold,
    seed: int,
    quick: bool,
) -> np.ndarray:
    train, validation = features.matrix[fold.train], features.matrix[fold.validation]
    if kind == "one_rule":
        return _one_rule(task, features.levels, train, y_train, validation)
    encoder = FeatureEncoder(features.levels).fit(train)
    if kind == "linear":
        return _linear(task, encoder.linear(train), y_train, encoder.linear(validation))
    rows = encoder.trees(train), encoder.trees(validation)
    return _lightgbm(task, rows[0], y_train, rows[1], encoder.categorical, seed, quick)


def _one_rule(
    task: Task,
    levels: tuple[int, ...],
    train: np.ndarray,
    y_train: np.ndarray,
    validation: np.ndarray,
) -> np.ndarray:
    """Choose the feature by its best single split, then fit a small tree on it alone."""
    train, validation = _ordered_levels(task, levels, train, y_train, validation)
    first = _tree(task, len(y_train), depth=1).fit(train, y_train)
    chosen = max(int(first.tree_.feature[0]), 0)
    rule = _tree(task, len(y_train), depth=2).fit(train[:, [chosen]], y_train)
    return _asked(task, rule, validation[:, [chosen]])


def _ordered_levels(
    task: Task,
    levels: tuple[int, ...],
    train: np.ndarray,
    y_train: np.ndarray,
    validation: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    train, validation = np.clip(train, -LARGEST, LARGEST), np.clip(validation, -LARGEST, LARGEST)
    for k, count in enumerate(levels):
        if count:
            scores = level_scores(task, train[:, k], y_train, count)
            for matrix in (train, validation):
                known = ~np.isnan(matrix[:, k])
                matrix[known, k] = scores[matrix[known, k].astype(np.intp)]
    return train, validation


def _tree(task: Task, rows: int, *, depth: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    family = DecisionTreeRegressor if task.kind == "regression" else DecisionTreeClassifier
    leaves = None if depth == 1 else max(2**depth, len(task.classes))
    smallest = max(2, min(20, rows // 20))
    return family(
        max_depth=max(depth, (leaves or 2).bit_length()) if leaves else depth,
        max_leaf_nodes=leaves,
        min_samples_leaf=smallest,
        random_state=0,
    )


def _asked(task: Task, model: Any, rows: np.ndarray) -> np.ndarray:
    if task.kind == "regression":
        return np.asarray(model.predict(rows), dtype=np.float64)
    return np.asarray(model.predict_proba(rows), dtype=np.float64)


def _linear(
    task: Task, train: np.ndarray, y_train: np.ndarray, validation: np.ndarray
) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression, Ridge
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    if train.shape[1] > LINEAR_COLUMNS:
        chosen = _most_correlated(task, train, y_train)
        train, validation = train[:, chosen], validation[:, chosen]
    model: Any
    with warnings.catch_warnings(), threadpool_limits(THREADS):
        # Not converging to the last digit is no news for a baseline.
        warnings.simplefilter("ignore")
        if task.kind == "regression":
            model = Ridge(alpha=1.0).fit(train, y_train)
        else:
            model = LogisticRegression(C=1.0, max_iter=300, tol=1e-4).fit(train, y_train)
        return _asked(task, model, validation)


def _most_correlated(task: Task, train: np.ndarray, y_train: np.ndarray) -> np.ndarray:
    centred = train - train.mean(axis=0)
    spread = np.sqrt((centred**2).sum(axis=0))
    targets = (
        y_train[:, None].astype(np.float64)
        if task.kind == "regression"
        else (y_train[:, None] == np.unique(y_train)).astype(np.float64)
    )
    targets = targets - targets.mean(axis=0)
    strength = np.abs(centred.T @ targets).max(axis=1) / np.maximum(spread, 1e-12)
    return np.sort(np.argsort(-strength, kind="stable")[:LINEAR_COLUMNS])


def _rounds(classes: int, *, quick: bool) -> int:
    """Return how many rounds to boost; each has one tree for every class beyond two."""
    return max(FEWEST_ROUNDS, QUICK_TREES * 2 // max(2, classes)) if quick else TREES


def _lightgbm(
    task: Task,
    train: np.ndarray,
    y_train: np.ndarray,
    validation: np.ndarray,
    categorical: list[int],
    seed: int,
    quick: bool,
) -> np.ndarray:
    lightgbm = load_lightgbm()
    classes = 0 if task.kind == "regression" else int(y_train.max()) + 1
    objective = {0: "regression", 2: "binary"}.get(classes, "multiclass")
    rows, columns = train.shape
    smallest = max(2, min(20, rows // 20))
    parameters: dict[str, Any] = {
        "objective": objective,
        "max_bin": COARSE_BINS if quick or columns > WIDE_COLUMNS else FINE_BINS,
        "learning_rate": LEARNING_RATE,
        "num_leaves": 31,
        "min_data_in_leaf": smallest,
        "min_data_per_group": max(2, min(100, rows // 20)),
        "feature_fraction": min(1.0, WIDE_COLUMNS / columns),
        "num_threads": THREADS,
        "deterministic": True,
        "force_row_wise": True,
        "seed": seed,
        "verbosity": -1,
    }
    if objective == "multiclass":
        parameters["num_class"] = classes
    binning = {name: parameters[name] for name in ("max_bin", "num_threads", "verbosity")}
    data = lightgbm.Dataset(train, label=y_train, categorical_feature=categorical, params=binning)
    booster = lightgbm.train(parameters, data, num_boost_round=_rounds(classes, quick=quick))
    predicted = np.asarray(booster.predict(validation, num_threads=THREADS), dtype=np.float64)
    if objective == "binary":
        return np.column_stack([1 - predicted, predicted])
    return predicted

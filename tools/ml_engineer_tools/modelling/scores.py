"""Scores: how good predictions are, for one set of rows or many resamplings of it at once.

Every metric takes weights of shape (b, n), one row for each resampling, and returns (b,): a
bootstrap is then a few array operations, and models resampled alike can be compared in pairs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.modelling.uncertainty import Scale

SMALLEST_PROBABILITY = 1e-15
"""Probabilities are kept this far from 0 and 1 in the log loss."""

_ERRORS = frozenset({"brier", "log_loss", "mae", "rmse", "poisson_deviance", "cost_per_1000"})
_UNBOUNDED = frozenset({"log_loss", "mae", "rmse", "poisson_deviance"})


def primary_metric(task: Task) -> str:
    """Return the metric by which models are compared.

    `roc_auc` for two classes; `macro_roc_auc` (the mean of one class against the rest) for more;
    `mae` for numbers. The ROC AUC needs no threshold and doesn't move with the class balance.
    """
    return {"binary": "roc_auc", "multiclass": "macro_roc_auc", "regression": "mae"}[task.kind]


FEWEST_DISAGREEMENTS = 10
"""Rows that one of two models decides right and the other wrong, from which a difference of their
accuracy has an interval: of fewer whole rows none holds the truth in 95 % of tables, as with the
normal form of McNemar's test, for which the same number is customary."""


def label_metric(task: Task) -> str:
    """Return the metric that is fair to predictions without probabilities: accuracy or MAE."""
    return "mae" if task.kind == "regression" else "accuracy"


def higher_is_better(metric: str) -> bool:
    """Tell whether a larger value is the better one."""
    return metric not in _ERRORS


def metric_range(metric: str) -> tuple[float, float]:
    """Return the smallest and the largest value that the metric can take."""
    if metric == "r2":
        return (-np.inf, 1.0)
    return (0.0, np.inf) if metric in _UNBOUNDED else (0.0, 1.0)


def difference_range(bounds: tuple[float, float]) -> tuple[float, float]:
    """Return the range of a difference of two values of a metric with this range."""
    reach = bounds[1] - bounds[0]
    return (-reach, reach)


def metric_scale(metric: str) -> Scale:
    """Return on which scale the metric's interval is made."""
    if metric == "r2":
        return "below_one"
    return "positive" if metric in _UNBOUNDED else "share"


def score(task: Task, y: np.ndarray, prediction: np.ndarray) -> dict[str, float]:
    """Return every metric that is defined on these rows.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers.
        prediction: (n, k) class probabilities, (n,) class codes (hard labels), or (n,) numbers.

    Returns:
        binary: roc_auc, average_precision, brier, log_loss, accuracy; multiclass: macro_roc_auc,
        accuracy, balanced_accuracy, macro_f1, log_loss; regression: mae, rmse, r2. Hard labels
        have no brier, log_loss or average_precision. Metrics that the rows don't define (the
        ROC AUC of one class, the R2 of a constant) are missing.
    """
    replicates = resampled_scores(task, y, prediction, np.ones((1, len(y))))
    values = {metric: float(value[0]) for metric, value in replicates.items()}
    return {metric: value for metric, value in values.items() if np.isfinite(value)}


def resampled_scores(
    task: Task,
    y: np.ndarray,
    prediction: np.ndarray,
    weights: np.ndarray,
    *,
    only: str | None = None,
) -> dict[str, np.ndarray]:
    """Return `score` for each row of `weights`, shape (b, n); NaN where it is not defined.

    `only` names the one metric that is wanted; the others are not computed.
    """
    if len(y) == 0:
        return {}
    if task.kind == "regression":
        return _regression_scores(y, prediction, weights)
    computed = (_binary if task.kind == "binary" else _multiclass)(task, y, prediction, weights)
    return {name: metric() for name, metric in computed.items() if only in (None, name)}


Metric = Callable[[], np.ndarray]


def _binary(
    task: Task, y: np.ndarray, prediction: np.ndarray, weights: np.ndarray
) -> dict[str, Metric]:
    hard = prediction.ndim == 1
    labels = prediction if hard else prediction.argmax(axis=1)
    positive = (y == 1).astype(np.float64)
    chance = prediction.astype(np.float64) if hard else prediction[:, 1]
    found: dict[str, Metric] = {"roc_auc": lambda: _roc_auc(positive, chance, weights)}
    if not hard:
        found["average_precision"] = lambda: _average_precision(positive, chance, weights)
        found["brier"] = lambda: _mean((chance - positive) ** 2, weights)
        found["log_loss"] = lambda: _log_loss(y, prediction, weights)
    found["accuracy"] = lambda: _mean((labels == y).astype(np.float64), weights)
    return found


def _multiclass(
    task: Task, y: np.ndarray, prediction: np.ndarray, weights: np.ndarray
) -> dict[str, Metric]:
    hard = prediction.ndim == 1
    labels = prediction if hard else prediction.argmax(axis=1)
    correct = (labels == y).astype(np.float64)
    classes = range(len(task.classes))
    chances = np.stack([labels == c for c in classes], axis=1) if hard else prediction
    found: dict[str, Metric] = {
        "macro_roc_auc": lambda: _mean_over_classes(
            classes, lambda c: _roc_auc((y == c) * 1.0, chances[:, c] * 1.0, weights)
        ),
        "accuracy": lambda: _mean(correct, weights),
        "balanced_accuracy": lambda: _mean_over_classes(
            classes, lambda c: _mean(correct, weights * (y == c))
        ),
        "macro_f1": lambda: _mean_over_classes(
            classes, lambda c: _f1(y == c, labels == c, weights)
        ),
    }
    if not hard:
        found["log_loss"] = lambda: _log_loss(y, prediction, weights)
    return found


def _regression_scores(
    y: np.ndarray, prediction: np.ndarray, weights: np.ndarray
) -> dict[str, np.ndarray]:
    error = prediction - y
    squared = _mean(error**2, weights)
    mean = _mean(y, weights)
    spread = _mean(y**2, weights) - mean**2
    # The variance is a difference of large numbers: what is left of a constant is rounding.
    noise = 1e-12 * np.maximum(1e-300, _mean(y**2, weights))
    with np.errstate(divide="ignore", invalid="ignore"):
        r2 = np.where(spread > noise, 1 - squared / spread, np.nan)
    return {"mae": _mean(np.abs(error), weights), "rmse": np.sqrt(squared), "r2": r2}


def _mean(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((weights @ values) / weights.sum(axis=1))


def _mean_over_classes(classes: range, metric_of: Callable[[int], np.ndarray]) -> np.ndarray:
    """Average over the classes for which the metric is defined; NaN if it is for none."""
    values = np.stack([metric_of(c) for c in classes])
    defined = ~np.isnan(values)
    total = np.where(defined, values, 0.0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(total / defined.sum(axis=0))


def _roc_auc(positive: np.ndarray, chance: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of pairs of a positive and a negative row that are ordered right; ties count half."""
    positives, negatives = _by_distinct_score(positive, chance, weights)
    below = np.cumsum(negatives, axis=1) - negatives
    pairs = positives.sum(axis=1) * negatives.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((positives * (below + negatives / 2)).sum(axis=1) / pairs)


def _average_precision(positive: np.ndarray, chance: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Precision at each distinct score from the top, weighted by the recall it adds."""
    positives, negatives = _by_distinct_score(positive, -chance, weights)
    caught = np.cumsum(positives, axis=1)
    flagged = caught + np.cumsum(negatives, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(flagged > 0, caught / flagged, 0.0)
        return np.asarray((positives * precision).sum(axis=1) / positives.sum(axis=1))


def _by_distinct_score(
    positive: np.ndarray, chance: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Sum positive and negative weight over rows of the same score, in rising order of score."""
    order = np.argsort(chance, kind="stable")
    ordered = chance[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    sorted_weights = weights[:, order]
    positives = sorted_weights * positive[order]
    return (
        np.add.reduceat(positives, starts, axis=1),
        np.add.reduceat(sorted_weights - positives, starts, axis=1),
    )


def _log_loss(y: np.ndarray, prediction: np.ndarray, weights: np.ndarray) -> np.ndarray:
    chance = prediction[np.arange(len(y)), y]
    return _mean(-np.log(np.clip(chance, SMALLEST_PROBABILITY, 1)), weights)


def _f1(is_class: np.ndarray, predicted: np.ndarray, weights: np.ndarray) -> np.ndarray:
    hits = weights @ (is_class & predicted).astype(np.float64)
    named = weights @ (is_class.astype(np.float64) + predicted.astype(np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(2 * hits / named)

"""Metrics: how good predictions are, each with its interval, and paired with another's."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ml_engineer_tools.evaluation.parts import (
    LEVEL,
    Estimate,
    Interval,
    Parts,
    jackknife,
    ratio,
    t_quantile,
)
from ml_engineer_tools.modelling.influence import SMALLEST_MEAN
from ml_engineer_tools.modelling.scores import (
    FEWEST_DISAGREEMENTS,
    difference_range,
    metric_range,
    resampled_scores,
)
from ml_engineer_tools.modelling.task import Task

LABEL_METRICS = frozenset({"accuracy", "balanced_accuracy", "macro_f1"})
"""Metrics of decisions, for which the labels in use count and not the likeliest class."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Metrics of one model on some rows.

    Attributes:
        values: metric -> (1 + parts,) on all rows, then without each part.
        parts: which rows depend on each other.
        right: (n,) whether each row is decided right; None without decisions.
        bounds: metric -> the range that it can have for these predictions, where that is narrower
            than for any: a constant loses no less and no more than it does on its classes.
    """

    values: dict[str, np.ndarray]
    parts: Parts
    right: np.ndarray | None = None
    bounds: dict[str, Interval] = field(default_factory=dict)

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that are defined on these rows."""
        return tuple(name for name, found in self.values.items() if np.isfinite(found[0]))

    def estimate(self, metric: str) -> Estimate:
        """Return a metric with its interval."""
        bounds = self.bounds.get(metric, metric_range(metric))
        return jackknife(self.values[metric], self.parts, bounds=bounds)

    def minus(self, other: Scored, metric: str) -> Estimate | None:
        """Return this model's metric minus another's on the same rows, paired.

        A difference of accuracy has no interval if the two decide nearly all rows alike.
        """
        if metric not in self.metrics or metric not in other.metrics:
            return None
        low, high = difference_range(metric_range(metric))
        gap = self.values[metric] - other.values[metric]
        found = jackknife(gap, self.parts)
        if found.interval is None:
            return found
        if metric == "accuracy" and self.right is not None and other.right is not None:
            apart = int((self.right != other.right).sum())
            if apart < FEWEST_DISAGREEMENTS:
                return Estimate(found.value, None, found.rows)
        # Of a difference of shares two more rows are assumed, on which the two models disagree in
        # either way (Bonett & Price 2012): else a few disagreements look like certainty.
        more = t_quantile(self.parts.count - 1, LEVEL) * np.sqrt(2) / found.rows
        down, up = found.value - found.interval[0], found.interval[1] - found.value
        if metric == "accuracy":
            down, up = float(np.hypot(down, more)), float(np.hypot(up, more))
        return Estimate(
            found.value, (max(found.value - down, low), min(found.value + up, high)), found.rows
        )


def score_predictions(
    task: Task,
    y: np.ndarray,
    parts: Parts,
    *,
    chances: np.ndarray | None = None,
    labels: np.ndarray | None = None,
    numbers: np.ndarray | None = None,
    weights: np.ndarray | None = None,
) -> Scored:
    """Return all metrics that the predictions define.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers.
        parts: which rows depend on each other.
        chances: (n, k) class probabilities.
        labels: (n,) predicted class codes: what is decided by.
        numbers: (n,) predicted numbers.
        weights: (n,) of the rows; or (b, n), of all rows first and then of each resampling, in
            place of leaving out each part; None weighs all alike.
    """
    if weights is not None and weights.ndim == 2:
        resampled = weights
    else:
        resampled = parts.weights() * (1.0 if weights is None else weights)
    if task.kind == "regression":
        if numbers is None:
            raise ValueError("a regression needs numbers")
        found = resampled_scores(task, y, numbers, resampled)
        if task.counts:
            found["poisson_deviance"] = _poisson_deviance(y, numbers, resampled)
        return Scored(found, parts)
    values: dict[str, np.ndarray] = {}
    if chances is not None:
        values |= resampled_scores(task, y, chances, resampled)
    if labels is not None:
        of_labels = resampled_scores(task, y, labels, resampled)
        wanted = LABEL_METRICS if chances is not None else set(of_labels)
        values |= {name: found for name, found in of_labels.items() if name in wanted}
    right = None if labels is None else labels == y
    return Scored(values, parts, right, _bounds_of_constant(task, chances))


def _bounds_of_constant(task: Task, chances: np.ndarray | None) -> dict[str, Interval]:
    """Return the range of each loss of a constant: its mean is linear in the shares of classes."""
    if chances is None or not len(chances) or (chances != chances[0]).any():
        return {}
    classes = np.arange(len(task.classes))
    stated = np.tile(chances[0], (len(classes), 1))
    losses = {
        name: [float(resampled_scores(task, classes[k : k + 1], stated[:1], np.ones((1, 1)),
                                      only=name)[name][0]) for k in classes]
        for name in (("brier", "log_loss") if task.kind == "binary" else ("log_loss",))
    }  # fmt: skip
    return {name: (min(of), max(of)) for name, of in losses.items() if min(of) < max(of)}


def _poisson_deviance(y: np.ndarray, numbers: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the mean Poisson deviance of counts for each row of `weights`, (b,)."""
    means = np.maximum(numbers, SMALLEST_MEAN)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(y > 0, y * np.log(y / means), 0.0)
        return np.asarray(weights @ (2 * (logs - y + means)) / weights.sum(axis=1))


def decision_rates(y: np.ndarray, acts: np.ndarray, parts: Parts) -> dict[str, Estimate]:
    """Return precision, recall, F1, false positive rate and share acted on, of two classes."""
    positive, acting = (y == 1) * 1.0, acts * 1.0
    terms = {
        "precision": (acting * positive, acting),
        "recall": (acting * positive, positive),
        "f1": (2 * acting * positive, acting + positive),
        "false_positive_rate": (acting * (1 - positive), 1 - positive),
        "selection_rate": (acting, np.ones(len(y))),
        "base_rate": (positive, np.ones(len(y))),
    }
    return {
        name: ratio(above, below, parts, bounds=(0.0, 1.0))
        for name, (above, below) in terms.items()
        if below.sum() > 0
    }


def _mean_deviation(means: np.ndarray) -> np.ndarray:
    """Return how far Poisson variables lie from their mean on average (De Moivre 1730)."""
    from scipy.special import gammaln

    whole = np.floor(means)
    return np.asarray(2 * np.exp((whole + 1) * np.log(means) - means - gammaln(whole + 1)))


def row_loss(
    task: Task,
    y: np.ndarray,
    *,
    chances: np.ndarray | None,
    labels: np.ndarray | None,
    numbers: np.ndarray | None,
) -> tuple[str, np.ndarray]:
    """Return the loss by which rows are compared, (n,), and its name as a quantity.

    The squared error of probabilities of two classes (its mean is the Brier score); whether the
    decision is wrong, for classes without them or several; the absolute error of numbers.
    """
    if numbers is not None:
        return "absolute_error", np.abs(numbers - y)
    if chances is not None and task.kind == "binary":
        return "squared_error", (chances[:, 1] - (y == 1)) ** 2
    if labels is None:
        raise ValueError("there are neither numbers nor labels")
    return "error_rate", (labels != y) * 1.0


def promised_loss(
    task: Task,
    loss: np.ndarray,
    *,
    chances: np.ndarray | None,
    labels: np.ndarray | None,
    numbers: np.ndarray | None = None,
) -> np.ndarray | None:
    """Return the loss of each row, (n,), that its prediction promises.

    Of the same loss as `row_loss`: that of calibrated probabilities, or of counts whose spread
    grows with their mean as that of Poisson variables does, as large as it is on all rows.
    None for other numbers, and without probabilities.
    """
    if task.counts and numbers is not None:
        spread = _mean_deviation(np.maximum(numbers, SMALLEST_MEAN))
        return np.asarray(spread * (loss.mean() / spread.mean()))
    if chances is None or labels is None:
        return None
    if task.kind == "binary":
        return np.asarray(chances[:, 1] * (1 - chances[:, 1]))
    return np.asarray(1 - chances[np.arange(len(labels)), labels])

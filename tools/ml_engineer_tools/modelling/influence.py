"""Influence: how much each row moves a score, from which its uncertainty follows.

The influence of a row is the derivative of the score with respect to the row's weight, times the
number of rows (the infinitesimal jackknife: Efron 1982, "The Jackknife, the Bootstrap and Other
Resampling Plans", chapter 6). Influences have mean zero; a score minus its true value is close to
their mean over the rows, whatever the rows have to do with each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.scores import SMALLEST_PROBABILITY
from ml_engineer_tools.modelling.task import Task

SMALLEST_MEAN = 1e-9
"""Predicted counts are kept above this in the Poisson deviance."""


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """A score, and the influence of each of the n rows behind it, shape (n,).

    Attributes:
        value: the score.
        rows: (n,) the influences.
        rarer: rows of the second most common class, on which a score of classes hangs; None of
            numbers.
    """

    value: float
    rows: np.ndarray
    rarer: int | None = None


def influences(task: Task, y: np.ndarray, prediction: np.ndarray) -> dict[str, Influence]:
    """Return every metric that these rows define, each with the influence of its rows.

    The metrics and their values are those of `scores.score`; of counts also the mean Poisson
    deviance.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers.
        prediction: (n, k) class probabilities, (n,) class codes (hard labels), or (n,) numbers.
    """
    if len(y) == 0:
        return {}
    if task.kind == "regression":
        found = _of_numbers(task, y, prediction)
    elif task.kind == "binary":
        found = _of_two_classes(y, prediction)
    else:
        found = _of_classes(len(task.classes), y, prediction)
    rarer = None
    if task.kind != "regression":
        rarer = int(np.sort(np.bincount(y, minlength=2))[-2])
    return {
        name: Influence(one.value, one.rows, rarer)
        for name, one in found.items()
        if one is not None
    }


def mean_influence(losses: np.ndarray) -> Influence:
    """Return the mean of one number for each row."""
    value = float(losses.mean())
    return Influence(value, losses - value)


def _of_numbers(task: Task, y: np.ndarray, prediction: np.ndarray) -> dict[str, Influence | None]:
    error = prediction - y
    squares = error**2
    mse = float(squares.mean())
    rmse = float(np.sqrt(mse))
    found: dict[str, Influence | None] = {
        "mae": mean_influence(np.abs(error)),
        "rmse": Influence(rmse, (squares - mse) / (2 * rmse) if rmse > 0 else np.zeros(len(y))),
        "r2": _r2(y, squares, mse),
    }
    if task.counts:
        means = np.maximum(prediction, SMALLEST_MEAN)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.where(y > 0, y * np.log(y / means), 0.0)
        found["poisson_deviance"] = mean_influence(2 * (logs - y + means))
    return found


def _r2(y: np.ndarray, squares: np.ndarray, mse: float) -> Influence | None:
    deviations = (y - y.mean()) ** 2
    variance = float(deviations.mean())
    # The variance of a constant is rounding.
    if variance <= 1e-12 * max(1e-300, float((y**2).mean())):
        return None
    rows = -((squares - mse) / variance - mse / variance**2 * (deviations - variance))
    return Influence(1 - mse / variance, rows)


def _of_two_classes(y: np.ndarray, prediction: np.ndarray) -> dict[str, Influence | None]:
    hard = prediction.ndim == 1
    labels = prediction if hard else prediction.argmax(axis=1)
    positive = y == 1
    chance = prediction.astype(np.float64) if hard else prediction[:, 1]
    found: dict[str, Influence | None] = {"roc_auc": roc_auc(positive, chance)}
    if not hard:
        found["average_precision"] = average_precision(positive, chance)
        found["brier"] = mean_influence((chance - positive) ** 2)
        found["log_loss"] = mean_influence(_log_losses(y, prediction))
    found["accuracy"] = mean_influence((labels == y).astype(np.float64))
    return found


def _of_classes(count: int, y: np.ndarray, prediction: np.ndarray) -> dict[str, Influence | None]:
    hard = prediction.ndim == 1
    labels = prediction if hard else prediction.argmax(axis=1)
    correct = (labels == y).astype(np.float64)
    areas, recalls, f1s = [], [], []
    for c in range(count):
        chance = (labels == c).astype(np.float64) if hard else prediction[:, c]
        is_class, named = (y == c).astype(np.float64), (labels == c).astype(np.float64)
        areas.append(roc_auc(y == c, chance))
        recalls.append(_ratio(correct * is_class, is_class))
        f1s.append(_ratio(2 * is_class * named, is_class + named))
    found = {
        "macro_roc_auc": _mean_of_defined(areas),
        "accuracy": mean_influence(correct),
        "balanced_accuracy": _mean_of_defined(recalls),
        "macro_f1": _mean_of_defined(f1s),
    }
    if not hard:
        found["log_loss"] = mean_influence(_log_losses(y, prediction))
    return found


def roc_auc(positive: np.ndarray, chance: np.ndarray) -> Influence | None:
    """Return the share of pairs of a positive and a negative row that are ordered right.

    The influences are the structural components of DeLong et al. (1988).
    """
    positives, negatives = int(positive.sum()), int((~positive).sum())
    if not positives or not negatives:
        return None
    _, place = np.unique(chance, return_inverse=True)
    hits = np.bincount(place, weights=positive)
    misses = np.bincount(place, weights=~positive)
    # Share of the other class that each row is above (a positive) or below (a negative).
    above = (np.cumsum(misses) - misses / 2) / negatives
    below = 1 - (np.cumsum(hits) - hits / 2) / positives
    value = float(hits @ above) / positives
    share = positives / len(positive)
    rows = np.where(positive, (above[place] - value) / share, (below[place] - value) / (1 - share))
    return Influence(value, rows)


def average_precision(positive: np.ndarray, chance: np.ndarray) -> Influence | None:
    """Return the precision at each distinct score from the top, weighted by the recall it adds."""
    positives = int(positive.sum())
    if not positives:
        return None
    _, place = np.unique(-chance, return_inverse=True)
    hits = np.bincount(place, weights=positive)
    flagged = np.cumsum(np.bincount(place))
    precision = np.cumsum(hits) / flagged
    value = float(hits @ precision) / positives
    # A row adds to the flagged of its own score and of every lower one.
    per_flagged, per_hit = hits * precision / flagged, hits / flagged
    lost = np.cumsum(per_flagged[::-1])[::-1][place]
    gained = np.cumsum(per_hit[::-1])[::-1][place]
    rows = positive * (precision[place] + gained - value) - lost
    return Influence(value, np.asarray(rows) * len(positive) / positives)


def _log_losses(y: np.ndarray, prediction: np.ndarray) -> np.ndarray:
    chance = prediction[np.arange(len(y)), y]
    return np.asarray(-np.log(np.clip(chance, SMALLEST_PROBABILITY, 1)))


def _ratio(above: np.ndarray, below: np.ndarray) -> Influence | None:
    total = float(below.mean())
    if total == 0:
        return None
    value = float(above.mean()) / total
    return Influence(value, (above - value * below) / total)


def _mean_of_defined(parts: list[Influence | None]) -> Influence | None:
    defined = [part for part in parts if part is not None]
    if not defined:
        return None
    rows = np.mean([part.rows for part in defined], axis=0)
    return Influence(float(np.mean([part.value for part in defined])), rows)

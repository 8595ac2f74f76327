"""The metric that fits the decision, by which models are compared and looked into, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.baselines.trials import COST
from ml_engineer_tools.evaluation.costs import CostMatrix
from ml_engineer_tools.modelling.deciding import FEWEST_TO_EXCLUDE
from ml_engineer_tools.modelling.task import Task

RARE = 0.05
"""Share of positive rows below which average precision tells more than the ROC AUC: a convention
after Saito & Rehmsmeier (2015), who show it for unbalanced classes."""

UNEVEN = 0.1
"""Share of the rarest of several classes below which all classes should count alike."""

LARGE_COUNT = 20.0
"""Mean from which a count is told as a quantity: its median is then near its mean, and what moves
it is seldom chance alone, whose spread the Poisson deviance supposes. A convention."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """Which metrics fit.

    Attributes:
        metric: the one by which everything is decided.
        why: in words; of two classes with `{rate}` for the share of positive rows.
        naive: the one that is fair to an earlier outcome taken for this one, which is a class or a
            number and no probability.
        probing: the one by which columns are shuffled and rows left out.
        unit: of the metric; None for its own.
    """

    metric: str
    why: str
    naive: str
    probing: str
    unit: str | None = None


def fitting_metric(task: Task, y: np.ndarray, costs: CostMatrix | None) -> Fitting:
    """Return the metric that fits the task, its outcomes, and the costs if they are known.

    Args:
        task: what is predicted.
        y: (n,) outcomes of the rows to explore.
        costs: of decisions.
    """
    if task.kind == "binary":
        positives = int((y == 1).sum())
        rare = positives < RARE * len(y)
        naive = "average_precision" if rare else "accuracy"
        if costs is not None:
            why = (
                "Costs were given, so what decides is what decisions cost, each model's at the "
                "threshold that is cheapest for it on other rows (positives are a share of "
                "{rate}). Importance and learning curve are told by the Brier score, since costs "
                "hang on probabilities being right."
            )
            return Fitting(COST, why, COST, "brier", costs.unit or "cost units")
        if rare and positives < FEWEST_TO_EXCLUDE:
            why = (
                "Positives are rare, a share of {rate}, and so few that average precision would "
                "hang on one or two of them near the top: the ROC AUC holds each against all the "
                "negatives."
            )
            return Fitting("roc_auc", why, naive, "roc_auc")
        if rare:
            why = (
                "Positives are rare, a share of {rate}: the ROC AUC counts mostly easy negatives, "
                "average precision asks how many of the flagged rows are right."
            )
            return Fitting("average_precision", why, naive, "average_precision")
        why = (
            "Neither costs nor a threshold were given, so all that can be judged is the order of "
            "the rows, and it does not hang on the share of positives, {rate}."
        )
        return Fitting("roc_auc", why, naive, "roc_auc")
    if task.kind == "multiclass":
        if np.bincount(y, minlength=len(task.classes)).min() < UNEVEN * len(y):
            why = (
                "Some classes are rare; accuracy would hardly notice if they were never named, "
                "here each class counts alike."
            )
            return Fitting("balanced_accuracy", why, "balanced_accuracy", "balanced_accuracy")
        why = "Classes are about even and no error was said to cost more."
        return Fitting("accuracy", why, "accuracy", "accuracy")
    if task.counts and float(y.mean()) < LARGE_COUNT:
        why = (
            "The target is a small count, whose spread grows with its mean: the Poisson deviance "
            "weighs errors by that. The mean absolute error stands beside it, in the target's unit."
        )
        # An earlier count may be zero, for which the deviance is not defined.
        return Fitting("poisson_deviance", why, "mae", "poisson_deviance")
    why = (
        "It is in the target's own unit, one far value does not decide it, and its best constant "
        "is the median."
    )
    return Fitting("mae", why, "mae", "mae")

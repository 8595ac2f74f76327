"""Separation: how far a yes or no of each row goes with the target."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.ranks import average_ranks
from ml_engineer_tools.modelling.task import Task


@dataclass(frozen=True, slots=True)
class Separation:
    """How a flag and the target go together.

    Attributes:
        area: ROC AUC with which the target (or one class of it) tells flagged rows from the rest;
            above 0.5 where it is larger (the class is more frequent) in flagged rows.
        p_value: two-sided, times the number of classes that were tried.
        class_code: the class that it is about; None for numbers and for two classes.
    """

    area: float
    p_value: float
    class_code: int | None = None

    @property
    def strength(self) -> float:
        """The area, whichever way round: 0.5 to 1."""
        return max(self.area, 1 - self.area)


def separation(task: Task, y: np.ndarray, flag: np.ndarray) -> Separation:
    """Return how well the target tells flagged rows from the rest: the Mann-Whitney test.

    Args:
        task: what is predicted; of several classes the one that tells most is taken.
        y: (n,) class codes or numbers.
        flag: (n,) booleans, some of them true and some false.
    """
    if task.kind != "multiclass":
        return Separation(*_area(y, flag))
    each = [(*_area((y == code).astype(float), flag), code) for code in np.unique(y)]
    area, p_value, code = min(each, key=lambda found: (found[1], -abs(found[0] - 0.5)))
    return Separation(area, min(1.0, p_value * len(each)), int(code))


def _area(y: np.ndarray, flag: np.ndarray) -> tuple[float, float]:
    from scipy.stats import norm

    n, flagged = len(y), int(flag.sum())
    rest = n - flagged
    if not flagged or not rest:
        return 0.5, 1.0
    area = float((np.mean(average_ranks(y)[flag]) - (flagged + 1) / 2) / rest)
    ties = np.unique(y, return_counts=True)[1].astype(np.float64)
    # Variance under no relation, ties allowed for (Lehmann 1975, "Nonparametrics").
    spread = (n + 1) - float((ties**3 - ties).sum()) / (n * (n - 1))
    variance = spread / (12 * flagged * rest)
    if variance <= 0:
        return 0.5, 1.0
    return area, float(2 * norm.sf(abs(area - 0.5) / math.sqrt(variance)))

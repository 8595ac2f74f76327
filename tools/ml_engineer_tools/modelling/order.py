"""Whether the order of the rows in the file says something about the target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.ranks import average_ranks
from ml_engineer_tools.modelling.task import Task

SMALL_EFFECT = 0.1
"""A correlation of 0.1 is a small effect (Cohen 1988, Statistical Power Analysis)."""

SIGNIFICANCE = 0.001
"""Probability under no dependence below which it is believed: a convention, strict since both
tests are run on every table."""


@dataclass(frozen=True, slots=True)
class OrderDependence:
    """How the target depends on the place in the file.

    Attributes:
        lag_agreement: how much more alike neighbours are than by chance: for classes the
            chance-corrected agreement of rows with the row before (0 chance, 1 always), for
            numbers the lag-1 autocorrelation of the ranks.
        lag_p_value: probability of as much without dependence.
        trend: for two classes and numbers the rank correlation of target and place; for more
            classes the correlation ratio (square root of the variance share) of place by class.
        trend_p_value: probability of as much without a trend.
        is_sorted: the rows are sorted by the target, so their order can't be read as time.
    """

    lag_agreement: float
    lag_p_value: float
    trend: float
    trend_p_value: float
    is_sorted: bool

    @property
    def depends(self) -> bool:
        """Whether order matters: effect and significance together, of neighbours or of a trend."""
        lag = self.lag_agreement >= SMALL_EFFECT and self.lag_p_value < SIGNIFICANCE
        trend = abs(self.trend) >= SMALL_EFFECT and self.trend_p_value < SIGNIFICANCE
        return lag or trend


def file_order_dependence(task: Task, y: np.ndarray) -> OrderDependence:
    """Measure how the target depends on the place of its row in the file.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers, in file order.
    """
    rows = len(y)
    if rows < 3 or len(np.unique(y)) < 2:
        return OrderDependence(0.0, 1.0, 0.0, 1.0, is_sorted=False)
    from scipy.special import chdtrc, ndtr

    if task.kind == "regression":
        ranks = average_ranks(y)
        agreement = _correlation(ranks[1:], ranks[:-1])
        z = agreement * np.sqrt(rows)
    else:
        agreement, z = _agreement(y)
    places = np.arange(rows, dtype=np.float64)
    if task.kind == "multiclass":
        trend = _correlation_ratio(y, places)
        # Kruskal-Wallis: (n - 1) times the variance share is chi-squared with k - 1 degrees.
        trend_p = float(chdtrc(len(np.unique(y)) - 1, (rows - 1) * trend**2))
    else:
        trend = _correlation(average_ranks(y), places)
        trend_p = float(2 * ndtr(-abs(trend) * np.sqrt(rows - 1)))
    return OrderDependence(
        lag_agreement=float(agreement),
        lag_p_value=float(ndtr(-z)),
        trend=float(trend),
        trend_p_value=trend_p,
        is_sorted=_is_sorted(task, y),
    )


def _agreement(codes: np.ndarray) -> tuple[float, float]:
    """Return the chance-corrected agreement with the row before, and its z value.

    With s2 and s3 the sums of squared and cubed class shares, the agreement expected is s2 and
    its variance (s2 + s2^2 - 2 s3) / n: the join count of a random sequence (Moran 1948).
    """
    shares = np.bincount(codes) / len(codes)
    s2, s3 = float((shares**2).sum()), float((shares**3).sum())
    excess = float((codes[1:] == codes[:-1]).mean()) - s2
    variance = max(s2 + s2**2 - 2 * s3, 1e-12) / (len(codes) - 1)
    return excess / (1 - s2), excess / float(np.sqrt(variance))


def _is_sorted(task: Task, y: np.ndarray) -> bool:
    """Tell whether equal targets lie together, or numbers (nearly) only rise or only fall."""
    if task.kind == "regression":
        steps = np.diff(y)
        return bool(max((steps >= 0).mean(), (steps <= 0).mean()) > 0.99)
    runs = 1 + int((y[1:] != y[:-1]).sum())
    classes = len(np.unique(y))
    return runs <= 2 * classes and len(y) >= 10 * runs


def _correlation(first: np.ndarray, second: np.ndarray) -> float:
    first, second = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / scale if scale > 0 else 0.0


def _correlation_ratio(codes: np.ndarray, values: np.ndarray) -> float:
    counts = np.bincount(codes)
    present = counts > 0
    means = np.bincount(codes, weights=values)[present] / counts[present]
    between = float((counts[present] * (means - values.mean()) ** 2).sum())
    return float(np.sqrt(between / float(((values - values.mean()) ** 2).sum())))

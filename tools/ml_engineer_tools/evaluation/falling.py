"""Falling: whether a metric fell, and whether a part of its fall counts; in words, too."""

from __future__ import annotations

from ml_engineer_tools.evaluation.drop import Fall
from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evaluation.performance import NAMES, SMALLEST_GAIN
from ml_engineer_tools.modelling.deciding import judge_gain

NAMED_PART = 0.1
"""Share of a fall from which a part of it is named as a cause: a convention."""

NO_CHANGE = "no change that counts"


def falls(fall: Fall) -> bool:
    """Tell whether performance fell, beyond chance and by an amount that counts."""
    return is_positive(fall.total) and fall.total.value >= SMALLEST_GAIN * scale_of(fall)


def scale_of(fall: Fall) -> float:
    """Return in what differences of a metric are told: errors of numbers as shares of them."""
    return abs(fall.before.value) if fall.metric in ("mae", "rmse", "poisson_deviance") else 1.0


def is_part(found: Estimate, fall: Fall) -> bool:
    """Tell whether a part of a fall is beyond chance and large enough to be named."""
    return falls(fall) and is_positive(found) and found.value >= NAMED_PART * fall.total.value


def is_positive(found: Estimate) -> bool:
    """Tell whether an interval lies above zero."""
    return found.interval is not None and found.interval[0] > 0


def not_named(found: Estimate | None, fall: Fall) -> str:
    """Say of a part that isn't named whether it is shown to be small."""
    least = SMALLEST_GAIN * scale_of(fall)
    small = found is not None and judge_gain(found.value, found.interval, least) == "small"
    return NO_CHANGE if small else "whether that counts can't be told yet"


def words_of(metric: str) -> str:
    """Return a metric in words."""
    return NAMES.get(metric, metric.replace("_", " "))

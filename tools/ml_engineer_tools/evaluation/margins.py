"""Margins: on which share of the rows a predicted number lies within so much of the outcome.

Shares are told for margins relative to the outcome, and the other way round: which error so many
of the rows stay below. Both are of the rows that judged the model.
"""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.evaluation.parts import Estimate, Parts, mean
from ml_engineer_tools.evaluation.place import Place

__all__ = ["MARGINS", "SHARES", "record_margins"]

MARGINS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5)
"""Margins relative to the outcome: conventions, those that people ask for."""

SHARES = (0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95)
"""Shares of rows whose largest error is told: conventions."""


def record_margins(place: Place, y: np.ndarray, prediction: np.ndarray, parts: Parts) -> None:
    """Record shares within each margin, and the error that each share of rows stays below.

    A row whose outcome is zero lies within a relative margin only where it was met exactly.

    Args:
        place: where figures belong.
        y: outcomes.
        prediction: predicted numbers.
        parts: which rows depend on each other.
    """
    error = np.abs(prediction - y)
    for margin in MARGINS:
        inside = (error <= margin * np.abs(y)).astype(float)
        place.write(
            "within_share", mean(inside, parts, bounds=(0, 1)), slice=f"within {margin:.0%}"
        )
    for share in SHARES:
        bound = float(np.quantile(error, share, method="inverted_cdf"))
        place.write(
            "absolute_error_quantile", Estimate(bound, None, len(y)), slice=f"{share:.0%} of rows"
        )

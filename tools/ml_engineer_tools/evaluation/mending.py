"""Mending: what recalibration on other rows of the same period gives back of performance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evaluation.calibration import fit_logistic, logit_of
from ml_engineer_tools.evaluation.metrics import score_predictions
from ml_engineer_tools.evaluation.parts import Parts
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.modelling.task import Task

REFITS = 20
"""Parts that are left out in turn, with the recalibration fitted anew without them."""


@dataclass(frozen=True, slots=True, eq=False)
class Gain:
    """What mending gives.

    Attributes:
        values: metric -> (1 + parts,) as it is minus as it is mended, on all rows and then without
            each part, which the recalibration did not see either.
        parts: of the rows, at most `REFITS`.
    """

    values: dict[str, np.ndarray]
    parts: Parts


def gain_by_mending(task: Task, rows: Judgeable) -> Gain | None:
    """Return what mending gives; None where it can't be fitted.

    Of scores of two classes by a logistic curve and a threshold of equal costs; of numbers by a
    straight line. Each half of the parts is mended by what the other half says.
    """
    if rows.parts.count < 2:
        return None
    count = min(rows.parts.count, REFITS)
    parts = Parts(rows.parts.part % count, count, rows.parts.by)
    replicates = []
    for left_out in range(-1, count):
        kept = parts.part != left_out
        mended = _mended(task, rows, kept)
        if mended is None:
            return None
        weights = kept[None, :] * 1.0
        of = rows.predicted
        plain = score_predictions(
            task, rows.y, parts, chances=of.chances, labels=of.labels, numbers=of.numbers,
            weights=weights,
        )  # fmt: skip
        if task.kind == "regression":
            better = score_predictions(task, rows.y, parts, numbers=mended, weights=weights)
        else:
            better = score_predictions(
                task, rows.y, parts, chances=np.column_stack([1 - mended, mended]),
                labels=(mended >= 0.5).astype(int), weights=weights,
            )  # fmt: skip
        replicates.append(
            {m: float(plain.values[m][0] - better.values[m][0]) for m in better.metrics
             if m in plain.metrics}
        )  # fmt: skip
    metrics = [m for m in replicates[0] if all(m in one for one in replicates)]
    return Gain({m: np.array([one[m] for one in replicates]) for m in metrics}, parts)


def _mended(task: Task, rows: Judgeable, kept: np.ndarray) -> np.ndarray | None:
    """Return mended numbers or probabilities, (n,), learnt from the kept rows of the other half."""
    of, side = rows.predicted, rows.parts.part % 2
    if task.kind == "regression" and of.numbers is not None:
        numbers = of.numbers.copy()
        for k in (0, 1):
            known, asked = (side != k) & kept, side == k
            if not known.any():
                return None
            slope, intercept = _line(of.numbers[known], rows.y[known])
            numbers[asked] = intercept + slope * of.numbers[asked]
        return numbers
    if task.kind != "binary" or of.chances is None or of.labels is None:
        return None
    chance = of.chances[:, 1].copy()
    logit = logit_of(chance)
    for k in (0, 1):
        known, asked = (side != k) & kept, side == k
        fitted = fit_logistic(logit[known], np.ones(int(known.sum())), rows.y[known], (0.0, 1.0))
        if fitted is None:
            return None
        chance[asked] = 1 / (1 + np.exp(-(fitted[0] + fitted[1] * logit[asked])))
    return chance


def _line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    spread = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * (y - y.mean())).sum() / spread) if spread > 0 else 1.0
    return slope, float(y.mean() - slope * x.mean())

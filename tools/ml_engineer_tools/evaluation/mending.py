"""Mending: what recalibration on other rows of the same period gives back of performance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ml_engineer_tools.evaluation.calibration import fit_logistic, logit_of
from ml_engineer_tools.evaluation.metrics import score_predictions
from ml_engineer_tools.evaluation.parts import Parts
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.modelling.task import Task

REFITS = 10
"""Parts that are left out in turn, alone and in pairs, with the recalibration fitted anew without
them."""

FEWEST_FOR_PAIRS = 4
"""With fewer parts than this, what pairs of them tell is not asked."""

LEAST_OF_VARIANCE = 0.5
"""The jackknife gives at most twice the variance of what hangs on pairs of parts, so that no more
than half of it is taken off."""


@dataclass(frozen=True, slots=True, eq=False)
class Gain:
    """What mending gives.

    Attributes:
        values: metric -> (1 + parts,) as it is minus as it is mended, on all rows and then without
            each part, which the recalibration did not see either; drawn towards the first by as
            much as the jackknife makes of their spread too much.
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
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    # A second thread of so small sums would only wait for a busy core.
    with threadpool_limits(1):
        return _jackknifed(task, rows, parts)


def _jackknifed(task: Task, rows: Judgeable, parts: Parts) -> Gain | None:
    count = parts.count
    whole = _gain(task, rows, parts, ())
    single = [_gain(task, rows, parts, (k,)) for k in range(count)]
    known = [one for one in single if one is not None]
    if whole is None or len(known) < count:
        return None
    pairs = {
        pair: found
        for pair in combinations(range(count), 2)
        if count >= FEWEST_FOR_PAIRS and (found := _gain(task, rows, parts, pair)) is not None
    }
    metrics = [m for m in whole if all(m in one for one in known)]
    return Gain({m: drawn_in(m, whole, known, pairs) for m in metrics}, parts)


def _gain(
    task: Task, rows: Judgeable, parts: Parts, left_out: tuple[int, ...]
) -> dict[str, float] | None:
    """Return what mending gives by metric, without some parts; None where it can't be fitted."""
    kept = ~np.isin(parts.part, left_out)
    mended = _mended(task, rows, kept)
    if mended is None:
        return None
    weights, of = kept[None, :] * 1.0, rows.predicted
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
    return {
        m: float(plain.values[m][0] - better.values[m][0])
        for m in better.metrics
        if m in plain.metrics
    }


def drawn_in(
    metric: str,
    whole: dict[str, float],
    single: list[dict[str, float]],
    pairs: dict[tuple[int, int], dict[str, float]],
) -> np.ndarray:
    """Return the values without each part as the jackknife should have them, the whole first.

    Where scores are calibrated already, what mending gives hangs on pairs of parts and hardly on
    any alone, and the jackknife counts such variance twice (Efron & Stein 1981, "The jackknife
    estimate of variance"). The second differences of parts tell how much of it there is.
    """
    value, count = whole[metric], len(single)
    alone = np.array([one[metric] for one in single])
    spread = float(((alone - value) ** 2).sum()) * (count - 1) / count
    seconds = [
        value - alone[i] - alone[j] + found[metric]
        for (i, j), found in pairs.items()
        if metric in found
    ]
    # For a square of a mean of parts this is its variance.
    scale = (count - 2) ** 4 / (count**3 * (count - 1)) if count > 1 else 0.0
    of_pairs = scale * float(np.square(seconds).sum())
    rest = 1.0 if spread <= 0 else max(LEAST_OF_VARIANCE, 1 - of_pairs / spread)
    return np.concatenate([[value], value + (alone - value) * np.sqrt(rest)])


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

"""Linear rules: the few columns whose weighted sum, or product, comes nearest to giving a class."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.ranks import average_ranks

NEARLY = 0.97
"""ROC AUC on rows that the rule was not fitted to, below which it is no identity."""
MOST = 6
"""Columns at most of a rule."""
TINY = 1e-10
"""Directions with a smaller part of the largest variance are rounding."""
FEWEST_ROWS = 200


@dataclass(frozen=True, slots=True, eq=False)
class LinearRule:
    """A weighted sum of columns, or of their logarithms.

    Attributes:
        columns: positions of the columns.
        signs: of their weights.
        logs: whether logarithms are summed.
        value: (n,) the sum; NaN where a column is not known.
        weights: of the columns, as they stand in the sum.
        parts: (n, c) what is summed, less its mean.
    """

    columns: tuple[int, ...]
    signs: tuple[int, ...]
    logs: bool
    value: np.ndarray
    weights: tuple[float, ...]
    parts: np.ndarray


def linear_rule(matrix: np.ndarray, target: np.ndarray) -> list[LinearRule]:
    """Return rules of two columns or more that nearly give the target, at most two.

    Args:
        matrix: (n, m) numbers, NaN where nothing is known.
        target: (n,) booleans.
    """
    found = []
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithms = np.where(matrix > 0, np.log(np.where(matrix > 0, matrix, 1.0)), np.nan)
    for logs, values in ((False, matrix), (True, logarithms)):
        rule = _rule(values, target, logs=logs)
        if rule is not None:
            found.append(rule)
    return found


def _rule(values: np.ndarray, target: np.ndarray, *, logs: bool) -> LinearRule | None:
    finite = np.isfinite(values)
    usable = np.flatnonzero((finite.mean(axis=0) >= 0.5) & (_spread(values) > 0))
    chosen, weights, filled = usable, np.zeros(0), np.empty((len(values), 0))
    for _ in range(3):
        if len(chosen) < 2:
            return None
        filled = _filled(values[:, chosen])
        weights, area = _fit(filled, target)
        if area < NEARLY:
            return None
        reach = np.abs(weights) * filled.std(axis=0)
        kept = chosen[np.argsort(-reach, kind="stable")[:MOST]]
        kept = np.sort(kept[np.isin(kept, chosen[reach >= 0.05 * reach.max()])])
        if len(kept) == len(chosen):
            break
        chosen = kept
    if not 2 <= len(chosen) <= MOST:
        return None
    value = np.where(finite[:, chosen].all(axis=1), filled @ weights, np.nan)
    signs = tuple(1 if weight > 0 else -1 for weight in weights)
    return LinearRule(
        tuple(map(int, chosen)), signs, logs, value, tuple(map(float, weights)), filled
    )


def _spread(values: np.ndarray) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        finite = np.where(np.isfinite(values), values, np.nan)
        return np.asarray(np.nan_to_num(np.nanstd(finite, axis=0)))


def _filled(values: np.ndarray) -> np.ndarray:
    known = np.isfinite(values)
    means = np.where(known, values, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.asarray(np.where(known, values, means) - means)


def _fit(filled: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, float]:
    """Fit a logistic regression in whitened columns on half of the rows; score the other half.

    Whitening makes columns that nearly repeat each other, and whose small difference decides, as
    easy as any others.
    """
    from sklearn.linear_model import LogisticRegression

    rows = np.arange(len(target))
    train, test = rows % 2 == 0, rows % 2 == 1
    if train.sum() < FEWEST_ROWS / 2 or not 5 <= target[train].sum() <= train.sum() - 5:
        return np.zeros(filled.shape[1]), 0.0
    scale = np.maximum(filled.std(axis=0), 1e-300)
    z = filled / scale
    variances, axes = np.linalg.eigh(z[train].T @ z[train] / train.sum())
    good = variances > TINY * variances.max()
    white = axes[:, good] / np.sqrt(variances[good])
    with warnings.catch_warnings():
        # Separable rows have no finite optimum; the direction is all that is asked for.
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=100.0, max_iter=200).fit(z[train] @ white, target[train])
    weights = (white @ model.coef_[0]) / scale
    return weights, _area(filled[test] @ weights, target[test])


def _area(value: np.ndarray, target: np.ndarray) -> float:
    positives = int(target.sum())
    pairs = positives * (len(target) - positives)
    if pairs == 0:
        return 0.0
    return float((average_ranks(value)[target].sum() - positives * (positives + 1) / 2) / pairs)

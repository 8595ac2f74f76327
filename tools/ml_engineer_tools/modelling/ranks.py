"""Ranks, and curves that only rise or only fall: without the second that `scipy.stats` loads."""

from __future__ import annotations

import numpy as np


def average_ranks(values: np.ndarray) -> np.ndarray:
    """Return the rank of each value from 1, ties averaged; NaN for NaN.

    Args:
        values: (n,) numbers.
    """
    values = np.asarray(values)
    order = np.argsort(values, kind="stable")
    rising = values[order]
    # NaN is sorted last.
    known = len(rising) - (int(np.isnan(rising).sum()) if rising.dtype.kind == "f" else 0)
    ranks = np.full(len(values), np.nan)
    if known:
        first = np.flatnonzero(np.concatenate([[True], rising[1:known] != rising[: known - 1]]))
        after = np.append(first[1:], known)
        ranks[order[:known]] = np.repeat((first + after + 1) / 2, after - first)
    return ranks


def monotone_fit(values: np.ndarray, weights: np.ndarray, *, rising: bool) -> np.ndarray:
    """Return the curve nearest to the values that only rises, or only falls: least squares.

    Neighbours that are in the wrong order share their mean (Ayer et al. 1955).

    Args:
        values: (n,) in the order of what they are of.
        weights: (n,) of their squared distances; positive.
        rising: which of the two.
    """
    sign = 1.0 if rising else -1.0
    means: list[float] = []
    sums: list[float] = []
    sizes: list[int] = []
    for value, weight in zip(sign * values, weights, strict=True):
        means.append(float(value))
        sums.append(float(weight))
        sizes.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            mean, total, size = means.pop(), sums.pop(), sizes.pop()
            means[-1] = (means[-1] * sums[-1] + mean * total) / (sums[-1] + total)
            sums[-1] += total
            sizes[-1] += size
    return sign * np.repeat(np.array(means), sizes)

"""Sharpness: whether a class changes at a cut without errors next to it."""

from __future__ import annotations

import numpy as np

WINDOW = 0.04
"""Share of the rows on either side of the cut that are looked at closely."""
FEWEST = 15
"""Rows at least on either side."""
CLEAN = 0.9
"""Share of the rows next to the cut that have to be on their side. A noisy relation, however
strong, comes near to 0.5 there: a convention."""
NEAR = 0.05
"""Part of the range (5th to 95th percentile) on either side of the cut that is compared with what
lies beyond it: where rows lie thinner at the cut than on both sides, two clusters are kept apart
by a gap, and that is honest."""
THIN = 0.6
"""Part of the thinner side's density that the middle has to reach: a convention."""


def sharp_cut(value: np.ndarray, target: np.ndarray) -> float | None:
    """Return the share of wrong guesses that the best cut mends (Goodman & Kruskal's lambda).

    Args:
        value: (n,) the quantity to be cut; NaN where it is not known.
        target: (n,) booleans.

    Returns:
        None if the cut isn't sharp, or lies in a gap.
    """
    known = np.isfinite(value)
    d, hit = value[known], target[known]
    n = len(d)
    positives = int(hit.sum())
    if n < 4 * FEWEST or min(positives, n - positives) < FEWEST:
        return None
    order = np.argsort(d, kind="stable")
    d, hit = d[order], hit[order].astype(np.int64)
    if hit[n // 2 :].sum() < hit[: n // 2].sum():
        hit = 1 - hit
    # Right with the cut before place k: negatives below it and positives from it on.
    right = np.concatenate([[0], np.cumsum(1 - hit)]) + hit.sum() - np.concatenate(
        [[0], np.cumsum(hit)]
    )  # fmt: skip
    cut = int(right.argmax())
    window = max(FEWEST, int(WINDOW * n))
    if cut < FEWEST or cut > n - FEWEST:
        return None
    low, high = max(0, cut - window), min(n, cut + window)
    near = (1 - hit[low:cut]).sum() + hit[cut:high].sum()
    if near < CLEAN * (high - low):
        return None
    if _in_a_gap(d, (d[cut - 1] + d[cut]) / 2):
        return None
    wrong = min(int(hit.sum()), n - int(hit.sum()))
    return float(1 - (n - int(right[cut])) / wrong)


def _in_a_gap(d: np.ndarray, cut: float) -> bool:
    low, high = np.quantile(d, [0.05, 0.95])
    reach = NEAR * (high - low)
    places = np.searchsorted(d, [cut + k * reach for k in (-3, -1, 1, 3)])
    left, middle, right = np.diff(places)
    return bool(middle < THIN * min(left, right) or middle < FEWEST)


def lambda_of_codes(codes: np.ndarray, labels: np.ndarray) -> float:
    """Return Goodman & Kruskal's lambda of the labels given codes from 0 (both (n,))."""
    classes = int(labels.max()) + 1
    cells = np.bincount(codes * classes + labels, minlength=(int(codes.max()) + 1) * classes)
    table = cells.reshape(-1, classes)
    without = int(table.sum(axis=0).max())
    wrong = len(labels) - without
    return float(table.max(axis=1).sum() - without) / wrong if wrong > 0 else 0.0

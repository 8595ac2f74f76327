"""Other rows: values that have the right distribution and stand in the wrong rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ml_engineer_tools.parity.cells import Both
from ml_engineer_tools.parity.patterns import Pattern

FEWEST = 50
"""Unexplained rows from which it is asked whether they belong to other rows."""

ALIKE = 0.1
"""Largest distance of the two distributions (Kolmogorov-Smirnov) that still counts as the same."""

UNRELATED = 0.3
"""Rank correlation up to which the two sides have little to do with each other."""


def name_other_rows(both: Both, patterns: Sequence[Pattern]) -> list[Pattern]:
    """Name what is unexplained `other_rows` if both sides hold the same values, unrelated."""
    return [
        replace(pattern, name="other_rows")
        if pattern.name == "unexplained" and _shuffled(both, pattern.rows)
        else pattern
        for pattern in patterns
    ]


def _shuffled(both: Both, rows: np.ndarray) -> bool:
    missing = both.missing
    known = rows & ~missing[0] & ~missing[1]
    if known.sum() < FEWEST:
        return False
    first, second = both.training[known], both.serving[known]
    if both.kind == "text":
        levels, codes = np.unique(np.concatenate([first, second]).astype(str), return_inverse=True)
        a, b = codes[: len(first)], codes[len(first) :]
        shares = [np.bincount(side, minlength=len(levels)) / len(side) for side in (a, b)]
        return bool(np.abs(shares[0] - shares[1]).sum() / 2 <= ALIKE and len(levels) > 1)
    from scipy.stats import ks_2samp, spearmanr

    if len(np.unique(first)) < 2 or len(np.unique(second)) < 2:
        return False
    distance = float(ks_2samp(first, second).statistic)
    related = abs(float(spearmanr(first, second).statistic))
    return distance <= ALIKE and related <= UNRELATED

"""Copies among features: columns that say the same, so that leaving out one changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

SAME_ORDER = 0.999
"""Rank correlation from which two columns are copies, rounding and change of unit allowed for.

Honest measures of one thing stay below it; two lengths of one petal reach about 0.94.
"""
NEAR_SCORES = 0.05
"""Copies score alike; columns whose scores are further apart aren't compared."""
SAME_NULLS = 0.99
"""Correlation of missingness from which two columns are missing together."""


@dataclass(frozen=True, slots=True)
class Source:
    """A feature with its copies, the best one first."""

    columns: tuple[str, ...]
    score: float


def gather_copies(
    frame: pd.DataFrame, scores: dict[str, float], missing_tells: set[str]
) -> list[Source]:
    """Gather columns into sources, best score first.

    Args:
        frame: the features.
        scores: columns to gather, with the score of each alone.
        missing_tells: those of them whose missingness alone reaches their score.
    """
    groups: list[list[str]] = []
    for name in sorted(scores, key=lambda column: -scores[column]):
        for group in groups:
            by_nulls = {name, group[0]} <= missing_tells
            if abs(scores[name] - scores[group[0]]) > NEAR_SCORES:
                continue
            if _are_copies(frame[group[0]], frame[name], by_nulls=by_nulls):
                group.append(name)
                break
        else:
            groups.append([name])
    return [Source(tuple(group), scores[group[0]]) for group in groups]


def _are_copies(first: pd.Series, second: pd.Series, *, by_nulls: bool) -> bool:
    import pandas as pd

    nulls = np.array([first.isna().to_numpy(), second.isna().to_numpy()], dtype=np.float64)
    if by_nulls and (nulls.std(axis=1) > 0).all():
        return _correlation(nulls) >= SAME_NULLS
    both = (nulls == 0).all(axis=0)
    if both.sum() < max(10, 0.5 * max((nulls[0] == 0).sum(), (nulls[1] == 0).sum())):
        return False
    a, b = first[both], second[both]
    codes_a, codes_b = pd.factorize(a)[0], pd.factorize(b)[0]
    distinct = int(codes_a.max()) + 1
    if distinct <= len(a) / 2 and distinct == int(codes_b.max()) + 1:
        pairs = np.unique(codes_a.astype(np.int64) * distinct + codes_b)
        if len(pairs) == distinct:
            return True
    if not all(pd.api.types.is_numeric_dtype(side.dtype) for side in (a, b)):
        return False
    ranks = np.array([a.rank().to_numpy(), b.rank().to_numpy()], dtype=np.float64)
    if (ranks.std(axis=1) == 0).any():
        return False
    return abs(_correlation(ranks)) >= SAME_ORDER


def _correlation(pair: np.ndarray) -> float:
    """Return Pearson's correlation of the two rows of (2, n); neither is constant."""
    centred = pair - pair.mean(axis=1, keepdims=True)
    scale = float(np.sqrt((centred**2).sum(axis=1).prod()))
    return float((centred[0] * centred[1]).sum()) / scale

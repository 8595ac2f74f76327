"""Copies among features: columns that say the same, so that leaving out one changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

SAME_ORDER = 0.999
"""Rank correlation from which two columns are copies, rounding and change of unit allowed for.

Honest measures of one thing stay below it; two lengths of one petal reach about 0.94.
"""
NEAR_SCORES = 0.05
"""Copies score alike; columns whose scores are further apart aren't compared."""
EQUAL = 0.99
"""Share of the rows in which two columns have to be equal to be called copies of each other."""
SAME_NULLS = 0.99
"""Correlation of missingness from which two columns are missing together."""


Likeness = Literal["equal", "alike", "gaps"]
"""Equal row by row; telling the same in other values; missing in the same rows."""
ORDER: tuple[Likeness, ...] = ("equal", "alike", "gaps")


@dataclass(frozen=True, slots=True)
class Source:
    """A feature with its copies, the best one first.

    Attributes:
        columns: their names.
        score: of the first one alone.
        likeness: the least that holds of the first and each other one; None for one column.
    """

    columns: tuple[str, ...]
    score: float
    likeness: Likeness | None = None


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
    seen: dict[str, Likeness] = {}
    for name in sorted(scores, key=lambda column: -scores[column]):
        for group in groups:
            by_nulls = {name, group[0]} <= missing_tells
            if abs(scores[name] - scores[group[0]]) > NEAR_SCORES:
                continue
            how = _likeness(frame[group[0]], frame[name], by_nulls=by_nulls)
            if how is not None:
                seen[group[0]] = max(seen.get(group[0], how), how, key=ORDER.index)
                group.append(name)
                break
        else:
            groups.append([name])
    return [Source(tuple(group), scores[group[0]], seen.get(group[0])) for group in groups]


def _likeness(first: pd.Series, second: pd.Series, *, by_nulls: bool) -> Likeness | None:
    import pandas as pd

    nulls = np.array([first.isna().to_numpy(), second.isna().to_numpy()], dtype=np.float64)
    if by_nulls and (nulls.std(axis=1) > 0).all():
        return "gaps" if _correlation(nulls) >= SAME_NULLS else None
    both = (nulls == 0).all(axis=0)
    if both.sum() < max(10, 0.5 * max((nulls[0] == 0).sum(), (nulls[1] == 0).sum())):
        return None
    a, b = first[both], second[both]
    numeric = all(pd.api.types.is_numeric_dtype(side.dtype) for side in (a, b))
    comparable = numeric or a.dtype == b.dtype
    if comparable and float((a.to_numpy() == b.to_numpy()).mean()) >= EQUAL:
        return "equal"
    codes_a, codes_b = pd.factorize(a)[0], pd.factorize(b)[0]
    distinct = int(codes_a.max()) + 1
    if distinct <= len(a) / 2 and distinct == int(codes_b.max()) + 1:
        pairs = np.unique(codes_a.astype(np.int64) * distinct + codes_b)
        if len(pairs) == distinct:
            return "alike"
    if not numeric:
        return None
    ranks = np.array([a.rank().to_numpy(), b.rank().to_numpy()], dtype=np.float64)
    if (ranks.std(axis=1) == 0).any():
        return None
    return "alike" if abs(_correlation(ranks)) >= SAME_ORDER else None


def _correlation(pair: np.ndarray) -> float:
    """Return Pearson's correlation of the two rows of (2, n); neither is constant."""
    centred = pair - pair.mean(axis=1, keepdims=True)
    scale = float(np.sqrt((centred**2).sum(axis=1).prod()))
    return float((centred[0] * centred[1]).sum()) / scale

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
    compared = _Compared(frame)
    groups: list[list[str]] = []
    seen: dict[str, Likeness] = {}
    for name in sorted(scores, key=lambda column: -scores[column]):
        for group in groups:
            by_nulls = {name, group[0]} <= missing_tells
            if abs(scores[name] - scores[group[0]]) > NEAR_SCORES:
                continue
            how = compared.likeness(group[0], name, by_nulls=by_nulls)
            if how is not None:
                seen[group[0]] = max(seen.get(group[0], how), how, key=ORDER.index)
                group.append(name)
                break
        else:
            groups.append([name])
    return [Source(tuple(group), scores[group[0]], seen.get(group[0])) for group in groups]


class _Compared:
    """Columns that are compared in pairs; what is read of one in the same rows is read once."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self._missing: dict[str, np.ndarray] = {}
        self._codes: dict[tuple[str, bytes], np.ndarray] = {}
        self._ranks: dict[tuple[str, bytes], np.ndarray] = {}

    def likeness(self, first: str, second: str, *, by_nulls: bool) -> Likeness | None:
        """Return in what way two columns are copies of each other; None if they are none."""
        import pandas as pd

        missing = [self._missing_of(name) for name in (first, second)]
        if by_nulls and all(gone.any() and not gone.all() for gone in missing):
            nulls = np.array(missing, dtype=np.float64)
            return "gaps" if _correlation(nulls) >= SAME_NULLS else None
        both = ~(missing[0] | missing[1])
        if both.sum() < max(10, 0.5 * max((~gone).sum() for gone in missing)):
            return None
        a, b = self._frame[first], self._frame[second]
        numeric = all(pd.api.types.is_numeric_dtype(side.dtype) for side in (a, b))
        comparable = numeric or a.dtype == b.dtype
        if comparable and float((a[both].to_numpy() == b[both].to_numpy()).mean()) >= EQUAL:
            return "equal"
        codes_a, codes_b = (self._codes_of(name, both) for name in (first, second))
        distinct = int(codes_a.max()) + 1
        if distinct <= len(codes_a) / 2 and distinct == int(codes_b.max()) + 1:
            pairs = np.unique(codes_a.astype(np.int64) * distinct + codes_b)
            if len(pairs) == distinct:
                return "alike"
        if not numeric:
            return None
        ranks = np.array([self._ranks_of(name, both) for name in (first, second)])
        if (ranks.std(axis=1) == 0).any():
            return None
        return "alike" if abs(_correlation(ranks)) >= SAME_ORDER else None

    def _missing_of(self, name: str) -> np.ndarray:
        if name not in self._missing:
            self._missing[name] = self._frame[name].isna().to_numpy()
        return self._missing[name]

    def _codes_of(self, name: str, rows: np.ndarray) -> np.ndarray:
        import pandas as pd

        key = name, rows.tobytes()
        if key not in self._codes:
            self._codes[key] = np.asarray(pd.factorize(self._frame[name][rows])[0])
        return self._codes[key]

    def _ranks_of(self, name: str, rows: np.ndarray) -> np.ndarray:
        key = name, rows.tobytes()
        if key not in self._ranks:
            ranks = self._frame[name][rows].rank()
            self._ranks[key] = ranks.to_numpy(dtype=np.float64)
        return self._ranks[key]


def _correlation(pair: np.ndarray) -> float:
    """Return Pearson's correlation of the two rows of (2, n); neither is constant."""
    centred = pair - pair.mean(axis=1, keepdims=True)
    scale = float(np.sqrt((centred**2).sum(axis=1).prod()))
    return float((centred[0] * centred[1]).sum()) / scale

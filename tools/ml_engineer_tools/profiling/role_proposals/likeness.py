"""Likeness: whether rows that share a value are alike, and rows with the next value are not.

Rows of one customer agree in age, town and habits; customers 17 and 18 don't. Rows of one age
agree somewhat, and those a year older agree as much: age is a measure, not a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

MOST_COLUMNS = 60
"""Columns, the first by name, in which rows are compared: a convention."""

FEWEST_PAIRS = 30
"""Pairs of rows from which likeness is measured: a convention."""

ALIKE = 0.3
"""Likeness from which rows are alike in a column: a medium correlation (Cohen 1988)."""

LESS_THAN = 0.5
"""Part of that which rows with the next value reach at most: a convention."""


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """The columns in which rows are compared.

    Attributes:
        names: of m columns.
        ranks: (n, m) ranks as shares of a number's rows, or codes of a category's levels; NaN
            where missing.
        chance: (m,) chance that two rows share a level; NaN for a number.
    """

    names: tuple[str, ...]
    ranks: np.ndarray
    chance: np.ndarray


def traits_of(sample: pd.DataFrame, names: Sequence[str]) -> Traits:
    """Make columns ready to be compared; those with one value, or almost only one, are left out."""
    from ml_engineer_tools.profiling.relations.bins import bin_column

    kept, columns, chance = [], [], []
    for name in sorted(names)[:MOST_COLUMNS]:
        binned = bin_column(sample[name], 20)
        if binned is None:
            continue
        counts = np.bincount(binned.codes).astype(np.float64)
        equal = float(((counts / counts.sum()) ** 2).sum())
        if equal > 0.9:
            continue
        if binned.ranks is not None and binned.count > 2:
            columns.append(binned.ranks / np.count_nonzero(~np.isnan(binned.ranks)))
            chance.append(np.nan)
        else:
            columns.append(binned.codes.astype(np.float64))
            chance.append(equal)
        kept.append(name)
    matrix = np.column_stack(columns) if columns else np.empty((len(sample), 0))
    return Traits(tuple(kept), matrix, np.array(chance))


def alike_columns(traits: Traits, codes: np.ndarray, *, seed: int) -> list[str]:
    """Return the columns in which rows that share a code are alike and rows with the next aren't.

    Args:
        traits: of n rows.
        codes: (n,) values as codes in their order; negative where missing.
        seed: of the order among rows with one code.
    """
    if not traits.names:
        return []
    random = np.random.default_rng(seed).random(len(codes))
    order = np.lexsort((random, codes))
    order = order[codes[order] >= 0]
    first, second = order[:-1], order[1:]
    same = codes[first] == codes[second]
    if min(int(same.sum()), int((~same).sum())) < FEWEST_PAIRS:
        return []
    within = _likeness(traits, first[same], second[same])
    beside = _likeness(traits, first[~same], second[~same])
    alike = (within >= ALIKE) & (beside <= LESS_THAN * within)
    return [name for name, found in zip(traits.names, alike, strict=True) if found]


def _likeness(traits: Traits, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return for each column 0 for rows as different as random ones and 1 for equal ones.

    For numbers 1 less three times the mean distance of their rank shares (1/3 for random rows);
    for categories the chance-corrected share that agree.
    """
    number = np.isnan(traits.chance)
    found = np.zeros(len(traits.names))
    apart = np.abs(traits.ranks[first] - traits.ranks[second])
    for k in range(len(traits.names)):
        known = apart[~np.isnan(apart[:, k]), k]
        if len(known) < FEWEST_PAIRS:
            continue
        if number[k]:
            found[k] = 1 - 3 * known.mean()
        else:
            found[k] = ((known == 0).mean() - traits.chance[k]) / (1 - traits.chance[k])
    return found

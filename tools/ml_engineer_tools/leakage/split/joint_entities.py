"""Entities that two columns name together, and neither alone: a shop and a product.

What gives them away: rows of one pair of values are alike by more than what rows have in common
that share the one or the other. Of effects that only add up nothing is left over; and of a measure
(an age and a height) the pairs beside are as much alike.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ml_engineer_tools.leakage.split.sides import row_keys
from ml_engineer_tools.profiling.role_proposals.likeness import ALIKE, LESS_THAN, Traits

MOST_PARTS = 10
"""Columns that are tried in pairs, those with the most values."""
FEWEST_ENTITIES = 50
"""Fewer pairs of values are levels of a category, not entities: a convention."""
MOST_ROWS_EACH = 50
"""With more rows a pair of values on average they are a category: a convention."""
REPEATED = 0.2
"""Share of the rows that have to share their pair of values with another one: a convention."""
MORE_THAN_EACH = 1.5
"""So many times more pairs than values of either, or one column names the entity alone."""
FEWEST_PAIRS = 100
"""Pairs of rows from which likeness is measured: a convention."""
DETERMINED = 0.8
"""Share of the pairs of rows that agree, from which two columns tell a third: a convention.

It is not all of them: where one of two factors is 0, the product does not tell the other.
"""
STANDARD_ERRORS = 6.0
"""By how much likeness has to exceed chance: hundreds of pairs of columns are looked at."""


@dataclass(frozen=True, slots=True)
class JointEntity:
    """Two columns that name entities together.

    Attributes:
        names: the columns.
        alike: columns in which rows of one entity are alike beyond either column.
        strength: the sum of that likeness.
    """

    names: tuple[str, str]
    alike: tuple[str, ...]
    strength: float


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A column that may be a part of the name.

    Attributes:
        name: the column.
        codes: (n,) its values, in the order of the numbers where they are numbers.
        ordered: whether they are.
    """

    name: str
    codes: np.ndarray
    ordered: bool


def find_joint_entity(
    parts: list[Part],
    traits: Traits,
    *,
    seed: int,
    least: float = ALIKE,
    in_threes: bool = False,
) -> JointEntity | None:
    """Return the two columns whose pairs of values make rows the most alike; None for none.

    Args:
        parts: columns of n rows that may be parts of a name.
        traits: columns of the same rows in which they are compared.
        seed: of the order among the rows of one entity.
        least: likeness from which rows are alike.
        in_threes: whether pairs of values that only two rows have are left out: where rows stand
            twice, these are the same record.
    """
    import pandas as pd

    levels = {part.name: int(part.codes.max(initial=-1)) + 1 for part in parts}
    rows = len(traits.ranks)
    able = [part for part in parts if 2 <= levels[part.name] <= rows / 2]
    able = sorted(able, key=lambda part: (-levels[part.name], part.name))[:MOST_PARTS]
    kernels = _Kernels(traits)
    best: JointEntity | None = None
    codes = {part.name: part.codes for part in able}
    for first, second in combinations(able, 2):
        keys = pd.factorize(first.codes * levels[second.name] + second.codes)[0]
        sizes = np.bincount(keys)
        repeated = int(sizes[sizes > 1].sum())
        if (
            int((sizes > 1).sum()) < FEWEST_ENTITIES
            or repeated < REPEATED * rows
            or rows > MOST_ROWS_EACH * len(sizes)
            or len(sizes) < MORE_THAN_EACH * max(levels[first.name], levels[second.name])
        ):
            continue
        kept = sizes[keys] != 2 if in_threes else np.ones(rows, dtype=bool)
        found = _alike(kernels, (first, second), np.flatnonzero(kept), seed, least)
        strength = sum(found.values())
        if len(found) == 1 and any_two_tell_the_third(
            first.codes, second.codes, codes.get(next(iter(found)))
        ):
            continue
        if found and (best is None or strength > best.strength):
            best = JointEntity((first.name, second.name), tuple(found), strength)
    return best


def any_two_tell_the_third(first: np.ndarray, second: np.ndarray, third: np.ndarray | None) -> bool:
    """Tell whether of three columns any two tell the third, as of a price, a number and a total."""
    if third is None:
        return False
    pairs = [(third, first, second), (third, second, first)]
    for one, other, told in pairs:
        keys = row_keys(np.stack([one, other], axis=1))
        order = np.argsort(keys, kind="stable")
        same = keys[order][1:] == keys[order][:-1]
        agree = (told[order][1:] == told[order][:-1])[same]
        if not len(agree) or float(agree.mean()) < DETERMINED:
            return False
    return True


def _alike(
    kernels: _Kernels, parts: tuple[Part, Part], rows: np.ndarray, seed: int, least: float
) -> dict[str, float]:
    """Return the columns in which rows of one pair are alike beyond either part, and by how much.

    With independent effects of the one, the other and the pair, the likeness of rows that share
    both is the sum of the three, and that of rows that share one part is its own.
    """
    random = _narrow(np.argsort(np.argsort(np.random.default_rng(seed).random(len(rows)))))
    first, second = (_narrow(part.codes[rows]) for part in parts)
    together = _neighbours((random, second, first), (first, second), None)
    if len(together[0]) < FEWEST_PAIRS:
        return {}
    whole = kernels.likeness(rows[together[0]], rows[together[1]])
    # What either part accounts for is only taken off.
    able = np.flatnonzero(whole >= least)
    if not len(able):
        return {}
    kernels, whole = kernels.of(able), whole[able]
    alone = [
        _neighbours((random, first), (first,), second),
        _neighbours((random, second), (second,), first),
    ]
    if min(len(pairs[0]) for pairs in alone) < FEWEST_PAIRS:
        return {}
    shared = [kernels.likeness(rows[one], rows[other]) for one, other in alone]
    left = whole - np.maximum(shared[0], 0) - np.maximum(shared[1], 0)
    noise = np.sqrt(sum(1 / len(pairs[0]) for pairs in (together, *alone)))
    own = {name: k for k, name in enumerate(kernels.names)}
    found = (left >= least) & (left >= STANDARD_ERRORS * noise)
    for part in parts:
        if part.name in own:
            found[own[part.name]] = False
    for k, part in enumerate(parts):
        if not part.ordered or not found.any():
            continue
        mine, other = (first, second) if k == 0 else (second, first)
        beside = _beside(mine, other, random)
        if len(beside[0]) < FEWEST_PAIRS:
            continue
        near = kernels.likeness(rows[beside[0]], rows[beside[1]])
        # They share the other part entirely, and this one nearly.
        found &= near - np.maximum(shared[1 - k], 0) <= LESS_THAN * left
    return {kernels.names[k]: float(left[k]) for k in np.flatnonzero(found)}


def _narrow(codes: np.ndarray) -> np.ndarray:
    """Return small codes as 16-bit numbers, which are put in order several times as fast."""
    return codes.astype(np.uint16) if codes.max(initial=0) < 2**16 - 1 else codes


def _neighbours(
    order_by: tuple[np.ndarray, ...], same: tuple[np.ndarray, ...], differs: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of rows that stand side by side in an order, and share some values."""
    order = np.lexsort(order_by)
    one, other = order[:-1], order[1:]
    fit = np.ones(len(one), dtype=bool)
    for codes in same:
        fit &= codes[one] == codes[other]
    if differs is not None:
        fit &= differs[one] != differs[other]
    return one[fit], other[fit]


def _beside(
    mine: np.ndarray, other: np.ndarray, random: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of rows that share the other part, with this one's value and the next one."""
    order = np.lexsort((random, mine, other))
    one, next_one = order[:-1], order[1:]
    fit = (other[one] == other[next_one]) & (mine[next_one] == mine[one] + 1)
    return one[fit], next_one[fit]


class _Kernels:
    """Likeness of pairs of rows in each column: 0 for rows at random, 1 for equal ones."""

    def __init__(self, traits: Traits) -> None:
        self.names = traits.names
        self._number = np.isnan(traits.chance)
        self._chance = np.where(self._number, 0.0, traits.chance)
        ranks = traits.ranks
        with np.errstate(invalid="ignore", divide="ignore"):
            middle, spread = np.nanmean(ranks, axis=0), np.nanstd(ranks, axis=0)
            scaled = (ranks - middle) / np.where(spread > 0, spread, 1.0)
        self._values = np.where(self._number, scaled, ranks)

    def of(self, columns: np.ndarray) -> _Kernels:
        """Return the same of some of the columns, by their places."""
        part = copy(self)
        part.names = tuple(self.names[k] for k in columns)
        part._number, part._chance = self._number[columns], self._chance[columns]
        part._values = self._values[:, columns]
        return part

    def likeness(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Return for each column the correlation, or the agreement of categories beyond chance."""
        first, second = self._values[one], self._values[other]
        known = ~(np.isnan(first) | np.isnan(second))
        equal = (first == second) - self._chance
        each = np.where(self._number, first * second, equal / (1 - self._chance))
        sums = np.where(known, each, 0.0).sum(axis=0)
        return np.asarray(sums / np.maximum(known.sum(axis=0), 1))

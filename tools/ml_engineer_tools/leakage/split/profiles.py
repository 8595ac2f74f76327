"""Profiles: columns that together name an entity, though none of them is an identifier.

A date of birth and a town; a site and a number within it; a measure so fine that it is the same
twice only in the same body. What gives them away is that rows which agree in them agree in other
columns too, in which rows rarely agree and which neither of them tells alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.leakage.split.identifiers import IN_ORDER
from ml_engineer_tools.leakage.split.joint_entities import any_two_tell_the_third
from ml_engineer_tools.leakage.split.sides import Sides, row_keys

if TYPE_CHECKING:
    import pandas as pd

ROWS = 12_000
"""Rows in which profiles are looked for."""
MOST_KEYS = 8
"""Columns that are tried as a key and in pairs, those with the most levels."""
FEWEST_LEVELS = 8
"""Columns with fewer values are attributes of an entity, not part of its name: a convention."""
FEWEST_ENTITIES = 50
"""Fewer combinations are levels of a category, not entities: a convention."""
REPEATED = 0.2
"""Share of the rows that have to share their profile with another one: a convention."""
MOST_ROWS_EACH = 50
"""With more rows a profile on average it is a category: a convention."""
SAME, RARELY = 0.95, 0.6
"""An attribute agrees in so many pairs of rows of one profile, and in at most so many others."""
TOLD_ALONE = 0.8
"""If rows that agree in one part of the profile agree so often, that part tells it alone."""
INFORMATION = 2.0
"""Attributes have to say at least so much (in nats) that rows agree: one in seven would."""
MUCH_INFORMATION = 4.0
"""The same for a single attribute of a single column, a measure too fine to repeat: one in 55."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Columns that name entities together, and the columns that go with them."""

    names: tuple[str, ...]
    attributes: tuple[str, ...]


def find_profile(sides: Sides, names: list[str], fine: list[str], seed: int) -> Profile | None:
    """Return the profile whose training rows agree in the most other columns; None without one.

    Args:
        sides: the rows.
        names: columns that may be looked at.
        fine: of them, those that may be a key alone: numbers and dates.
        seed: of the rows that are taken from many.
    """
    frame = sides.train.reset_index(drop=True)
    if len(frame) > ROWS:
        frame = frame.sample(ROWS, random_state=seed)
    if len(names) < 3 or len(frame) < 2 * FEWEST_ENTITIES:
        return None
    codes = sides.codes(names)[frame.index.to_numpy()]
    # Rows that stand twice agree in everything and tell nothing of entities.
    codes = codes[np.sort(np.unique(row_keys(codes), return_index=True)[1])]
    base = np.array([_agreement_by_chance(codes[:, k]) for k in range(len(names))])
    levels = np.array([len(np.unique(codes[:, k])) for k in range(len(names))])
    able = [k for k in range(len(names)) if FEWEST_LEVELS <= levels[k] <= len(codes) / 2]
    able = sorted(able, key=lambda k: (-levels[k], base[k]))[:MOST_KEYS]
    alone = {k: _agreement(codes, [k]) for k in able}
    best: tuple[float, Profile] | None = None
    for key in [(k,) for k in able if names[k] in fine] + list(combinations(able, 2)):
        found = _attributes(codes, key, base, [alone[k] for k in key] if len(key) > 1 else [])
        if len(key) == 1:
            found = [k for k in found if not _in_order(frame[names[key[0]]], frame[names[k]])]
        if len(key) > 1 and len(found) == 1:
            third = codes[:, found[0]]
            if any_two_tell_the_third(codes[:, key[0]], codes[:, key[1]], third):
                continue
        told = float(-np.log(np.maximum(base[found], 1e-9)).sum())
        if told < (INFORMATION if len(found) >= 3 - len(key) else MUCH_INFORMATION):
            continue
        if best is None or told > best[0]:
            best = told, Profile(tuple(names[k] for k in key), tuple(names[k] for k in found))
    return best and best[1]


def _attributes(
    codes: np.ndarray, key: tuple[int, ...], base: np.ndarray, alone: list[np.ndarray]
) -> list[int]:
    """Return the places of the columns that go with this key and with none of its parts."""
    keys = row_keys(codes[:, list(key)])
    _, counts = np.unique(keys, return_counts=True)
    repeated = counts[counts > 1]
    if len(repeated) < FEWEST_ENTITIES or repeated.sum() < REPEATED * len(codes):
        return []
    if len(codes) / len(counts) > MOST_ROWS_EACH:
        return []
    together = _agreement(codes, list(key))
    found = (together >= SAME) & (base <= RARELY)
    for part in alone:
        found &= part < TOLD_ALONE
    found[list(key)] = False
    # At least one column has to differ within a profile, or these are copies of rows.
    others = np.setdiff1d(np.flatnonzero(~found), np.array(key))
    if not len(others) or together[others].min() >= SAME:
        return []
    return [int(k) for k in np.flatnonzero(found)]


def _agreement(codes: np.ndarray, key: list[int]) -> np.ndarray:
    """Return for each column how often neighbours among the rows of one key agree in it."""
    keys = row_keys(codes[:, key])
    order = np.argsort(keys, kind="stable")
    same = keys[order][1:] == keys[order][:-1]
    if not same.any():
        return np.zeros(codes.shape[1])
    first, second = order[1:][same], order[:-1][same]
    return np.asarray((codes[first] == codes[second]).mean(axis=0))


def _agreement_by_chance(codes: np.ndarray) -> float:
    shares = np.bincount(codes) / max(len(codes), 1)
    return float((shares**2).sum())


def _in_order(first: pd.Series, second: pd.Series) -> bool:
    """Tell whether one column rises or falls with the other: the same measure again."""
    import pandas as pd

    both = pd.DataFrame({"first": first, "second": second}).dropna()
    if any(both[name].dtype.kind not in "ifM" for name in both) or len(both) < 3:
        return False
    return abs(float(np.corrcoef(both.rank().to_numpy(dtype=np.float64).T)[0, 1])) >= IN_ORDER

"""Alike rows: rows that agree with another one in nearly all columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ml_engineer_tools.leakage.split.rarity import Rarity, learn_rarity
from ml_engineer_tools.leakage.split.sides import Sides, has_twin, row_keys

DRAWS = 16
"""Sets of columns in which two rows may agree entirely and so come to be compared."""
CANDIDATES = 2
"""Rows with the same values in such a set that a row is compared with."""
AGREEING = 0.7
"""Share of the columns in which two rows have to agree to be nearly the same: a convention."""
COMMON = 0.9
"""Columns in which two rows agree more often than this anyway don't count."""
NEAR = 0.1
"""A number is near if at most this share of the training rows lie as near: a convention."""
BESIDE = 0.01
"""A number that is moved by the place of at most this share of the rows counts as agreeing."""
FEWEST_NUMBERS = 3
"""Numbers that have to be nearly those of the copy; of fewer an unrelated row may be."""
LEAST_ADDED = 0.02
"""Share of the test rows that have to agree so with a training row, without proof by themselves."""
BEYOND_TRAIN = 5
"""So many times as often as training rows do among each other."""
UNLIKELY = 0.01
"""Probability of an unrelated row that agrees as much, below which it is the same row."""


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """For each test row of the sides, the training row that it nearly equals, if there is one.

    Attributes:
        partner: (m,) place of it in the training sample; -1 for none.
        exact: (m,) whether a training row agrees in all columns compared.
        by_chance: how many would have one if each column were dealt out by itself.
    """

    partner: np.ndarray
    exact: np.ndarray
    by_chance: int


def find_alike(
    sides: Sides,
    names: list[str],
    rows: int,
    apart: np.ndarray | None,
    seed: int,
) -> Alike:
    """Look for the training row that each test row nearly equals.

    Two rows are nearly the same if they agree in most columns, and so much that no unrelated row
    would. How many unrelated rows do all the same is counted on test rows whose columns were
    shuffled, each by itself.

    Args:
        sides: the rows.
        names: columns to compare, without those that number the rows.
        rows: rows of the whole training table.
        apart: (n + m,) entity of each row, training rows first: rows of one entity are not
            compared with each other. None to compare all.
        seed: of the draws.
    """
    n = len(sides.train)
    codes = sides.codes(names)
    exact = has_twin(row_keys(codes), n, sides.places)
    rarity = learn_rarity(codes, n, rows)
    partner = _mostly_agreeing(codes, names, rarity, sides, exact, apart, seed)
    if sides.places is None and apart is None:
        many = _more_than_in_train(codes, names, rarity, sides, exact, partner, seed)
        if many is not None:
            return Alike(many[0], exact, many[1])
    if not (partner >= 0).any():
        return Alike(partner, exact, 0)
    random = np.random.default_rng(seed)
    order = np.stack([random.permutation(len(sides.test)) for _ in names], axis=1)
    columns = {name: sides.test[name].iloc[order[:, k]].array for k, name in enumerate(names)}
    dealt = replace(sides, test=sides.test.assign(**columns), places=None, _codes={})
    codes = np.concatenate([codes[:n], np.take_along_axis(codes[n:], order, axis=0)])
    twin = has_twin(row_keys(codes), n, None)
    unrelated = _mostly_agreeing(codes, names, rarity, dealt, twin, None, seed)
    return Alike(partner, exact, int((unrelated >= 0).sum()))


def _more_than_in_train(
    codes: np.ndarray,
    names: list[str],
    rarity: Rarity,
    sides: Sides,
    exact: np.ndarray,
    partner: np.ndarray,
    seed: int,
) -> tuple[np.ndarray, int] | None:
    """Return partners that no row proves by itself, but that training rows hardly have.

    Common rows agree by chance, and what depends on each other agrees more often. Both hold for
    training rows beside each other as well: where these agree far less often with another one than
    test rows with a training row, the test rows are copies.

    Returns:
        The partners, and how many there would be if test rows were like training rows; None where
        there are not `BEYOND_TRAIN` times as many.
    """
    n, m = len(sides.train), len(exact)
    loose = _mostly_agreeing(codes, names, rarity, sides, exact, None, seed, proven=False)
    added = int(((loose >= 0) & (partner < 0)).sum())
    if added < LEAST_ADDED * m:
        return None
    within = replace(sides, test=sides.train, places=np.arange(n), _codes={})
    both = np.concatenate([codes[:n], codes[:n]])
    twin = has_twin(row_keys(both), n, within.places)
    beside = _mostly_agreeing(both, names, rarity, within, twin, None, seed, proven=False)
    by_chance = float((beside >= 0).mean()) * m
    if (loose >= 0).sum() < BEYOND_TRAIN * by_chance:
        return None
    return np.where(partner >= 0, partner, loose), round(by_chance)


def _mostly_agreeing(
    codes: np.ndarray,
    names: list[str],
    rarity: Rarity,
    sides: Sides,
    exact: np.ndarray,
    apart: np.ndarray | None,
    seed: int,
    *,
    proven: bool = True,
) -> np.ndarray:
    """Return (m,) the training row that agrees in the most columns; -1 for none.

    `proven` leaves those whose agreement may be chance, and takes numbers moved a little for equal.
    """
    n = len(sides.train)
    used = [k for k in range(codes.shape[1]) if _agree_by_chance(codes[:n, k]) <= COMMON]
    best = np.full(len(codes) - n, -1)
    if len(used) < 3:
        return best
    part = codes[:, used]
    places = _places(sides, [names[k] for k in used])
    rarity = Rarity(
        tuple(rarity.log_shares[k] for k in used),
        rarity.rows,
        tuple(used.index(k) for k in rarity.telling if k in used),
    )
    needed = int(np.ceil(AGREEING * len(used)))
    most = np.full(len(best), needed - 1)
    for chosen in _column_sets(part[:n], seed):
        keys = row_keys(part[:, chosen])
        order = np.argsort(keys[:n], kind="stable")
        first = np.searchsorted(keys[:n][order], keys[n:], side="left")
        for step in range(CANDIDATES + 1):
            spot = np.minimum(first + step, n - 1)
            candidate = order[spot]
            possible = (keys[candidate] == keys[n:]) & ~exact & (first + step < n)
            possible &= _different(candidate, sides, apart)
            agreed = np.zeros(len(best), dtype=np.int64)
            same = part[candidate[possible]] == part[n:][possible]
            if sides.places is None and proven:
                same |= _moved_a_little(same, places[candidate[possible]] - places[n:][possible])
            agreed[possible] = same.sum(axis=1)
            better = agreed > most
            best[better], most[better] = candidate[better], agreed[better]
    found = np.flatnonzero(best >= 0)
    if len(found) and proven:
        agreed = part[best[found]] == part[n:][found]
        nearness = _nearness(sides, [names[k] for k in used], best[found], found, agreed)
        chance = rarity.chance(part[n:][found], agreed, nearness)
        best[found[chance > UNLIKELY]] = -1
    return best


def _moved_a_little(same: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """Tell (r, j) which numbers are nearly those of a copy, each of which was moved a little.

    Rows of one entity differ in some number by more. Within one table there are enough of them for
    some to pass all the same, so that this is asked of a test table only.
    """
    near = np.abs(moved) <= BESIDE
    numbers = np.isfinite(moved)
    every = (same | near).all(axis=1, where=numbers) & (numbers.sum(axis=1) >= FEWEST_NUMBERS)
    return np.asarray(near & every[:, None])


def _places(sides: Sides, names: list[str]) -> np.ndarray:
    """Return (n + m, j) float32: the share of the rows below each number; NaN for the rest."""
    import pandas as pd

    places = np.full((len(sides.train) + len(sides.test), len(names)), np.nan, dtype=np.float32)
    for k, name in enumerate(names):
        pair = (sides.train[name], sides.test[name])
        if all(pd.api.types.is_numeric_dtype(v.dtype) for v in pair):
            values = [v.to_numpy(dtype=np.float64, na_value=np.nan) for v in pair]
            places[:, k] = pd.Series(np.concatenate(values)).rank(pct=True).to_numpy()
    return places


def _nearness(
    sides: Sides, names: list[str], partner: np.ndarray, rows: np.ndarray, agreed: np.ndarray
) -> np.ndarray:
    """Return (m, j) the log share of training rows as near as the partner, where that is few.

    Zero where the row agrees with its partner, and where the column is no number.
    """
    import pandas as pd

    nearness = np.zeros(agreed.shape)
    for k, name in enumerate(names):
        pair = (sides.train[name], sides.test[name])
        if not all(pd.api.types.is_numeric_dtype(v.dtype) for v in pair):
            continue
        train, test = (v.to_numpy(dtype=np.float64, na_value=np.nan) for v in pair)
        ordered = np.sort(train[np.isfinite(train)])
        value, other = test[rows], train[partner]
        gap = np.abs(value - other)
        known = np.isfinite(gap) & ~agreed[:, k]
        if not known.any():
            continue
        upper = np.searchsorted(ordered, (value + gap)[known], side="right")
        lower = np.searchsorted(ordered, (value - gap)[known], side="left")
        share = np.maximum(upper - lower, 1) / max(len(ordered), 1)
        nearness[known, k] = np.where(share <= NEAR, np.log(share), 0.0)
    return nearness


def _different(candidate: np.ndarray, sides: Sides, apart: np.ndarray | None) -> np.ndarray:
    """Tell which candidates are other rows, and of other entities if that is asked for."""
    n = len(sides.train)
    fine = np.ones(len(candidate), dtype=bool)
    if sides.places is not None:
        fine &= candidate != sides.places
    if apart is not None:
        fine &= apart[candidate] != apart[n:]
    return fine


def _agree_by_chance(codes: np.ndarray) -> float:
    shares = np.bincount(codes) / max(len(codes), 1)
    return float((shares**2).sum())


def _column_sets(codes: np.ndarray, seed: int) -> list[np.ndarray]:
    """Draw sets of columns that together tell most rows apart.

    Each of `DRAWS` random orders of the columns is cut into consecutive sets, so that a set
    without the changed cells is among them even if several cells were changed.
    """
    random = np.random.default_rng(seed)
    information = [-np.log(max(_agree_by_chance(codes[:, k]), 1e-12)) for k in
                   range(codes.shape[1])]  # fmt: skip
    enough = np.log(max(len(codes), 2))
    sets: dict[tuple[int, ...], None] = {}
    for _ in range(DRAWS):
        chosen: list[int] = []
        told = 0.0
        for k in random.permutation(codes.shape[1]):
            chosen.append(int(k))
            told += information[k]
            if told >= enough and len(chosen) >= 2:
                break
        sets[tuple(sorted(chosen))] = None
    return [np.array(one) for one in sets]

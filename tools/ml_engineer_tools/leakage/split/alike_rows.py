"""Alike rows: rows that agree with another one in nearly all columns, or lie right beside it."""

from __future__ import annotations

from dataclasses import dataclass

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
OWN_ROWS = 300
"""Training rows whose own neighbours tell the dimension too: of a test table that is mostly made of
training rows, its own rows don't."""
UNLIKELY = 0.01
"""Probability of an unrelated row that agrees as much, below which it is the same row."""

NEAREST_ROWS = 1_000
"""Rows whose nearest neighbours are looked for."""
NEIGHBOURS = 5
"""The nearest one is judged against the fifth: how far away unrelated rows are there."""
FINE, FINE_VALUES = 0.2, 1_000
"""Numbers measure a distance if they have different values in this share of the rows, or so many:
on a coarse grid unrelated rows coincide."""
MOST_NUMBERS = 60
"""Numeric columns in which distances are measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """For each test row of the sides, the training row that it nearly equals, if there is one.

    Attributes:
        partner: (m,) place of it in the training sample; -1 for none.
        exact: (m,) whether a training row agrees in all columns compared.
        beside: (m,) whether it was found as a point right beside another one.
        measured: (m,) whether it was looked for as a point: a part of those not found before.
    """

    partner: np.ndarray
    exact: np.ndarray
    beside: np.ndarray
    measured: np.ndarray


def find_alike(
    sides: Sides, names: list[str], rows: int, apart: np.ndarray | None, seed: int
) -> Alike:
    """Look for the training row that each test row nearly equals.

    Two rows are nearly the same if they agree in most columns, and so much that no unrelated row
    would; or if, as points, one lies so close to the other that the density around them
    doesn't explain it.

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
    keys = row_keys(codes)
    exact = has_twin(keys, n, sides.places)
    rarity = learn_rarity(codes, n, rows)
    partner = _mostly_agreeing(codes, names, rarity, sides, exact, apart, seed)
    open_rows = np.flatnonzero(~exact & (partner < 0))
    near, measured = _right_beside(sides, names, codes, open_rows, apart, seed)
    return Alike(np.where(partner < 0, near, partner), exact, near >= 0, measured)


def _mostly_agreeing(
    codes: np.ndarray,
    names: list[str],
    rarity: Rarity,
    sides: Sides,
    exact: np.ndarray,
    apart: np.ndarray | None,
    seed: int,
) -> np.ndarray:
    """Return (m,) the training row that agrees in the most columns, beyond chance; -1 for none."""
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
            if sides.places is None:
                same |= _moved_a_little(same, places[candidate[possible]] - places[n:][possible])
            agreed[possible] = same.sum(axis=1)
            better = agreed > most
            best[better], most[better] = candidate[better], agreed[better]
    found = np.flatnonzero(best >= 0)
    if len(found):
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


def _right_beside(
    sides: Sides,
    names: list[str],
    codes: np.ndarray,
    open_rows: np.ndarray,
    apart: np.ndarray | None,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return (m,) the training row right beside each test row, else -1, and which were judged.

    Among points of any smooth density, with r the ratio of the distances to the first and to the
    k-th neighbour and d the dimension in which they lie, P(r < x) = 1 - (1 - x^d)^(k - 1) (Facco
    et al. 2017, Estimating the intrinsic dimension of datasets, for k = 2). The dimension is
    read off the upper quartile of r, where rows that stand twice play no part, in the test table
    or in the training table.
    """
    m = len(sides.test)
    none = np.full(m, -1), np.zeros(m, dtype=bool)
    points = _points(sides, names)
    if points.shape[1] < 2 or len(open_rows) < NEIGHBOURS:
        return none
    from sklearn.neighbors import NearestNeighbors

    n = len(sides.train)
    if len(open_rows) > NEAREST_ROWS:
        random = np.random.default_rng(seed)
        open_rows = np.sort(random.choice(open_rows, size=NEAREST_ROWS, replace=False))
    itself = 0 if sides.places is None else 1
    # Rows that stand twice in the training table would stand between a row and its neighbours.
    once = np.sort(np.unique(row_keys(codes[:n]), return_index=True)[1])
    if len(once) < 10 * NEIGHBOURS:
        return none
    search = NearestNeighbors(n_neighbors=NEIGHBOURS + itself, algorithm="brute").fit(points[once])
    distances, neighbours = search.kneighbors(points[n:][open_rows])
    distances, neighbours = distances[:, itself:], once[neighbours[:, itself:]]
    first, last = distances[:, 0], distances[:, -1]
    known = first > 0
    judged = np.zeros(m, dtype=bool)
    judged[open_rows] = True
    if known.sum() < NEIGHBOURS:
        return none
    ratio = np.where(known, first / np.where(known, last, 1), 1.0)
    own = np.unique(np.linspace(0, len(once) - 1, OWN_ROWS).astype(np.intp))
    apart_by = search.kneighbors(points[once[own]], n_neighbors=NEIGHBOURS + 1)[0]
    own_ratio = apart_by[:, 1] / np.maximum(apart_by[:, -1], 1e-300)
    upper = max(float(np.quantile(some, 0.75)) for some in (ratio[known], own_ratio))
    if not 0 < upper < 1:
        return none[0], judged
    # The upper quartile solves (1 - x^d)^(k - 1) = 1/4.
    dimension = np.log(1 - 0.25 ** (1 / (NEIGHBOURS - 1))) / np.log(upper)
    limit = (1 - (1 - UNLIKELY / 10) ** (1 / (NEIGHBOURS - 1))) ** (1 / dimension)
    nearest = neighbours[:, 0]
    beside = known & (ratio < limit) & _categories_agree(codes, names, sides, open_rows, nearest)
    if apart is not None:
        beside &= apart[nearest] != apart[n:][open_rows]
    near = np.full(m, -1)
    near[open_rows[beside]] = nearest[beside]
    return near, judged


def _points(sides: Sides, names: list[str]) -> np.ndarray:
    """Return (n + m, d) float32: numbers with many values, cut at their tails and scaled."""
    import pandas as pd

    columns = []
    for name in names:
        pair = (sides.train[name], sides.test[name])
        if not all(pd.api.types.is_numeric_dtype(v.dtype) for v in pair):
            continue
        if any(pd.api.types.is_bool_dtype(v.dtype) for v in pair):
            continue
        values = np.concatenate([v.to_numpy(dtype=np.float64, na_value=np.nan) for v in pair])
        finite = values[np.isfinite(values)]
        if len(np.unique(finite)) < max(2, min(FINE * len(finite), FINE_VALUES)):
            continue
        low, middle, high = np.quantile(finite, [0.01, 0.5, 0.99])
        spread = float(np.clip(finite, low, high).std())
        if spread <= 1e-12 * max(abs(low), abs(high), 1e-300):
            continue
        filled = np.where(np.isfinite(values), np.clip(values, low, high), middle)
        columns.append(((filled - middle) / spread).astype(np.float32))
        if len(columns) == MOST_NUMBERS:
            break
    return np.stack(columns, axis=1) if columns else np.empty((len(sides.train), 0), np.float32)


def _categories_agree(
    codes: np.ndarray, names: list[str], sides: Sides, rows: np.ndarray, nearest: np.ndarray
) -> np.ndarray:
    """Tell whether the rows agree with their nearest ones in most of the other columns."""
    import pandas as pd

    n = len(sides.train)
    others = [k for k, name in enumerate(names)
              if not pd.api.types.is_numeric_dtype(sides.train[name].dtype)]  # fmt: skip
    if not others:
        return np.ones(len(rows), dtype=bool)
    agree = codes[nearest][:, others] == codes[n:][rows][:, others]
    return np.asarray(agree.mean(axis=1) >= AGREEING)

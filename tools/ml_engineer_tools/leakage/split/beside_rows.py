"""Rows right beside another one: as points, closer than the density around them explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.leakage.split.sides import Sides, row_keys

NEAREST_ROWS = 1_000
"""Rows whose nearest neighbours are looked for."""
NEIGHBOURS = 6
"""The nearest one is judged against the fifth, the second one against the sixth."""
OWN_ROWS = 300
"""Training rows whose own neighbours tell the dimension too: of a test table that is mostly made of
training rows, its own rows don't."""
FINE, FINE_VALUES = 0.2, 1_000
"""Numbers measure a distance if they have different values in this share of the rows, or so many:
on a coarse grid unrelated rows coincide."""
MOST_NUMBERS = 60
"""Numeric columns in which distances are measured."""
AGREEING = 0.7
"""Share of the categories in which two rows have to agree to be nearly the same: a convention."""
UNLIKELY = 0.001
"""Probability of an unrelated row as near as this, below which it is the same row."""
BEYOND_CHANCE = 5
"""Rows beside others count from so many times as many as chance would give: a convention."""
COUNTED = (0.001, 0.003, 0.01, 0.03, 0.1, 0.2)
"""Probabilities at each of which rows are counted beyond chance."""
STANDARD_ERRORS = 2.0
"""What is left off such a count, so that it is a lower bound."""


@dataclass(frozen=True, slots=True)
class Beside:
    """How many rows lie right beside another one.

    Attributes:
        rows: at least so many of those that were judged, beyond chance; 0 for none.
        judged: rows judged.
    """

    rows: float = 0.0
    judged: int = 0


def count_beside(
    sides: Sides,
    names: list[str],
    open_rows: np.ndarray,
    apart: np.ndarray | None,
    seed: int,
) -> Beside:
    """Count the rows that lie right beside a training row, beyond what chance explains.

    Among points of any smooth density, with r the ratio of the distances to the first and to the
    k-th neighbour and d the dimension in which they lie, r^d is the smallest of k - 1 uniform
    numbers (Facco et al. 2017, Estimating the intrinsic dimension of datasets, for k = 2). What is
    not smooth (a grid, values that stand for most rows, parts of other dimensions) shows in the
    second neighbours: a row that stands twice has no part in these, and by as much as they are
    nearer than expected, the first ones are expected to be.

    Args:
        sides: the rows.
        names: columns to compare.
        open_rows: places of the test rows that are judged.
        apart: (n + m,) entity of each row: rows of one entity are not compared. None for all.
        seed: of the draws.
    """
    n = len(sides.train)
    points = _points(sides, names, seed)
    if points.shape[1] < 2 or len(open_rows) < NEIGHBOURS:
        return Beside()
    from scipy.stats import beta
    from sklearn.neighbors import NearestNeighbors

    if len(open_rows) > NEAREST_ROWS:
        random = np.random.default_rng(seed)
        open_rows = np.sort(random.choice(open_rows, size=NEAREST_ROWS, replace=False))
    codes = sides.codes(names)
    # Rows that stand twice in the training table would stand between a row and its neighbours.
    once = np.sort(np.unique(row_keys(codes[:n]), return_index=True)[1])
    if len(once) < 10 * NEIGHBOURS:
        return Beside()
    itself = 0 if sides.places is None else 1
    search = NearestNeighbors(n_neighbors=NEIGHBOURS + 1, algorithm="brute").fit(points[once])
    distances, neighbours = search.kneighbors(points[n:][open_rows])
    distances, nearest = distances[:, itself:], once[neighbours[:, itself]]
    own = np.unique(np.linspace(0, len(once) - 1, OWN_ROWS).astype(np.intp))
    own_distances = search.kneighbors(points[once[own]])[0][:, 1:]
    known = distances[:, 0] > 0
    if known.sum() < NEIGHBOURS:
        return Beside(0.0, len(open_rows))
    first, second = _ratios(distances[known])
    _, own_second = _ratios(own_distances)
    middle = max(float(np.median(some)) for some in (second, own_second))
    if not 0 < middle < 1:
        return Beside(0.0, len(open_rows))
    dimension = np.log(beta.median(2, 4)) / np.log(middle)
    by_first = 1 - (1 - first**dimension) ** 4
    by_second = beta.cdf(np.concatenate([second, own_second]) ** dimension, 2, 4)
    agree = _categories_agree(codes, names, sides, open_rows, nearest)[known]
    if apart is not None:
        agree &= (apart[nearest] != apart[n:][open_rows])[known]
    return Beside(_beyond_chance(by_first[agree], by_second), len(open_rows))


def _ratios(distances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first neighbour's distance by the fifth's, and the second's by the sixth's."""
    far = np.maximum(distances, 1e-300)
    return far[:, 0] / far[:, 4], far[:, 1] / far[:, 5]


def _beyond_chance(chances: np.ndarray, second: np.ndarray) -> float:
    """Return how many of the rows are nearer than chance explains: a lower bound, 0 for none.

    Args:
        chances: (j,) probability of an unrelated row as near as the nearest one.
        second: (i,) the same of the second nearest ones, uniform if all is as supposed.
    """
    rows, best = len(chances), 0.0
    for level in COUNTED:
        expected = max(level, (int((second <= level).sum()) + 1) / (len(second) + 1))
        there = int((chances <= level).sum())
        if level == UNLIKELY and there < BEYOND_CHANCE * expected * rows:
            return 0.0
        error = STANDARD_ERRORS * np.sqrt(expected * rows) if level > UNLIKELY else 0.0
        best = max(best, (there - expected * rows - error) / (1 - expected))
    return best


def _points(sides: Sides, names: list[str], seed: int) -> np.ndarray:
    """Return (n + m, d) float32: numbers with many values, their tails drawn in, and scaled."""
    import pandas as pd

    random = np.random.default_rng(seed)
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
        filled = np.where(np.isfinite(values), values, middle)
        inside = np.clip(filled, low, high)
        scaled = (_off_the_grid(inside, random) - middle) / spread
        beyond = (filled - inside) / spread
        columns.append((scaled + np.sign(beyond) * np.log1p(np.abs(beyond))).astype(np.float32))
        if len(columns) == MOST_NUMBERS:
            break
    return np.stack(columns, axis=1) if columns else np.empty((len(sides.train), 0), np.float32)


def _off_the_grid(values: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the values, those that stand several times spread over the gap around them.

    On a grid two unrelated rows are at no distance more often than anywhere near each other.
    """
    levels, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    edges = np.concatenate([levels[:1], (levels[1:] + levels[:-1]) / 2, levels[-1:]])
    drawn = random.random(len(values))
    spread = edges[place] + drawn * (edges[place + 1] - edges[place])
    return np.where(counts[place] > 1, spread, values)


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

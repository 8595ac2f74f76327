"""Combinations: numbers that say of the target together what none of them says alone.

Parts of one quantity that was known only after the outcome (a sum, a difference, a product, a ratio
of a few columns, however noisy) hide each other: each is mostly the other's noise. Columns that
say things of their own add up instead, and columns that say the same add up to less. So what is
looked for is synergy: the share of the target's variance that a linear fit of the columns explains
beyond what they explain when any one of them, or any pair, is fitted apart from the rest. It has a
closed form in the correlations, so that all pairs are tried, and all triples of the columns
that depend most on others, on the numbers as they are and on their logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

ROWS = 10_000
"""Rows at most on which combinations are looked for."""
PAIRED = 300
"""Columns at most whose pairs are tried."""
TRIPLED = 60
"""Columns at most whose triples are tried: those that go most with another column."""
MOST = 6
"""Columns at most of a combination."""
SYNERGY = 0.012
"""Share of the target's variance from which a synergy is worth a look: an AUC of about 0.56."""
HIDDEN = 0.4
"""Part of what the columns explain together that has to be synergy. Columns that each say much add
up to a little more than both by a small correlation of theirs, and hide nothing."""
DEPENDENT = 0.5
"""Correlation that one column at least has with another of them: what hides in two columns makes
them noise to each other. A large effect in Cohen's terms; a convention."""
CHANCE = 10.0
"""Added to twice the logarithm of the number of tries, over the rows: the chi-squared of one
coefficient exceeds that by chance less than once in a hundred tables."""
WILD = 8.0
"""Robust standard deviations beyond which a number is drawn in for the search."""
SINGULAR = 1e-7
"""Determinant of a correlation matrix below which its columns repeat each other."""
FEWEST_VALUES = 10
"""Different values from which a column is a quantity."""
CANDIDATES = 3
"""Combinations at most that are handed on."""


@dataclass(frozen=True, slots=True, eq=False)
class Combination:
    """Columns that explain more together.

    Attributes:
        columns: positions of the columns.
        signs: the sign of each column's weight.
        logs: whether logarithms are combined, so that it is a product or a ratio.
        synergy: share of the target's variance that they explain beyond each alone.
        mean: of each column, in the scale of the fit.
        weights: of each column, in the scale of the fit.
    """

    columns: tuple[int, ...]
    signs: tuple[int, ...]
    logs: bool
    synergy: float
    mean: np.ndarray
    weights: np.ndarray

    def values(self, x: np.ndarray) -> np.ndarray:
        """Return the combined number, (n,), of (n, m) columns; NaN where one isn't known."""
        part = x[:, list(self.columns)]
        return np.asarray(((_logs(part) if self.logs else part) - self.mean) @ self.weights)


def telling_combinations(x: np.ndarray, targets: np.ndarray) -> list[Combination]:
    """Return combinations without a column in common, those of most synergy first.

    Args:
        x: (n, m) numbers, NaN where nothing is known.
        targets: (n, k) class indicators or numbers.
    """
    found = _search(x, targets, logs=False)
    positive = np.flatnonzero(_mostly_positive(x))
    if len(positive) >= 2:
        logs = _logs(x[:, positive])
        # What multiplies up to a number adds up to its logarithm.
        goal = np.log(targets) if targets.shape[1] == 1 and targets.min() > 0 else targets
        found += [_at(one, positive) for one in _search(logs, goal, logs=True)]
    chosen: list[Combination] = []
    for one in sorted(found, key=lambda one: (-one.synergy, one.logs, one.columns)):
        if not any(set(one.columns) & set(other.columns) for other in chosen):
            chosen.append(one)
    return chosen[:CANDIDATES]


def _at(one: Combination, places: np.ndarray) -> Combination:
    columns = tuple(int(places[k]) for k in one.columns)
    return Combination(columns, one.signs, one.logs, one.synergy, one.mean, one.weights)


def _mostly_positive(x: np.ndarray) -> np.ndarray:
    known = np.isfinite(x)
    with np.errstate(invalid="ignore"):
        return np.asarray((x > 0).sum(axis=0) >= 0.95 * np.maximum(known.sum(axis=0), 1))


def _logs(x: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(x)
    return np.where(np.isfinite(logs), logs, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class _Correlations:
    """Correlations of columns with each other (m, m) and with the targets (m, k)."""

    among: np.ndarray
    told: np.ndarray

    @property
    def alone(self) -> np.ndarray:
        """The share of the targets' variance that each column explains, (m,)."""
        return np.asarray((self.told**2).sum(axis=1))

    def explained(self, sets: np.ndarray) -> np.ndarray:
        """Return the share that each of (s, c) sets of columns explains; 0 for repeats."""
        among = self.among[sets[:, :, None], sets[:, None, :]]
        told = self.told[sets]
        usable = np.linalg.det(among) > SINGULAR
        among[~usable] = np.eye(sets.shape[1])
        shares = (told * np.linalg.solve(among, told)).sum(axis=(1, 2))
        return np.asarray(np.where(usable, shares, 0.0))

    def dependent(self, sets: np.ndarray) -> np.ndarray:
        """Tell of each of (s, c) sets whether two of its columns go together, (s,)."""
        among = np.abs(self.among[sets[:, :, None], sets[:, None, :]])
        among[:, np.arange(sets.shape[1]), np.arange(sets.shape[1])] = 0.0
        return np.asarray(among.max(axis=(1, 2)) >= DEPENDENT)


def _search(x: np.ndarray, targets: np.ndarray, *, logs: bool) -> list[Combination]:
    z = _standardised(x)
    quantities = np.flatnonzero([_is_quantity(column) for column in x.T])[:PAIRED]
    if len(quantities) < 2:
        return []
    centred = targets - targets.mean(axis=0)
    total = float((centred**2).sum())
    if total <= 0:
        return []
    n = len(z)
    correlations = _Correlations(z.T @ z / n, z.T @ centred / np.sqrt(n * total))
    found = [
        *_pairs(correlations, quantities, n),
        *_triples(correlations, quantities, n),
    ]
    found.sort(key=lambda pair: (-pair[1], pair[0]))
    chosen: list[Combination] = []
    for columns, _ in found:
        if any(set(columns) & set(other.columns) for other in chosen):
            continue
        columns = _extended(correlations, columns, quantities, n)
        one = _fit(x, centred, columns, correlations, logs=logs)
        if one is not None:
            chosen.append(one)
        if len(chosen) == CANDIDATES:
            break
    return chosen


def _standardised(x: np.ndarray) -> np.ndarray:
    """Return columns with mean 0 and variance 1, wild values drawn in, 0 where not known."""
    known = np.isfinite(x)
    z = np.zeros_like(x)
    for k in range(x.shape[1]):
        column = x[known[:, k], k]
        if not len(column):
            continue
        low, middle, high = np.quantile(column, [0.25, 0.5, 0.75])
        spread = (high - low) / 1.349
        if spread > 0:
            column = np.clip(column, middle - WILD * spread, middle + WILD * spread)
        deviation = float(column.std())
        if deviation > 0:
            z[known[:, k], k] = (column - column.mean()) / deviation
    return np.asarray(z / np.maximum(np.sqrt((z**2).mean(axis=0)), 1e-300))


def _is_quantity(column: np.ndarray) -> bool:
    known = column[np.isfinite(column)]
    return len(known) >= len(column) / 2 and len(np.unique(known)) >= FEWEST_VALUES


def _worth(tries: int, classes: int, rows: int) -> float:
    return max(SYNERGY, classes * float(2 * np.log(max(tries, 1)) + CHANCE) / rows)


def _pairs(
    correlations: _Correlations, columns: np.ndarray, rows: int
) -> list[tuple[tuple[int, ...], float]]:
    sets = np.array(list(combinations(columns.tolist(), 2)), dtype=np.intp)
    alone = correlations.alone[sets].sum(axis=1)
    whole = correlations.explained(sets)
    synergy = whole - alone
    worth = _worth(len(sets), correlations.told.shape[1], rows)
    telling = (synergy >= worth) & (synergy >= HIDDEN * whole) & correlations.dependent(sets)
    return [(tuple(map(int, sets[k])), float(synergy[k])) for k in np.flatnonzero(telling)]


def _triples(
    correlations: _Correlations, columns: np.ndarray, rows: int
) -> list[tuple[tuple[int, ...], float]]:
    among = np.abs(correlations.among[np.ix_(columns, columns)])
    np.fill_diagonal(among, 0.0)
    most = np.argsort(-among.max(axis=0), kind="stable")[:TRIPLED]
    chosen = np.sort(columns[most])
    if len(chosen) < 3:
        return []
    sets = np.array(list(combinations(chosen.tolist(), 3)), dtype=np.intp)
    alone = correlations.alone
    whole = correlations.explained(sets)
    apart = np.max(
        [correlations.explained(np.delete(sets, k, axis=1)) + alone[sets[:, k]] for k in range(3)],
        axis=0,
    )
    worth = _worth(len(sets), correlations.told.shape[1], rows)
    synergy = whole - alone[sets].sum(axis=1)
    hidden = (synergy >= HIDDEN * whole) & correlations.dependent(sets)
    telling = (whole - apart >= worth) & hidden
    return [(tuple(map(int, sets[k])), float(synergy[k])) for k in np.flatnonzero(telling)]


def _extended(
    correlations: _Correlations, columns: tuple[int, ...], quantities: np.ndarray, rows: int
) -> tuple[int, ...]:
    """Add columns as long as one says more with these than apart from them."""
    worth = _worth(len(quantities), correlations.told.shape[1], rows)
    while len(columns) < MOST:
        others = [int(k) for k in quantities if k not in columns]
        if not others:
            break
        sets = np.array([(*columns, k) for k in others], dtype=np.intp)
        now = correlations.explained(np.array([columns], dtype=np.intp))[0]
        gain = correlations.explained(sets) - now - correlations.alone[others]
        if gain.max() < worth:
            break
        columns = (*columns, others[int(gain.argmax())])
    return columns


def _fit(
    x: np.ndarray,
    centred: np.ndarray,
    columns: tuple[int, ...],
    correlations: _Correlations,
    *,
    logs: bool,
) -> Combination | None:
    """Fit the targets by the columns; of several targets the direction that tells most of them."""
    part = x[:, list(columns)]
    rows = np.isfinite(part).all(axis=1)
    if rows.sum() < 30:
        return None
    mean = part[rows].mean(axis=0)
    known = part[rows] - mean
    scale = np.maximum(known.std(axis=0), 1e-300)
    solution = np.linalg.lstsq(known / scale, centred[rows], rcond=None)[0]
    fitted = known / scale @ solution
    direction = np.linalg.svd(fitted, full_matrices=False)[2][0]
    weights = solution @ direction / scale
    order = sorted(range(len(columns)), key=lambda k: columns[k])
    columns = tuple(columns[k] for k in order)
    shares = correlations.explained(np.array([columns], dtype=np.intp))
    return Combination(
        columns,
        tuple(1 if weights[k] > 0 else -1 for k in order),
        logs,
        float(shares[0] - correlations.alone[list(columns)].sum()),
        mean[order],
        weights[order],
    )

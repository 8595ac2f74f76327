"""Plain formulas: a number computed from two to four columns, tried one by one, simplest first.

A fit finds weights for whatever terms it is given, and where a column has two values it finds them
for terms that have no part in the formula. So here nothing is fitted but one factor of the whole:
products and ratios, a sum or difference of two of them, and (a - b) / c, a / (a + b), a * (1 + r).
Each is computed for a few rows; what holds there is verified on all of them, and of all that hold
the one with the fewest columns and the roundest factor is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from ml_engineer_tools.leakage.target.formulas import Factor, Identity, Term

COLUMNS = 20
"""Columns that are tried, those that go most with the target or with its size."""
ROWS, HITS = 12, 9
"""Rows on which a formula is tried, and those of them in which it has to hold: few may be odd."""
RELATIVE = 0.002
"""Part of the value that rounding of the columns may explain: a convention."""
NEAR = 0.02
"""Round numbers so near to a fitted factor are tried in its place."""
LOOSEST = 0.05
"""Rounding may explain at most this part of the target's standard deviation."""
MOST = 100
"""Candidates that are verified on all rows, the simplest first."""
SLACK = 0.005
"""Share of the rows that a simpler formula may miss more than the one that misses fewest."""


@dataclass(slots=True)
class _Rows:
    """The rows on which formulas are tried: columns (m, r), target (r,), and what rounding is."""

    x: np.ndarray
    y: np.ndarray
    step: float
    most: float

    def limit(self, value: np.ndarray) -> np.ndarray:
        """Return by how much each value may miss the target."""
        return np.asarray(np.minimum(0.5 * self.step + RELATIVE * np.abs(value), self.most))


@dataclass(slots=True)
class _Library:
    """Terms with their values in a few rows, (c, r)."""

    terms: list[Term] = field(default_factory=list)
    values: list[np.ndarray] = field(default_factory=list)

    def add(self, term: Term, value: np.ndarray) -> None:
        """Add a term."""
        self.terms.append(term)
        self.values.append(value)

    def array(self) -> np.ndarray:
        """Return the values as one array; what is not finite equals nothing."""
        found = np.array(self.values)
        return np.where(np.isfinite(found), found, np.nan)


def plain_formula(
    names: list[str], x: np.ndarray, y: np.ndarray, step: float, enough: float
) -> Identity | None:
    """Return the simplest formula that gives the target in most rows; None if none is found.

    Args:
        names: of the m columns.
        x: (n, m), NaN where nothing is known.
        y: (n,) the target.
        step: to which it is rounded; 0 if it isn't.
        enough: share of the rows in which a formula has to hold.
    """
    spread = float(y.std())
    kept = _strongest(x, y)
    # In large values rounding hides least.
    large = np.abs(y) >= np.median(np.abs(y))
    usable = np.flatnonzero(large & (y != 0) & (np.isfinite(x[:, kept]).mean(axis=1) >= 0.5))
    if spread == 0 or len(usable) < ROWS or len(kept) < 2:
        return None
    places = usable[np.linspace(0, len(usable) - 1, ROWS).astype(int)]
    few = _Rows(x[places][:, kept].T, y[places], step, LOOSEST * spread)
    candidates = sorted(_candidates([names[k] for k in kept], few, x[:, kept]), key=_complexity)
    relative = min(RELATIVE, LOOSEST * spread / max(float(np.median(np.abs(y))), 1e-300))
    columns = {names[k]: x[:, k] for k in kept}
    best: list[tuple[float, Identity]] = []
    for identity in candidates[:MOST]:
        value = identity.values(columns)
        known = np.isfinite(value)
        if known.sum() < max(30, 0.5 * len(y)):
            continue
        limit = np.minimum(0.5 * step + relative * np.abs(value), LOOSEST * spread)
        share = float((np.abs(y - value)[known] <= limit[known]).mean())
        if share >= enough:
            tolerance = max(0.5 * step, 1e-6 * spread)
            terms, weights = identity.terms, identity.coefficients
            best.append((share, Identity(terms, weights, 0.0, tolerance, relative)))
    most = max((share for share, _ in best), default=0.0)
    return next((identity for share, identity in best if share >= most - SLACK), None)


def _strongest(x: np.ndarray, y: np.ndarray) -> list[int]:
    """Return the columns that go most with the target or, as factors do, with its size."""
    known = np.isfinite(x)
    filled = np.where(known, x, np.nanmedian(np.where(known.any(axis=0), x, 0.0), axis=0))
    strength = np.maximum(_r2(filled, y), _r2(np.abs(filled), np.abs(y)))
    return sorted(map(int, np.argsort(-strength, kind="stable")[:COLUMNS]))


def _r2(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    z, target = x - x.mean(axis=0), y - y.mean()
    scale = np.sqrt((z**2).sum(axis=0) * (target**2).sum())
    return np.asarray((z.T @ target / np.where(scale > 0, scale, np.inf)) ** 2)


def _complexity(identity: Identity) -> tuple[int, int, int, float]:
    """Return how much there is to read: columns, then factors, then the factor of the whole."""
    factors = [factor for term in identity.terms for factor in term]
    weight = abs(identity.coefficients[0])
    roundness = 0.0 if weight == 1 else 1.0 if weight == round(weight, 2) else 2.0
    powers = sum(factor.power < 0 for factor in factors)
    return (len(identity.columns), len(factors) + len(identity.terms), powers, roundness)


def _candidates(names: list[str], few: _Rows, whole: np.ndarray) -> Iterator[Identity]:
    with np.errstate(all="ignore"):
        single, inverse = _factors(names, few, whole)
        pairs = _times(single, single, inverse)
        sums = _sums(names, few)
        one, both = single.array(), pairs.array()
        below = _Library([*single.terms, *inverse.terms], [*single.values, *inverse.values])
        yield from _constant(few, pairs, both, _Library([()], [np.ones(len(few.y))]))
        yield from _constant(few, pairs, both, below)
        yield from _constant(few, sums, sums.array(), below)
        over = _Library(
            [_inverse(term) for term in sums.terms], [1 / value for value in sums.values]
        )
        yield from _constant(few, single, one, over)
        yield from _constant(few, sums, sums.array(), over)
        yield from _constant(few, pairs, both, pairs)
        yield from _two_terms(few, pairs, _Library(
            [*single.terms, *pairs.terms], [*single.values, *pairs.values]
        ))  # fmt: skip
        yield from _three_terms(few, pairs, sums)


def _factors(names: list[str], few: _Rows, whole: np.ndarray) -> tuple[_Library, _Library]:
    """Return columns, and one less or plus those that may be rates; and one over columns."""
    single, inverse = _Library(), _Library()
    for k, name in enumerate(names):
        single.add((Factor(name),), few.x[k])
        inverse.add((Factor(name, -1.0),), 1 / few.x[k])
        known = whole[:, k][np.isfinite(whole[:, k])]
        if len(known) and known.min() >= 0 and known.max() < 1:
            for of, value in (("one_less", 1 - few.x[k]), ("one_plus", 1 + few.x[k])):
                single.add((Factor(name, of=of),), value)  # type: ignore[arg-type]
                inverse.add((Factor(name, -1.0, of),), 1 / value)  # type: ignore[arg-type]
    return single, inverse


def _times(single: _Library, other: _Library, inverse: _Library) -> _Library:
    found = _Library()
    for i, j in combinations(range(len(single.terms)), 2):
        (first,), (second,) = single.terms[i], other.terms[j]
        if first.column == second.column:
            continue
        found.add((first, second), single.values[i] * other.values[j])
        found.add((first, *inverse.terms[j]), single.values[i] * inverse.values[j])
        found.add((second, *inverse.terms[i]), other.values[j] * inverse.values[i])
    return found


def _sums(names: list[str], few: _Rows) -> _Library:
    found = _Library()
    for i, j in combinations(range(len(names)), 2):
        found.add((Factor(names[i], plus=names[j]),), few.x[i] + few.x[j])
        found.add((Factor(names[i], less=names[j]),), few.x[i] - few.x[j])
    return found


def _inverse(term: Term) -> Term:
    (factor,) = term
    return (Factor(factor.column, -factor.power, factor.of, factor.plus, factor.less),)


def _constant(
    few: _Rows, left: _Library, values: np.ndarray, right: _Library
) -> Iterator[Identity]:
    """Yield products of a term of each side that are the target but for one factor."""
    wide = 4 * RELATIVE + few.step / float(np.abs(few.y).min())
    for term, value in zip(right.terms, right.values, strict=True):
        ratio = few.y / (values * value)
        ordered = np.sort(np.where(np.isinf(ratio), np.nan, ratio), axis=1)
        near = ordered[:, HITS - 1 :] - ordered[:, : ROWS - HITS + 1]
        close = (near <= wide * np.abs(ordered[:, ROWS - HITS, None])).any(axis=1)
        for k in np.flatnonzero(close):
            weight = float(ordered[k, (ROWS - 1) // 2])
            fitted = weight * values[k] * value
            factors = (*left.terms[k], *term)
            if (np.abs(few.y - fitted) <= few.limit(fitted)).sum() >= HITS and _is_plain(factors):
                for one in _weights(weight):
                    yield _product(factors, one)


def _product(factors: Term, weight: float) -> Identity:
    """Return a product; of a difference the side that leaves no minus before it."""
    turned = next((k for k, factor in enumerate(factors) if factor.less), None)
    if weight < 0 and turned is not None:
        old = factors[turned]
        new = Factor(old.less, old.power, less=old.column)
        factors, weight = (*factors[:turned], new, *factors[turned + 1 :]), -weight
    return Identity((tuple(sorted(factors, key=_place)),), (weight,), 0.0, 0.0)


def _place(factor: Factor) -> tuple[bool, bool]:
    """Return where a factor is told: columns first, then sums, then what divides."""
    return (factor.power < 0, factor.of != "value" or bool(factor.plus or factor.less))


def _is_plain(factors: Term) -> bool:
    """Tell whether no column is in two factors, but above and below as in a / (a + b)."""
    names = [name for factor in factors for name in factor.columns]
    if len(names) == len(set(names)):
        return True
    return len(factors) == 2 and factors[0].power != factors[1].power and len(set(names)) > 1


def _weights(weight: float) -> list[float]:
    """Return round numbers near to a factor, and the factor itself."""
    near = [round(weight), round(weight, 1), round(weight, 2)]
    if weight and abs(1 / weight) >= 1.5:
        near += [1 / round(1 / weight)]
    close = [float(n) for n in near if n and abs(n - weight) <= NEAR * abs(weight)]
    return list(dict.fromkeys([*close, weight]))


def _two_terms(few: _Rows, left: _Library, right: _Library) -> Iterator[Identity]:
    """Yield sums and differences of two terms that are the target."""
    others = right.array()
    for term, value in zip(left.terms, left.values, strict=True):
        for sign, rest in ((1.0, few.y - value), (-1.0, few.y + value)):
            for other, size in ((1.0, others), (-1.0, -others)):
                near = np.abs(rest - size) <= few.limit(few.y)
                for k in np.flatnonzero(near.sum(axis=1) >= HITS):
                    if right.terms[k] != term:
                        yield Identity((term, right.terms[k]), (sign, other), 0.0, 0.0)


def _three_terms(few: _Rows, left: _Library, sums: _Library) -> Iterator[Identity]:
    """Yield a product or ratio and two columns that add up to the target."""
    pairs = sums.array()
    for term, value in zip(left.terms, left.values, strict=True):
        for sign, rest in ((1.0, few.y - value), (-1.0, few.y + value)):
            for outer, size in ((1.0, pairs), (-1.0, -pairs)):
                near = np.abs(rest - size) <= few.limit(few.y)
                for k in np.flatnonzero(near.sum(axis=1) >= HITS):
                    (factor,) = sums.terms[k]
                    second = str(factor.plus or factor.less)
                    inner = outer if factor.plus else -outer
                    terms = (term, (Factor(factor.column),), (Factor(second),))
                    yield Identity(terms, (sign, outer, inner), 0.0, 0.0)

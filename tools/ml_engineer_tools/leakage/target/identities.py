"""Arithmetic identities: a numeric target that is computed from a few columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.leakage.target.formulas import Factor, Identity, Term
from ml_engineer_tools.leakage.target.identity_findings import HOLDS_MEDIUM, verify_identities
from ml_engineer_tools.leakage.target.plain_formulas import plain_formula
from ml_engineer_tools.leakage.target.robust_fit import sparse_fit, trimmed_fit

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

MOST_COLUMNS = 300
"""Numeric columns whose pairs are tried; beyond them those most correlated with the target."""
ROWS = 5_000
"""Rows on which candidates are found; they are verified on all exploration rows."""
FIT_ROWS = 1_500
"""Rows of them on which sums of several columns and products are fitted."""
FIT_COLUMNS = 100
"""Columns at most of such a fit, those most correlated with the target."""
QUICK_ROWS, QUICK_SHARE = 64, 0.75
"""Rows on which sums and differences of every pair are tried, and the share in which one has to
hold to be looked at: less than what is reported, as so few rows may be unlucky."""
SPIKE = 0.1
"""A value of the target that more of the rows have is left out of the search: columns that are
mostly zero add up to a target that is mostly zero."""
CANDIDATES = 20
"""Candidates that are verified."""
NEARLY_ALL = 0.98
"""Share of variance from which a fit is worth verifying."""
MOST_TERMS = 6
"""Columns of a sum, or of a product."""
PRODUCTS_OF = 24
"""Columns whose products and ratios may be terms of a sum, the most correlated ones."""
PRODUCTS = 20
"""Products and ratios that are tried as terms, those most correlated with the target."""
RELATIVE = 0.002
"""Part of a product that rounding of its factors may explain: a convention."""
WHOLE = 0.02
"""A power that is so near to a whole number or a half is that number."""
FEW_VALUES = 10
"""Different values below which a column has no power of its own but a whole one or a half."""
LOOSEST = 0.05
"""Rounding may explain at most this part of the target's standard deviation."""


def check_identities(inputs: Inputs, exploration: ir.Table, sample: pd.DataFrame) -> Found:
    """Record identities that give the target.

    Args:
        inputs: the surroundings.
        exploration: rows that may be looked at with their target.
        sample: some of them as a frame.
    """
    target = str(inputs.roles.target)
    names = [
        column.name
        for column in inputs.features()
        if column.is_numeric and sample[column.name].nunique() > 1
    ]
    frame = sample.head(ROWS)
    y = frame[target].to_numpy(dtype="float64")
    if not names or len(y) < 10 or y.std() == 0:
        return Found()
    x = np.column_stack([frame[name].to_numpy(dtype="float64", na_value=np.nan) for name in names])
    x[~np.isfinite(x)] = np.nan
    if len(names) > MOST_COLUMNS:
        kept = np.argsort(-np.abs(_correlations(x, y)), kind="stable")[:MOST_COLUMNS]
        kept = np.sort(kept)
        names, x = [names[k] for k in kept], x[:, kept]
        inputs.record.note("Sums were tried only of the columns most correlated with the target.")
    spike = _spike(y)
    telling = np.full(len(y), True) if spike is None else y != spike
    if telling.sum() < 10:
        return Found()
    candidates = find_identities(names, x[telling], y[telling])
    return verify_identities(inputs, exploration, target, candidates, spike)


def _spike(y: np.ndarray) -> float | None:
    """Return the most frequent value if it holds more than `SPIKE` of the rows, else None."""
    values, counts = np.unique(y, return_counts=True)
    return float(values[counts.argmax()]) if counts.max() > SPIKE * len(y) else None


def find_identities(names: list[str], x: np.ndarray, y: np.ndarray) -> list[Identity]:
    """Return candidates, single columns before pairs and plain sums before fitted ones.

    Args:
        names: of the m columns.
        x: (n, m), NaN where nothing is known.
        y: (n,) the target.
    """
    singles = [(int(k),) for k in np.flatnonzero(_correlations(x, y) ** 2 >= NEARLY_ALL)]
    found = [fit for fit in (_fit(names, x, y, chosen) for chosen in singles) if fit]
    done = {name for identity in found for name in identity.columns}
    pairs = dict.fromkeys([*_plain_pairs(x, y), *_fitted_pairs(x, y)])
    for pair in pairs:
        if len(found) >= CANDIDATES:
            break
        if not done & {names[k] for k in pair} and (fit := _fit(names, x, y, pair)):
            found.append(fit)
    if len(names) > FIT_COLUMNS:
        kept = np.sort(np.argsort(-np.abs(_correlations(x, y)), kind="stable")[:FIT_COLUMNS])
        names, x = [names[k] for k in kept], x[:, kept]
    done = {name for identity in found for name in identity.columns}
    found += _sums(names, x, y, done)
    if not found:
        plain = plain_formula(names, x, y, _step(y), HOLDS_MEDIUM)
        found += [plain] if plain else []
    if not found:
        found += _products(names, x, y)
    if not found:
        found += _sums_of_products(names, x, y)
    return found


def _sums(names: list[str], x: np.ndarray, y: np.ndarray, done: set[str]) -> list[Identity]:
    """Return the weighted sum of several columns that is the target, those in `done` left out."""
    left = [k for k, name in enumerate(names) if name not in done]
    if len(left) < 2:
        return []
    few = _few(len(y))
    chosen = tuple(left[k] for k in sparse_fit(x[few][:, left], y[few], MOST_TERMS))
    fit = _fit(names, x, y, chosen) if len(chosen) > 1 else None
    return [fit] if fit else []


def _products(names: list[str], x: np.ndarray, y: np.ndarray) -> list[Identity]:
    """Return the product of powers that is the target: a sum of logarithms."""
    factors = [Factor(name) for name in names]
    columns = list(x.T)
    for name, column in zip(names, x.T, strict=True):
        known = column[np.isfinite(column)]
        if len(known) and known.min() >= 0 and known.max() < 1:
            factors += [Factor(name, of="one_less"), Factor(name, of="one_plus")]
            columns += [1 - column, 1 + column]
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.abs(np.column_stack(columns)))
        target = np.log(np.abs(y))
    logs[~np.isfinite(logs)] = np.nan
    rows = np.isfinite(target)
    if rows.sum() < 0.5 * len(y):
        return []
    usable = np.flatnonzero(np.isfinite(logs[rows]).mean(axis=0) >= 0.5)
    few = np.flatnonzero(rows)[_few(int(rows.sum()))]
    chosen = [int(usable[k]) for k in sparse_fit(logs[few][:, usable], target[few], MOST_TERMS)]
    if not chosen:
        return []
    known = rows & np.isfinite(logs[:, chosen]).all(axis=1)
    powers, _ = trimmed_fit(logs[known][:, chosen], target[known])
    near = np.round(2 * powers) / 2
    powers = np.where(np.abs(powers - near) < WHOLE, near, powers)
    term = tuple(
        Factor(factors[k].column, float(power), factors[k].of)
        for k, power in zip(chosen, powers, strict=True)
        if power != 0
    )
    if len(term) == 1 and term[0].power == 1:
        return []
    # Of a column with few values any power is found, together with others of it.
    few_valued = {name for name, column in zip(names, x.T, strict=True)
                  if len(np.unique(column[np.isfinite(column)])) < FEW_VALUES}  # fmt: skip
    if any(f.column in few_valued and 2 * f.power != round(2 * f.power) for f in term):
        return []
    fit = _of_terms([term], names, x, y, relative=RELATIVE)
    return [fit] if fit else []


def _sums_of_products(names: list[str], x: np.ndarray, y: np.ndarray) -> list[Identity]:
    """Return a sum among whose terms are products or ratios of two columns."""
    few = _few(len(y))
    part, target = x[few], y[few]
    order = np.argsort(-np.abs(_correlations(part, target)), kind="stable")[:PRODUCTS_OF]
    terms: list[Term] = []
    columns = []
    for i, j in combinations(sorted(map(int, order)), 2):
        for first, second in ((1.0, 1.0), (1.0, -1.0), (-1.0, 1.0)):
            term = (Factor(names[i], first), Factor(names[j], second))
            with np.errstate(all="ignore"):
                few_columns = {names[i]: part[:, i], names[j]: part[:, j]}
                value = term[0].values(few_columns) * term[1].values(few_columns)
            value[~np.isfinite(value)] = np.nan
            terms.append(term)
            columns.append(value)
    if not columns:
        return []
    products = np.column_stack(columns)
    best = np.argsort(-np.abs(_correlations(products, target)), kind="stable")[:PRODUCTS]
    everything = np.column_stack([part, products[:, best]])
    names_of = [(Factor(name),) for name in names] + [terms[k] for k in best]
    chosen = sparse_fit(everything, target, MOST_TERMS // 2)
    if len(chosen) < 1:
        return []
    fit = _of_terms([names_of[k] for k in chosen], names, x, y, relative=RELATIVE)
    if fit is None:
        return []
    # Of terms that stand for each other the fewest are told.
    parts = (part for size in range(1, len(chosen)) for part in combinations(chosen, size))
    fewer = (_of_terms([names_of[k] for k in p], names, x, y, relative=RELATIVE) for p in parts)
    return [next((one for one in fewer if one is not None), fit)]


def _few(rows: int) -> np.ndarray:
    """Return evenly spaced positions of at most `FIT_ROWS` rows."""
    return np.unique(np.linspace(0, rows - 1, min(rows, FIT_ROWS)).astype(np.intp))


def _of_terms(
    terms: list[Term], names: list[str], x: np.ndarray, y: np.ndarray, *, relative: float
) -> Identity | None:
    """Fit the target by terms; None if they don't give it in most rows."""
    given = {name: x[:, k] for k, name in enumerate(names)}
    columns = np.ones((len(y), len(terms)))
    with np.errstate(all="ignore"):
        for k, term in enumerate(terms):
            for factor in term:
                columns[:, k] *= factor.values(given)
    rows = np.isfinite(columns).all(axis=1)
    if rows.sum() < 30:
        return None
    known, target = columns[rows], y[rows]
    fitted, intercept = trimmed_fit(known, target)
    near = np.round(fitted)
    fitted = np.where((np.abs(fitted - near) < 0.01) & (near != 0), near, fitted)
    tolerance = min(max(0.5 * _step(target), 1e-6 * float(target.std())),
                    LOOSEST * float(target.std()))  # fmt: skip
    intercept = float(np.median(target - known @ fitted))
    if abs(intercept) <= tolerance + relative * float(np.median(np.abs(target))):
        intercept = 0.0
    value = known @ fitted + intercept
    holds = np.abs(target - value) <= tolerance + relative * np.abs(value)
    if holds.mean() < HOLDS_MEDIUM:
        return None
    return Identity(tuple(terms), tuple(map(float, fitted)), intercept, tolerance, relative)


def _plain_pairs(x: np.ndarray, y: np.ndarray) -> list[tuple[int, int]]:
    """Return pairs whose sum or difference is the target in most of a few rows."""
    rows = np.linspace(0, len(y) - 1, min(QUICK_ROWS, len(y))).astype(int)
    few, y_few = x[rows], y[rows]
    spread = max(float(y.std()), 1e-300)
    steps = np.array([_step(column[np.isfinite(column)]) for column in few.T])
    found = []
    for i in range(x.shape[1]):
        rounding = 0.5 * (_step(y_few) + steps[i] + steps)
        limit = np.clip(rounding, 1e-6 * spread, LOOSEST * spread)
        for rest in (y_few - few[:, i], few[:, i] - y_few):
            gap = np.abs(rest[:, None] - few)
            known = np.isfinite(gap)
            hits = (np.where(known, gap, np.inf) <= limit).sum(axis=0)
            enough = (known.sum(axis=0) >= 10) & (hits >= QUICK_SHARE * known.sum(axis=0))
            found += [(min(i, j), max(i, j)) for j in map(int, np.flatnonzero(enough)) if j != i]
    return found


def _fitted_pairs(x: np.ndarray, y: np.ndarray) -> list[tuple[int, int]]:
    """Return pairs by the share of variance that the two explain together, best first.

    Two-predictor least squares from correlations: (a^2 + b^2 - 2abr) / (1 - r^2).
    """
    z, known = _standardised(x)
    both = known.T @ known
    r = (z.T @ z) / np.maximum(both, 1)
    a = _correlations(x, y)
    overlap = 1 - r**2
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (a[:, None] ** 2 + a**2 - 2 * a[:, None] * a * r) / overlap
    share[(overlap < 1e-6) | (both < 10) | ~np.isfinite(share)] = 0
    i, j = np.nonzero(np.triu(share, 1) >= NEARLY_ALL)
    order = np.argsort(-share[i, j], kind="stable")[:CANDIDATES]
    return [(int(i[k]), int(j[k])) for k in order]


def _standardised(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    known = np.isfinite(x)
    count = np.maximum(known.sum(axis=0), 1)
    centred = np.where(known, x, 0.0)
    centred = np.where(known, centred - centred.sum(axis=0) / count, 0.0)
    spread = np.sqrt((centred**2).sum(axis=0) / count)
    return centred / np.where(spread > 0, spread, 1.0), known.astype(np.float64)


def _correlations(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the correlation of each column with the target over the rows where it is known."""
    z, known = _standardised(x)
    count = np.maximum(known.sum(axis=0), 1)
    mean = known.T @ y / count
    spread = np.sqrt(np.maximum(known.T @ y**2 / count - mean**2, 1e-300))
    return np.asarray((z.T @ y / count) / spread)


def _fit(
    names: list[str], x: np.ndarray, y: np.ndarray, chosen: tuple[int, ...]
) -> Identity | None:
    """Fit the target by least squares, coefficients drawn to whole numbers when they are near."""
    columns = x[:, list(chosen)]
    rows = np.isfinite(columns).all(axis=1)
    if rows.sum() < 10:
        return None
    known, target = columns[rows], y[rows]
    fitted, _ = trimmed_fit(known, target)
    whole = np.where(np.abs(fitted - np.round(fitted)) < 0.01, np.round(fitted), fitted)
    signs = ((1.0, 1.0), (1.0, -1.0), (-1.0, 1.0)) if len(chosen) == 2 else ()
    plain = [np.array(pair) for pair in signs]
    fits = [_rest(known, target, chosen_fit) for chosen_fit in (*plain, whole, fitted)]
    # The plainest formula that rounding allows is the one that a reader knows; else the best.
    simple = [fit for fit in fits if fit.intercept == 0 and fit.error <= fit.tolerance]
    best = min(fits, key=lambda fit: fit.error)
    fit = simple[0] if simple else best
    nothing_added = len(chosen) == 2 and _adds_nothing(known, target, fit.coefficients)
    if fit.error > fit.tolerance or nothing_added:
        return None
    return Identity(
        tuple((Factor(names[k]),) for k in chosen),
        tuple(map(float, fit.coefficients)),
        fit.intercept,
        fit.tolerance,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """Coefficients with what they leave: `error` is met by nine rows in ten."""

    coefficients: np.ndarray
    intercept: float
    error: float
    tolerance: float


def _rest(known: np.ndarray, target: np.ndarray, coefficients: np.ndarray) -> _Fit:
    """Return what coefficients leave, with an intercept only if rounding doesn't explain it."""
    rest = target - known @ coefficients
    tolerance = _tolerance(target, known, coefficients)
    intercept = float(np.median(rest))
    if abs(intercept) <= tolerance and np.quantile(np.abs(rest), HOLDS_MEDIUM) <= tolerance:
        intercept = 0.0
    error = float(np.quantile(np.abs(rest - intercept), HOLDS_MEDIUM))
    return _Fit(coefficients, intercept, error, tolerance)


def _adds_nothing(known: np.ndarray, target: np.ndarray, coefficients: np.ndarray) -> bool:
    """Tell whether one of two columns moves the target by less than rounding could."""
    return bool((np.abs(coefficients) * known.std(axis=0) <= 1e-3 * target.std()).any())


def _tolerance(target: np.ndarray, known: np.ndarray, coefficients: np.ndarray) -> float:
    """Return the residual that rounding leaves: the target's, and each column's own."""
    spread = float(target.std())
    rounding = 0.5 * _step(target)
    for column, coefficient in zip(known.T, coefficients, strict=True):
        rounding += 0.5 * _step(column) * abs(float(coefficient))
    return float(min(max(rounding, 1e-6 * spread), LOOSEST * spread))


def _step(values: np.ndarray) -> float:
    """Return the power of ten that values were rounded to; 0 if they have seven digits or more."""
    exact = ((d, np.round(values, d)) for d in range(7))
    return next((10.0**-d for d, it in exact if np.allclose(values, it, rtol=0, atol=1e-9)), 0.0)

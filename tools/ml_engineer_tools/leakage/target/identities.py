"""Arithmetic identities: a numeric target that is one column, or two, by plain arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import Figure, format_value
from ml_engineer_tools.leakage.inputs import Found, Inputs
from ml_engineer_tools.tables.names import agreeing, joined, quoted

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

MOST_COLUMNS = 300
"""Numeric columns whose pairs are tried; beyond them those most correlated with the target."""
ROWS = 5_000
"""Rows on which candidates are found; they are verified on all exploration rows."""
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
HOLDS_HIGH, HOLDS_MEDIUM = 0.99, 0.9
"""Shares of rows in which an identity has to hold to be reported."""
LOOSEST = 0.05
"""Rounding may explain at most this part of the target's standard deviation."""


@dataclass(frozen=True, slots=True)
class Identity:
    """target = sum of coefficient * column + intercept.

    Attributes:
        columns: one name or two.
        coefficients: one for each column.
        intercept: in the target's unit.
        tolerance: residual that rounding explains, in the target's unit.
    """

    columns: tuple[str, ...]
    coefficients: tuple[float, ...]
    intercept: float
    tolerance: float

    def residual(self, table: ir.Table, target: str) -> ir.FloatingValue:
        """Return the absolute residual of each row; null where a column is, or is not finite."""
        import ibis

        fitted = table[target].cast("float64") - self.intercept
        for name, coefficient in zip(self.columns, self.coefficients, strict=True):
            fitted = fitted - table[name].cast("float64") * coefficient
        return ibis.ifelse(fitted.isnan() | fitted.isinf(), None, fitted.abs())


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
    return _verify(inputs, exploration, target, candidates, spike)


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
    return found


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
    scale = np.where(known.std(axis=0) > 0, known.std(axis=0), 1.0)
    design = np.column_stack([(known - known.mean(axis=0)) / scale, np.ones(len(known))])
    solution = np.linalg.lstsq(design, target, rcond=None)[0]
    fitted = solution[:-1] / scale
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
        tuple(names[k] for k in chosen),
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


def _verify(
    inputs: Inputs,
    exploration: ir.Table,
    target: str,
    candidates: list[Identity],
    spike: float | None,
) -> Found:
    if not candidates:
        return Found()
    measures = {}
    for k, identity in enumerate(candidates):
        residual = identity.residual(exploration, target)
        measures[f"n{k}"] = residual.count()
        measures[f"hits{k}"] = (residual <= identity.tolerance).sum()
        measures[f"largest{k}"] = residual.max()
        telling = exploration[target].cast("float64") != spike if spike is not None else None
        measures[f"telling{k}"] = residual.count(where=telling)
        measures[f"telling_hits{k}"] = (residual <= identity.tolerance).sum(where=telling)
    counts = inputs.engine.aggregate(exploration, measures)
    found = Found()
    for k, identity in enumerate(candidates):
        rows, hits = int(counts[f"n{k}"] or 0), int(counts[f"hits{k}"] or 0)
        telling, met = int(counts[f"telling{k}"] or 0), int(counts[f"telling_hits{k}"] or 0)
        if rows == 0 or hits < HOLDS_MEDIUM * rows or met < HOLDS_MEDIUM * telling:
            continue
        figures = _figures(inputs, identity, hits / rows, float(counts[f"largest{k}"]), rows)
        _report(inputs, identity, hits / rows, figures)
        found = found.plus(Found(identity.columns, tuple(figures[:1])))
    return found


def _figures(
    inputs: Inputs, identity: Identity, share: float, largest: float, rows: int
) -> list[Figure]:
    record = inputs.record
    figures = [record.figure("identity_row_share", share, column=str(inputs.roles.target), n=rows)]
    figures.append(record.figure("identity_largest_residual", largest, n=rows))
    figures += [
        record.figure("identity_coefficient", value, column=name)
        for name, value in zip(identity.columns, identity.coefficients, strict=True)
    ]
    figures.append(record.figure("identity_intercept", identity.intercept))
    return figures


def _report(inputs: Inputs, identity: Identity, share: float, figures: list[Figure]) -> None:
    coefficients, intercept = figures[2:-1], figures[-1]
    columns = [quoted(name) for name in identity.columns]
    if all(value in (1.0, -1.0) for value in identity.coefficients):
        signs = ["minus " if value < 0 else "plus " for value in identity.coefficients]
        terms = [sign + name for sign, name in zip(signs, columns, strict=True)]
        words = " ".join(sorted(terms, key=lambda term: term.startswith("minus ")))
        formula = words.removeprefix("plus ")
    else:
        formula = " plus ".join(
            f"{format_value(value.value)} times {name}"
            for value, name in zip(coefficients, columns, strict=True)
        )
    if intercept.value:
        formula += f" plus {format_value(intercept.value)}"
    inputs.record.finding(
        "arithmetic_identity",
        "high" if share >= HOLDS_HIGH else "medium",
        f"The target {quoted(str(inputs.roles.target))} equals {formula}, up to rounding, in "
        f"{share:.1%} of the exploration rows: a model with these columns computes the outcome "
        "and predicts nothing.",
        columns=identity.columns,
        clauses=("S4", "S3", "H5"),
        figures=figures,
        question=f"When {agreeing(len(columns), 'is', 'are')} {joined(identity.columns)} known, "
        "before or after the outcome?",
        harmless_if="These values are known at prediction time; then no model is needed.",
    )

"""Robust fits: least squares over the rows that fit best, so that odd rows don't steer."""

from __future__ import annotations

import numpy as np

KEPT = 0.75
"""Share of the rows that are fitted, those with the smallest residuals."""
STEPS = 8
"""Rounds of fitting and choosing rows again (the C-steps of Rousseeuw & Van Driessen 2006)."""
TINY = 1e-11
"""Part of the variances that is added to them: columns that repeat each other have a fit then."""
NEARLY = 0.02
"""Part of the target's spread that nine rows in ten may leave for a fit to be worth pruning."""
SMALL_PART = 0.01
"""A column that moves the target by less than this part of its spread is no part of a formula."""


def trimmed_fit(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the coefficients and the intercept of a least trimmed squares fit.

    Args:
        x: (n, m) finite.
        y: (n,) finite.
    """
    rows = np.arange(len(y))
    kept = max(min(len(y), x.shape[1] + 2), int(KEPT * len(y)))
    coefficients, intercept = np.zeros(x.shape[1]), 0.0
    for _ in range(STEPS):
        coefficients, intercept = _least_squares(x[rows], y[rows])
        rest = np.abs(y - x @ coefficients - intercept)
        chosen = np.sort(np.argpartition(rest, kept - 1)[:kept])
        if len(chosen) == len(rows) and (chosen == rows).all():
            break
        rows = chosen
    return coefficients, intercept


def _least_squares(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    middle, centre = x.mean(axis=0), float(y.mean())
    centred = x - middle
    scale = np.sqrt((centred**2).mean(axis=0))
    scale = np.where(scale > 0, scale, 1.0)
    z = centred / scale
    gram = z.T @ z
    gram[np.diag_indices_from(gram)] += TINY * len(z)
    coefficients = np.linalg.solve(gram, z.T @ (y - centre)) / scale
    return coefficients, centre - float(middle @ coefficients)


def sparse_fit(x: np.ndarray, y: np.ndarray, most: int) -> tuple[int, ...]:
    """Return the few columns whose weighted sum is the target in most rows; none if none is.

    Args:
        x: (n, m) NaN where nothing is known: such rows count as odd ones at first.
        y: (n,) finite.
        most: columns that a formula may have.
    """
    chosen = np.arange(x.shape[1])
    finite = np.isfinite(x)
    # The spread of the middle: a few odd rows must not make a poor fit look near.
    spread = float(np.subtract(*np.quantile(y, [0.84, 0.16]))) / 2 or float(y.std())
    for _ in range(4):
        known = finite[:, chosen].all(axis=1)
        rows = known if known.mean() >= 0.5 or len(chosen) <= most else np.ones(len(y), bool)
        part = np.where(finite[:, chosen], x[:, chosen], _means(x[:, chosen]))[rows]
        if len(part) < max(30, 3 * len(chosen)) or spread == 0:
            return ()
        coefficients, intercept = trimmed_fit(part, y[rows])
        rest = np.abs(y[rows] - part @ coefficients - intercept)
        share = 0.9 if rows is known else KEPT
        if np.quantile(rest, share) > NEARLY * spread:
            return ()
        # Columns that nothing depends on have no finite weight of their own.
        reach = np.abs(coefficients) * _spread(part)
        kept = chosen[reach >= SMALL_PART * spread]
        if len(kept) == len(chosen):
            break
        chosen = kept
    return tuple(map(int, chosen)) if 1 <= len(chosen) <= most else ()


def _spread(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.subtract(*np.quantile(x, [0.99, 0.01], axis=0)) / 4)


def _means(x: np.ndarray) -> np.ndarray:
    known = np.isfinite(x)
    return np.asarray(np.where(known, x, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1))

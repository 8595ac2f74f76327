"""Entities as a feature: the mean outcome of each, as models that remember names use it.

Training rows get the mean of other training rows of their entity (folds inside the training rows),
so that a model learns what such a mean is worth for rows that it has not seen.
"""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.modelling.splits import Fold, stratified_folds

FOLDS = 4
"""Folds inside the training rows: a convention."""
PRIOR = 1.0
"""Rows of the overall mean that each entity's mean is drawn to: a convention."""


def entity_means(codes: np.ndarray, outcomes: np.ndarray, fold: Fold, seed: int) -> np.ndarray:
    """Return (n, k) mean outcomes of each row's entity; NaN for rows that the fold leaves out.

    Args:
        codes: (n,) the entity of each row.
        outcomes: (n, k) numbers, or indicators of classes.
        fold: whose training rows are learnt from.
        seed: of the inner folds.
    """
    found = np.full(outcomes.shape, np.nan)
    found[fold.validation] = _means(codes, outcomes, fold.train, fold.validation)
    for inner in stratified_folds(None, n=FOLDS, seed=seed, rows=len(fold.train)):
        learnt, told = fold.train[inner.train], fold.train[inner.validation]
        found[told] = _means(codes, outcomes, learnt, told)
    return found


def _means(
    codes: np.ndarray, outcomes: np.ndarray, learnt: np.ndarray, told: np.ndarray
) -> np.ndarray:
    size = int(codes.max()) + 1
    counts = np.bincount(codes[learnt], minlength=size)
    whole = outcomes[learnt].mean(axis=0)
    sums = np.stack(
        [np.bincount(codes[learnt], weights=one, minlength=size) for one in outcomes[learnt].T],
        axis=1,
    )
    means = (sums + PRIOR * whole) / (counts + PRIOR)[:, None]
    return np.asarray(means[codes[told]])

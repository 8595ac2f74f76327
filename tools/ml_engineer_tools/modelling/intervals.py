"""Intervals: how far a score could be from what another sample would have given.

Three cases. Scores of random folds: a corrected t-interval. A validation window in time: a
moving-block bootstrap of its rows. Rows that come in groups: a bootstrap of the groups. The two
bootstraps leave the trained model as it is: they tell of the luck of the rows that judge.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

LEVEL = 0.95
"""Nominal coverage."""

REPLICATES = 400
"""Resamplings of a bootstrap: a convention; enough for the outer fortieths of a 95 % interval."""

Interval = tuple[float, float]


def fold_interval(
    values: Sequence[float],
    test_to_train: float,
    bounds: Interval = (-np.inf, np.inf),
    *,
    level: float = LEVEL,
) -> Interval | None:
    """Return the corrected resampled t-interval of a mean over folds.

    The variance of the k fold scores is multiplied by 1/k + n_test/n_train, since the folds share
    training rows (Nadeau & Bengio 2003, "Inference for the generalization error").

    Args:
        values: one score (or paired difference) for each fold.
        test_to_train: rows of a validation fold over rows of its training set.
        bounds: the interval is cut to this range.
        level: nominal coverage.

    Returns:
        None with fewer than two folds.
    """
    from scipy.stats import t

    scores = np.asarray(values, dtype=np.float64)
    k = len(scores)
    if k < 2:
        return None
    variance = scores.var(ddof=1) * (1 / k + test_to_train)
    reach = float(t.ppf((1 + level) / 2, k - 1) * np.sqrt(variance))
    middle = float(scores.mean())
    return _cut((middle - reach, middle + reach), bounds)


def bootstrap_interval(
    replicates: np.ndarray, bounds: Interval = (-np.inf, np.inf), *, level: float = LEVEL
) -> Interval | None:
    """Return the percentile interval of bootstrap replicates; None if hardly any is defined."""
    defined = replicates[np.isfinite(replicates)]
    if len(defined) < len(replicates) / 2 or len(defined) == 0:
        return None
    tail = (1 - level) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return _cut((float(low), float(high)), bounds)


def block_length(rows: int) -> int:
    """Return the cube root of the rows, rounded up: the order of Hall, Horowitz & Jing (1995)."""
    return max(1, int(np.ceil(round(rows ** (1 / 3), 9))))


def block_weights(
    rows: int, *, seed: int, replicates: int = REPLICATES, length: int | None = None
) -> np.ndarray:
    """Draw moving blocks of consecutive rows; return how often each row was drawn, (b, n).

    Rows have to be in the order of time. Blocks wrap around the end, so that each row is equally
    likely (Politis & Romano 1992, circular blocks). A `length` of 1 is the ordinary bootstrap.
    """
    random = np.random.default_rng(seed)
    length = length or block_length(rows)
    blocks = -(-rows // length)
    starts = random.integers(0, rows, size=(replicates, blocks))
    weights = np.empty((replicates, rows))
    steps = np.arange(length)
    for b in range(replicates):
        drawn = (starts[b][:, None] + steps).ravel()[:rows] % rows
        weights[b] = np.bincount(drawn, minlength=rows)
    return weights


def cluster_draws(
    groups: np.ndarray, *, seed: int, replicates: int = REPLICATES
) -> tuple[np.ndarray, np.ndarray]:
    """Draw whole groups with replacement.

    Source: Field & Welsh (2007), "Bootstrapping clustered data".

    Returns:
        How often each group was drawn, (b, g), and each row's group, (n,): the weights of some
        rows are `draws[:, group_of[rows]]`.
    """
    random = np.random.default_rng(seed)
    labels, group_of = np.unique(groups, return_inverse=True)
    even = np.full(len(labels), 1 / len(labels))
    return random.multinomial(len(labels), even, size=replicates), group_of


def difference_range(bounds: Interval) -> Interval:
    """Return the range of a difference of two values of a metric with this range."""
    reach = bounds[1] - bounds[0]
    return (-reach, reach)


def _cut(interval: Interval, bounds: Interval) -> Interval | None:
    low, high = max(interval[0], bounds[0]), min(interval[1], bounds[1])
    return (low, high) if np.isfinite(low) and np.isfinite(high) else None

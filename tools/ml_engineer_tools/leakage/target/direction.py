"""Direction: whether a feature comes before the target or after it, as far as the data tell.

A value that is written after the outcome depends on the outcome and on little else. Such an
effect goes with the other features only as far as the target does: within one class, or at one
value of the target, it is independent of them. A cause is the other way round: it need not go
with the other causes at all, but within one class it goes against them, as what one of them
doesn't explain the other has to (the collider of Pearl 2009, "Causality", section 1.2.3).

With `b` the covariance of feature and others that their common relation to the target accounts
for, and `w` the one within classes, `position` is 1 + w / b: 1 for an effect, 0 for a cause that
is independent of the others. What lies elsewhere shares something else with them, and nothing is
said of it. Features that are all effects of one target (a diagnosis and its symptoms) look the
same, so an effect among many of them is no news.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

VALUE_BINS = 30
"""Groups of equal size into which a numeric target is cut to be held fixed: a convention."""
RIDGE = 1e-3
"""Keeps the fit of the others defined where columns repeat each other."""
MOST_TIED = 0.08
"""Correlation within classes that still counts as none: below Cohen's small effect of 0.1."""
DECIDED = 0.3
"""Standard error of the position between cause and effect up to which it says something."""
SURE = 3.0
"""Standard errors by which a correlation within classes has to be exceeded to count as one."""


@dataclass(frozen=True, slots=True)
class Direction:
    """Where one feature stands between cause and effect.

    Attributes:
        position: 0 for a cause independent of the others, 1 for an effect of the target.
        error: standard error of the position; large where the others say little.
        tie: the largest correlation with another feature within classes that is beyond chance,
            as an absolute value; 0 if none is.
    """

    position: float
    error: float
    tie: float

    @property
    def is_effect(self) -> bool:
        """Whether the target alone accounts for what it has in common with the others."""
        near = abs(self.position - 1) <= 2 * self.error + 0.15 and self.error <= DECIDED
        return near and not self.may_be_cause and self.tie <= MOST_TIED

    @property
    def is_surely_effect(self) -> bool:
        """Whether it is an effect by a position that is well known."""
        return self.is_effect and self.position - 2 * self.error > 0.5

    @property
    def is_cause(self) -> bool:
        """Whether it goes against the others within classes, as independent causes do."""
        return self.position + 2 * self.error < 0.65 and self.position - 2 * self.error < 0.25

    @property
    def may_be_cause(self) -> bool:
        """Whether the position, allowing for its error, may still be that of a cause."""
        return self.position - 2 * self.error <= 0.35


def directions(
    target: np.ndarray, predictions: list[np.ndarray], *, regression: bool
) -> list[Direction]:
    """Say of each feature where it stands between cause and effect.

    Args:
        target: (n, k) class indicators or numbers.
        predictions: for each of m features what it alone says of the target, out of fold, (n, k).
        regression: whether the target is a number.
    """
    codes = _groups(target, regression=regression)
    stacked = np.stack([p - p.mean(axis=0) for p in predictions])  # (m, n, k)
    within = np.stack([_within(p, codes) for p in stacked])
    m, n, k = stacked.shape
    spread = np.sqrt((within**2).sum(axis=(1, 2)))
    ties = np.einsum("ink,jnk->ij", within, within) / np.maximum(np.outer(spread, spread), 1e-300)
    np.fill_diagonal(ties, 0.0)
    ties = np.where(np.abs(ties) * np.sqrt(n) > SURE + np.log10(max(m, 1)), np.abs(ties), 0.0)
    centred = target - target.mean(axis=0)
    found = []
    for j in range(m):
        others = [i for i in range(m) if i != j]
        rest = _fit(stacked[others], centred) if others else np.zeros((n, k))
        rest_within = _within(rest, codes)
        w = float((within[j] * rest_within).sum()) / n
        b = float((stacked[j] * rest).sum()) / n - w
        noise = float(np.sqrt((within[j] ** 2).sum() * (rest_within**2).sum())) / n / np.sqrt(n * k)
        position, error = (1 + w / b, noise / b) if b > 1e-12 else (0.5, 1e3)
        found.append(Direction(position, min(error, 1e3), float(ties[j].max(initial=0.0))))
    return found


def _groups(target: np.ndarray, *, regression: bool) -> np.ndarray:
    if not regression:
        return np.asarray((target * (1 + np.arange(target.shape[1]))).sum(axis=1).astype(np.intp))
    ranks = np.argsort(np.argsort(target[:, 0], kind="stable"), kind="stable")
    return np.asarray(ranks * min(VALUE_BINS, len(ranks)) // len(ranks))


def _within(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    counts = np.maximum(np.bincount(codes), 1)
    means = [np.bincount(codes, weights=column) / counts for column in values.T]
    return np.asarray(values - np.stack(means, axis=1)[codes])


def _fit(features: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return the least-squares fit of the target from (m, n, k) features, class by class."""
    fitted = np.empty_like(target)
    for c in range(target.shape[1]):
        x = features[:, :, c].T
        gram = x.T @ x
        ridge = RIDGE * np.trace(gram) / max(len(gram), 1) + 1e-12
        fitted[:, c] = x @ np.linalg.solve(gram + ridge * np.eye(len(gram)), x.T @ target[:, c])
    return fitted

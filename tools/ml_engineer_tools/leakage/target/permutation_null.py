"""The permutation null: what the best of many features scores when the target is shuffled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.cells import Cells
from ml_engineer_tools.modelling.single_feature import cell_means, target_columns
from ml_engineer_tools.modelling.splits import stratified_folds
from ml_engineer_tools.modelling.task import Task

DRAWS, DRAWS_OF_SEVERAL = 199, 119
"""Shuffles of the target, fewer for more than two classes: the smallest p-values that they can
give are 0.005 and 0.0083."""
ROWS = 1_200
"""Rows at most. Fewer rows than the scores had make the null wider, so that it errs on the side of
no suspicion."""
COLUMNS, COLUMNS_OF_SEVERAL = 40, 20
"""Features at most, the best ones: a column that says nothing has about the null of any other."""
FOLDS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Null:
    """Best scores under no relation.

    Attributes:
        best: (b,) sorted, the best out-of-fold score of all features in each shuffle.
        rows: how many rows were shuffled.
    """

    best: np.ndarray
    rows: int

    def p_value(self, score: float) -> float:
        """Return how probable so high a best score is, as (1 + exceeding) / (1 + draws).

        The 1 counts the table as it is among the shuffles (Phipson & Smyth 2010); taking the best
        of all features makes it hold for all of them together (Westfall & Young 1993).
        """
        above = len(self.best) - int(np.searchsorted(self.best, score, side="left"))
        return (1 + above) / (1 + len(self.best))

    def bound(self) -> float:
        """Return the score that one shuffle in twenty exceeds."""
        return float(np.quantile(self.best, 0.95))


def permutation_null(
    task: Task, y: np.ndarray, columns: list[Cells], chance: float, *, seed: int
) -> Null:
    """Shuffle the target against all features at once, and score each of them out of fold.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers.
        columns: cells of the features, best first.
        chance: the score of knowing nothing.
        seed: of rows and shuffles.
    """
    random = np.random.default_rng(seed)
    chosen = np.sort(random.choice(len(y), size=min(len(y), ROWS), replace=False))
    targets = target_columns(task, y[chosen])
    n, k = targets.shape
    fold = stratified_folds(None if task.kind == "regression" else y[chosen], n=FOLDS, seed=seed,
                            rows=n)[0]  # fmt: skip
    draws = DRAWS if k == 1 else DRAWS_OF_SEVERAL
    # Rows keep their side of the split, and labels move: each shuffle is another split too.
    order = np.argsort(random.random((draws, n)), axis=1)
    shuffled = targets[order].transpose(1, 0, 2).reshape(n, draws * k)
    best = np.full(draws, chance)
    for cells in columns[: COLUMNS if k == 1 else COLUMNS_OF_SEVERAL]:
        part = cells.rows(chosen).filled()
        means = cell_means(part, fold.train, shuffled[fold.train])
        scores = _scores(task, part.codes[fold.validation], means, shuffled[fold.validation])
        best = np.maximum(best, np.nanmean(scores.reshape(draws, k), axis=1))
    return Null(np.sort(best), n)


def _scores(task: Task, codes: np.ndarray, means: np.ndarray, judged: np.ndarray) -> np.ndarray:
    """Return the R2 or the ROC AUC of each column of (c, q) means and (r, q) targets: (q,)."""
    present, codes = np.unique(codes, return_inverse=True)
    means = means[present]
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(present)))
    sums = np.add.reduceat(judged[order], starts, axis=0)
    counts = np.bincount(codes).astype(np.float64)[:, None]
    if task.kind == "regression":
        total = ((judged - judged.mean(axis=0)) ** 2).sum(axis=0)
        error = (
            (judged**2).sum(axis=0)
            - 2 * (means * sums).sum(axis=0)
            + (means**2 * counts).sum(axis=0)
        )
        return np.asarray(1 - error / np.maximum(total, 1e-300))
    ranked = np.argsort(means, axis=0, kind="stable")
    positives = np.take_along_axis(sums, ranked, axis=0)
    negatives = np.take_along_axis(counts - sums, ranked, axis=0)
    below = np.cumsum(negatives, axis=0) - negatives
    pairs = positives.sum(axis=0) * negatives.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((positives * (below + negatives / 2)).sum(axis=0) / pairs)

"""The chosen model's predictions on the rows that judged it, each row once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.baselines.trials import Trial
from ml_engineer_tools.evaluation.parts import Parts, deal_parts
from ml_engineer_tools.modelling.splits import Fold


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Rows that judged a model, with what it said of them.

    Attributes:
        model: which one.
        rows: (m,) positions, in the order of the folds.
        y: (m,) outcomes.
        prediction: (m, k) class probabilities, or (m,) numbers.
        parts: which rows depend on each other.
        times: (m,) the order of the rows; None where there is none.
    """

    model: str
    rows: np.ndarray
    y: np.ndarray
    prediction: np.ndarray
    parts: Parts
    times: np.ndarray | None

    @classmethod
    def of(cls, trial: Trial, rows: Rows, *, seed: int) -> Judged:
        """Put the folds of a trial together."""
        split = trial.split
        places = np.concatenate([fold.validation for fold in split.folds])
        times = split.times[places] if split.has_order and split.times is not None else None
        groups = None if split.groups is None else split.groups[places]
        parts = deal_parts(len(places), times=times, groups=groups, seed=seed)
        return cls(
            trial.model, places, rows.y[places], np.concatenate(trial.predictions), parts, times
        )


def thinned(split: Split, most: int, *, seed: int, folds: int | None = None) -> Split:
    """Return the split with at most so many validation rows in each of its first folds.

    Rows stay in order; which ones stay is drawn at random.
    """
    random = np.random.default_rng(seed)
    kept = []
    for fold in split.folds[:folds]:
        chosen = np.arange(len(fold.validation))
        if len(chosen) > most:
            chosen = np.sort(random.permutation(len(chosen))[:most])
        kept.append(Fold(fold.train, fold.validation[chosen]))
    return replace(split, folds=tuple(kept))

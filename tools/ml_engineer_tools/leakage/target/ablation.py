"""Ablation: what the quick model loses without some of its columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.leakage.target.probe import MODEL_COLUMNS, MODEL_ROWS, Probe
from ml_engineer_tools.modelling.intervals import (
    block_weights,
    bootstrap_interval,
    cluster_draws,
)
from ml_engineer_tools.modelling.scores import resampled_scores
from ml_engineer_tools.modelling.splits import own_groups

REPLICATES = 120
"""Resamplings: a convention; enough for the outer fortieths of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Loss:
    """The quick model with and without some columns: mean scores over the same folds.

    Attributes:
        with_it: score with them.
        without_it: score without them.
        interval: 95 % interval of the difference, from resampling the rows that judge (or their
            groups) in pairs; None if it isn't defined.
        rows: rows on which the models were fitted and judged.
    """

    with_it: float
    without_it: float
    interval: tuple[float, float] | None
    rows: int

    @property
    def drop(self) -> float:
        """What the model loses."""
        return self.with_it - self.without_it

    @property
    def drop_low(self) -> float | None:
        """Lower end of the interval of the drop."""
        return self.interval[0] if self.interval else None


class Ablation:
    """Scores of the quick model by the columns left out; each is fitted once.

    Args:
        probe: rows; at most `MODEL_ROWS` of them are used.
        scores: score of each column alone; in a wide table the best ones are kept.
    """

    def __init__(self, probe: Probe, scores: dict[str, float]) -> None:
        self.probe = probe.of_rows(MODEL_ROWS)
        usable = set(self.probe.usable())
        best = sorted(scores, key=lambda name: -scores[name])[:MODEL_COLUMNS]
        self._names = [name for name in best if name in usable]
        self._scores: dict[frozenset[str], np.ndarray] = {}
        self._drawn: list[np.ndarray] | None = None

    def loss(self, columns: set[str], gone: set[str]) -> Loss:
        """Return what the model loses without `columns`, those in `gone` left out before."""
        # A column that the model leaves aside as an identifier is given to it here.
        added = [str(n) for n in self.probe.frame if n in columns and n not in self._names]
        first = self._without(gone)
        if added:
            first = self._replicates([n for n in [*self._names, *added] if n not in gone])
        second = self._without(gone | columns)
        rows = len(self.probe.y)
        known = np.isfinite(first[:, 0]) & np.isfinite(second[:, 0])
        if not known.any():
            return Loss(self.probe.chance, self.probe.chance, None, rows)
        # A resampling that a fold doesn't define is left out of both.
        differences = (first - second)[known][:, 1:].mean(axis=0)
        interval = bootstrap_interval(differences)
        with_it, without_it = (scores[known][:, 0].mean() for scores in (first, second))
        return Loss(float(with_it), float(without_it), interval, rows)

    @property
    def _weights(self) -> list[np.ndarray]:
        if self._drawn is None:
            self._drawn = _weights(self.probe)
        return self._drawn

    def _without(self, left_out: set[str]) -> np.ndarray:
        key = frozenset(left_out)
        if key not in self._scores:
            self._scores[key] = self._replicates([n for n in self._names if n not in key])
        return self._scores[key]

    def _replicates(self, names: list[str]) -> np.ndarray:
        """Return scores, (folds, 1 + b): of all rows that judge, then of b resamplings of them."""
        probe = self.probe
        found = np.full((len(probe.folds), 1 + REPLICATES), np.nan)
        predictions = probe.model_predictions(names)
        for k, (fold, prediction) in enumerate(zip(probe.folds, predictions, strict=True)):
            weights = np.vstack([np.ones(len(fold.validation)), self._weights[k]])
            y = probe.y[fold.validation]
            scores = resampled_scores(probe.task, y, prediction, weights, only=probe.metric)
            if probe.metric in scores:
                found[k] = scores[probe.metric]
        return found


def _weights(probe: Probe) -> list[np.ndarray]:
    """Return for each fold how often each row that judges is drawn, (b, rows)."""
    found = []
    for k, fold in enumerate(probe.folds):
        seed = probe.seed + k
        if probe.groups is None:
            rows = len(fold.validation)
            found.append(block_weights(rows, seed=seed, replicates=REPLICATES, length=1))
        else:
            groups = own_groups(probe.groups[fold.validation])
            draws, group_of = cluster_draws(groups, seed=seed, replicates=REPLICATES)
            found.append(draws[:, group_of].astype(np.float64))
    return found

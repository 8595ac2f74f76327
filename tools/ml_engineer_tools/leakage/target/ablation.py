"""Ablation: what the quick model loses without some of its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ml_engineer_tools.leakage.target.probe import MODEL_COLUMNS, MODEL_ROWS, Probe
from ml_engineer_tools.modelling.intervals import fold_interval


@dataclass(frozen=True, slots=True)
class Loss:
    """The quick model with and without some columns: mean scores over the same folds.

    Attributes:
        with_it: score with them.
        without_it: score without them.
        interval: 95 % interval of the difference; None if fewer than two folds define it.
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
        best = sorted(scores, key=lambda name: (-scores[name], name))[:MODEL_COLUMNS]
        self._names = [name for name in best if name in usable]
        self._scores: dict[frozenset[str], np.ndarray] = {}

    def loss(self, columns: set[str], gone: set[str]) -> Loss:
        """Return what the model loses without `columns`, those in `gone` left out before."""
        # A column that the model leaves aside as an identifier is given to it here.
        added = sorted(columns - set(self._names))
        first = self._without(gone)
        if added:
            kept = [name for name in [*self._names, *added] if name not in gone]
            first = self.probe.model_scores(kept)
        second = self._without(gone | columns)
        rows = len(self.probe.y)
        known = np.isfinite(first) & np.isfinite(second)
        if not known.any():
            return Loss(self.probe.chance, self.probe.chance, None, rows)
        fold = self.probe.folds[0]
        ratio = len(fold.validation) / max(len(fold.train), 1)
        interval = fold_interval((first - second)[known].tolist(), ratio)
        return Loss(float(first[known].mean()), float(second[known].mean()), interval, rows)

    def _without(self, left_out: set[str]) -> np.ndarray[Any, Any]:
        key = frozenset(left_out)
        if key not in self._scores:
            kept = [name for name in self._names if name not in key]
            self._scores[key] = self.probe.model_scores(kept)
        return self._scores[key]

"""Ablation: what the quick model loses without some of its columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.leakage.stress.reached import Reached
from ml_engineer_tools.leakage.target.probe import MODEL_COLUMNS, MODEL_ROWS, Probe
from ml_engineer_tools.modelling.influence import Influence, influences
from ml_engineer_tools.modelling.uncertainty import Interval

Scores = list[Influence | None]


@dataclass(frozen=True, slots=True)
class Loss:
    """The quick model with and without some columns: mean scores over the same folds.

    Attributes:
        with_it: score with them.
        without_it: score without them.
        interval: 95 % interval of the difference, from what each row that judges moves it in pairs
            (see `modelling.influence`), and which rows hang together; None if it isn't defined.
        rows: rows on which the models were fitted and judged.
    """

    with_it: float
    without_it: float
    interval: Interval | None
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
        self._scores: dict[frozenset[str], Scores] = {}

    def loss(self, columns: set[str], gone: set[str]) -> Loss:
        """Return what the model loses without `columns`, those in `gone` left out before."""
        # A column that the model leaves aside as an identifier is given to it here.
        added = [str(n) for n in self.probe.frame if n in columns and n not in self._names]
        first = self._without(gone)
        if added:
            first = self._scored([n for n in [*self._names, *added] if n not in gone])
        second = self._without(gone | columns)
        rows = len(self.probe.y)
        # A fold that one of the two doesn't define is left out of both.
        pairs = [
            (fold, one, other)
            for fold, one, other in zip(self.probe.folds, first, second, strict=True)
            if one is not None and other is not None
        ]
        if not pairs:
            return Loss(self.probe.chance, self.probe.chance, None, rows)
        with_it = float(np.mean([one.value for _, one, _ in pairs]))
        without_it = float(np.mean([other.value for _, _, other in pairs]))
        moved = np.zeros(rows)
        for fold, one, other in pairs:
            moved[fold.validation] = (one.rows - other.rows) / (len(one.rows) * len(pairs))
        lost = Reached(with_it - without_it, moved, self.probe.bonds, "any")
        return Loss(with_it, without_it, lost.interval, rows)

    def _without(self, left_out: set[str]) -> Scores:
        key = frozenset(left_out)
        if key not in self._scores:
            self._scores[key] = self._scored([n for n in self._names if n not in key])
        return self._scores[key]

    def _scored(self, names: list[str]) -> Scores:
        """Return the score of each fold, with what each row moves it; None where undefined."""
        probe = self.probe
        return [
            influences(probe.task, probe.y[fold.validation], prediction).get(probe.metric)
            for fold, prediction in zip(probe.folds, probe.model_predictions(names), strict=True)
        ]

"""What was reached under a split: a score, and an interval that knows which rows hang together.

Each row's influence tells how much it moves the score; two scores of the same rows are compared by
the difference of what each row moves. How far the sum of that may lie from what is true follows
from what rows share: an entity, or the time that they lie close in (see `modelling.uncertainty`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.modelling.influence import influences
from ml_engineer_tools.modelling.scores import metric_scale
from ml_engineer_tools.modelling.splits import Fold, own_groups
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.modelling.uncertainty import (
    LEVEL,
    Dependence,
    Interval,
    Scale,
    interval_of,
    spread_of,
)


@dataclass(frozen=True, slots=True, eq=False)
class Bonds:
    """Which rows hang together.

    Attributes:
        stretches: positions of rows, apart from each other: those that one fold judges, or windows
            in time and what lies before them.
        dependence: of the rows of each stretch.
    """

    stretches: tuple[np.ndarray, ...]
    dependence: Dependence

    @classmethod
    def of_rows(cls, folds: Sequence[Fold]) -> Bonds:
        """Rows that have nothing to do with each other."""
        return cls(tuple(fold.validation for fold in folds), Dependence())

    @classmethod
    def of_clusters(cls, codes: np.ndarray, folds: Sequence[Fold]) -> Bonds:
        """Rows of one code, (n,), hang together."""
        own = own_groups(codes)
        stretches = tuple(fold.validation for fold in folds)
        return cls(stretches, Dependence(entities=tuple(own[rows] for rows in stretches)))

    @classmethod
    def of_times(
        cls, times: np.ndarray, windows: Sequence[Fold], entities: np.ndarray | None = None
    ) -> Bonds:
        """Rows that lie close in time hang together, and those of one entity, if they have one.

        Args:
            times: (n,) sortable.
            windows: each judges a stretch of the time; the rows of none are a stretch too.
            entities: (n,) codes, negative for unknown.
        """
        _, place = np.unique(times, return_inverse=True)
        rest = np.ones(len(times), dtype=bool)
        for window in windows:
            rest[window.validation] = False
        stretches = [window.validation for window in windows]
        if rest.any():
            stretches.append(np.flatnonzero(rest))
        own = None if entities is None else own_groups(entities)
        return cls(
            tuple(stretches),
            Dependence(
                entities=None if own is None else tuple(own[rows] for rows in stretches),
                instants=tuple(place[rows] for rows in stretches),
            ),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """A score: the mean over folds.

    Attributes:
        value: the score.
        rows: (n,) what each row adds to it, less what it would add on average; 0 for those that
            don't judge.
        bonds: which rows hang together.
        scale: on which its interval is made.
    """

    value: float
    rows: np.ndarray
    bonds: Bonds
    scale: Scale

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval."""
        return self._interval(LEVEL)

    @property
    def surely_above(self) -> float:
        """The value that it exceeds with 95 % certainty: one side of a 90 % interval."""
        interval = self._interval(0.90)
        return interval[0] if interval else -np.inf

    def minus(self, other: Reached) -> Reached:
        """Return the difference, paired by row; rows hang together as the other one's do."""
        return Reached(self.value - other.value, self.rows - other.rows, other.bonds, "any")

    def _interval(self, level: float) -> Interval | None:
        parts = [self.rows[stretch] for stretch in self.bonds.stretches]
        spread = spread_of(parts, self.bonds.dependence)
        return interval_of(self.value, spread, self.scale, level=level)


def reached_by(
    task: Task,
    y: np.ndarray,
    prediction: np.ndarray,
    folds: Sequence[Fold],
    bonds: Bonds,
    metric: str,
) -> Reached | None:
    """Score predictions fold by fold; None if no fold defines the metric.

    Args:
        task: what is predicted.
        y: (n,) class codes or numbers.
        prediction: (n, k) class probabilities, (n,) class codes, or (n,) numbers.
        folds: which rows judge together.
        bonds: which rows hang together.
        metric: which one.
    """
    scored = [
        (fold, influences(task, y[fold.validation], prediction[fold.validation]).get(metric))
        for fold in folds
    ]
    defined = [(fold, one) for fold, one in scored if one is not None]
    if not defined:
        return None
    rows = np.zeros(len(y))
    for fold, one in defined:
        rows[fold.validation] += one.rows / (len(one.rows) * len(defined))
    value = float(np.mean([one.value for _, one in defined]))
    return Reached(value, rows, bonds, metric_scale(metric))

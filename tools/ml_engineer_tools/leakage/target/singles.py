"""Single features: each column in cells, with what it alone says out of fold; made once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ml_engineer_tools.leakage.target.direction import Direction, directions
from ml_engineer_tools.leakage.target.permutation_null import Null, permutation_null
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.modelling.cells import Cells, column_cells
from ml_engineer_tools.modelling.single_feature import OutOfFold, out_of_fold, target_columns

FEW_CLASSES, MANY_CLASSES = (40, 3), 12
"""Features whose direction is judged together: 40 with up to three classes, else 12."""


@dataclass(slots=True, eq=False)
class Singles:
    """What each column alone says.

    Attributes:
        probe: rows, target and folds.
        targets: (n, k) class indicators or numbers.
        cells: each column that can be read.
        found: those that a fold can score, with their predictions.
    """

    probe: Probe
    targets: np.ndarray
    cells: dict[str, Cells]
    found: dict[str, OutOfFold]
    _null: Null | None = None

    @property
    def scores(self) -> dict[str, float]:
        """The score of each column, best first."""
        pairs = sorted(self.found.items(), key=lambda pair: -pair[1].score)
        return {name: out.score for name, out in pairs}

    def without(self, names: Iterable[str]) -> Singles:
        """Return the same rows with these columns left out."""
        left_out = set(names)
        kept = [name for name in self.probe.frame.columns if name not in left_out]
        return Singles(
            replace(self.probe, frame=self.probe.frame[kept]),
            self.targets,
            {n: cells for n, cells in self.cells.items() if n not in left_out},
            {n: out for n, out in self.found.items() if n not in left_out},
        )

    def with_flag(self, name: str, flag: np.ndarray) -> Singles:
        """Return the same with a yes or no of each row, (n,), in the place of one column."""
        frame = self.probe.frame.assign(**{name: flag.astype(np.float64)})
        alone = score_singles(replace(self.probe, frame=frame), [name])
        cells, found = {**self.cells, **alone.cells}, {**self.found, **alone.found}
        return Singles(alone.probe, self.targets, cells, found, self.null())

    def null(self) -> Null:
        """Return what the best column scores by luck; see `permutation_null`."""
        if self._null is None:
            probe = self.probe
            columns = [self.cells[name] for name in self.scores]
            self._null = permutation_null(
                probe.task, probe.y, columns, probe.chance, seed=probe.seed
            )
        return self._null

    def informative(self, without: Iterable[str] = ()) -> list[str]:
        """Return the columns that say more than luck, best first."""
        left_out = set(without)
        bound = self.null().bound()
        return [n for n, value in self.scores.items() if value > bound and n not in left_out]

    def directions(self, without: Iterable[str] = ()) -> dict[str, Direction]:
        """Return where each of the informative columns stands between cause and effect."""
        most, classes = FEW_CLASSES
        names = self.informative(without)
        names = names[: most if self.targets.shape[1] <= classes else MANY_CLASSES]
        rows = np.flatnonzero(
            np.isfinite(np.stack([self.found[n].prediction[:, 0] for n in names])).all(axis=0)
            if names
            else np.zeros(0)
        )
        if not len(rows):
            return {}
        predictions = [self.found[name].prediction[rows] for name in names]
        regression = self.probe.task.kind == "regression"
        found = directions(self.targets[rows], predictions, regression=regression)
        return dict(zip(names, found, strict=True))


def score_singles(probe: Probe, names: Iterable[str]) -> Singles:
    """Score columns alone, value and missingness."""
    targets = target_columns(probe.task, probe.y)
    cells: dict[str, Cells] = {}
    found: dict[str, OutOfFold] = {}
    for name in names:
        column = column_cells(probe.frame[name])
        if column is None:
            continue
        cells[name] = column
        scored = out_of_fold(probe.task, targets, column, probe.folds)
        if scored is not None:
            found[name] = scored
    return Singles(probe, targets, cells, found)

"""What a world is: a table, what is wrong with it, and how honest rows look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from benchmarks.leakage_worlds.domains import Task
from benchmarks.leakage_worlds.process import Rows

Kind = Literal["target", "split", "clean"]

Naive = Literal["folds", "test", "fold_column"]
"""How a trusting user scores: random folds, the given test table, or the folds in the file."""


@dataclass(frozen=True)
class World:
    """One labelled world.

    Attributes:
        name: unique within a run.
        kind: what leaks: the target into a column, or across the split; or nothing.
        type: of the leak or of the clean control.
        task: of the target.
        train: the table.
        target: the column to be predicted.
        honest_train: what an honest person would train on.
        honest_fresh: rows that come after: new draws, new entities, later times, with no leak.
        columns: those that leak; any of them named is a hit.
        test: the other side of the split, if it is given.
        time: the column given as time.
        group: the column given as entity.
        naive: how a trusting user scores.
        fold: the column of the folds, when `naive` says so.
        position: whether the trusting user's table has the row number as a feature, as a file
            written with its index has.
        order_matters: the leak lives in the order of the rows: they are not shuffled.
    """

    name: str
    kind: Kind
    type: str
    task: Task
    train: pd.DataFrame
    target: str
    honest_train: pd.DataFrame
    honest_fresh: pd.DataFrame
    columns: tuple[str, ...] = ()
    test: pd.DataFrame | None = None
    time: str | None = None
    group: str | None = None
    naive: Naive = "folds"
    fold: str | None = None
    position: bool = False
    order_matters: bool = False


def table(rows: Rows, target: str, rng: np.random.Generator) -> pd.DataFrame:
    """Put features and target into one table; the target's place among them is left to chance."""
    frame = rows.frame.copy()
    frame.insert(int(rng.integers(frame.shape[1] + 1)), target, rows.label.to_numpy())
    return frame

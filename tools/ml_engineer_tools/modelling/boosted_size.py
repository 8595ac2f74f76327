"""The size of boosted trees, chosen inside the training rows.

Which size suits hangs on how much noise there is, and no count of rows tells that: a part of the
training rows judges trees that learnt from the rest. Who calls decides which part: later rows where
rows have a time, other entities where they have one.
"""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.modelling.boosted import LARGE, Size, fit_boosted
from ml_engineer_tools.modelling.features import FeatureEncoder, Prepared
from ml_engineer_tools.modelling.influence import influences
from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.modelling.task import Task

LADDERS: tuple[tuple[Size, tuple[int, ...]], ...] = (
    (Size(8, 0.05, 200), (50, 100, 200)),
    (LARGE, (50, 100)),
)
"""Trees that are grown once, and after how many rounds they are judged."""

FEWEST_TO_CHOOSE_BY = 10
"""Rows of the second most common class that have to be on either side; of numbers twice as many
rows. A convention."""

MOST_CLASSES = 10
"""With more classes each round grows so many trees that growing them again takes too long."""

MOST_LEARNT, MOST_JUDGED = 4_000, 2_000
"""Rows of the two parts: enough to tell sizes apart."""


def choose_size(
    task: Task, features: Prepared, y: np.ndarray, inner: Fold, *, seed: int
) -> Size | None:
    """Return the size whose loss on the rows that judge is lowest; None if they are too few.

    The loss is the log loss of classes, the Poisson deviance of counts, the absolute error of
    other numbers.

    Args:
        task: what is predicted.
        features: of all n rows.
        y: (n,) class codes or numbers.
        inner: training rows alone: those learnt from, and those that judge.
        seed: of the trees, and of the rows where there are more than enough.
    """
    random = np.random.default_rng(seed)
    train = _at_most(inner.train, MOST_LEARNT, random)
    judging = _at_most(inner.validation, MOST_JUDGED, random)
    if not _enough(task, y[train], y[judging]):
        return None
    metric, learnt, asked = "mae", y[train], y[judging]
    if task.kind != "regression":
        metric = "log_loss"
        present, learnt = np.unique(learnt, return_inverse=True)
        asked = np.searchsorted(present, asked)
        task = Task(task.kind, tuple(task.classes[code] for code in present), task.positive)
    elif task.counts:
        metric = "poisson_deviance"
    matrix = features.matrix[train]
    encoder = FeatureEncoder(features.levels).fit(matrix)
    found: list[tuple[float, Size]] = []
    for grown, ends in LADDERS:
        trees = fit_boosted(task, encoder, matrix, learnt, seed=seed, size=grown, coarse=True)
        for rounds in ends:
            said = trees.predict(features.matrix[judging], rounds=rounds)
            loss = influences(task, asked, said)[metric].value
            found.append((loss, Size(grown.leaves, grown.rate, rounds)))
    # The first of equals: the smaller one.
    return min(found, key=lambda one: one[0])[1]


def _enough(task: Task, learnt: np.ndarray, asked: np.ndarray) -> bool:
    if task.kind == "regression":
        return min(len(learnt), len(asked)) >= 2 * FEWEST_TO_CHOOSE_BY
    count = len(task.classes)
    sides = [np.bincount(side, minlength=count) for side in (learnt, asked)]
    second = min(int(np.sort(side)[-2]) for side in sides)
    unknown = np.any((sides[0] == 0) & (sides[1] > 0))
    return count <= MOST_CLASSES and second >= FEWEST_TO_CHOOSE_BY and not unknown


def _at_most(rows: np.ndarray, most: int, random: np.random.Generator) -> np.ndarray:
    return rows if len(rows) <= most else np.sort(random.permutation(rows)[:most])

"""Work on two threads, the results in the order of the work, whichever was done first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import numpy as np

from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.models import ModelKind, predict_fold
from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.modelling.task import Task

WORKERS = 2
"""Models that are fitted or asked at the same time, each in one thread of its own, so that what
comes out does not depend on which was done first."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def begun(
    work: Callable[[Item], Result], items: Sequence[Item], *, at_once: int = WORKERS
) -> Iterator[Iterator[Result]]:
    """Begin `work(item)` for each item in other threads; the results come in the items' order.

    What the work draws at random has to be drawn before, and it may write to nothing that others
    share. Work that nobody has asked for at the end is not begun any more.

    Args:
        work: is called in other threads.
        items: what it is called with.
        at_once: how many at the same time.
    """
    pool = ThreadPoolExecutor(at_once)
    try:
        yield pool.map(work, items)
    finally:
        pool.shutdown(cancel_futures=True)


def side_by_side(
    work: Callable[[Item], Result], items: Sequence[Item], *, at_once: int = WORKERS
) -> Iterator[Result]:
    """Yield `work(item)` for each item, in the order of the items; see `begun`."""
    with begun(work, items, at_once=at_once) as results:
        yield from results


def fits_at_once(model: ModelKind) -> int:
    """Return how many models of a kind are fitted at the same time.

    Only LightGBM gains from a second thread: the others hold Python's lock, and silence warnings
    for the whole process.
    """
    return WORKERS if model == "lightgbm" else 1


def predict_folds(
    task: Task, features: Prepared, y: np.ndarray, folds: Sequence[Fold], *, seed: int
) -> list[np.ndarray]:
    """Return for each fold what quick boosted trees predict for the rows that judge."""

    def predicted(fold: Fold) -> np.ndarray:
        return predict_fold("lightgbm", task, features, y, fold, seed=seed, quick=True)

    return list(side_by_side(predicted, folds))

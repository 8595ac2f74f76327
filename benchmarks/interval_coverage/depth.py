"""What is told of the chosen model in depth: importance, learning curve, what a column is worth.

The truth is what the same fitted models reach on fresh rows of the world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from benchmarks.interval_coverage.worlds import Draw, World

from ml_engineer_tools.baselines.fitting import fitting_metric
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.trials import Estimate, Trial, difference
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.influence import Influence, influences
from ml_engineer_tools.modelling.models import FittedModel, ModelKind, fit_model

NOISE = 0.1
"""Share of the labels that are shuffled, as by the learning curve."""

Change = Callable[[np.ndarray], np.ndarray]
Scored = list[dict[str, Influence]]


def depth_estimates(
    model: ModelKind, trial: Trial, rows: Rows, world: World, fresh: Draw, rng: np.random.Generator
) -> Iterator[tuple[str, Estimate, float]]:
    """Yield a kind of interval, the estimate with it and the truth."""
    metric = fitting_metric(world.task, rows.y, None).probing
    whole = list(zip(trial.fitted, trial.scored, strict=True))
    fits = {
        "gain of doubling rows": [
            _fit(model, rows, rows.features, rows.y, _half(fold.train, rng), world)
            for fold in trial.split.folds
        ],
        "cost of label noise": [
            _fit(model, rows, rows.features, _noisy(rows.y, rng), fold.train, world)
            for fold in trial.split.folds
        ],
    }
    asked: dict[str, tuple[list[FittedModel], Change]] = {
        kind: (fitted, lambda x: x) for kind, fitted in fits.items()
    }
    asked["permutation importance"] = ([one for one, _ in whole], lambda x: _shuffled(x, rng))
    narrow = Prepared(rows.features.matrix[:, 1:], rows.features.origins[1:], (0,) * 3)
    asked["what a column is worth"] = (
        [_fit(model, rows, narrow, rows.y, fold.train, world) for fold in trial.split.folds],
        lambda x: x[:, 1:],
    )
    for kind, (fitted, change) in asked.items():
        other: Scored = [
            influences(
                world.task, rows.y[fold.validation],
                one.predict(change(rows.features.matrix[fold.validation])),
            )
            for one, fold in zip(fitted, trial.split.folds, strict=True)
        ]  # fmt: skip
        found = difference([scored for _, scored in whole], other, metric, trial.split)
        truths = []
        for (one, scored), two, second in zip(whole, fitted, other, strict=True):
            if metric in scored and metric in second:
                a = influences(world.task, fresh.y, one.predict(fresh.x))
                b = influences(world.task, fresh.y, two.predict(change(fresh.x)))
                truths.append(a[metric].value - b[metric].value)
        if found is not None and truths:
            yield kind, found, float(np.mean(truths))


def _fit(
    model: ModelKind, rows: Rows, features: Prepared, y: np.ndarray, train: np.ndarray, world: World
) -> FittedModel:
    return fit_model(model, world.task, features, y, train, seed=len(rows))


def _half(train: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.sort(rng.permutation(train)[: len(train) // 2])


def _noisy(y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    noisy = y.copy()
    chosen = np.flatnonzero(rng.random(len(y)) < NOISE)
    noisy[chosen] = noisy[rng.permutation(chosen)]
    return noisy


def _shuffled(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    changed = x.copy()
    changed[:, 0] = changed[rng.permutation(len(x)), 0]
    return changed

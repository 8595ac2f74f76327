"""Shared inputs: how likely each row of two periods is a current one, by its inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.modelling.features import feature_kind, prepare, stack, usable_features

FOLDS = 5

FEWEST_SHARED = 0.05
"""Rows (as a share) that the shared inputs have to be worth; with fewer the periods are strangers,
and inputs can't be told from relation: a convention."""


LEAST_OVERLAP = 0.1
"""Share of a period's rows that could be of the other as well, from which they are compared: a
convention, above what is learnt of periods that share nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Chances of rows to be current ones; reference rows first, both periods weigh alike.

    Attributes:
        whole: (n,) out of fold.
        without: for each fold (n,) chances learnt without it, out of fold, and which rows are its.
    """

    whole: np.ndarray
    without: tuple[tuple[np.ndarray, np.ndarray], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """The inputs of both periods' rows, reference rows first.

    Attributes:
        matrix: (n, m), categories as codes.
        codes: which of the m columns are codes.
        names: of the columns of the tables.
    """

    matrix: np.ndarray
    codes: tuple[int, ...]
    names: tuple[str, ...]


def inputs_of(before: Judgeable, after: Judgeable, leave_out: Sequence[str | None]) -> Inputs:
    """Return the inputs of both periods: the columns of both but dates and those left out."""
    left = {name for name in leave_out if name is not None}
    names = [n for n in before.frame.columns if n in after.frame.columns and n not in left]
    both = stack(before.frame, after.frame, names)
    usable, _ = usable_features(both)
    usable = [name for name in usable if feature_kind(both[name]) != "instant"]
    features = prepare(both, usable)
    codes = tuple(k for k, count in enumerate(features.levels) if count)
    return Inputs(features.matrix, codes, tuple(usable))


def chances_by_inputs(
    inputs: Inputs, before: Judgeable, after: Judgeable, *, seed: int
) -> np.ndarray | None:
    """Return chances to be a current row by inputs alone, (n,), out of fold; None with one fold."""
    is_current, fold, numbers = _folds(before, after)
    if len(numbers) < 2:
        return None

    def learnt_from(train: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
        return _learn(inputs.matrix, inputs.codes, is_current, train, seed)

    return _out_of_fold(fold, numbers, learnt_from)


def worth(weights: np.ndarray) -> float:
    """Return how many rows weighted ones are worth (Kish 1965), as a share of their number."""
    return float(weights.sum() ** 2 / (weights**2).sum() / len(weights))


def shared_enough(weights: Sequence[np.ndarray]) -> bool:
    """Tell whether periods share rows enough to compare them on.

    Weights that are all small alike are worth many rows and share none: where chances tell the
    periods apart, each row has the least chance that can be learnt. So their sum counts as well.

    Args:
        weights: of each period's rows, half where both periods are alike.
    """
    return all(worth(w) >= FEWEST_SHARED and 2 * float(w.mean()) >= LEAST_OVERLAP for w in weights)


def _folds(before: Judgeable, after: Judgeable) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """Return which rows are current, the fold of each row, and the folds."""
    is_current = np.repeat([0.0, 1.0], [len(before), len(after)])
    fold = np.concatenate([before.parts.part, after.parts.part]) % FOLDS
    return is_current, fold, [int(number) for number in np.unique(fold)]


def _out_of_fold(
    fold: np.ndarray,
    numbers: Sequence[int],
    learnt_from: Callable[[np.ndarray], Callable[[np.ndarray], np.ndarray]],
) -> np.ndarray:
    whole = np.full(len(fold), 0.5)
    for number in numbers:
        held = fold == number
        if not held.all():
            whole[held] = learnt_from(~held)(held)
    return whole


def current_chances(
    before: Judgeable, after: Judgeable, leave_out: Sequence[str | None], *, seed: int
) -> tuple[Chances | None, tuple[str, ...]]:
    """Return chances and the columns that tell: those of both periods but dates, and predictions.

    None with too few parts of rows to leave any out.
    """
    inputs = inputs_of(before, after, leave_out)
    usable = inputs.names
    predictions = np.concatenate([_as_inputs(before), _as_inputs(after)])
    matrix = np.column_stack([inputs.matrix, predictions])
    is_current, fold, numbers = _folds(before, after)
    if len(numbers) < 2:
        return None, ()

    def learnt_from(train: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
        return _learn(matrix, inputs.codes, is_current, train, seed)

    whole = _out_of_fold(fold, numbers, learnt_from)
    if len(numbers) < 3:
        return Chances(whole, ()), usable
    without = {number: np.full(len(matrix), 0.5) for number in numbers}
    for first, second in combinations(numbers, 2):
        chance = learnt_from((fold != first) & (fold != second))
        without[first][fold == second] = chance(fold == second)
        without[second][fold == first] = chance(fold == first)
    return Chances(whole, tuple((without[n], fold == n) for n in numbers)), usable


def _learn(
    matrix: np.ndarray, codes: Sequence[int], is_current: np.ndarray, train: np.ndarray, seed: int
) -> Callable[[np.ndarray], np.ndarray]:
    """Return what gives the chance of some rows (a mask), learnt from others."""
    from ml_engineer_tools.modelling.models import load_lightgbm

    lightgbm = load_lightgbm()
    weight = np.where(is_current == 1, 0.5 / is_current.mean(), 0.5 / (1 - is_current.mean()))
    parameters = {
        "objective": "binary", "learning_rate": 0.1, "num_leaves": 8, "min_data_in_leaf": 40,
        "max_bin": 63, "verbose": -1, "num_threads": 1, "deterministic": True,
        "force_row_wise": True, "seed": seed, "lambda_l2": 10.0,
    }  # fmt: skip
    data = lightgbm.Dataset(
        matrix[train], is_current[train], weight=weight[train], categorical_feature=list(codes),
        params={"verbose": -1, "max_bin": 63},
    )  # fmt: skip
    model = lightgbm.train(parameters, data, 40)

    def chance(asked: np.ndarray) -> np.ndarray:
        return np.asarray(np.clip(model.predict(matrix[asked], num_threads=1), 0.01, 0.99))

    return chance


def _as_inputs(rows: Judgeable) -> np.ndarray:
    of = rows.predicted
    if of.chances is not None:
        return of.chances[:, 1:]
    values = of.numbers if of.numbers is not None else of.labels
    return np.asarray(values, dtype=np.float64)[:, None]

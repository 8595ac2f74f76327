"""The learning curve: would more rows help, or cleaner labels?

The same rows judge a model that learnt from a part of the training rows, or from all of them with
a tenth of the labels shuffled. The second is simulated noise: what it costs tells how much the
score hangs on labels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ml_engineer_tools.baselines.board import Board
from ml_engineer_tools.baselines.depth.chosen import thinned
from ml_engineer_tools.baselines.inner_split import inner_split
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.baselines.trials import difference, mean_over_folds
from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.modelling.deciding import (
    Gain,
    few_to_exclude,
    judge_gain,
    why_undecided,
)
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.influence import Influence, influences
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES
from ml_engineer_tools.modelling.models import FittedModel, ModelKind, fit_model
from ml_engineer_tools.modelling.scores import higher_is_better, metric_scale
from ml_engineer_tools.modelling.side_by_side import fits_at_once, side_by_side
from ml_engineer_tools.modelling.splits import FEWEST_ROWS, Fold

SHARES = (0.25, 0.5)
"""Parts of the training rows that are learnt from, beside all of them."""

NOISE = 0.1
"""Share of the training labels that are shuffled."""

FOLDS = 2
"""Folds on which it is measured: the last ones, which learn from most rows in time."""

ROWS = 8_000
"""Rows that judge, of all folds together; a fold that has so many is enough."""

Scored = list[dict[str, Influence]]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What one model learns from: rows of a fold, with outcomes of all rows."""

    fold: Fold
    train: np.ndarray
    y: np.ndarray


def measure_learning(
    board: Board, model: ModelKind, rows: Rows, features: Prepared, *, seed: int,
    least: Figure, told: Callable[[str], None] = lambda message: None,
) -> None:  # fmt: skip
    """Record the learning curve and say whether more rows or cleaner labels would help."""
    whole = board.trials[model]
    used = _folds_to_use(rows, whole.split)
    folds = whole.split.folds[-used:]
    split = thinned(replace(whole.split, folds=folds), ROWS // used, seed=seed)
    if min(len(fold.train) for fold in folds) * min(SHARES) < FEWEST_ROWS:
        return
    random = np.random.default_rng(seed)
    metric = board.fitting.probing
    order = random.permutation(len(rows))
    noisy = _noisy(rows, random)
    # Each learns from its rows and labels; they share nothing, so that two are fitted at once.
    lessons = [
        Lesson(fold, _part(order, share, fold.train), rows.y)
        for share in SHARES
        for fold in split.folds
    ]
    lessons += [Lesson(fold, fold.train, noisy) for fold in split.folds]

    def scored(lesson: Lesson) -> dict[str, Influence]:
        inner = inner_split(split, lesson.train, seed=seed)
        fitted = fit_model(
            model, rows.task, features, lesson.y, lesson.train, seed=seed, inner=inner
        )
        return judged(fitted, lesson.fold)

    def judged(fitted: FittedModel, fold: Fold) -> dict[str, Influence]:
        prediction = fitted.predict(features.matrix[fold.validation])
        return influences(rows.task, rows.y[fold.validation], prediction)

    found: Scored = []
    for one in side_by_side(scored, lessons, at_once=fits_at_once(model)):
        told("Drawing the learning curve")
        found.append(one)
    drawn = [found[k : k + len(folds)] for k in range(0, len(found), len(folds))]
    full = [
        judged(fitted, fold) for fitted, fold in zip(whole.fitted[-used:], split.folds, strict=True)
    ]
    curve = [*zip(SHARES, drawn, strict=False), (1.0, full)]
    trained = int(np.mean([len(fold.train) for fold in split.folds]))
    for share, reached_by in curve:
        parts = [fold.get(metric) for fold in reached_by]
        if all(part is None for part in parts):
            return
        reached = mean_over_folds(parts, split, metric_scale(metric))
        board.record.figure(
            f"learning_{metric}", reached.value, model=model, split=split.name,
            slice=f"{round(share * trained):,} training rows", interval=reached.interval,
            n=split.validated, exactness=board.exactness,
        )  # fmt: skip
    _judge(board, model, split, (drawn[-2], full, drawn[-1]), least)


def _judge(
    board: Board, model: str, split: Split, scored: tuple[Scored, Scored, Scored], least: Figure
) -> None:
    half, full, noisy = scored
    metric = board.fitting.probing
    sign = 1 if higher_is_better(metric) else -1
    gained = difference(*((full, half) if sign > 0 else (half, full)), metric, split)
    lost = difference(*((full, noisy) if sign > 0 else (noisy, full)), metric, split)
    if gained is None or lost is None:
        return
    figures = [
        board.record.figure(
            quantity, found.value, model=model, split=split.name, slice=board.slice,
            interval=found.interval, n=split.validated, exactness=board.exactness,
        )
        for quantity, found in (("gain_of_doubling_rows", gained), ("cost_of_label_noise", lost))
    ]  # fmt: skip
    share = board.record.convention("label_noise", NOISE, source="shuffled on purpose: simulated")
    name = METRIC_NAMES.get(metric, metric)
    smallest = float(least.value) * board.scale(metric)
    more = judge_gain(gained.value, gained.interval, smallest, rarer=gained.rarer)
    clean = judge_gain(lost.value, lost.interval, smallest, rarer=lost.rarer)
    improved = f"improved the {name} of {model} by {figures[0]}"
    if gained.value < 0:
        improved = f"did not improve the {name} of {model} (a gain of {figures[0]})"
    doubling = f"doubling them from half to all {improved}"
    rows_said: dict[Gain, str] = {
        "shown": f"More rows would help: {doubling}",
        "small": f"More rows of this kind would hardly help: {doubling}, and the interval excludes "
        "any gain that counts",
        "undecided": f"Whether more rows would help can't be told yet: {doubling}, with "
        f"{why_undecided(gained.interval, rarer=gained.rarer)}",
    }
    costs = f"costs {figures[1]}" if lost.value >= 0 else f"costs nothing ({figures[1]})"
    shuffling = f"shuffling a share of {share} of the labels {costs}"
    labels_said: dict[Gain, str] = {
        "shown": f"{shuffling}, so cleaner labels are worth looking for",
        "small": f"{shuffling}, so cleaner labels would hardly help",
        "undecided": f"{shuffling}, with {why_undecided(lost.interval, rarer=lost.rarer)}: "
        "whether cleaner labels would help can't be told yet",
    }
    board.record.finding(
        "learning_curve",
        "info",
        f"{rows_said[more]}; {labels_said[clean]}.",
        clauses=("S5", "P4"),
        figures=[*figures, share, least],
    )


def _folds_to_use(rows: Rows, split: Split) -> int:
    """Return how many of the last folds are used: more where few rows of the rarer class judge."""
    if len(split.folds[-1].validation) >= ROWS:
        return 1
    if rows.task.kind == "regression":
        return FOLDS
    for used in range(FOLDS, len(split.folds) + 1):
        judged = np.concatenate([fold.validation for fold in split.folds[-used:]])
        if not few_to_exclude(int(np.sort(np.bincount(rows.y[judged], minlength=2))[-2])):
            return used
    return len(split.folds)


def _part(order: np.ndarray, share: float, train: np.ndarray) -> np.ndarray:
    """Return a part of the training rows, the same rows in every fold, larger parts around it."""
    chosen = train[np.argsort(order[train], kind="stable")]
    return np.sort(chosen[: max(FEWEST_ROWS, round(share * len(train)))])


def _noisy(rows: Rows, random: np.random.Generator) -> np.ndarray:
    y = rows.y.copy()
    chosen = np.flatnonzero(random.random(len(y)) < NOISE)
    y[chosen] = y[chosen][random.permutation(len(chosen))]
    return y

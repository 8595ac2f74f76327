"""Every kind of interval that an evaluation prints, asked of one drawn table, with its truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from benchmarks.evaluation_coverage.worlds import BINARY, Drawn

from ml_engineer_tools.evaluation import bias
from ml_engineer_tools.evaluation.calibration import (
    bin_scores,
    calibration_slope,
    mean_gap,
    reliability_curve,
    top_label,
)
from ml_engineer_tools.evaluation.costs import CostMatrix, halves, measure_costs
from ml_engineer_tools.evaluation.metrics import Scored, decision_rates, score_predictions
from ml_engineer_tools.evaluation.number_calibration import calibrate_numbers
from ml_engineer_tools.evaluation.parts import Estimate, Interval, mean
from ml_engineer_tools.evaluation.slices import compare_slices, fewest_rows, rarer, single_slices
from ml_engineer_tools.modelling.task import Task

COSTS = CostMatrix(false_positive=1.0, false_negative=5.0)
NAMES = np.array(["north", "south", "east", "west", "abroad"])
DIFFERENCES = ("roc_auc", "macro_roc_auc", "accuracy", "log_loss", "mae", "rmse")

Truths = dict[str, float]


@dataclass(frozen=True, slots=True)
class Shot:
    """One interval of a kind and the truth that it should hold."""

    kind: str
    interval: Interval
    truth: float

    @property
    def holds(self) -> bool:
        """Whether it holds it."""
        return self.interval[0] - 1e-12 <= self.truth <= self.interval[1] + 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """What is true of a world, told by very many rows of it.

    Attributes:
        rows: the rows.
        values: of what does not hang on the table that is asked.
        edges: scores in rising order, of the rows.
        sums: (n + 1,) outcomes added up along them.
    """

    rows: Drawn
    values: Truths
    edges: np.ndarray
    sums: np.ndarray

    @classmethod
    def of(cls, rows: Drawn) -> World:
        """Measure a world."""
        score, happened = _told(rows)
        order = np.argsort(score, kind="stable")
        sums = np.concatenate([[0.0], np.cumsum(happened[order])])
        values = {name: found.value for name, found in estimates(rows).items()}
        return cls(rows, values, score[order], sums)

    def mean_outcome(self, low: float, high: float) -> float | None:
        """Return the mean outcome of rows whose score lies between two, both included."""
        first, last = np.searchsorted(self.edges, low), np.searchsorted(self.edges, high, "right")
        return (
            float((self.sums[last] - self.sums[first]) / (last - first)) if last > first else None
        )

    def cost_from(self, threshold: float) -> float:
        """Return the cost of 1,000 decisions at a threshold."""
        n, first = len(self.edges), int(np.searchsorted(self.edges, threshold))
        missed, caught = self.sums[first], self.sums[-1] - self.sums[first]
        return float(1000 * (5 * missed + (n - first - caught)) / n)


def shots(drawn: Drawn, world: World) -> Iterator[Shot]:
    """Ask every interval of a table."""
    for name, found in estimates(drawn).items():
        if found.interval is not None:
            yield Shot(name.split(":")[0], found.interval, world.values[name])
    yield from _bins(drawn, world)
    yield from _together(drawn, world)
    if drawn.task.kind == "binary":
        yield from _costs(drawn, world)


def estimates(drawn: Drawn) -> dict[str, Estimate]:
    """Return every interval whose truth does not hang on the table; "kind: which one"."""
    one, other = _scored(drawn, drawn.score), _scored(drawn, drawn.other)
    found = {name: one.estimate(name) for name in one.metrics}
    for metric in DIFFERENCES:
        gap = one.minus(other, metric)
        if gap is not None:
            found[f"difference of {metric}"] = gap
    task, y, parts = drawn.task, drawn.y, drawn.parts
    score, happened = _told(drawn)
    if task.kind == "regression":
        found["mean error"] = mean(score - y, parts)
        slope = calibrate_numbers(y, score, parts).slope
    else:
        found["calibration gap"] = mean_gap(happened, score, parts)
        slope = calibration_slope(happened, score, parts)
    if slope is not None:
        found["calibration slope"] = slope
    if task.kind == "binary":
        found |= decision_rates(y, score >= drawn.threshold, parts)
        found["cost of a policy"] = mean(1000 * COSTS.of_rows(y, score >= drawn.threshold), parts)
        found["Brier score"] = mean((score - y) ** 2, parts, bounds=(0.0, 1.0))
    return found | _of_groups(drawn)


def _of_groups(drawn: Drawn) -> dict[str, Estimate]:
    task, score = drawn.task, drawn.score
    acts = labels = None
    if task.kind == "binary":
        acts = np.asarray(score >= drawn.threshold)
        labels = acts.astype(int)
    elif task.kind == "multiclass":
        labels = score.argmax(axis=1)
    judged = bias.Judged(
        drawn.y,
        acts,
        None if labels is None else (labels == drawn.y) * 1.0,
        None if task.kind == "multiclass" else score,
        regression=task.kind == "regression",
    )
    profile = bias.bias_profile("branch", drawn.column, NAMES.tolist(), judged, drawn.parts)
    found = {}
    for group in profile.groups:
        found[f"share of a group: {group.name}"] = group.share
        found |= {f"{rate} of a group: {group.name}": e for rate, e in group.rates.items()}
    for gap in profile.disparities:
        found[f"{gap.rate} between groups: {gap.group}"] = gap.difference
    return found


def _scored(drawn: Drawn, score: np.ndarray) -> Scored:
    if drawn.task.kind == "regression":
        return score_predictions(drawn.task, drawn.y, drawn.parts, numbers=score)
    chances = score if score.ndim == 2 else np.column_stack([1 - score, score])
    return score_predictions(drawn.task, drawn.y, drawn.parts, chances=chances,
                             labels=chances.argmax(axis=1))  # fmt: skip


def _told(drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    """Return the score and the outcome of each row that calibration compares."""
    if drawn.task.kind == "multiclass":
        right, chance = top_label(drawn.y, drawn.score)
        return chance, right
    return drawn.score, drawn.y.astype(float)


def _bins(drawn: Drawn, world: World) -> Iterator[Shot]:
    """Mean outcomes of bins, whose edges hang on the table."""
    score, happened = _told(drawn)
    if drawn.task.kind == "regression":
        place = bin_scores(score)
        for k, piece in enumerate(calibrate_numbers(drawn.y, score, drawn.parts).bins):
            inside = score[place == k]
            truth = world.mean_outcome(float(inside.min()), float(inside.max()))
            if truth is not None and piece.happened.interval is not None:
                yield Shot("mean outcome of a bin", piece.happened.interval, truth)
        return
    for step in reliability_curve(happened, score, drawn.parts, bin_scores(score)):
        truth = world.mean_outcome(step.low, step.high)
        if truth is not None and step.rate.interval is not None:
            yield Shot("rate of a bin", step.rate.interval, truth)


def _together(drawn: Drawn, world: World) -> Iterator[Shot]:
    """Slices, whose intervals hold together: one shot, held if all of them are."""
    losses: dict[str, Callable[[Drawn], np.ndarray]] = {"slices by loss, together": _loss}
    if drawn.task.kind != "multiclass":
        losses["slices by mean error, together"] = _error
    if drawn.task.kind != "regression":
        losses["slices beyond what is promised, together"] = lambda d: _loss(d) - _promised(d)
    for kind, of in losses.items():
        loss, truth = of(drawn), of(world.rows)
        rare = rarer(drawn.y == 1) if drawn.task is BINARY else None
        rare = rarer(loss > 0) if drawn.task.kind == "multiclass" and of is _loss else rare
        pieces = single_slices(pd.DataFrame({"branch": NAMES[drawn.column]}),
                               fewest=fewest_rows(len(loss), rare))  # fmt: skip
        sides = {f"branch = {name}": _apart(truth, world.rows.column == k)
                 for k, name in enumerate(NAMES)}  # fmt: skip
        held = [
            Shot(kind, r.difference.interval, sides[r.slice.name]).holds
            for r in compare_slices(loss, pieces, drawn.parts)
            if r.difference.interval is not None
        ]
        if held:
            yield Shot(kind, (0.5, 1.5), float(all(held)))


def _costs(drawn: Drawn, world: World) -> Iterator[Shot]:
    """Policies whose threshold was chosen on other rows of the table."""
    folds = halves(drawn.parts, times=drawn.times)
    found = measure_costs(drawn.y, drawn.score, COSTS, folds, drawn.parts)
    at = np.array([world.cost_from(threshold) for threshold in found.thresholds])
    sizes = np.array([len(fold.validation) for fold in folds])
    truth = float((at * sizes).sum() / sizes.sum())
    constants = {"do_nothing": world.cost_from(np.inf), "do_everything": world.cost_from(-np.inf)}
    for policy in found.policies:
        expected = truth if policy.policy == "cost_optimal" else constants[policy.policy]
        if policy.per_1000.interval is not None:
            yield Shot("cost of a policy", policy.per_1000.interval, expected)
        gap = expected - constants[found.best_constant]
        if policy.policy == "cost_optimal" and policy.minus_best_constant.interval is not None:
            yield Shot("difference of costs", policy.minus_best_constant.interval, gap)


def _loss(drawn: Drawn) -> np.ndarray:
    kind: Task = drawn.task
    if kind.kind == "regression":
        return np.asarray(np.abs(drawn.score - drawn.y))
    if kind.kind == "multiclass":
        return np.asarray(drawn.score.argmax(axis=1) != drawn.y, dtype=float)
    return np.asarray((drawn.score - drawn.y) ** 2)


def _error(drawn: Drawn) -> np.ndarray:
    return np.asarray(drawn.score - drawn.y)


def _promised(drawn: Drawn) -> np.ndarray:
    score = drawn.score
    return 1 - score.max(axis=1) if score.ndim == 2 else np.asarray(score * (1 - score))


def _apart(loss: np.ndarray, inside: np.ndarray) -> float:
    return float(loss[inside].mean() - loss[~inside].mean())

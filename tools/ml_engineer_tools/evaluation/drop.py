"""Drop: how much of a fall in performance comes from other inputs, another prior, another relation.

Exact splits of one fall, each in the metric itself:

- inputs and relation (Cai, Namkoong & Yadlowsky 2023, "Diagnosing model performance under
  distribution shift"): both periods are weighted to the inputs that they share. What differs there
  is the relation of inputs and outcome; what leads there and away from there is the inputs.
- prior and the rest: the reference is weighted to the current shares of the classes.
- what other decisions at the same scores did, where decisions were made otherwise (see
  `decisions`); all but the last of these are then of rows decided as before.
- what other scores of the same inputs did, where scoring was changed; the first two are then of
  rows scored as before (see `scoring`).
- what recalibration (and a new threshold) on current rows gives back, more than it gives the
  reference, and the rest.

They are views of the same fall and don't add up with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ml_engineer_tools.evaluation.mending import gain_by_mending
from ml_engineer_tools.evaluation.metrics import Scored, score_predictions
from ml_engineer_tools.evaluation.parts import LEVEL, Estimate, Parts, jackknife, t_quantile
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.evaluation.shared_inputs import (
    Chances,
    current_chances,
    shared_enough,
    worth,
)
from ml_engineer_tools.modelling.scores import higher_is_better
from ml_engineer_tools.modelling.task import Task

ROWS = 20_000
"""Rows of either period by which a fall is split."""


@dataclass(frozen=True, slots=True)
class Fall:
    """The fall of one metric, and its parts; all are positive if performance became worse.

    Attributes:
        metric: which one.
        before: in the reference.
        after: in the current rows.
        total: the fall.
        inputs: part of other inputs; None if it can't be told.
        relation: part of another relation of inputs and outcome; None likewise.
        prior: part of another share of the classes; None for numbers.
        given_class: the rest beside the prior.
        mendable: part that recalibration on current rows gives back.
        threshold: part of decisions that are made otherwise; the parts that follow are then of
            rows decided as before. None if they are made alike.
        scoring: part of other scores for the same inputs; the parts of inputs, relation and prior
            are then of rows scored as before. None if scoring wasn't changed.
    """

    metric: str
    before: Estimate
    after: Estimate
    total: Estimate
    inputs: Estimate | None = None
    relation: Estimate | None = None
    prior: Estimate | None = None
    given_class: Estimate | None = None
    mendable: Estimate | None = None
    threshold: Estimate | None = None
    scoring: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """Falls of all metrics, and what splitting them rests on.

    Attributes:
        falls: by metric.
        features: columns by which inputs were told apart.
        shared: worth of the shared rows, as a share of the smaller period's; None if not told.
    """

    falls: dict[str, Fall]
    features: tuple[str, ...] = field(default=())
    shared: float | None = None


def split_fall(
    task: Task,
    before: Judgeable,
    after: Judgeable,
    metrics: Sequence[str],
    leave_out: Sequence[str | None],
    *,
    seed: int,
    decided: tuple[Judgeable, Judgeable] | None = None,
    alike: tuple[Judgeable, Judgeable] | None = None,
) -> Split:
    """Split the fall of each metric.

    Args:
        task: what is predicted.
        before: rows of the reference.
        after: rows of the current period.
        metrics: which ones.
        leave_out: columns that are no inputs: roles, outcome, action.
        seed: of samples and trees.
        decided: the same rows decided as in the reference, where current ones were decided
            otherwise: then what that did is a part of its own.
        alike: the same rows with the scores that the reference's scoring gives them, where current
            ones were made otherwise: then what other scores did is a part of its own.
    """
    before, after = sampled(before, seed), sampled(after, seed)
    given = _scored(task, before), _scored(task, after)
    mended = gain_by_mending(task, before), gain_by_mending(task, after)
    plain = given
    if decided is not None:
        before, after = decided
        plain = _scored(task, before), _scored(task, after)
    kept = plain
    if alike is not None:
        before, after = alike
        plain = _scored(task, before), _scored(task, after)
    chances, features = current_chances(before, after, leave_out, seed=seed)
    shared = None
    weighted: tuple[Scored, Scored] | None = None
    learnt: list[tuple[dict[str, float], dict[str, float]]] = []
    if chances is not None:
        weights = _towards_shared(chances.whole, before)
        shared = min(worth(w) for w in weights)
        if shared_enough(weights):
            weighted = _scored(task, before, weights[0]), _scored(task, after, weights[1])
            learnt = _learnt(task, before, after, chances)
    prior = _by_prior(task, before, after)
    falls = {}
    for metric in metrics:
        if metric not in plain[0].metrics or metric not in plain[1].metrics:
            continue
        sign = -1.0 if higher_is_better(metric) else 1.0
        found = Fall(
            metric, given[0].estimate(metric), given[1].estimate(metric),
            _difference(given[0], given[1], metric, sign),
        )  # fmt: skip
        values: dict[str, Estimate] = {}
        for stage, (other, was, then) in {
            "threshold": (decided, given, kept), "scoring": (alike, kept, plain),
        }.items():  # fmt: skip
            if other is not None:
                values |= _by_stage(stage, metric, sign, was, then, (before, after))
        if weighted is not None and all(metric in w.metrics for w in weighted):
            values |= _by_shared(metric, sign, plain, weighted, learnt, (before, after))
        if prior is not None and metric in prior[0].metrics:
            # Shares of the classes are known as well as the rows of both periods tell them.
            a0, a1, b1 = plain[0].values[metric], *(found.values[metric] for found in prior)
            b1 = b1 - b1[0]
            values["prior"] = _two_sided(sign * (a1 - a0), sign * b1, before, after)
            values["given_class"] = _two_sided(
                -sign * a1, sign * (plain[1].values[metric] - b1), before, after
            )
        if all(found is not None and metric in found.values for found in mended):
            gains = [found for found in mended if found is not None]
            values["mendable"] = combined(
                sign * gains[1].values[metric], gains[1].parts,
                -sign * gains[0].values[metric], gains[0].parts,
            )  # fmt: skip
        falls[metric] = Fall(metric, found.before, found.after, found.total, **values)
    return Split(falls, features, shared)


def fall_between(task: Task, before: Judgeable, after: Judgeable, metric: str) -> Fall | None:
    """Return the fall of one metric, not split; None where it isn't defined in both periods."""
    given = _scored(task, before), _scored(task, after)
    if any(metric not in scored.metrics for scored in given):
        return None
    sign = -1.0 if higher_is_better(metric) else 1.0
    total = _difference(given[0], given[1], metric, sign)
    return Fall(metric, given[0].estimate(metric), given[1].estimate(metric), total)


def _scored(task: Task, rows: Judgeable, weights: np.ndarray | None = None) -> Scored:
    of = rows.predicted
    return score_predictions(
        task, rows.y, rows.parts, chances=of.chances, labels=of.labels, numbers=of.numbers,
        weights=weights,
    )  # fmt: skip


def _difference(before: Scored, after: Scored, metric: str, sign: float) -> Estimate:
    a, b = before.values[metric], after.values[metric]
    return combined(sign * b, after.parts, -sign * a, before.parts)


def _by_stage(
    stage: str, metric: str, sign: float, was: tuple[Scored, Scored],
    then: tuple[Scored, Scored], rows: tuple[Judgeable, Judgeable],
) -> dict[str, Estimate]:  # fmt: skip
    """Return what deciding, or scoring, as before gives back of the fall, by stage."""
    if not all(metric in scored.metrics for scored in was):
        return {}
    old, new = (
        sign * (one.values[metric] - other.values[metric])
        for one, other in zip(was, then, strict=True)
    )
    return {stage: _two_sided(-old, new, rows[0], rows[1])}


def _by_shared(
    metric: str, sign: float, plain: tuple[Scored, Scored], weighted: tuple[Scored, Scored],
    learnt: list[tuple[dict[str, float], dict[str, float]]], rows: tuple[Judgeable, Judgeable],
) -> dict[str, Estimate]:  # fmt: skip
    """Return what other inputs did and what another relation did, by the inputs that both share."""
    a0, a1 = plain[0].values[metric], weighted[0].values[metric]
    b0, b1 = plain[1].values[metric], weighted[1].values[metric]
    # What the weights that were learnt move, moves one part against the other.
    moved = np.array([one[metric] - other[metric] for one, other in learnt if metric in one])
    return {
        "inputs": _widened(_two_sided(sign * (a1 - a0), sign * (b0 - b1), *rows), moved),
        "relation": _widened(_two_sided(-sign * a1, sign * b1, *rows), moved),
    }


def _two_sided(
    of_before: np.ndarray, of_after: np.ndarray, before: Judgeable, after: Judgeable
) -> Estimate:
    return combined(of_after, after.parts, of_before, before.parts)


def combined(first: np.ndarray, parts: Parts, second: np.ndarray, others: Parts) -> Estimate:
    """Return the sum of two values of independent rows, with the interval of both."""
    a, b = jackknife(first, parts), jackknife(second, others)
    value = a.value + b.value
    if a.interval is None or b.interval is None:
        return Estimate(value, None, min(a.rows, b.rows))
    half = float(np.hypot((a.interval[1] - a.interval[0]) / 2, (b.interval[1] - b.interval[0]) / 2))
    return Estimate(value, (value - half, value + half), min(a.rows, b.rows))


def _widened(found: Estimate, moved: np.ndarray) -> Estimate:
    """Return an estimate whose interval also counts what was learnt from the rows.

    Args:
        found: with the weights as they were learnt.
        moved: what each fifth of the rows moves it by way of the weights (a jackknife).
    """
    if found.interval is None or len(moved) < 2:
        return found
    away = moved - moved.mean()
    error = float(np.sqrt((away**2).sum() * (len(away) - 1) / len(away)))
    # Four fifths of four degrees of freedom: the quantile of the sum lies between both.
    ends = [abs(end - found.value) for end in found.interval]
    normal = max(float(np.mean(ends)) / t_quantile(100, LEVEL), 1e-300)
    freedom = (normal**2 + error**2) ** 2 / (normal**4 / 100 + error**4 / (len(away) - 1))
    reach = t_quantile(freedom, LEVEL) * error
    down, up = (float(np.hypot(end, reach)) for end in ends)
    return Estimate(found.value, (found.value - down, found.value + up), found.rows)


def _towards_shared(chance: np.ndarray, before: Judgeable) -> tuple[np.ndarray, np.ndarray]:
    """Return weights of both periods' rows by which they have the inputs that both share."""
    return chance[: len(before)], 1 - chance[len(before) :]


def _learnt(
    task: Task, before: Judgeable, after: Judgeable, chances: Chances
) -> list[tuple[dict[str, float], dict[str, float]]]:
    """Return, for each fifth left out, what learning without it moves the weighted metrics.

    For each the metrics of the reference minus those of the current rows are what moves the parts:
    the first of a pair with weights learnt without the fifth, the second as they were learnt.
    """
    found = []
    for chance, held in chances.without:
        pair = []
        for used in (chance, chances.whole):
            apart: dict[str, float] = {}
            weights = _towards_shared(used * ~held, before)
            kept = ~held[: len(before)], ~held[len(before) :]
            sides = [
                _values(task, rows, (w * k)[None, :])
                for rows, w, k in zip((before, after), weights, kept, strict=True)
            ]
            for metric in sides[0]:
                if metric in sides[1]:
                    apart[metric] = sides[0][metric] - sides[1][metric]
            pair.append(apart)
        found.append((pair[0], pair[1]))
    return found


def _values(task: Task, rows: Judgeable, weights: np.ndarray) -> dict[str, float]:
    scored = _scored(task, rows, weights)
    return {metric: float(scored.values[metric][0]) for metric in scored.metrics}


def _by_prior(task: Task, before: Judgeable, after: Judgeable) -> tuple[Scored, ...] | None:
    """Return the reference scored with the current shares of the classes; None for numbers."""
    if task.kind == "regression":
        return None
    return tuple(_scored(task, before, w) for w in _prior_weights(task, before, after))


def _prior_weights(task: Task, before: Judgeable, after: Judgeable) -> tuple[np.ndarray, ...]:
    """Return weights by which the reference has the current shares of the classes.

    First as each part of the reference is left out, (parts + 1, n), then as each part of the
    current rows is, of all rows of the reference.
    """
    is_class = np.eye(len(task.classes))
    old, new = is_class[before.y.astype(int)], is_class[after.y.astype(int)]
    kept = before.parts.weights()
    shares = [_shares(kept, old), _shares(after.parts.weights(), new)]
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = [shares[1][:1] / shares[0], shares[1] / shares[0][:1]]
    by_row = [np.nan_to_num(factor, posinf=0.0)[:, before.y.astype(int)] for factor in factors]
    return kept * by_row[0], by_row[1]


def _shares(weights: np.ndarray, is_class: np.ndarray) -> np.ndarray:
    return np.asarray(weights @ is_class / weights.sum(axis=1, keepdims=True))


def sampled(rows: Judgeable, seed: int) -> Judgeable:
    """Return at most `ROWS` rows."""
    if len(rows) <= ROWS:
        return rows
    kept = np.sort(np.random.default_rng(seed).permutation(len(rows))[:ROWS])
    return Judgeable(
        rows.y[kept],
        rows.predicted.of(kept),
        rows.frame.iloc[kept].reset_index(drop=True),
        rows.parts.rows(kept),
        None if rows.times is None else rows.times[kept],
        None if rows.groups is None else rows.groups[kept],
    )

"""Drop: how much of a fall in performance comes from other inputs, another prior, another relation.

Three exact splits of one fall, each in the metric itself:

- inputs and relation (Cai, Namkoong & Yadlowsky 2023, "Diagnosing model performance under
  distribution shift"): both periods are weighted to the inputs that they share. What differs there
  is the relation of inputs and outcome; what leads there and away from there is the inputs.
- prior and the rest: the reference is weighted to the current shares of the classes.
- what recalibration (and a new threshold) on current rows gives back, more than it gives the
  reference, and the rest.

They are views of the same fall and don't add up with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ml_engineer_tools.evaluation.metrics import Scored, score_predictions
from ml_engineer_tools.evaluation.parts import Estimate, Parts, jackknife
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.modelling.features import feature_kind, prepare, stack, usable_features
from ml_engineer_tools.modelling.scores import higher_is_better
from ml_engineer_tools.modelling.task import Task

ROWS = 20_000
"""Rows of either period by which a fall is split."""

FOLDS = 5

FEWEST_SHARED = 0.05
"""Rows (as a share) that the shared inputs have to be worth; with fewer the periods are strangers,
and inputs can't be told from relation: a convention."""


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
) -> Split:
    """Split the fall of each metric.

    Args:
        task: what is predicted.
        before: rows of the reference.
        after: rows of the current period.
        metrics: which ones.
        leave_out: columns that are no inputs: roles, outcome, action.
        seed: of samples and trees.
    """
    before, after = _sampled(before, seed), _sampled(after, seed)
    plain = _scored(task, before), _scored(task, after)
    chance, features = _current_chance(before, after, leave_out, seed)
    shared = None
    weighted = None
    if chance is not None:
        weights = chance[: len(before)], 1 - chance[len(before) :]
        shared = min(_worth(w) for w in weights)
        if shared >= FEWEST_SHARED:
            weighted = _scored(task, before, weights[0]), _scored(task, after, weights[1])
    prior = None
    if task.kind != "regression":
        prior = _scored(task, before, _prior_weights(before.y, after.y, len(task.classes)))
    mended = _mended(task, before), _mended(task, after)
    falls = {}
    for metric in metrics:
        if metric not in plain[0].metrics or metric not in plain[1].metrics:
            continue
        sign = -1.0 if higher_is_better(metric) else 1.0
        found = Fall(
            metric, plain[0].estimate(metric), plain[1].estimate(metric),
            _difference(plain[0], plain[1], metric, sign),
        )  # fmt: skip
        values: dict[str, Estimate] = {}
        if weighted is not None and all(metric in w.metrics for w in weighted):
            a0, a1 = plain[0].values[metric], weighted[0].values[metric]
            b0, b1 = plain[1].values[metric], weighted[1].values[metric]
            values["inputs"] = _two_sided(sign * (a1 - a0), sign * (b0 - b1), before, after)
            values["relation"] = _two_sided(-sign * a1, sign * b1, before, after)
        if prior is not None and metric in prior.metrics:
            a0, a1 = plain[0].values[metric], prior.values[metric]
            zero = np.zeros(after.parts.count + 1)
            values["prior"] = _two_sided(sign * (a1 - a0), zero, before, after)
            values["given_class"] = _two_sided(
                -sign * a1, sign * plain[1].values[metric], before, after
            )
        if all(m is not None and metric in m.metrics for m in mended):
            gains = [
                p.values[metric] - m.values[metric]
                for p, m in zip(plain, mended, strict=True)
                if m is not None
            ]
            values["mendable"] = _two_sided(-sign * gains[0], sign * gains[1], before, after)
        falls[metric] = Fall(metric, found.before, found.after, found.total, **values)
    return Split(falls, features, shared)


def _scored(task: Task, rows: Judgeable, weights: np.ndarray | None = None) -> Scored:
    of = rows.predicted
    return score_predictions(
        task, rows.y, rows.parts, chances=of.chances, labels=of.labels, numbers=of.numbers,
        weights=weights,
    )  # fmt: skip


def _difference(before: Scored, after: Scored, metric: str, sign: float) -> Estimate:
    a, b = before.values[metric], after.values[metric]
    return _combined(sign * b, after.parts, -sign * a, before.parts)


def _two_sided(
    of_before: np.ndarray, of_after: np.ndarray, before: Judgeable, after: Judgeable
) -> Estimate:
    return _combined(of_after, after.parts, of_before, before.parts)


def _combined(first: np.ndarray, parts: Parts, second: np.ndarray, others: Parts) -> Estimate:
    """Return the sum of two values of independent rows, with the interval of both."""
    a, b = jackknife(first, parts), jackknife(second, others)
    value = a.value + b.value
    if a.interval is None or b.interval is None:
        return Estimate(value, None, min(a.rows, b.rows))
    half = float(np.hypot((a.interval[1] - a.interval[0]) / 2, (b.interval[1] - b.interval[0]) / 2))
    return Estimate(value, (value - half, value + half), min(a.rows, b.rows))


def _current_chance(
    before: Judgeable, after: Judgeable, leave_out: Sequence[str | None], seed: int
) -> tuple[np.ndarray | None, tuple[str, ...]]:
    """Return for each row the chance, out of fold, to be a current one; both periods weigh alike.

    By the columns of both periods but dates, and the predictions themselves.
    """
    from ml_engineer_tools.modelling.models import load_lightgbm

    left = {name for name in leave_out if name is not None}
    names = [n for n in before.frame.columns if n in after.frame.columns and n not in left]
    both = stack(before.frame, after.frame, names)
    usable, _ = usable_features(both)
    usable = [name for name in usable if feature_kind(both[name]) != "instant"]
    features = prepare(both, usable)
    predictions = np.concatenate([_as_inputs(before), _as_inputs(after)])
    matrix = np.column_stack([features.matrix, predictions])
    codes = [k for k, count in enumerate(features.levels) if count]
    is_current = np.repeat([0.0, 1.0], [len(before), len(after)])
    fold = np.concatenate([before.parts.part, after.parts.part]) % FOLDS
    if len(np.unique(fold)) < 2:
        return None, ()
    lightgbm = load_lightgbm()
    chance = np.full(len(matrix), 0.5)
    weight = np.where(is_current == 1, 0.5 / is_current.mean(), 0.5 / (1 - is_current.mean()))
    parameters = {
        "objective": "binary", "learning_rate": 0.1, "num_leaves": 8, "min_data_in_leaf": 40,
        "max_bin": 63, "verbose": -1, "num_threads": 1, "deterministic": True,
        "force_row_wise": True, "seed": seed, "lambda_l2": 10.0,
    }  # fmt: skip
    for number in range(FOLDS):
        held = fold == number
        if not held.any() or held.all():
            continue
        data = lightgbm.Dataset(
            matrix[~held], is_current[~held], weight=weight[~held], categorical_feature=codes,
            params={"verbose": -1, "max_bin": 63},
        )  # fmt: skip
        model = lightgbm.train(parameters, data, 40)
        chance[held] = model.predict(matrix[held], num_threads=1)
    return np.clip(chance, 0.01, 0.99), tuple(usable)


def _as_inputs(rows: Judgeable) -> np.ndarray:
    of = rows.predicted
    if of.chances is not None:
        return of.chances[:, 1:]
    values = of.numbers if of.numbers is not None else of.labels
    return np.asarray(values, dtype=np.float64)[:, None]


def _worth(weights: np.ndarray) -> float:
    return float(weights.sum() ** 2 / (weights**2).sum() / len(weights))


def _prior_weights(before: np.ndarray, after: np.ndarray, classes: int) -> np.ndarray:
    old = np.bincount(before.astype(int), minlength=classes) / len(before)
    new = np.bincount(after.astype(int), minlength=classes) / len(after)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(old > 0, new / old, 0.0)
    return np.asarray(factor[before.astype(int)])


def _mended(task: Task, rows: Judgeable) -> Scored | None:
    """Return the metrics after recalibration on other rows of the same period.

    Of scores of two classes by a logistic curve and a threshold of equal costs; of numbers by a
    straight line.
    """
    of = rows.predicted
    side = rows.parts.part % 2
    if rows.parts.count < 2:
        return None
    if task.kind == "regression" and of.numbers is not None:
        numbers = of.numbers.copy()
        for k in (0, 1):
            known, asked = side != k, side == k
            slope, intercept = _line(of.numbers[known], rows.y[known])
            numbers[asked] = intercept + slope * of.numbers[asked]
        return score_predictions(task, rows.y, rows.parts, numbers=numbers)
    if task.kind != "binary" or of.chances is None or of.labels is None:
        return None
    from sklearn.linear_model import LogisticRegression

    chance = of.chances[:, 1].copy()
    inside = np.clip(chance, 1e-6, 1 - 1e-6)
    logit = np.log(inside / (1 - inside))[:, None]
    for k in (0, 1):
        known, asked = side != k, side == k
        if len(np.unique(rows.y[known])) < 2:
            return None
        fitted = LogisticRegression(C=1e6).fit(logit[known], rows.y[known])
        chance[asked] = fitted.predict_proba(logit[asked])[:, 1]
    return score_predictions(
        task, rows.y, rows.parts, chances=np.column_stack([1 - chance, chance]),
        labels=(chance >= 0.5).astype(int),
    )  # fmt: skip


def _line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    spread = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * (y - y.mean())).sum() / spread) if spread > 0 else 1.0
    return slope, float(y.mean() - slope * x.mean())


def _sampled(rows: Judgeable, seed: int) -> Judgeable:
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

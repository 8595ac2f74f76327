"""Importance: which of the columns that moved a model leans on.

Given by a baselines measurement, or measured here: boosted trees learn the target on exploration
rows of the reference, and a column's importance is by how much their loss on other exploration
rows grows when its values are shuffled (Breiman 2001). Where the trees don't beat the mean of the
target, that growth is noise, and nothing is weighed by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift.counts import Counts, TableCounts
from ml_engineer_tools.drift.encoding import encode
from ml_engineer_tools.drift.samples import draw
from ml_engineer_tools.drift.sides import Asked
from ml_engineer_tools.evidence import Evidence, Severity
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.table import ROW, Table

if TYPE_CHECKING:
    import pandas as pd

ROWS = 10_000
"""Exploration rows that are drawn."""

FEWEST_ROWS = 200

LEARNT = 0.7
"""Share of them that the trees learn on."""

TREES = 60

MATTERS = 0.05
"""Share of all importance from which a column matters to a model: a convention."""

HARDLY = 0.01
"""Share below which it hardly does: a convention."""

QUANTITIES = ("permutation_importance", "importance", "feature_importance")
"""Figures of other measurements that tell a column's importance."""


SURE_OF_SKILL = 1.96
"""Standard errors by which the trees' loss has to lie below that of the mean: its 95 % interval."""

WITHOUT = "without "
"""What the slice of figures begins with that are of a model without suspect columns."""


@dataclass(frozen=True, slots=True)
class Skill:
    """How much less a model's loss is than that of the mean of the target, on rows it never saw.

    Attributes:
        share: of the mean's loss that the model does without; 0 or less is no better than chance.
        interval: of it, at 95 %.
        rows: that it was asked about.
    """

    share: float
    interval: tuple[float, float]
    rows: int

    @property
    def beats_chance(self) -> bool:
        """Whether its whole interval lies above nothing."""
        return self.interval[0] > 0


@dataclass(frozen=True, slots=True)
class Importance:
    """How much each column matters.

    Attributes:
        shares: of all importance, by column; they add up to 1. Empty where it can't be told.
        source: where they come from.
        skill: of the model that was asked; None if importance was given.
        bounds: the 95 % interval of each share, where it was measured.
    """

    shares: Mapping[str, float]
    source: str
    skill: Skill | None = None
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def is_noise(self, name: str) -> bool:
        """Tell whether a column's importance can't be told from none."""
        return name in self.bounds and self.bounds[name][0] <= 0

    def weigh(self, name: str, severity: Severity) -> Severity:
        """Return how severe it is that this column moved, given how much it matters.

        Where its importance can't be told from none, it is low if it can't matter, else as severe
        as it is by itself: columns are not set apart by which got more of the noise.
        """
        share = self.shares.get(name)
        if share is not None and self.is_noise(name):
            return "low" if self.bounds[name][1] < MATTERS else severity
        if share is None or share >= MATTERS:
            return severity
        if share < HARDLY:
            return "low"
        return "medium" if severity == "high" else severity


def record_skill(importance: Importance, recorder: Recorder) -> None:
    """Record how good the model is that importance was asked of, and say so if it is no good."""
    skill = importance.skill
    if skill is None:
        return
    recorder.figure("quick_model_skill", skill.share, interval=skill.interval, interval_level=0.95,
                    n=skill.rows)  # fmt: skip
    if not importance.shares:
        recorder.note(
            "How much each column matters can't be told: a quick model of the target is no better "
            "than chance on rows that it never saw (quick_model_skill, its interval reaches 0 or "
            "less), so that severities go by the size of the effect alone."
        )


def importance_of(evidence: Evidence) -> dict[str, float]:
    """Return the importance of each column by an evidence, of its most complex model.

    Columns that the model was told to do without have none. Empty if it tells none.
    """
    by_model: dict[str | None, dict[str, float]] = {}
    for figure in evidence.measurement.figures:
        column, subject = figure.subject.column, figure.subject
        if figure.quantity not in QUANTITIES or column is None or isinstance(figure.value, str):
            continue
        if subject.slice is None or subject.slice.startswith(WITHOUT):
            by_model.setdefault(subject.model, {})[column] = float(figure.value)
    found = by_model.get("lightgbm") or (list(by_model.values())[-1] if by_model else {})
    left_out = evidence.measurement.arguments.get("without")
    if found and isinstance(left_out, list):
        found = dict.fromkeys(map(str, left_out), 0.0) | found
    return found


def as_shares(importance: Mapping[str, float], source: str) -> Importance | None:
    """Return importance as shares; None if no column has any."""
    positive = {name: max(0.0, value) for name, value in importance.items()}
    total = sum(positive.values())
    if total <= 0:
        return None
    return Importance({name: value / total for name, value in positive.items()}, source)


def measure_importance(
    reference: Table, counted: TableCounts, asked: Asked, context: Context, *, seed: int
) -> Importance | None:
    """Measure importance on exploration rows of the reference; None if nothing can be learnt.

    It holds no share where what was learnt is no better than chance.
    """
    if asked.target is None:
        return None
    roles = {asked.target, asked.prediction, asked.time, asked.group}
    names = [
        c.name for c in counted.columns if c.way in ("number", "levels") and c.name not in roles
    ]
    frame = _exploration(reference, [*names, asked.target], asked, context, seed=seed)
    target = frame.pop(f"c{len(names)}")
    known = target.notna().to_numpy()
    y, classes = _target(target[known], numeric=reference.column(asked.target).is_numeric)
    if len(y) < FEWEST_ROWS or classes == 1 or not names:
        return None
    numeric = [reference.column(name).is_numeric for name in names]
    matrix, codes = encode(frame[known].reset_index(drop=True), numeric)
    losses, errors, skill = _permuted(matrix, codes, y, classes, seed)
    source = "labels of exploration rows"
    found = as_shares(dict(zip(names, losses, strict=True)), source)
    if found is None or not skill.beats_chance:
        return Importance({}, source, skill)
    total = sum(max(0.0, loss) for loss in losses)
    bounds = {
        name: ((loss - SURE_OF_SKILL * error) / total, (loss + SURE_OF_SKILL * error) / total)
        for name, loss, error in zip(names, losses, errors, strict=True)
    }
    return replace(found, skill=skill, bounds=bounds)


def _exploration(
    table: Table, names: list[str], asked: Asked, context: Context, *, seed: int
) -> pd.DataFrame:
    roles = replace(asked.roles)
    rows = context.exploration(table, context.holdout_for(table, roles, seed=seed))
    n = int(context.engine.aggregate(rows, {"n": rows[ROW].count()})["n"])
    part = replace(
        table, expression=rows, fingerprint=table.fingerprint.model_copy(update={"rows": n})
    )
    columns = [table.column(name) for name in names]
    frame, _ = draw(context.engine, part, columns, seed=seed, most=ROWS)
    return frame


def _target(values: pd.Series, *, numeric: bool) -> tuple[Counts, int]:
    """Return codes of classes and how many there are, or numbers and 0."""
    distinct = values.unique()
    if numeric and len(distinct) > 10:
        numbers: Counts = np.clip(values.to_numpy(dtype=np.float64), -1e300, 1e300)
        return numbers, 0
    codes, levels = values.factorize(sort=True)
    if len(levels) > 50:
        return np.zeros(0), 1
    return codes.astype(np.float64), len(levels)


def _permuted(
    matrix: Counts, codes: list[int], y: Counts, classes: int, seed: int
) -> tuple[list[float], list[float], Skill]:
    """Return by how much the loss grows when each column is shuffled, and the model's skill.

    Growth comes with its standard errors: rows are compared pair by pair.
    """
    from ml_engineer_tools.modelling.models import load_lightgbm

    lightgbm = load_lightgbm()
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    cut = int(LEARNT * len(y))
    train, rest = order[:cut], order[cut:]
    objective = {0: "regression", 2: "binary"}.get(classes, "multiclass")
    parameters = {
        "objective": objective, "learning_rate": 0.1, "num_leaves": 15, "min_data_in_leaf": 20,
        "max_bin": 63, "verbose": -1, "num_threads": 1, "deterministic": True,
        "force_col_wise": True, "seed": seed,
    }  # fmt: skip
    if objective == "multiclass":
        parameters["num_class"] = classes
    data = lightgbm.Dataset(matrix[train], y[train], categorical_feature=codes,
                            params={"verbose": -1})  # fmt: skip
    model = lightgbm.train(parameters, data, TREES)
    losses = _losses(model.predict(matrix[rest], num_threads=1), y[rest], classes)
    skill = _skill(losses, _losses(_constant(y[train], classes, len(rest)), y[rest], classes))
    grown, errors = [], []
    for column in range(matrix.shape[1]):
        shuffled = matrix[rest].copy()
        shuffled[:, column] = shuffled[rng.permutation(len(rest)), column]
        predicted = model.predict(shuffled, num_threads=1)
        more = _losses(predicted, y[rest], classes) - losses
        grown.append(float(more.mean()))
        errors.append(float(more.std(ddof=1)) / len(rest) ** 0.5)
    return grown, errors, skill


def _constant(y: Counts, classes: int, rows: int) -> Counts:
    """Return the prediction of a model that knows no column: the mean, or the rates of classes."""
    if classes == 0:
        return np.full(rows, float(y.mean()))
    rates = np.bincount(y.astype(int), minlength=classes) / len(y)
    return np.full(rows, rates[1]) if classes == 2 else np.tile(rates, (rows, 1))


def _skill(losses: Counts, of_constant: Counts) -> Skill:
    """Return the share of a constant's loss that a model does without, with its interval.

    Rows are compared pair by pair, so that what is hard for both is no noise.
    """
    whole, n = float(of_constant.mean()), len(losses)
    if not (whole > 0 and np.isfinite(whole)):
        return Skill(0.0, (0.0, 0.0), n)
    gained = (of_constant - losses) / whole
    half = SURE_OF_SKILL * float(gained.std(ddof=1)) / n**0.5
    share = float(gained.mean())
    return Skill(share, (share - half, share + half), n)


def _losses(predicted: Counts, y: Counts, classes: int) -> Counts:
    """Return the squared error of each number, or the log loss of each class, shape (n,)."""
    if classes == 0:
        return np.asarray((predicted - y) ** 2)
    if predicted.ndim == 1:
        chosen = np.where(y == 1, predicted, 1 - predicted)
    else:
        chosen = predicted[np.arange(len(y)), y.astype(int)]
    return np.asarray(-np.log(np.clip(chosen, 1e-12, 1)))

"""Performance: what a model reaches, against floors that need no model, as figures and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evaluation.floors import Floor
from ml_engineer_tools.evaluation.metrics import Scored, decision_rates
from ml_engineer_tools.evaluation.parts import Estimate, Interval
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.deciding import judge_gain, why_undecided
from ml_engineer_tools.modelling.scores import higher_is_better, primary_metric
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.tables.names import quoted

MODEL = "model"
"""How figures call the model that is judged."""

SMALLEST_GAIN = 0.01
"""Gains below one point of ROC AUC or accuracy, or one per cent of the floor's error, don't count:
a convention after clauses P2 and P4."""

LARGE_GAIN = 0.05
"""Gain of ROC AUC or accuracy (or share of the floor's error) that is large, as a fall by so much
is: where no gain shows and the interval rules even that out, it is told as such. A convention."""

USEFUL_GAIN = 0.1
"""The same over the trivial prediction, which any useful model beats by far: a convention."""

RARE = 0.1
"""Share of the rarer class below which accuracy tells hardly anything: a convention."""

NAMES = {
    "roc_auc": "ROC AUC", "macro_roc_auc": "macro ROC AUC",
    "average_precision": "average precision", "brier": "Brier score", "log_loss": "log loss",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy", "macro_f1": "macro F1", "mae": "mean absolute error",
    "rmse": "root mean squared error", "r2": "R2", "poisson_deviance": "Poisson deviance",
    "precision": "precision", "recall": "recall", "f1": "F1",
    "false_positive_rate": "false positive rate",
}  # fmt: skip
"""Metrics in words."""


@dataclass(frozen=True, slots=True)
class Written:
    """Figures of one model's metrics, by metric."""

    figures: dict[str, Figure]


def main_metric(task: Task, scored: Scored, *, has_scores: bool) -> str:
    """Return the metric by which a model is told: ranking with scores, decisions without."""
    wanted = primary_metric(task) if has_scores or task.kind == "regression" else "accuracy"
    if wanted in scored.metrics:
        return wanted
    return "accuracy" if "accuracy" in scored.metrics else scored.metrics[0]


def record_metrics(scored: Scored, place: Place, main: str, *, headline: bool = True) -> Written:
    """Record every metric with its interval."""
    order = sorted(scored.metrics, key=lambda metric: (metric != main,))
    return Written(
        {
            metric: place.write(
                metric, scored.estimate(metric), headline=headline and metric in (main, "accuracy")
            )
            for metric in order
        }
    )


def record_decisions(
    task: Task, rows: Judgeable, place: Place
) -> dict[str, tuple[Estimate, Figure]]:
    """Record precision, recall and the like of the decisions in use, or each class's.

    Returns:
        Those of two classes, which may have been claimed; empty for others.
    """
    labels = rows.predicted.labels
    if labels is None:
        return {}
    if task.kind == "binary":
        return {
            name: (found, place.write(name, found, headline=name in ("precision", "recall")))
            for name, found in decision_rates(rows.y, labels == 1, rows.parts).items()
        }
    for code, name in enumerate(task.classes):
        rates = decision_rates((rows.y == code).astype(int), labels == code, rows.parts)
        for rate in ("precision", "recall"):
            if rate in rates:
                place.write(rate, rates[rate], slice=f"class {str(name)[:40]}")
    return {}


def record_floors(
    floors: Sequence[Floor],
    model: Written,
    main: str,
    place: Place,
    rows: Judgeable,
    task: Task,
    *,
    threshold_given: bool,
) -> None:
    """Record what each floor reaches and the paired difference, and judge the model by them.

    Args:
        floors: trivial first.
        model: the figures of the model on all rows.
        main: the metric by which the model is told.
        place: where figures belong.
        rows: which are judged.
        task: what is predicted.
        threshold_given: whether decisions are made at a threshold of the user's: then their
            accuracy isn't what it was chosen for.
    """
    record = place.record
    least = record.convention(
        "smallest_gain", SMALLEST_GAIN,
        source="convention after clauses P2 and P4: one point, or one per cent of the floor's "
        "error",
    )  # fmt: skip
    for floor in floors:
        metric = _compared_by(floor, main, rows, task)
        if metric is None:
            continue
        # A floor that can't predict all rows is compared on those that it predicts.
        part = None if len(floor.rows) == len(rows) else f"rows that {floor.name} predicts"
        here = Place(record, floor.name, place.split, place.window, place.exactness)
        theirs = {
            name: here.write(name, floor.own.estimate(name), slice=part,
                             headline=floor.name == "trivial" and name == metric)
            for name in sorted(floor.own.metrics, key=lambda name: (name == metric, name))
            if name in floor.model.metrics
        }  # fmt: skip
        gap = floor.model.minus(floor.own, metric)
        if gap is None:
            continue
        compared = _Compared(floor, theirs, model if part is None else None, part, place)
        worse = _worse_probabilities(compared, metric, decisions=not threshold_given)
        severity, says, cited = _judged(compared, metric, gap, rows, task)
        if worse and severity == "info":
            says = f"{says[:-1]}; by {' and '.join(NAMES[name] for name in worse)} it is worse."
        record.finding(
            f"against_{floor.name}",
            severity,
            says,
            clauses=("S2", "P4", "S6"),
            figures=[*cited, least],
            harmless_if=f"it isn't so that {floor.assumption}"
            if severity == "high" and floor.assumption
            else None,
            question="Can more rows with an outcome be had?" if severity == "low" else None,
        )


@dataclass(frozen=True, slots=True)
class _Compared:
    """A floor beside the model: `theirs` are its figures; `part` names the rows, None for all."""

    floor: Floor
    theirs: dict[str, Figure]
    whole: Written | None
    part: str | None
    place: Place

    def reached(self, metric: str) -> Figure:
        """Return the model's figure on the same rows."""
        if self.whole is not None and metric in self.whole.figures:
            return self.whole.figures[metric]
        return self.place.write(metric, self.floor.model.estimate(metric), slice=self.part)

    def write_gap(self, metric: str, gap: Estimate) -> Figure:
        """Record the model's metric minus the floor's."""
        both = f"{self.place.model} - {self.floor.name}"
        return self.place.write(f"{metric}_difference", gap, model=both, slice=self.part)

    def least(self, metric: str) -> float:
        """Return the smallest difference that counts."""
        is_error = not higher_is_better(metric)
        return SMALLEST_GAIN * (abs(self.floor.own.estimate(metric).value) if is_error else 1.0)


def _judged(
    compared: _Compared, metric: str, gap: Estimate, rows: Judgeable, task: Task
) -> tuple[Severity, str, list[Figure]]:
    """Say whether the model beats a floor: shown, shown not to, or not to be told yet."""
    floor, place = compared.floor, compared.place
    reached, own = compared.reached(metric), compared.theirs[metric]
    difference = compared.write_gap(metric, gap)
    cited = [reached, own, difference]
    gain, interval = _as_gain(metric, gap)
    least = compared.least(metric)
    on = ", on the rows that it predicts" if len(floor.rows) < len(rows) else ""
    start = (
        f"Against {_floor_words(floor.name)}{on}: the model reaches {NAMES[metric]} {reached} "
        f"and it reaches {own}"
    )
    told = judge_gain(gain, interval, least)
    if told == "shown":
        return "info", f"{start}; the difference of {difference} excludes zero.", cited
    if interval is not None and interval[1] < 0 and -gain >= least:
        return "high", f"{start}: the model is worse, a difference of {difference}.", cited
    if told == "small" and gain < 0:
        return "high", (
            f"{start}: a gain that counts is ruled out, and the model may be worse (by "
            f"{difference}, with an interval that includes zero)."
        ), cited  # fmt: skip
    if told == "small":
        return "high", (
            f"{start}: the difference of {difference} is shown to be too small to count."
        ), cited  # fmt: skip
    if metric == "accuracy" and interval is None and gain < least:
        return "high", (
            f"{start}: the two decide nearly all rows alike, and the difference of {difference} "
            "has no interval."
        ), cited  # fmt: skip
    is_trivial = floor.name == "trivial"
    large = (USEFUL_GAIN if is_trivial else LARGE_GAIN) * least / SMALLEST_GAIN
    if (is_trivial or gain < least) and interval is not None and interval[1] < large:
        return "high", (
            f"{start}: no gain is shown (a difference of {difference}), and the interval leaves no "
            "room for a large one."
        ), cited  # fmt: skip
    count = place.record.figure("judged_rows", len(floor.rows), unit="rows", model=floor.name)
    cited.append(count)
    of = ""
    if task.kind == "binary":
        positive = rows.y[floor.rows] == 1
        few = int(min(positive.sum(), (~positive).sum()))
        rarer = place.record.figure("rarer_class_rows", few, unit="rows", model=floor.name)
        cited.append(rarer)
        of = f" ({rarer} of the rarer class)"
    return "low", (
        f"{start}: whether the model is better can't be told yet from {count} rows{of}: the "
        f"difference of {difference} has {why_undecided(interval)}."
    ), cited  # fmt: skip


def _worse_probabilities(compared: _Compared, told_by: str, *, decisions: bool) -> list[str]:
    """Record that a floor's probabilities, or decisions, are better than the model's.

    The order of rows says nothing of that. A threshold of the user's isn't chosen for accuracy, and
    the trivial prediction always decides for the larger class, so that only the one rule's
    decisions at one half are compared.

    Returns:
        The metrics by which the model is worse.
    """
    floor = compared.floor
    asked = ["brier", *(["accuracy"] if decisions and floor.name == "one_rule" else [])]
    if floor.name not in ("trivial", "one_rule") or "brier" not in compared.theirs:
        return []
    worse, says, cited = [], [], []
    for metric in asked:
        gap = floor.model.minus(floor.own, metric)
        if gap is None or metric == told_by:
            continue
        gain, interval = _as_gain(metric, gap)
        reached, difference = compared.reached(metric), compared.write_gap(metric, gap)
        if interval is not None and interval[1] < 0 and -gain >= compared.least(metric):
            worse.append(metric)
            cited += [reached, compared.theirs[metric], difference]
            says.append(
                f"by {NAMES[metric]} the model reaches {reached} and it reaches "
                f"{compared.theirs[metric]}, a difference of {difference} whose interval excludes "
                "zero"
            )
    if worse:
        compared.place.record.finding(
            f"worse_than_{floor.name}", "medium",
            f"{_floor_words(floor.name).capitalize()} has better probabilities than the model: "
            f"{'; '.join(says)}.",
            clauses=("S2", "P4", "S6"), figures=cited,
            question="Can the scores be recalibrated on recent rows?",
            harmless_if="only the order of the scores is used, and the threshold was chosen on "
            "them",
        )  # fmt: skip
    return worse


def _as_gain(metric: str, gap: Estimate) -> tuple[float, Interval | None]:
    """Return a difference so that positive is better for the model."""
    if higher_is_better(metric):
        return gap.value, gap.interval
    return -gap.value, gap.interval and (-gap.interval[1], -gap.interval[0])


def judge_direction(task: Task, model: Scored, written: Written, place: Place) -> None:
    """Say that scores put rows in the wrong order: mostly the other class was meant."""
    metric = primary_metric(task)
    if task.kind != "binary" or metric not in written.figures or metric not in model.metrics:
        return
    found = model.estimate(metric)
    if found.interval is None or found.interval[1] >= 0.5:
        return
    figure = written.figures[metric]
    place.record.finding(
        "reversed_scores", "high",
        f"The scores put rows in the wrong order: the ROC AUC of {figure} lies below that of "
        "chance.",
        clauses=("S6", "H5"), figures=[figure],
        question="Do the scores state the chance of the positive class, or of the other one? Give "
        "--positive.",
    )  # fmt: skip


def _compared_by(floor: Floor, main: str, rows: Judgeable, task: Task) -> str | None:
    """Return the metric that is fair to both; a constant's ranking is compared too: it is 0.5.

    Outcomes from before have no ranking, so that decisions are compared; but where one class is
    rare, whatever says the other one decides nearly all rows right, and by the ROC AUC it is 0.5.
    """
    shared = [m for m in floor.own.metrics if m in floor.model.metrics]
    chances = rows.predicted.chances is not None
    if floor.name not in ("trivial", "one_rule") and "accuracy" in shared:
        positive = float((rows.y[floor.rows] == 1).mean()) if task.kind == "binary" else 0.5
        rare = min(positive, 1 - positive) < RARE
        return "roc_auc" if rare and chances and "roc_auc" in shared else "accuracy"
    if main in shared and (chances or main not in ("roc_auc", "macro_roc_auc")):
        return main
    return next((m for m in ("accuracy", "mae") if m in shared), None)


def _floor_words(name: str) -> str:
    return {
        "trivial": "the trivial prediction",
        "last_value": "the last value",
        "same_time_last_week": "the same time last week",
        "same_time_last_year": "the same time last year",
        "one_rule": "one rule",
    }.get(name, quoted(name))


def spread_of_errors(y: np.ndarray, numbers: np.ndarray) -> dict[str, float]:
    """Return the median and the 90 % quantile of absolute errors of numbers."""
    error = np.abs(numbers - y)
    return {
        "median_absolute_error": float(np.median(error)),
        "absolute_error_p90": float(np.quantile(error, 0.9)),
    }

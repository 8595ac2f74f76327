"""Performance: what a model reaches, against floors that need no model, as figures and findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.evaluation.floors import Floor
from ml_engineer_tools.evaluation.metrics import Scored, decision_rates
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.scores import higher_is_better, primary_metric
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.tables.names import quoted

MODEL = "model"
"""How figures call the model that is judged."""

SMALLEST_GAIN = 0.01
"""Gains below one point of ROC AUC or accuracy, or one per cent of the floor's error, don't count:
a convention after clauses P2 and P4."""

NAMES = {
    "roc_auc": "ROC AUC", "macro_roc_auc": "macro ROC AUC",
    "average_precision": "average precision", "brier": "Brier score", "log_loss": "log loss",
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced accuracy", "macro_f1": "macro F1", "mae": "mean absolute error",
    "rmse": "root mean squared error", "r2": "R2",
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


def record_decisions(task: Task, rows: Judgeable, place: Place) -> None:
    """Record precision, recall and the like of the decisions in use, or each class's."""
    labels = rows.predicted.labels
    if labels is None:
        return
    if task.kind == "binary":
        for name, found in decision_rates(rows.y, labels == 1, rows.parts).items():
            place.write(name, found, headline=name in ("precision", "recall"))
        return
    for code, name in enumerate(task.classes):
        rates = decision_rates((rows.y == code).astype(int), labels == code, rows.parts)
        for rate in ("precision", "recall"):
            if rate in rates:
                place.write(rate, rates[rate], slice=f"class {str(name)[:40]}")


def record_floors(
    floors: Sequence[Floor], model: Written, main: str, place: Place, *, rows: int, chances: bool
) -> None:
    """Record what each floor reaches and the paired difference, and judge the model by them.

    Args:
        floors: trivial first.
        model: the figures of the model on all rows.
        main: the metric by which the model is told.
        place: where figures belong.
        rows: how many rows are judged.
        chances: whether the model has probabilities: only then is it compared by ranking.
    """
    record = place.record
    least = record.convention(
        "smallest_gain", SMALLEST_GAIN,
        source="convention after clauses P2 and P4: one point, or one per cent of the floor's "
        "error",
    )  # fmt: skip
    for floor in floors:
        metric = _compared_by(floor, main, chances=chances)
        if metric is None:
            continue
        here = Place(record, floor.name, place.split, place.window, place.exactness)
        for name in floor.own.metrics:
            if name != metric and name in floor.model.metrics:
                here.write(name, floor.own.estimate(name))
        own = here.write(metric, floor.own.estimate(metric), headline=floor.name == "trivial")
        whole = len(floor.rows) == rows
        reached = model.figures.get(metric)
        if reached is None or not whole:
            reached = place.write(
                metric, floor.model.estimate(metric), slice=f"rows that {floor.name} predicts"
            )
        gap = floor.model.minus(floor.own, metric)
        if gap is None:
            continue
        difference = place.write(f"{metric}_difference", gap, model=f"{place.model} - {floor.name}")
        better = gap.value if higher_is_better(metric) else -gap.value
        scale = 1.0 if metric not in ("mae", "rmse") else abs(floor.own.estimate(metric).value)
        counts = gap.excludes_zero and abs(gap.value) >= SMALLEST_GAIN * scale
        words = NAMES[metric]
        start = (
            f"Against {_floor_words(floor.name)}: the model reaches {words} {reached} and it "
            f"reaches {own}"
        )
        severity: Severity
        if counts and better > 0:
            severity = "info"
            says = f"{start}; the difference of {difference} excludes zero."
        elif counts:
            severity, says = "high", f"{start}: the model is worse, by {difference}."
        else:
            severity = "high"
            says = f"{start}: the difference of {difference} " + (
                "is too small to count." if gap.excludes_zero else "can't be told from zero."
            )
            if metric == "accuracy" and gap.interval is None:
                says += " The two decide nearly all rows alike, so that it has no interval."
        record.finding(
            f"against_{floor.name}",
            severity,
            says,
            clauses=("S2", "P4", "S6"),
            figures=[reached, own, difference, least],
            harmless_if=f"it isn't so that {floor.assumption}"
            if severity == "high" and floor.assumption
            else None,
        )


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


def _compared_by(floor: Floor, main: str, *, chances: bool) -> str | None:
    """Return the metric that is fair to both; a constant's ranking is compared too: it is 0.5."""
    shared = [m for m in floor.own.metrics if m in floor.model.metrics]
    if floor.name not in ("trivial", "one_rule") and "accuracy" in shared:
        return "accuracy"  # hard outcomes have no ranking
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

"""Decisions: which metric fits them and why, and what the complex model is worth in their units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.baselines.board import Board
from ml_engineer_tools.baselines.depth.chosen import Judged
from ml_engineer_tools.baselines.depth.failure_cases import losses
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.evaluation.costs import PER, CostMatrix, choose_threshold, halves
from ml_engineer_tools.evaluation.parts import Estimate, mean
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES

RARE = 0.05
"""Share of positive rows below which average precision tells more than the ROC AUC: a convention
after Saito & Rehmsmeier (2015), who show it for unbalanced classes."""

UNEVEN = 0.1
"""Share of the rarest of several classes below which all classes should count alike."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What the worth of a decision is counted in.

    Attributes:
        words: as prose says it, with `{per}` for the number of decisions.
        unit: as figures do.
        per_row: (m,) of the first model minus the second; smaller is better.
    """

    words: str
    unit: str
    per_row: np.ndarray


def tell_metric(board: Board, model: str, rows: Rows, costs: CostMatrix | None) -> None:
    """Say which metric fits the decision, and why; record how the chosen model does by it."""
    metric, why = _fitting(board, rows, costs)
    figure = board.figure(model, metric)
    if figure is None:
        return
    board.record.headline(figure)
    base = []
    if rows.task.kind == "binary":
        rate = float((rows.y == 1).mean())
        base = [board.record.figure("positive_share", rate, n=len(rows), exactness=board.exactness)]
        why = why.format(rate=base[0])
    board.record.finding(
        "metric_choice",
        "info",
        f"The metric that fits: {METRIC_NAMES.get(metric, metric)} ({figure} of {model}). {why}",
        clauses=("S1", "S6"),
        figures=[figure, *base],
        question=None
        if costs
        else "Which decision does the score drive, and what does being "
        "wrong cost in each direction?",
    )


def _fitting(board: Board, rows: Rows, costs: CostMatrix | None) -> tuple[str, str]:
    kind = rows.task.kind
    if kind == "binary":
        if costs is not None:
            return "brier", (
                "Costs were given, so what decides is the cost of decisions, told below; it hangs "
                "on probabilities being right, which the Brier score measures (positives are a "
                "share of {rate})."
            )
        if (rows.y == 1).mean() < RARE:
            return "average_precision", (
                "Positives are rare, a share of {rate}: the ROC AUC counts mostly easy negatives, "
                "average precision asks how many of the flagged rows are right."
            )
        return "roc_auc", (
            "Neither costs nor a threshold were given, so all that can be judged is the order of "
            "the rows, and it does not hang on the share of positives, {rate}."
        )
    if kind == "multiclass":
        if np.bincount(rows.y).min() < UNEVEN * len(rows.y):
            return "balanced_accuracy", (
                "Some classes are rare; accuracy would hardly notice if they were never named, "
                "here each class counts alike."
            )
        return "accuracy", "Classes are about even and no error was said to cost more."
    if rows.task.counts:
        return "poisson_deviance", (
            "The target is a count, whose spread grows with its mean: the Poisson deviance weighs "
            "errors by that. The mean absolute error stands beside it, in the target's own unit."
        )
    return "mae", (
        "It is in the target's own unit, one far value does not decide it, and its best constant "
        "is the median."
    )


def tell_worth(
    board: Board, first: Judged, second: Judged, rows: Rows, costs: CostMatrix | None, *, seed: int
) -> None:
    """Say what the first model is worth beside the second, in units of the decision.

    Args:
        board: takes the figure.
        first: the more complex model.
        second: the simpler one, on the same rows.
        rows: tell the task.
        costs: of decisions; without them hits or the target's own unit are counted.
        seed: of the halves on which thresholds are chosen.
    """
    unit = _unit(first, second, rows, costs, seed=seed)
    if unit is None:
        return
    known = np.isfinite(unit.per_row)
    found: Estimate = mean(PER * unit.per_row[known], first.parts.rows(known))
    figure: Figure = board.record.figure(
        "worth_per_1000", 0.0 - found.value, unit=unit.unit,
        model=f"{first.model} - {second.model}",
        split=next(iter(board.trials.values())).split.name, slice=board.slice,
        interval=found.interval and (0.0 - found.interval[1], 0.0 - found.interval[0]),
        n=found.rows, exactness=board.exactness,
    )  # fmt: skip
    per = board.record.convention("decisions", PER, source="decisions to which worth is told")
    low, high = figure.interval or (0.0, 0.0)
    severity: Severity = "info"
    if low > 0:
        verdict = f"{first.model} earns its complexity if that is worth more than running it"
    elif high < 0:
        severity, verdict = "medium", f"{second.model} is better and simpler"
    else:
        severity = "low"
        verdict = f"its interval includes zero, so {first.model} has not earned its complexity"
    board.record.finding(
        "worth",
        severity,
        f"In units of the decision: {first.model} instead of {second.model} brings {figure} "
        f"{unit.words.replace('{per}', str(per))}; {verdict}.",
        clauses=("P2", "P4", "S1"),
        figures=[figure, per],
    )


def _unit(
    first: Judged, second: Judged, rows: Rows, costs: CostMatrix | None, *, seed: int
) -> Unit | None:
    if rows.task.kind == "regression":
        per_row = losses(first) - losses(second)
        return Unit("of the target per {per} predictions in absolute error", "of the target",
                    per_row)  # fmt: skip
    if rows.task.kind == "multiclass":
        wrong = [(j.prediction.argmax(axis=1) != j.y) * 1.0 for j in (first, second)]
        return Unit("right answers per {per} decisions", "decisions", wrong[0] - wrong[1])
    if costs is None:
        taken = [_highest(j, float(first.y.mean())) for j in (first, second)]
        hits = [take * (first.y == 1) for take in taken]
        return Unit(
            "more positives found per {per} rows, if as many rows are acted on as there are "
            "positives", "positives", hits[1] * 1.0 - hits[0] * 1.0,
        )  # fmt: skip
    spent = []
    for judged in (first, second):
        cost = np.full(len(judged.y), np.nan)
        for fold in halves(judged.parts, times=judged.times, seed=seed):
            score = judged.prediction[:, 1]
            at = choose_threshold(judged.y[fold.train], score[fold.train], costs)
            acts = score[fold.validation] >= at
            cost[fold.validation] = costs.of_rows(judged.y[fold.validation], acts)
        spent.append(cost)
    unit = costs.unit or "cost units"
    return Unit(f"{unit} per {{per}} decisions", unit, spent[0] - spent[1])


def _highest(judged: Judged, share: float) -> np.ndarray:
    """Return which rows have the highest scores, as large a part of them as `share`; ties split."""
    score = judged.prediction[:, 1]
    order = np.argsort(-score, kind="stable")
    count = round(share * len(score))
    taken = np.zeros(len(score))
    if count == 0:
        return taken
    limit = score[order[count - 1]]
    above, ties = score > limit, score == limit
    taken[above] = 1.0
    taken[ties] = (count - above.sum()) / ties.sum()
    return taken

"""Decisions: which metric fits them and why, and what complexity is worth in their units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.baselines.board import Board
from ml_engineer_tools.baselines.complexity import Choice
from ml_engineer_tools.baselines.depth.chosen import Judged
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.trials import COST
from ml_engineer_tools.evaluation.costs import PER, CostMatrix
from ml_engineer_tools.evaluation.parts import mean
from ml_engineer_tools.evidence import Figure, Severity
from ml_engineer_tools.modelling.metric_names import METRIC_NAMES


@dataclass(frozen=True, slots=True)
class Unit:
    """What the worth of a decision is counted in.

    Attributes:
        words: as prose says it, with `{per}` for the number of decisions.
        unit: as figures do.
        saved: (m,) by how much the first model is better on each row; empty where the paired
            difference of a metric tells it.
    """

    words: str
    unit: str
    saved: np.ndarray


NOTHING = np.empty(0)


def tell_metric(
    board: Board, model: str, costs: CostMatrix | None, positive: Figure | None
) -> None:
    """Say which metric fits the decision, and why, and how the chosen model does by it.

    Args:
        board: holds the scores.
        model: the chosen one.
        costs: of decisions, if they are known.
        positive: the share of positive rows, of two classes.
    """
    metric, why = board.primary, board.fitting.why
    figure = board.figure(model, metric)
    if figure is None:
        return
    base = [] if positive is None else [positive]
    why = why.format(rate=positive)
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


def tell_worth(
    board: Board,
    choice: Choice,
    judged: Mapping[str, Judged],
    rows: Rows,
    costs: CostMatrix | None,
) -> None:
    """Say what the pair that the verdict compares differs by, in units of the decision.

    The verdict stands already, from one interval; where the unit is that of the metric which it
    was made by, the same interval is told in it, and no other.

    Args:
        board: takes the figure.
        choice: names the more complex and the simpler model.
        judged: what each model said of the same rows.
        rows: tell the task.
        costs: of decisions; without them hits or the target's own unit are counted.
    """
    if choice.pair is None:
        return
    first, second = choice.pair
    told = _unit(judged[first], judged[second], rows, costs)
    metric = {"regression": "mae", "multiclass": "accuracy"}.get(rows.task.kind)
    if rows.task.kind == "binary" and costs is not None:
        metric = COST
    if metric is not None:
        comparison = board.compare(first, second, metric)
        if comparison is None:
            return
        gain, interval, n = comparison.gain, comparison.interval, comparison.figure.n
        by = 1 if metric == COST else PER
    else:
        known = np.isfinite(told.saved)
        found = mean(told.saved[known], judged[first].parts.rows(known))
        gain, interval, n, by = found.value, found.interval, found.rows, PER
    own = interval
    if gain < 0:
        # What is told is a gain: the other one brings it.
        first, second, gain = second, first, -gain
        interval = interval and (-interval[1], -interval[0])
    figure = board.record.figure(
        "worth_per_1000", by * gain, unit=told.unit, model=f"{first} - {second}",
        split=next(iter(board.trials.values())).split.name, slice=board.slice,
        interval=interval and (by * interval[0], by * interval[1]), n=n,
        exactness=board.exactness,
    )  # fmt: skip
    per = board.record.convention("decisions", PER, source="decisions to which worth is told")
    severity, says = _in_this_unit(choice, own, same=metric == board.primary)
    board.record.finding(
        "worth",
        severity,
        f"In units of the decision: {first} instead of {second} brings {figure} "
        f"{told.words.replace('{per}', str(per))}; {says}.",
        clauses=("P2", "P4", "S1"),
        figures=[figure, per],
    )


def _in_this_unit(
    choice: Choice, interval: tuple[float, float] | None, *, same: bool
) -> tuple[Severity, str]:
    """Say what this unit adds to the verdict: nothing, where it is the metric's own."""
    if choice.pair is None or same:
        earned = choice.gains == "shown"
        running = "; whether that pays for running it, the costs of both tell" if earned else ""
        return "info", f"the difference that the verdict stands on, in this unit{running}"
    first, second = choice.pair
    if interval is None or interval[0] <= 0 <= interval[1]:
        return (
            "info",
            "its interval includes zero: in this unit it can't be told yet which is better",
        )
    ahead = first if interval[0] > 0 else second
    if ahead == second and choice.gains == "shown":
        return "medium", (
            f"its interval excludes zero: in this unit {second} is better, so the verdict by the "
            "metric does not carry over to decisions"
        )
    if ahead == first and choice.gains != "shown":
        return "low", (
            f"its interval excludes zero: in this unit {first} is better, which is worth more than "
            "the metric if decisions are made so"
        )
    return "info", f"its interval excludes zero: in this unit too {ahead} is better"


def _unit(first: Judged, second: Judged, rows: Rows, costs: CostMatrix | None) -> Unit:
    if rows.task.kind == "regression":
        return Unit(
            "of the target per {per} predictions in absolute error", "of the target", NOTHING
        )
    if rows.task.kind == "multiclass":
        return Unit("right answers per {per} decisions", "decisions", NOTHING)
    if costs is None:
        taken = [_highest(j, float(first.y.mean())) for j in (first, second)]
        hits = [take * (first.y == 1) for take in taken]
        return Unit(
            "more positives found per {per} rows, if as many rows are acted on as there are "
            "positives", "positives", hits[0] * 1.0 - hits[1] * 1.0,
        )  # fmt: skip
    return Unit(
        f"{costs.unit or 'cost units'} per {{per}} decisions", costs.unit or "cost units", NOTHING
    )


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

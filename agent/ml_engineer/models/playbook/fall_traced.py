"""A fall traced: what came in, what was scored, what became of it, each before the model is blamed.

By what was measured of two periods: their columns (`measure_drift`), and where both hold
predictions and outcomes, the performance of both (`evaluate_predictions`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ml_engineer.models.playbook.attached import sounds_like_said
from ml_engineer.models.playbook.citing import cited, columns_in_words, with_handles
from ml_engineer_tools.modelling.metric_names import metric_words
from ml_engineer_tools.modelling.scores import higher_is_better

if TYPE_CHECKING:
    from ml_engineer.evidence.view import ViewFigure, ViewFinding
    from ml_engineer.models.playbook.situation import Situation

__all__ = [
    "PERFORMANCE",
    "STAGES",
    "Trace",
    "performance_of",
    "steps_told",
    "traced",
    "unit_changed",
]

Cause = Literal[
    "delivery", "scale", "scoring", "relation", "features", "prior", "unexplained", "moved",
    "no_fall", "still", "unmeasured",
]  # fmt: skip

GROSS = 5.0
"""Factor of a column's spread or median from which its delivery is suspected: a convention."""

SAME_FACTOR = 0.1
"""Share by which the factors of spread and median may differ, for a unit to have changed."""

MOST_MOVED = 3
"""Columns that are told one by one."""

PERFORMANCE = ("roc_auc", "macro_roc_auc", "accuracy", "mae", "brier")
"""Metrics that are told of both periods, where they were measured."""

BY_STAGE: tuple[tuple[str, Cause], ...] = (
    ("stage_scoring", "scoring"),
    ("stage_relation", "relation"),
    ("stage_features", "features"),
    ("stage_prior", "prior"),
)
"""Stages after the delivery, in the order in which they are blamed."""

STAGES = ("drop", "stage_schema", *(stage for stage, _ in BY_STAGE))
"""Checks of an evaluation that a trace is told from."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What two periods show.

    Attributes:
        cause: where a fall comes from, or what stands in the way of telling.
        finding: that says it; None where nothing does.
        columns: that came in changed.
        moved: findings on inputs that moved, worst first.
        judged: whether both periods hold what a model said and what came of it.
    """

    cause: Cause
    finding: ViewFinding | None
    columns: tuple[str, ...]
    moved: tuple[ViewFinding, ...]
    judged: bool


def traced(past: Situation) -> Trace:
    """Trace what two periods show, from what came in to what the model said.

    Args:
        past: the situation with all that the conversation has shown.
    """
    stages = {one.check: one for one in past.findings("evaluate_predictions")}
    judged = "drop" in stages
    moved = tuple(_inputs_moved(past))

    def trace(cause: Cause, finding: ViewFinding | None, *columns: str) -> Trace:
        return Trace(cause, finding, columns, moved, judged)

    schema = next((one for one in _of_schema(past, stages)), None)
    grown = [(one, column) for one in moved for column in one.columns if _factor(past, column)]
    if schema is not None and not {column for _, column in grown}.issuperset(schema.columns):
        return trace("delivery", schema, *schema.columns)
    if schema is not None and not grown:
        return trace("delivery", schema)
    if grown:
        return trace("scale", grown[0][0], *(column for _, column in grown))
    for stage, cause in BY_STAGE:
        found = stages.get(stage)
        if found is not None and found.severity in ("high", "medium"):
            return trace(cause, found, *found.columns)
    if judged:
        fell = stages["drop"].severity != "info"
        return trace("unexplained" if fell else "no_fall", stages["drop"])
    if moved:
        return trace("moved", moved[0], *(column for one in moved for column in one.columns))
    return trace("still" if "measure_drift" in past.views else "unmeasured", None)


def _of_schema(past: Situation, stages: dict[str, ViewFinding]) -> Iterator[ViewFinding]:
    delivery = stages.get("stage_schema")
    if delivery is not None and delivery.severity in ("high", "medium"):
        yield delivery
    said = _not_inputs(past)
    for one in past.findings("measure_drift", "high"):
        if one.check in DELIVERY and not said.issuperset(one.columns):
            yield one


DELIVERY = frozenset({"columns_gone", "columns_retyped", "missing_changed", "infinite_changed"})
"""Findings of the drift that tell of the delivery itself."""


def _inputs_moved(past: Situation) -> Iterator[ViewFinding]:
    """Yield the findings on inputs that moved: neither the outcome nor what a model said."""
    said = _not_inputs(past)
    for one in past.findings("measure_drift", "high", "medium"):
        if one.check in MOVED and said.isdisjoint(one.columns):
            yield one


MOVED = frozenset(
    {"distribution_moved", "missing_changed", "infinite_changed", "new_levels",
     "levels_turned_over", "out_of_bounds"}
)  # fmt: skip
"""Findings of the drift that tell of an input."""


def _not_inputs(past: Situation) -> set[str | None]:
    predicted = past.predicted
    if predicted is None:
        return {past.facts.target, *filter(sounds_like_said, past.facts.columns)}
    return {past.facts.target, predicted.score, predicted.guess}


def _factor(past: Situation, column: str) -> float | None:
    """Return by how much the spread or the median of a column grew; None if not grossly."""
    for figure in past.figures("measure_drift", "spread_ratio"):
        if figure.column == column and (ratio := float(figure.value)) > 0:
            return ratio if max(ratio, 1 / ratio) >= GROSS else None
    return None


def unit_changed(past: Situation, column: str) -> str:
    """Say that median and spread changed by one factor, as by another unit; "" if they did not."""
    factor = _factor(past, column)
    medians = {
        figure.window: figure
        for figure in past.figures("measure_drift", "median")
        if figure.column == column
    }
    old, new = medians.get("reference"), medians.get("current")
    if factor is None or old is None or new is None or not float(old.value):
        return ""
    times = float(new.value) / float(old.value)
    if times <= 0 or abs(times / factor - 1) > SAME_FACTOR:
        return ""
    return (
        f" Its median went from {cited(old)} to {cited(new)} and its spread changed by about the "
        "same factor, as when a unit changes."
    )


@dataclass(frozen=True, slots=True)
class Performance:
    """What a model reached in both periods by one metric.

    Attributes:
        told: in words, cited.
        change: worse or better beyond chance; "open" where the intervals leave that open.
    """

    told: str
    change: Literal["worse", "better", "open", "unknown"]


def performance_of(past: Situation) -> list[Performance]:
    """Return what the model reached in both periods, by each metric that was measured."""
    found = []
    for metric in PERFORMANCE:
        by_window: dict[str, ViewFigure] = {}
        for figure in past.figures("evaluate_predictions", metric):
            if figure.slice is None and figure.column is None and figure.model == "model":
                by_window.setdefault(figure.window or "current", figure)
        before, now = by_window.get("reference"), by_window.get("current")
        if now is None:
            continue
        name = metric_words(metric, start=True)
        if before is None:
            found.append(Performance(f"{name}: {cited(now)}.", "unknown"))
            continue
        change = _change(metric, before, now)
        word = ", worse" if change == "worse" else ", better" if change == "better" else (
            ", a difference that chance may make"
        )  # fmt: skip
        told = f"{name}: before {cited(before)}, now {cited(now)}{word}."
        found.append(Performance(told, change))
    return found


def _change(metric: str, before: ViewFigure, now: ViewFigure) -> Literal["worse", "better", "open"]:
    """Tell whether a metric changed by more than both intervals allow for."""
    if before.interval is None or now.interval is None:
        return "open"
    apart = float(now.value) - float(before.value)
    room = math.hypot(
        (before.interval[1] - before.interval[0]) / 2, (now.interval[1] - now.interval[0]) / 2
    )
    if abs(apart) <= room:
        return "open"
    return "better" if (apart > 0) == higher_is_better(metric) else "worse"


def steps_told(past: Situation, trace: Trace) -> list[str]:
    """Return what was found at each step, from what came in to what became of it."""
    stages = {one.check: one for one in past.findings("evaluate_predictions")}
    steps = []
    if (schema := stages.get("stage_schema")) is not None:
        steps.append(with_handles(schema))
    if trace.moved:
        steps += [f"Inputs: {with_handles(one)}" for one in trace.moved[:MOST_MOVED]]
        if len(trace.moved) > MOST_MOVED:
            rest = columns_in_words(c for one in trace.moved[MOST_MOVED:] for c in one.columns)
            steps.append(f"Inputs: {rest} moved as well.")
    elif "measure_drift" in past.views:
        steps.append("Inputs: none moved by an amount that counts.")
    if (scoring := stages.get("stage_scoring")) is not None:
        steps.append(with_handles(scoring))
    labels = [one for one in past.findings("measure_drift") if one.check == "label_moved"]
    outcome = stages.get("stage_prior") or next(iter(labels), None)
    if outcome is not None:
        steps.append(f"Outcomes: {with_handles(outcome).removeprefix('Prior: ')}")
    steps += [f"Performance: {one.told}" for one in performance_of(past)]
    return steps

"""The monitoring plan: which monitors follow from what was measured, and drafting it.

Thresholds are not chosen: they are the limits of `measure_variation`, and the bound of the
confirmed score's interval. What a person adds is who answers, and what they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import JsonValue

from ml_engineer_tools.evidence import Contract, Evidence, Figure
from ml_engineer_tools.store.monitoring_plans import (
    PLAN_WORDS,
    Bound,
    Monitor,
    MonitoringPlan,
    PlanRecord,
    Signal,
)
from ml_engineer_tools.store.words import says_something

SCHEMA = ("columns_gone", "columns_retyped")
"""Checks of drift that say that the model's inputs are not there as they were."""

VALUES = ("new_levels", "out_of_bounds", "levels_turned_over", "infinite_changed")
"""Checks of drift that say that there are values that the model has never seen."""

LIMITS = ("ks_distance_limit", "l_infinity_distance_limit", "missing_share_limit")
"""Figures of `measure_variation` that become thresholds."""

METRICS = ("roc_auc", "macro_roc_auc", "mae", "average_precision", "balanced_accuracy", "accuracy",
           "macro_f1", "brier", "log_loss", "rmse", "r2")  # fmt: skip
"""Scores that can be watched once outcomes are known, the first that there is."""


class MonitoringPlanDraft(Contract):
    """A monitoring plan as it stands in the store.

    Attributes:
        record: the plan with its id.
        standing: `draft` until a person has accepted it. A draft meets no requirement.
        missing: what nobody has said and a release needs.
        accept_command: what a person types in order to stand for it; None once accepted.
    """

    record: PlanRecord
    standing: Literal["draft", "accepted"]
    missing: tuple[str, ...]
    accept_command: str | None


def missing_words(plan: MonitoringPlan) -> tuple[str, ...]:
    """Return what the plan does not say and a release needs."""
    return tuple(name for name in PLAN_WORDS if not says_something(getattr(plan, name)))


def drafted(record: PlanRecord) -> MonitoringPlanDraft:
    """Return a plan with how it stands and what is next."""
    return MonitoringPlanDraft(
        record=record,
        standing="accepted" if record.accepted else "draft",
        missing=missing_words(record.plan),
        accept_command=None
        if record.accepted
        else f"ml-engineer monitor accept {record.id} --by NAME",
    )


def expected_monitors(
    reference: Evidence, variation: Evidence, score: Evidence | None
) -> tuple[Monitor, ...]:
    """Return the monitors that follow from what was measured, in order of how bad an alarm is.

    Args:
        reference: that a drift reference was built.
        variation: what varies within the reference table.
        score: the confirmed score, None if there is none yet.
    """
    roles = reference.measurement.arguments
    monitors = [
        Monitor(
            name="schema", signal="schema", quantity="schema_findings", bound="above",
            threshold=0, severity="high",
        ),
        *_performance(score),
        *_of_columns(variation, roles, _unused(score)),
        Monitor(
            name="unknown values", signal="values", quantity="unknown_value_findings",
            bound="above", threshold=0, severity="medium",
        ),
    ]  # fmt: skip
    return tuple(sorted(monitors, key=lambda monitor: monitor.severity != "high"))


def score_figure(score: Evidence) -> Figure | None:
    """Return the score that is watched: of all rows, with an interval, the headline's first."""
    figures = {figure.handle: figure for figure in score.measurement.figures}
    order = dict.fromkeys([*score.measurement.headline, *figures])
    fitting = [
        figures[handle]
        for handle in order
        if figures[handle].interval is not None
        and figures[handle].quantity in METRICS
        and (figures[handle].subject.slice or "without ").startswith("without ")
        and figures[handle].subject.window is None
        and figures[handle].subject.model not in ("trivial", "last_value", "last_week", "last_year")
    ]
    # A column that is left out names a slice; the model without it is the one that is released.
    without = [figure for figure in fitting if figure.subject.slice is not None]
    return next(iter(without or fitting), None)


def _performance(score: Evidence | None) -> Iterator[Monitor]:
    from ml_engineer_tools.modelling.scores import higher_is_better

    figure = None if score is None else score_figure(score)
    if score is None or figure is None or figure.interval is None:
        return
    bound: Bound = "below" if higher_is_better(figure.quantity) else "above"
    yield Monitor(
        name=f"score: {figure.quantity}",
        signal="performance",
        quantity=figure.quantity,
        bound=bound,
        threshold=figure.interval[0 if bound == "below" else 1],
        source=f"{score.id}.{figure.handle}",
        severity="high",
    )


def _unused(score: Evidence | None) -> frozenset[str]:
    """Return the columns that the model is known to leave out: they may move as they like."""
    without = None if score is None else score.measurement.arguments.get("without")
    return frozenset(map(str, without)) if isinstance(without, list) else frozenset()


def _of_columns(
    variation: Evidence, roles: Mapping[str, JsonValue], unused: frozenset[str]
) -> Iterator[Monitor]:
    target, prediction = str(roles.get("target")), str(roles.get("prediction"))
    for figure in variation.measurement.figures:
        column = figure.subject.column
        if figure.quantity not in LIMITS or column is None or isinstance(figure.value, str):
            continue
        if column in unused or not can_alarm(figure):
            continue
        quantity = figure.quantity.removesuffix("_limit")
        if column == target and quantity == "missing_share":
            continue  # outcomes that are not known yet are not missing values
        signal, words = _signal(column, quantity, target, prediction)
        yield Monitor(
            name=f"{words} {column}",
            signal=signal,
            quantity=quantity,
            column=column,
            bound="above",
            threshold=float(figure.value),
            source=f"{variation.id}.{figure.handle}",
            severity="high" if signal == "prediction" else "medium",
        )


def can_alarm(limit: Figure) -> bool:
    """Tell whether a distance or a share, neither of which can exceed 1, may exceed its limit."""
    return isinstance(limit.value, int | float) and limit.value < 1


def _signal(column: str, quantity: str, target: str, prediction: str) -> tuple[Signal, str]:
    if quantity == "missing_share":
        return "missing", "missing:"
    if column == target:
        return "outcome", "outcome:"
    return ("prediction", "prediction:") if column == prediction else ("distribution", "input:")

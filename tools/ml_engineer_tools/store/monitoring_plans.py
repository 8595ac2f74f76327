"""Monitoring plans: what is watched, when it alarms, who answers and what they do."""

from __future__ import annotations

import sqlite3
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.store import attested
from ml_engineer_tools.store.attested import Standing
from ml_engineer_tools.store.effects import EffectKey

Signal = Literal[
    "schema", "missing", "values", "distribution", "prediction", "outcome", "performance"
]
"""What is watched: names and types of columns; missing values; values never seen; the distribution
of an input, of the predictions, of the outcomes; the score, once outcomes are known."""

Bound = Literal["above", "below"]

Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]

PLAN_WORDS = ("owner", "action")
"""What a plan has to say before a release can stand on it (clauses S8 and R1)."""


class Monitor(Contract):
    """One thing that is watched.

    Attributes:
        name: unique within the plan.
        signal: what kind of thing it is.
        quantity: the figure that is compared; findings are counted for the schema.
        column: which it is of, if it is of one.
        bound: whether it alarms above or below the threshold.
        threshold: from which value on it alarms.
        source: handle of the figure that the threshold comes from, by the evidence's id.
        severity: how bad an alarm is.
    """

    name: str
    signal: Signal
    quantity: str
    column: str | None = None
    bound: Bound
    threshold: float
    source: str | None = None
    severity: Literal["high", "medium"]


class MonitoringPlan(Contract):
    """A plan as it is drafted.

    Attributes:
        reference: id of the evidence that the drift reference was built.
        variation: id of the evidence of what varies within the reference.
        evaluation: id of the evidence of the confirmed score; None if there is none yet.
        monitors: what is watched, with thresholds that follow from these three.
        owner: who answers an alarm; a person or a rota that has agreed to.
        action: what they do then.
        check_every: how often it is checked, such as "day".
        decision: which decision the prediction drives (clause S1).
        today: how it is made without the model.
        fallback: what answers when the model can't or must not.
        kill_switch: how it is switched off, and by whom.
        rollback: how the version before is brought back.
    """

    reference: str
    variation: str
    evaluation: str | None = None
    monitors: tuple[Monitor, ...] = Field(min_length=1)
    owner: Said | None = None
    action: Said | None = None
    check_every: Literal["hour", "day", "week", "month"] = "day"
    decision: Said | None = None
    today: Said | None = None
    fallback: Said | None = None
    kill_switch: Said | None = None
    rollback: Said | None = None


class PlanRecord(Standing):
    """A monitoring plan in the store, with who stands for it."""

    plan: MonitoringPlan


def draft(
    connection: sqlite3.Connection,
    plan: MonitoringPlan,
    table_sha256: str,
    effect: EffectKey | None,
) -> PlanRecord:
    """Write a draft; it counts for nothing until a person accepts it."""
    document = attested.words(plan)
    return _record(attested.draft(connection, "monitoring_plan", document, table_sha256, effect))


def accept(connection: sqlite3.Connection, name: str, by: str) -> PlanRecord:
    """Accept a draft on behalf of a person.

    Raises:
        BadInput: there is no such draft, or nobody is named.
    """
    return _record(attested.accept(connection, "monitoring_plan", name, by))


def by_id(connection: sqlite3.Connection, name: str) -> PlanRecord:
    """Return one plan.

    Raises:
        BadInput: there is none with this id.
    """
    return _record(attested.by_id(connection, "monitoring_plan", name))


def of_table(connection: sqlite3.Connection, table_sha256: str) -> list[PlanRecord]:
    """Return all plans about a table, newest last."""
    return [
        _record(kept) for kept in attested.of_table(connection, "monitoring_plan", table_sha256)
    ]


def _record(kept: attested.Kept) -> PlanRecord:
    standing, document = kept
    return PlanRecord(**standing.model_dump(), plan=MonitoringPlan.model_validate_json(document))

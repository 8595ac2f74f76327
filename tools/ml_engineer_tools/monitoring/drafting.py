"""Drafting a monitoring plan from the evidence of a table; only a person accepts it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from ml_engineer_tools.drift.keeping import BUILD
from ml_engineer_tools.errors import Refused
from ml_engineer_tools.monitoring.plan import MonitoringPlanDraft, drafted, expected_monitors
from ml_engineer_tools.monitoring.request import MonitoringPlanRequest
from ml_engineer_tools.monitoring.variation import TOOL as VARIATION
from ml_engineer_tools.release.case import Case, measured
from ml_engineer_tools.release.evaluated import confirmed_score
from ml_engineer_tools.release.request import PlanReleaseRequest
from ml_engineer_tools.store import EffectKey, MonitoringPlan, Store

WORDS = ("owner", "action", "check_every", "decision", "today", "fallback", "kill_switch",
         "rollback")  # fmt: skip
"""Fields of a plan that are taken over as they were said."""


def draft_monitoring_plan(
    request: MonitoringPlanRequest, store: Store, sha256: str, effect: EffectKey | None = None
) -> MonitoringPlanDraft:
    """Draft a plan for the model of the table whose content hash is `sha256`.

    Raises:
        Refused: there is no drift reference, no measured variation or no confirmed score yet.
        UnknownEvidence: what is named is not there.
        StoreError: the store can't be written.
    """
    case = Case(PlanReleaseRequest(data=request.data, target=request.target), store, sha256)
    reference = measured(case, (BUILD,), request.reference)
    variation = measured(case, (VARIATION,), request.variation)
    score = confirmed_score(case, request.evaluation).evidence
    _check_roles(reference.measurement.arguments, variation.measurement.arguments)
    words = {name: getattr(request, name) or None for name in WORDS}
    plan = MonitoringPlan(
        reference=reference.id,
        variation=variation.id,
        evaluation=score.id,
        monitors=expected_monitors(reference, variation, score),
        **words,
    )
    return drafted(store.draft_monitoring_plan(plan, sha256, effect))


def _check_roles(reference: Mapping[str, JsonValue], variation: Mapping[str, JsonValue]) -> None:
    for role in ("time", "group", "prediction"):
        if reference.get(role) != variation.get(role):
            raise Refused(
                f"The drift reference and the measured variation differ in the {role} column; "
                "measure both with the same roles."
            )

"""What a release is watched by: a saved drift reference and an accepted monitoring plan."""

from __future__ import annotations

from ml_engineer_tools.drift.keeping import BUILD, kept_reference
from ml_engineer_tools.errors import Refused, ToolError
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.monitoring.plan import expected_monitors, missing_words
from ml_engineer_tools.monitoring.variation import TOOL as VARIATION
from ml_engineer_tools.release.case import Case, Met, Unmet, alias_of, all_about, measured
from ml_engineer_tools.release.evaluated import confirmed_score
from ml_engineer_tools.store import PlanRecord
from ml_engineer_tools.tables.names import listed


def drift_reference_saved(case: Case) -> Met:
    """Check that a drift reference of this table was saved, and is still what was saved."""
    evidence = reference_of(case)
    alias = alias_of(evidence)
    return Met(alias, f"{alias} saved a drift reference of this table.")


def reference_of(case: Case) -> Evidence:
    """Return the evidence of the drift reference, its file checked.

    Raises:
        Refused: there is none of this table, or its file is gone or was changed.
    """
    named = case.request.drift_reference
    if named is None and not all_about(case, BUILD):
        raise Refused("Nobody has saved a drift reference of this table and target.")
    evidence = measured(case, (BUILD,), named)
    saved, _ = kept_reference(case.store.folder, evidence)
    if saved.table.sha256 != case.sha256 or saved.target != case.request.target:
        raise Refused(f"The drift reference of {evidence.alias} is of another table or target.")
    return evidence


def monitoring_planned(case: Case) -> Met:
    """Check that a person stands for a plan whose thresholds follow from what was measured."""
    record = plan_of(case)
    return Met(
        record.id,
        f"The monitoring plan {record.id} was accepted by {record.accepted_by}; an alarm goes to "
        f"{record.plan.owner}.",
    )


def plan_of(case: Case) -> PlanRecord:
    """Return the plan that is named, or the newest that was accepted, if it holds.

    Raises:
        BadInput: there is no such plan.
        Refused: it is about another table, says too little, is a draft, or is out of date.
    """
    named = case.request.monitoring_plan
    record = _newest(case) if named is None else case.store.monitoring_plan(named)
    if record.table_sha256 != case.sha256:
        raise Refused(
            f"The monitoring plan {record.id} is about another table, or an older state of it."
        )
    if missing := missing_words(record.plan):
        raise Refused(f"The monitoring plan {record.id} names no {' and no '.join(missing)}.")
    _check_thresholds(case, record)
    if not record.accepted:
        raise Unmet(
            f"The monitoring plan {record.id} is a draft; a person has to accept it.",
            f"ml-engineer monitor accept {record.id} --by NAME",
        )
    return record


def _newest(case: Case) -> PlanRecord:
    plans = case.store.monitoring_plans(case.sha256)
    if not plans:
        raise Refused("There is no monitoring plan for this table.")
    return next((plan for plan in reversed(plans) if plan.accepted), plans[-1])


def _check_thresholds(case: Case, record: PlanRecord) -> None:
    """Check that the plan's thresholds are those that its evidence gives, and that it is current.

    Raises:
        Refused: a threshold was made up, or the plan watches another reference or score.
    """
    plan = record.plan
    try:
        reference = case.store.evidence(plan.reference)
        variation = measured(case, (VARIATION,), plan.variation)
        score = case.store.evidence(plan.evaluation) if plan.evaluation else None
    except ToolError as error:
        raise Refused(f"The monitoring plan {record.id} stands on nothing: {error}") from None
    if reference.id != reference_of(case).id:
        raise Refused(f"The monitoring plan {record.id} is checked against another reference.")
    confirmed = confirmed_score(case, case.request.evaluation).evidence
    if score is None or score.id != confirmed.id:
        raise Refused(
            f"The monitoring plan {record.id} doesn't watch the score that was confirmed "
            f"({alias_of(confirmed)}); draft it anew."
        )
    expected = expected_monitors(reference, variation, score)
    if plan.monitors != expected:
        theirs = {monitor.name for monitor in plan.monitors if monitor not in expected}
        theirs |= {m.name for m in expected if m not in plan.monitors}
        raise Refused(
            f"The thresholds of the monitoring plan {record.id} are not those that were measured "
            f"({listed(sorted(theirs))}); draft it anew."
        )

"""What a release needs, each requirement checked against the store.

A check returns what meets the requirement, or raises the reason why nothing does. Nothing here
reads what a model says, beyond the names of the things that it wants to be counted.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable

from ml_engineer_tools.card.tool import accept_command
from ml_engineer_tools.errors import Refused, ToolError
from ml_engineer_tools.evidence import Evidence, Severity
from ml_engineer_tools.leakage.check_names import FEATURES_JUDGED, TARGET_LEAKS
from ml_engineer_tools.release.answered import Open, check_answered, high_findings
from ml_engineer_tools.release.case import (
    Case,
    Met,
    Unmet,
    alias_of,
    all_about,
    command,
    measured,
)
from ml_engineer_tools.release.evaluated import (
    BASELINES,
    confirmed_score,
    holdout_confirmed,
    looked_into,
)
from ml_engineer_tools.release.subgroups import slices_and_calibration
from ml_engineer_tools.release.watched import drift_reference_saved, monitoring_planned
from ml_engineer_tools.store import AnswerRecord, CardRecord, Requirement
from ml_engineer_tools.tables.names import listed

UNEARNED = frozenset({"no_model_beats_trivial", "last_value"})
"""Checks of the baselines that say, if they are of high severity, that no model is needed; if they
are of medium severity, that it can't be told yet whether one is."""

Check = Callable[[Case], Met]


def requirements(case: Case) -> tuple[Requirement, ...]:
    """Return every requirement of a release, met or not, in the order of the stages."""
    leakage = command(case, "leakage")
    baselines = command(case, "baseline")
    left_out = ["--without", *suspects] if (suspects := _suspects(case)) else []
    confirm = " ".join(
        filter(None, (baselines, shlex.join(left_out), f"--confirm {_chosen(case)}"))
    )
    slices = " ".join(filter(None, (baselines, shlex.join(left_out))))
    card = command(case, "card", "draft", roles=False)
    reference = command(case, "drift", "reference", "build", more=("-o", "reference.json"))
    target = ("--target", case.request.target or "COLUMN")
    words = ("--owner", "NAME", "--action", "TEXT")
    monitor = command(case, "monitor", "draft", roles=False, more=(*target, *words))
    return (
        _judge(case, "target", ("S1",), _target_named, None),
        _judge(case, "data_card", ("P3", "R3"), _card_accepted, card),
        _judge(case, "leakage_check", ("S3", "S4", "H5"), _leakage_checked, leakage),
        _judge(case, "baselines", ("S2", "P4"), _baselines_trained, baselines),
        _judge(case, "holdout_evaluation", ("S6", "R2"), holdout_confirmed, confirm),
        _judge(case, "slices_and_calibration", ("S6",), slices_and_calibration, slices),
        _judge(case, "drift_reference", ("S8", "R1"), drift_reference_saved, reference),
        _judge(case, "monitoring_plan", ("S8", "R1"), monitoring_planned, monitor),
    )


def _judge(
    case: Case, name: str, clauses: tuple[str, ...], check: Check, usual: str | None
) -> Requirement:
    """Run a check. Whatever keeps it from succeeding leaves the requirement unmet."""
    try:
        met = check(case)
    except ToolError as reason:
        mend = reason.command if isinstance(reason, Unmet) else usual
        return Requirement(name=name, clauses=clauses, met=False, why=str(reason), command=mend)
    return Requirement(name=name, clauses=clauses, met=True, why=met.why, reference=met.reference)


def _target_named(case: Case) -> Met:
    if case.request.target is None:
        raise Refused("It isn't said which column the model predicts; name the target.")
    return Met(case.request.target, "The target is named.")


def _leakage_checked(case: Case) -> Met:
    evidence = _leakage_check(case)
    if all(figure.quantity != FEATURES_JUDGED for figure in evidence.measurement.figures):
        raise Refused(
            f"{evidence.alias} could not score the features, so it says nothing of leakage in "
            "them; give more labelled rows, or a target."
        )
    # Every check of this table counts, not only the one that is named: otherwise a run whose
    # arguments hide a leak could be picked.
    alarmed = high_findings(case, all_about(case, "check_leakage"))
    counted = _answered(case, alarmed) if alarmed else ()
    if not counted:
        return Met(alias_of(evidence), f"{evidence.alias} found no leakage of high severity.")
    told = ", ".join(f"{record.id} by {record.accepted_by}" for record in dict.fromkeys(counted))
    return Met(
        alias_of(evidence),
        f"Every leakage finding of high severity was answered by a person ({told}).",
    )


def _leakage_check(case: Case) -> Evidence:
    """Return the check that is named, else the newest one of all columns, else the newest.

    A check that left columns out counts for a confirmed model that does without them; for any
    other, one of all columns stands in its place.

    Raises:
        Refused: there is none, or it left out columns that the model to be released may use.
    """
    whole = [item for item in all_about(case, "check_leakage") if not left_out_of(item)]
    if case.request.leakage is None and whole:
        return whole[-1]
    evidence = measured(case, ("check_leakage",), case.request.leakage)
    left_out = left_out_of(evidence)
    if not left_out:
        return evidence
    try:
        unused = confirmed_score(case, case.request.evaluation).left_out or ()
    except ToolError:
        unused = ()
    used = [name for name in left_out if name not in unused]
    if used and whole:
        return whole[-1]
    if used:
        raise Unmet(
            f"{evidence.alias} was told to leave out {listed(used)}, and no confirmed model is "
            "known that does without; check the table with all columns, or confirm one.",
            command(case, "leakage"),
        )
    return evidence


def left_out_of(evidence: Evidence) -> tuple[str, ...]:
    """Return the columns that a leakage check was told to leave out."""
    without = evidence.measurement.arguments.get("without")
    return tuple(map(str, without)) if isinstance(without, list) else ()


def _answered(case: Case, alarmed: list[Open]) -> tuple[AnswerRecord, ...]:
    """Check the answers; what is said to be left out, against the model that was confirmed."""
    try:
        score = confirmed_score(case, case.request.evaluation)
    except ToolError:
        return check_answered(case, alarmed, (), confirmed=False)
    return check_answered(case, alarmed, score.left_out)


def _baselines_trained(case: Case) -> Met:
    named = case.request.baselines
    if named is not None:
        evidence = measured(case, (BASELINES,), named)
        if _is_score(evidence):
            raise Refused(f"{evidence.alias} scored one model; it compares no baselines.")
    else:
        compared = [item for item in all_about(case, BASELINES) if not _is_score(item)]
        if not compared:
            raise Refused(f"There is no evidence of {BASELINES} on this table and target.")
        evidence = compared[-1]
    open_too: frozenset[Severity] = frozenset({"high", "medium"})
    check_answered(case, high_findings(case, [evidence], UNEARNED, severities=open_too), ())
    return Met(alias_of(evidence), f"{evidence.alias} trained the baselines on this table.")


def _is_score(evidence: Evidence) -> bool:
    return evidence.measurement.arguments.get("confirm") is not None


def _chosen(case: Case) -> str:
    """Return which model the newest baselines looked into: the one to confirm."""
    try:
        compared = [item for item in all_about(case, BASELINES) if not _is_score(item)]
    except ToolError:
        compared = []  # what is damaged is told by the requirement that needs it
    return (looked_into(compared[-1]) if compared else None) or "MODEL"


def _suspects(case: Case) -> list[str]:
    """Return the columns that the leakage check of this case left out, and those it suspects."""
    try:
        named = case.request.leakage
        about = [measured(case, ("check_leakage",), named)] if named is not None else []
        about = about or [i for i in all_about(case, "check_leakage") if not left_out_of(i)]
    except ToolError:
        return []  # what is damaged is told by the requirement that needs it
    findings = about[-1].measurement.findings if about else ()
    columns = list(left_out_of(about[-1])) if about else []
    columns += [
        column
        for finding in findings
        if finding.check in TARGET_LEAKS and finding.severity in ("high", "medium")
        for column in finding.columns
        if column != case.request.target
    ]
    return list(dict.fromkeys(columns))


def _card_accepted(case: Case) -> Met:
    named = case.request.data_card
    card = _newest_card(case) if named is None else case.store.card(named)
    if card.table_sha256 != case.sha256:
        raise Refused(f"The data card {card.id} is about another table, or an older state of it.")
    if missing := card.card.missing():
        flags = [word for name in missing for word in (f"--{name.replace('_', '-')}", "TEXT")]
        raise Unmet(
            f"The data card {card.id} says nothing of {', '.join(missing)}.",
            command(case, "card", "draft", roles=False, more=tuple(flags)),
        )
    if not card.accepted:
        raise Unmet(f"The data card {card.id} is a draft; a person has to accept it.",
                    accept_command(card))  # fmt: skip
    return Met(card.id, f"The data card {card.id} was accepted by {card.accepted_by}.")


def _newest_card(case: Case) -> CardRecord:
    """Return the newest card that a person accepted, else the newest draft."""
    cards = case.store.cards(case.sha256)
    if not cards:
        raise Refused("There is no data card of this table.")
    return next((card for card in reversed(cards) if card.accepted), cards[-1])

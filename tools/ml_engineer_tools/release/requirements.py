"""What a release needs, each requirement checked against the store.

A check returns what meets the requirement, or raises the reason why nothing does. Nothing here
reads what a model says, beyond the names of the things that it wants to be counted.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass

from ml_engineer_tools.card.tool import accept_command
from ml_engineer_tools.errors import Refused, ToolError
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.leakage.check_names import FEATURES_JUDGED, TARGET_LEAKS
from ml_engineer_tools.release.request import PlanReleaseRequest
from ml_engineer_tools.store import CardRecord, Requirement, Store


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be decided: the request, the store, and the table's content hash as it is now."""

    request: PlanReleaseRequest
    store: Store
    sha256: str


@dataclass(frozen=True, slots=True)
class Met:
    """What meets a requirement, and what has to be said of it."""

    reference: str
    why: str


class Unmet(Refused):
    """A requirement is not met, and another command than the usual one mends it."""

    def __init__(self, why: str, command: str | None) -> None:
        super().__init__(why)
        self.command = command


Check = Callable[[Case], Met]


def requirements(case: Case) -> tuple[Requirement, ...]:
    """Return every requirement of a release, met or not, in the order of the stages."""
    leakage = _command(case, "leakage")
    baselines = _command(case, "baseline")
    left_out = ["--without", *suspects] if (suspects := _suspects(case)) else []
    confirm = " ".join(filter(None, (baselines, shlex.join(left_out), "--confirm MODEL")))
    card = _command(case, "card", "draft", roles=False)
    return (
        _judge(case, "target", ("S1",), _target_named, None),
        _judge(case, "data_card", ("P3", "R3"), _card_accepted, card),
        _judge(case, "leakage_check", ("S3", "S4", "H5"), _leakage_checked, leakage),
        _judge(case, "baselines", ("S2",), _baselines_trained, baselines),
        _judge(case, "holdout_evaluation", ("S6", "R2"), _holdout_confirmed, confirm),
        _judge(case, "drift_reference", ("S8", "R1"), _drift_reference_saved, None),
        _judge(case, "monitoring_plan", ("S8", "R1"), _monitoring_planned, None),
    )


def _judge(
    case: Case, name: str, clauses: tuple[str, ...], check: Check, command: str | None
) -> Requirement:
    """Run a check. Whatever keeps it from succeeding leaves the requirement unmet."""
    try:
        met = check(case)
    except ToolError as reason:
        mend = reason.command if isinstance(reason, Unmet) else command
        return Requirement(name=name, clauses=clauses, met=False, why=str(reason), command=mend)
    return Requirement(name=name, clauses=clauses, met=True, why=met.why, reference=met.reference)


def _target_named(case: Case) -> Met:
    if case.request.target is None:
        raise Refused("It isn't said which column the model predicts; name the target.")
    return Met(case.request.target, "The target is named.")


def _leakage_checked(case: Case) -> Met:
    evidence = _measured(case, ("check_leakage",), case.request.leakage)
    checks = [
        item
        for item in case.store.all_evidence("check_leakage", case.sha256)
        if _is_about(case, item)
    ]
    # Every check of this table counts, not only the one that is named: otherwise a run whose
    # arguments hide a leak could be picked.
    if alarmed := [item for item in checks if item.worst() == "high"]:
        raise Unmet(
            f"{_list(alarmed)} found leakage of high severity; remove its cause and check the new "
            "table (an answer to a finding can't be recorded in this version).",
            f"ml-engineer evidence show {alarmed[-1].alias}",
        )
    if all(figure.quantity != FEATURES_JUDGED for figure in evidence.measurement.figures):
        raise Refused(
            f"{evidence.alias} could not score the features, so it says nothing of leakage in "
            "them; give more labelled rows, or a target."
        )
    return Met(_alias(evidence), f"{evidence.alias} found no leakage of high severity.")


def _baselines_trained(case: Case) -> Met:
    evidence = _measured(case, ("train_baselines",), case.request.baselines)
    return Met(_alias(evidence), f"{evidence.alias} trained the baselines on this table.")


def _holdout_confirmed(case: Case) -> Met:
    looks = [look for look in case.store.looks(case.sha256) if look.kind == "holdout_score"]
    confirmed = {look.evidence: look for look in looks if look.evidence is not None}
    if not confirmed:
        raise Refused("No score on the holdout of this table was confirmed.")
    named = case.request.evaluation
    evidence = case.store.evidence(list(confirmed)[-1] if named is None else named)
    _check_table(case, evidence)
    if evidence.alias not in confirmed:
        raise Refused(f"{evidence.alias} did not come of a look at the holdout of this table.")
    if evidence.measurement.holdout is not None and evidence.measurement.holdout["kind"] == "row":
        _check_order(case)
    number = [look.number for look in looks].index(confirmed[evidence.alias].number) + 1
    said = f"{evidence.alias} is score {number} of {len(looks)} on the holdout of this table"
    caution = "." if len(looks) == 1 else "; a score that was chosen among several is too good."
    return Met(_alias(evidence), said + caution)


def _check_order(case: Case) -> None:
    """Refuse a holdout of rows drawn at random where the order of the rows matters.

    Raises:
        Refused: a baseline of this table fell when the rows were split in the order of the file.
    """
    for evidence in case.store.all_evidence("train_baselines", case.sha256):
        for finding in evidence.measurement.findings:
            if finding.check == "file_order" and finding.severity == "high":
                raise Refused(
                    f"{evidence.alias} found that the order of the rows matters, and this holdout "
                    "was drawn from all over the file, so its score is too good; give --time."
                )


def _suspects(case: Case) -> list[str]:
    """Return the columns that the newest leakage check of this case suspects."""
    try:
        checks = case.store.all_evidence("check_leakage", case.sha256)
    except ToolError:
        return []  # what is damaged is told by the requirement that needs it
    about = [item for item in checks if _is_about(case, item)]
    findings = about[-1].measurement.findings if about else ()
    columns = [
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
        raise Refused(f"The data card {card.id} says nothing of {', '.join(missing)}.")
    if not card.accepted:
        raise Unmet(f"The data card {card.id} is a draft; a person has to accept it.",
                    accept_command(card))  # fmt: skip
    return Met(card.id, f"The data card {card.id} was accepted by a person.")


def _drift_reference_saved(case: Case) -> Met:
    raise Refused(
        "This version can't save a drift reference yet, so there is nothing to compare later data "
        "with."
    )


def _monitoring_planned(case: Case) -> Met:
    raise Refused(
        "This version can't record a monitoring plan with its owner yet, so nobody would notice "
        "decay."
    )


def _newest_card(case: Case) -> CardRecord:
    """Return the newest card that a person accepted, else the newest draft."""
    cards = case.store.cards(case.sha256)
    if not cards:
        raise Refused("There is no data card of this table.")
    return next((card for card in reversed(cards) if card.accepted), cards[-1])


def _measured(case: Case, tools: tuple[str, ...], named: str | None) -> Evidence:
    """Return the evidence that is named, or the newest of the tool, if it is about this case."""
    if named is not None:
        evidence = case.store.evidence(named)
        if evidence.measurement.tool not in tools:
            raise Refused(
                f"{evidence.alias} comes from {evidence.measurement.tool}, not from "
                f"{' or '.join(tools)}."
            )
        _check_table(case, evidence)
        return evidence
    found = [
        item
        for tool in tools
        for item in case.store.all_evidence(tool, case.sha256)
        if _is_about(case, item)
    ]
    if not found:
        raise Refused(f"There is no evidence of {' or '.join(tools)} on this table and target.")
    return found[-1]


def _check_table(case: Case, evidence: Evidence) -> None:
    """Check that the evidence measured this table, as it is now, for this target.

    Raises:
        Refused: it is about another table, an older state of this one, or another target.
    """
    if _is_about(case, evidence):
        return
    tables = evidence.measurement.tables
    if tables and tables[0].sha256 == case.sha256:
        raise Refused(f"{evidence.alias} was measured for another target.")
    if any(table.sha256 == case.sha256 for table in tables):
        raise Refused(f"{evidence.alias} used this table only for comparison.")
    if any(table.name == case.request.data for table in tables):
        raise Refused(f"{evidence.alias} is stale: the table has changed since it was measured.")
    raise Refused(f"{evidence.alias} was measured on another table.")


def _is_about(case: Case, evidence: Evidence) -> bool:
    """Tell whether the evidence's first table is this one, and its target the one asked for."""
    measurement = evidence.measurement
    if not measurement.tables or measurement.tables[0].sha256 != case.sha256:
        return False
    target = case.request.target
    return target is None or measurement.arguments.get("target") == target


def _command(case: Case, *names: str, roles: bool = True) -> str:
    """Return a command on this table; with the roles given, so that its holdout stays the same."""
    request = case.request
    words = ["ml-engineer", *names, request.data]
    if roles:
        words += ["--target", request.target or "COLUMN"]
        given = {"--time": request.time, "--group": request.group}
        words += [word for flag, name in given.items() if name for word in (flag, name)]
    return shlex.join(words)


def _list(evidence: list[Evidence]) -> str:
    return ", ".join(_alias(item) for item in evidence[-3:])


def _alias(evidence: Evidence) -> str:
    return evidence.alias or evidence.id

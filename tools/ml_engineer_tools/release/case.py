"""The case: what is to be decided, and looking for evidence that is about it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from ml_engineer_tools.errors import Refused, ToolError
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.release.request import PlanReleaseRequest
from ml_engineer_tools.store import Store


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


def measured(case: Case, tools: tuple[str, ...], named: str | None) -> Evidence:
    """Return the evidence that is named, or the newest of the tools, if it is about this case.

    Raises:
        UnknownEvidence: nothing is called that.
        Refused: it is of another tool, table, state of the table or target; or there is none.
    """
    if named is not None:
        evidence = case.store.evidence(named)
        if evidence.measurement.tool not in tools:
            raise Refused(
                f"{evidence.alias} comes from {evidence.measurement.tool}, not from "
                f"{' or '.join(tools)}."
            )
        check_table(case, evidence)
        return evidence
    found = all_about(case, *tools)
    if not found:
        raise Refused(f"There is no evidence of {' or '.join(tools)} on this table and target.")
    return found[-1]


def all_about(case: Case, *tools: str) -> list[Evidence]:
    """Return the evidence of these tools that is about this case, newest last."""
    found = [
        item
        for tool in tools
        for item in case.store.all_evidence(tool, case.sha256)
        if is_about(case, item)
    ]
    return sorted(found, key=lambda item: int((item.alias or "E0")[1:]))


def check_table(case: Case, evidence: Evidence) -> None:
    """Check that the evidence measured this table, as it is now, for this target.

    Raises:
        Refused: it is about another table, an older state of this one, or another target.
    """
    if is_about(case, evidence):
        return
    tables = evidence.measurement.tables
    if tables and tables[0].sha256 == case.sha256:
        raise Refused(f"{evidence.alias} was measured for another target.")
    if any(table.sha256 == case.sha256 for table in tables):
        raise Refused(f"{evidence.alias} used this table only for comparison.")
    if any(table.name == case.request.data for table in tables):
        raise Refused(f"{evidence.alias} is stale: the table has changed since it was measured.")
    raise Refused(f"{evidence.alias} was measured on another table.")


def is_about(case: Case, evidence: Evidence) -> bool:
    """Tell whether the evidence's first table is this one, and its target the one asked for."""
    measurement = evidence.measurement
    if not measurement.tables or measurement.tables[0].sha256 != case.sha256:
        return False
    target = case.request.target
    return target is None or measurement.arguments.get("target") == target


def command(case: Case, *names: str, roles: bool = True, more: tuple[str, ...] = ()) -> str:
    """Return a command on this table; with the roles given, so that its holdout stays the same."""
    request = case.request
    words = ["ml-engineer", *names, request.data]
    if roles:
        words += ["--target", request.target or "COLUMN"]
        for role, name in roles_of(case).items():
            words += [f"--{role}", name]
    return shlex.join([*words, *more])


def roles_of(case: Case) -> dict[str, str]:
    """Return time and group: as they are given, else as the newest measurement was told them.

    Other roles would draw the line of the holdout anew, and that is a look.
    """
    given = {"time": case.request.time, "group": case.request.group}
    if not any(given.values()):
        try:
            measured_before = all_about(case, "check_leakage", "train_baselines")
        except ToolError:
            measured_before = []  # what is damaged is told by the requirement that needs it
        for evidence in measured_before[-1:]:
            told = evidence.measurement.arguments
            given = {role: str(told[role]) if told.get(role) else None for role in given}
    return {role: name for role, name in given.items() if name}


def alias_of(evidence: Evidence) -> str:
    """Return how the evidence is called in this workspace."""
    return evidence.alias or evidence.id

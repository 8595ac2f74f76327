"""Which findings still stand in the way: those of high severity that no person has answered."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.evidence import Evidence, Finding
from ml_engineer_tools.release.case import Case, Unmet, alias_of
from ml_engineer_tools.store import AnswerRecord
from ml_engineer_tools.store.answers import answers
from ml_engineer_tools.tables.names import listed


@dataclass(frozen=True, slots=True)
class Open:
    """A finding of high severity, and the answers to it that were drafted or accepted."""

    evidence: Evidence
    place: int
    finding: Finding
    answers: tuple[AnswerRecord, ...]


def high_findings(
    case: Case, evidence: Iterable[Evidence], checks: frozenset[str] | None = None
) -> list[Open]:
    """Return the findings of high severity (of these checks, or of all) with their answers."""
    said = case.store.answers(case.sha256)
    found = []
    for item in evidence:
        for place, finding in enumerate(item.measurement.findings, start=1):
            if finding.severity != "high" or (checks is not None and finding.check not in checks):
                continue
            fitting = tuple(record for record in said if _answers(case, record, finding, item))
            found.append(Open(item, place, finding, fitting))
    return found


def _answers(case: Case, record: AnswerRecord, finding: Finding, evidence: Evidence) -> bool:
    try:
        source = case.store.evidence(record.answer.evidence)
    except ToolError:
        return False  # an answer to what is no longer there answers nothing
    return answers(record.answer, source, finding, evidence)


def check_answered(
    case: Case, found: Iterable[Open], left_out: tuple[str, ...] | None
) -> tuple[AnswerRecord, ...]:
    """Check that a person has answered each finding; returns the answers that count.

    Args:
        case: the case.
        found: findings of high severity.
        left_out: columns that the confirmed model doesn't use; None if that can't be told here.

    Raises:
        Unmet: one isn't answered; the command leads to its answer.
    """
    counted: list[AnswerRecord] = []
    for item in found:
        accepted = [record for record in item.answers if record.accepted]
        good = [record for record in accepted if _holds(record, left_out)]
        if good:
            counted.append(good[-1])
            continue
        where = item.finding.check
        where += f" on {listed(item.finding.columns)}" if item.finding.columns else ""
        if accepted:
            missing = [c for c in accepted[-1].answer.columns if c not in (left_out or ())]
            raise Unmet(
                f"The answer to {where} says that {listed(missing)} is left out, but the model "
                "whose score was confirmed uses it.",
                None,
            )
        if item.answers:
            draft = item.answers[-1]
            raise Unmet(
                f"The answer {draft.id} to {where} is a draft; a person has to accept it.",
                f"ml-engineer answer accept {draft.id} --by NAME",
            )
        leakage = item.evidence.measurement.tool == "check_leakage"
        raise Unmet(
            f"{alias_of(item.evidence)} found {'leakage' if leakage else 'something'} of high "
            f"severity that nobody has answered ({where}); remove its cause and measure the new "
            "table, or answer it.",
            answer_command(item),
        )
    return tuple(counted)


def answer_command(item: Open) -> str:
    """Return the command by which an answer is drafted."""
    return shlex.join(
        ["ml-engineer", "answer", "draft", alias_of(item.evidence), str(item.place),
         "--because", "TEXT"]
    )  # fmt: skip


def _holds(record: AnswerRecord, left_out: tuple[str, ...] | None) -> bool:
    """Tell whether an accepted answer still holds of the model that was confirmed."""
    if record.answer.resolution == "harmless" or left_out is None:
        return True
    return set(record.answer.columns) <= set(left_out)

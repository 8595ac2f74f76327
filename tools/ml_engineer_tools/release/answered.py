"""Which findings still stand in the way: those of high severity that no person has answered.

Of the baselines also one of medium severity that leaves open whether a model is needed at all.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from ml_engineer_tools.errors import ToolError
from ml_engineer_tools.evidence import Evidence, Finding, Severity
from ml_engineer_tools.release.case import Case, Unmet, alias_of
from ml_engineer_tools.store import AnswerRecord
from ml_engineer_tools.store.answers import answers
from ml_engineer_tools.tables.names import listed


@dataclass(frozen=True, slots=True)
class Open:
    """A finding that stands in the way, and the answers to it that were drafted or accepted."""

    evidence: Evidence
    place: int
    finding: Finding
    answers: tuple[AnswerRecord, ...]


def high_findings(
    case: Case,
    evidence: Iterable[Evidence],
    checks: frozenset[str] | None = None,
    *,
    severities: frozenset[Severity] = frozenset({"high"}),
) -> list[Open]:
    """Return the findings of high severity (of these checks, or of all) with their answers.

    Args:
        case: the case.
        evidence: whose findings are meant.
        checks: only those of these; None for all.
        severities: only those of these.
    """
    said = case.store.answers(case.sha256)
    found = []
    for item in evidence:
        for place, finding in enumerate(item.measurement.findings, start=1):
            if finding.severity not in severities or (
                checks is not None and finding.check not in checks
            ):
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
    case: Case, found: Iterable[Open], left_out: tuple[str, ...] | None, *, confirmed: bool = True
) -> tuple[AnswerRecord, ...]:
    """Check that a person has answered each finding; returns the answers that count.

    Args:
        case: the case.
        found: findings that stand in the way.
        left_out: columns that the confirmed model doesn't use; None if that can't be told here.
        confirmed: whether there is a confirmed score at all.

    Raises:
        Unmet: some aren't answered; the commands lead to their answers.
    """
    counted: list[AnswerRecord] = []
    unanswered: list[Open] = []
    drafts: list[tuple[AnswerRecord, str]] = []
    unused = None if left_out is None else {*left_out, str(case.request.target)}
    for item in found:
        accepted = [record for record in item.answers if record.accepted]
        if good := [record for record in accepted if _holds(record, unused)]:
            counted.append(good[-1])
        elif accepted:
            columns = [c for c in accepted[-1].answer.columns if c not in (unused or ())]
            raise Unmet(
                f"The answer {accepted[-1].id} says that {listed(columns)} is left out; "
                + (
                    "but the model whose score was confirmed uses it."
                    if confirmed
                    else "that is checked against a confirmed score, and there is none."
                ),
                None,
            )
        elif item.answers:
            drafts.append((item.answers[-1], _named(item)))
        else:
            unanswered.append(item)
    if unanswered:
        aliases = ", ".join(dict.fromkeys(alias_of(item.evidence) for item in unanswered))
        leakage = unanswered[0].evidence.measurement.tool == "check_leakage"
        kind = "leakage of high severity" if leakage else "something"
        raise Unmet(
            f"{aliases} found {kind} that stands in the way and nobody "
            f"has answered ({'; '.join(dict.fromkeys(map(_named, unanswered)))}); remove its cause "
            "and measure the new table, or answer it.",
            " && ".join(answer_command(item) for item in unanswered),
        )
    if drafts:
        said = ", ".join(f"{record.id} to {where}" for record, where in drafts)
        raise Unmet(
            f"A person has to accept what is drafted: the answer {said}.",
            " && ".join(f"ml-engineer answer accept {record.id} --by NAME" for record, _ in drafts),
        )
    return tuple(counted)


def _named(item: Open) -> str:
    where = f" on {listed(item.finding.columns)}" if item.finding.columns else ""
    return f"{item.finding.check}{where}"


def answer_command(item: Open) -> str:
    """Return the command by which an answer is drafted."""
    return shlex.join(
        ["ml-engineer", "answer", "draft", alias_of(item.evidence), str(item.place),
         "--because", "TEXT"]
    )  # fmt: skip


def _holds(record: AnswerRecord, unused: set[str] | None) -> bool:
    """Tell whether an accepted answer still holds of the model that was confirmed."""
    if record.answer.resolution == "harmless" or unused is None:
        return True
    return set(record.answer.columns) <= unused

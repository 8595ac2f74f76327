"""Answers to findings: why what a check found does no harm to the model, as a person vouches."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Contract, Evidence, Finding, Severity
from ml_engineer_tools.store import attested
from ml_engineer_tools.store.attested import Standing
from ml_engineer_tools.store.effects import EffectKey

Resolution = Literal["harmless", "left_out"]
"""harmless: a person knows why it does no harm. left_out: the model doesn't use the columns, which
the release gate checks against the score that was confirmed."""

Because = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class FindingAnswer(Contract):
    """What is said to one finding.

    Attributes:
        evidence: id of the evidence, the whole hash.
        finding: its place among the evidence's findings, from 1 on.
        check: what found it.
        severity: how severe it was found to be.
        columns: that it names.
        resolution: why it doesn't stand in the way.
        because: the reason, in the person's own words.
    """

    evidence: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    finding: Annotated[int, Field(ge=1)]
    check: str
    severity: Severity
    columns: tuple[str, ...]
    resolution: Resolution
    because: Because


class AnswerRecord(Standing):
    """An answer in the store, with who stands for it."""

    answer: FindingAnswer


def answer_to(
    evidence: Evidence, finding: int, resolution: Resolution, because: str
) -> FindingAnswer:
    """Return an answer to the finding at this place, from 1 on.

    Raises:
        BadInput: there is no such finding, or it names no column that could be left out.
    """
    findings = evidence.measurement.findings
    if not 1 <= finding <= len(findings):
        said = f"findings 1 to {len(findings)}" if findings else "no finding"
        raise BadInput(f"{evidence.alias} has {said}, so none that is number {finding}.")
    found = findings[finding - 1]
    if resolution == "left_out" and not found.columns:
        raise BadInput(
            f"Finding {finding} of {evidence.alias} ({found.check}) names no column that could be "
            "left out; say why it is harmless."
        )
    if not because.strip():
        raise BadInput("An answer to a finding gives a reason; say it with --because.")
    return FindingAnswer(
        evidence=evidence.id,
        finding=finding,
        check=found.check,
        severity=found.severity,
        columns=found.columns,
        resolution=resolution,
        because=because,
    )


def answers(answer: FindingAnswer, of: Evidence, finding: Finding, evidence: Evidence) -> bool:
    """Tell whether an answer to a finding `of` one evidence also answers this finding.

    It does for the same check on the same columns of the same tables, scripts and target; a run
    with another seed finds the same thing again.
    """
    same = (answer.check, answer.columns) == (finding.check, finding.columns)
    return same and _about(of) == _about(evidence)


def _about(evidence: Evidence) -> tuple[object, ...]:
    measurement = evidence.measurement
    tables = tuple(table.sha256 for table in measurement.tables)
    scripts = tuple(script.sha256 for script in measurement.scripts)
    return measurement.tool, tables, scripts, measurement.arguments.get("target")


def draft(
    connection: sqlite3.Connection,
    answer: FindingAnswer,
    table_sha256: str,
    effect: EffectKey | None,
) -> AnswerRecord:
    """Write a draft; it counts for nothing until a person accepts it."""
    return _record(
        attested.draft(connection, "answer", attested.words(answer), table_sha256, effect)
    )


def accept(connection: sqlite3.Connection, name: str, by: str) -> AnswerRecord:
    """Accept a draft on behalf of a person.

    Raises:
        BadInput: there is no such draft, or nobody is named.
    """
    return _record(attested.accept(connection, "answer", name, by))


def of_table(connection: sqlite3.Connection, table_sha256: str) -> list[AnswerRecord]:
    """Return all answers about a table, newest last."""
    return _records(attested.of_table(connection, "answer", table_sha256))


def _records(kept: Iterable[attested.Kept]) -> list[AnswerRecord]:
    return [_record(one) for one in kept]


def _record(kept: attested.Kept) -> AnswerRecord:
    standing, document = kept
    answer = FindingAnswer.model_validate_json(document)
    return AnswerRecord(**standing.model_dump(), answer=answer)

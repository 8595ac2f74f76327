"""The report of a run: by case and by clause, with n, intervals, and what it can claim at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from ml_engineer_evals.graders import GRADER_VERSION
from ml_engineer_evals.grading import CaseResult
from ml_engineer_evals.intervals import wilson_interval
from ml_engineer_evals.suite import SuiteFile
from ml_engineer_prompts import content_hash
from ml_engineer_tools.evidence import Contract

RULES = (
    "rung 1: a rule-based policy; says that loop, tools, gates and graders hold, nothing about a "
    "language model"
)
SCRIPTED = "rung 2: scripted text; says what the graders catch, nothing about a language model"
LIVE = "rung 4: a live language model; each case was run once"

WHY_AT_MOST = 160


class Share(Contract):
    """Passed cases of n, with the Wilson 95 % interval; the interval is None without cases."""

    label: str
    passed: int
    n: int
    interval: tuple[float, float] | None

    @classmethod
    def of(cls, label: str, results: Sequence[CaseResult]) -> Share:
        """Count the passes among results."""
        passed, n = sum(result.passed for result in results), len(results)
        return cls(
            label=label,
            passed=passed,
            n=n,
            interval=wilson_interval(passed, n) if n else None,
        )


class SuiteReport(Contract):
    """What a run of a suite came to.

    Attributes:
        suite: its name.
        suite_sha256: hash of its file.
        prompts_sha256: content hash of the persona and templates that it was run under.
        grader_version: results of different versions can't be compared.
        model: who answered.
        rung: what kind of model that is, and so what the result can claim.
        status: `not_run` if the model could not be used at all.
        reason: why it was not run.
        overall: of all cases; an error counts as failed.
        by_clause: the same for each clause, in the order of the suite.
        by_kind: the same for each kind of case.
        errors: cases that broke off.
        cases: each case, with its transcript.
    """

    suite: str
    suite_sha256: str
    prompts_sha256: str = Field(default_factory=content_hash)
    grader_version: int = GRADER_VERSION
    model: str
    rung: str
    status: Literal["run", "not_run"] = "run"
    reason: str | None = None
    overall: Share
    by_clause: tuple[Share, ...] = ()
    by_kind: tuple[Share, ...] = ()
    errors: int = 0
    cases: tuple[CaseResult, ...] = ()

    @property
    def model_failed(self) -> bool:
        """Whether the model failed in some case."""
        return any(case.model_failed for case in self.cases)


def report_on(loaded: SuiteFile, model: str, results: Sequence[CaseResult]) -> SuiteReport:
    """Return the report of a run."""
    clauses = dict.fromkeys(result.clause for result in results)
    kinds = dict.fromkeys(result.kind for result in results)
    return SuiteReport(
        suite=loaded.suite.name,
        suite_sha256=loaded.sha256,
        model=model,
        rung=rung_of(model),
        overall=Share.of("all cases", results),
        by_clause=tuple(
            Share.of(clause, [result for result in results if result.clause == clause])
            for clause in clauses
        ),
        by_kind=tuple(
            Share.of(kind, [result for result in results if result.kind == kind]) for kind in kinds
        ),
        errors=sum(result.error is not None for result in results),
        cases=tuple(results),
    )


def not_run(loaded: SuiteFile, model: str, reason: str) -> SuiteReport:
    """Return the report of a run that could not begin: no cases, no share."""
    return SuiteReport(
        suite=loaded.suite.name,
        suite_sha256=loaded.sha256,
        model=model,
        rung=rung_of(model),
        status="not_run",
        reason=reason,
        overall=Share.of("all cases", ()),
    )


def rung_of(model: str) -> str:
    """Return what a result with this model can claim."""
    if model == "playbook":
        return RULES
    return LIVE if ":" in model else SCRIPTED


def as_text(report: SuiteReport) -> str:
    """Return the report for a terminal."""
    head = [
        f"suite    {report.suite} ({report.suite_sha256[:12]})",
        f"model    {report.model}",
        f"rung     {report.rung}",
        f"prompts  {report.prompts_sha256[:12]}",
        f"graders  version {report.grader_version}, by rules; no language model judges",
    ]
    if report.status == "not_run":
        return "\n".join([*head, "", f"not run: {report.reason}"])
    lines = [*head, "", *_case_lines(report.cases), ""]
    lines += [
        f"{'':<16}{'passed':>9}   95 % interval (Wilson)",
        *map(_share_line, report.by_clause),
    ]
    lines += ["", *map(_share_line, report.by_kind), "", _share_line(report.overall)]
    lines.append(f"errors          {report.errors:>9}   counted as failed")
    if report.model == "playbook":
        lines += ["", "language models: not run (name one with --model; it needs its key)"]
    return "\n".join(lines)


def _case_lines(cases: Sequence[CaseResult]) -> list[str]:
    lines: list[str] = []
    width = max((len(case.id) for case in cases), default=0)
    for case in cases:
        verdict = "pass" if case.passed else "ERROR" if case.error else "FAIL"
        turns = len(case.transcript.turns)
        took = f"{turns} turn{'s' * (turns != 1)}, {case.seconds:.1f} s"
        lines.append(f"{verdict:<6}{case.clause:<4}{case.kind:<12}{case.id:<{width}}  {took}")
        if case.flip_turn is not None:
            lines.append(f"        flips at turn {case.flip_turn}")
        if case.error:
            lines.append(f"        {_short(case.error)}")
        lines += [
            f"        turn {failure.turn}, {failure.check} ({failure.clause}): "
            f"{_short(failure.why)}"
            for failure in case.failures
        ]
    return lines


def _share_line(share: Share) -> str:
    count = f"{share.passed} of {share.n}"
    if share.interval is None:
        return f"{share.label:<16}{count:>9}"
    low, high = share.interval
    return f"{share.label:<16}{count:>9}   {low:.2f} to {high:.2f}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WHY_AT_MOST else line[: WHY_AT_MOST - 1] + "…"

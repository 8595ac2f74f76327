"""The sections of an answer: what was found, what is missing, what to ask the data's owner."""

from __future__ import annotations

from ml_engineer.models.playbook.citing import with_handles
from ml_engineer.models.playbook.situation import Situation

ORDER = ("check_leakage", "train_baselines", "measure_drift", "profile_dataset")
MOST_FINDINGS = 10
MOST_QUESTIONS = 5
WEIGHTS = {"high": 0, "medium": 1, "low": 2, "info": 3}


def findings_section(situation: Situation) -> str:
    """Return the findings, worst first, each with its handles."""
    found = [
        (WEIGHTS[finding.severity], place, finding)
        for place, tool in enumerate(ORDER)
        for finding in situation.findings(tool)
    ]
    worth = [item for item in found if item[0] < WEIGHTS["info"]] or found
    worth.sort(key=lambda item: item[:2])
    verdict_checks = [item for item in found if item[2].check == "complexity"]
    shown = worth[:MOST_FINDINGS] + [item for item in verdict_checks if item not in worth]
    if not shown:
        return ""
    lines = [f"- **{finding.severity}** · {with_handles(finding)}" for _, _, finding in shown]
    left = len(worth) - MOST_FINDINGS
    if left > 0:
        lines.append("- More findings of lower weight are in the evidence.")
    return "## What was measured\n\n" + "\n".join(lines)


def missing_section(situation: Situation) -> str:
    """Return what is still lacking: of the release, of the roles, of the tools that failed."""
    lines: list[str] = []
    if situation.release is not None:
        for requirement in situation.release.requirements:
            if not requirement.met:
                clauses = ", ".join(requirement.clauses)
                how = f" Get it with `{requirement.command}`." if requirement.command else ""
                lines.append(f"- {requirement.name} ({clauses}): {requirement.why}{how}")
    facts = situation.facts
    if facts.target is None:
        lines.append("- The target: which column is to be predicted? Give it with `--target`.")
    if facts.time is None and "train_baselines" in situation.called:
        lines.append("- The time column (S3): without `--time` no split in time can be made.")
    if facts.test is None and situation.asked.intent in ("performance_dropped", "drift_question"):
        lines.append("- A second table: give the current period with `--test`.")
    for error in situation.errors:
        lines.append(f"- `{error.name}` could not be run: {error.content}")
    if not lines:
        return ""
    return "## What is missing\n\n" + "\n".join(lines)


def questions_section(situation: Situation) -> str:
    """Return what to ask the data's owner, worst finding first, each question once."""
    questions: dict[str, None] = {}
    for severity in ("high", "medium"):
        for tool in ORDER:
            for finding in situation.findings(tool, severity):
                if finding.question:
                    questions.setdefault(finding.question)
    if not questions:
        return ""
    lines = [f"- {question}" for question in list(questions)[:MOST_QUESTIONS]]
    return "## To ask the data's owner\n\n" + "\n".join(lines)

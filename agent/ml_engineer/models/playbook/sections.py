"""The sections of an answer: what was found, what is missing, what to ask the data's owner."""

from __future__ import annotations

from ml_engineer.evidence.view import ViewFinding
from ml_engineer.models.playbook.citing import columns_in_words, with_handles
from ml_engineer.models.playbook.loose_roles import PROPOSES
from ml_engineer.models.playbook.situation import Situation
from ml_engineer.models.playbook.standing import outcomes_possible
from ml_engineer_prompts.method_answers import quoted

ORDER = (
    "evaluate_predictions", "check_parity", "check_leakage", "train_baselines", "measure_drift",
    "profile_dataset",
)  # fmt: skip
MOST_FINDINGS = 10
MOST_QUESTIONS = 5
MOST_POSSIBLE = 4
ORDER_ASKED = "rows in order of time"
"""What a question holds that somebody answers by telling the order of the rows."""
COSTS_ASKED = "to raise a false alarm"
"""What a question holds that somebody answers by telling what errors cost."""
WHEN_ASKED = " known"
"""What a question holds that somebody answers by telling when a column is known."""
ALWAYS_SHOWN = ("complexity", "last_value")
WEIGHTS = {"high": 0, "medium": 1, "low": 2, "info": 3}


def findings_section(situation: Situation) -> str:
    """Return the findings, worst first, each with its handles; one for each check and column."""
    found = [
        (WEIGHTS[finding.severity], place, finding)
        for place, tool in enumerate(ORDER)
        for finding in situation.findings(tool)
    ]
    found.sort(key=lambda item: item[:2])
    distinct = {(finding.check, finding.columns): finding for _, _, finding in reversed(found)}
    worth = [
        finding
        for _, _, finding in found
        if finding in distinct.values()
        and (finding.severity != "info" or finding.check in ALWAYS_SHOWN)
        and not _of_left_out(finding, situation)
        and not (finding.check == "cost" and situation.intent == "cost_threshold")  # the verdict
    ]
    new = [one for one in worth if not _told_before(one, situation)]
    if not new:
        return ""
    before, worth = len(worth) - len(new), new
    lines = [f"- **{item.severity}** · {with_handles(item)}" for item in worth[:MOST_FINDINGS]]
    if len(worth) > MOST_FINDINGS:
        left = worth[MOST_FINDINGS].severity
        lines.append(
            f"- More findings, of {left} weight at most, are left out; the evidence has them."
        )
    elif before:
        lines.append("- What was told before and weighs little is left out; the evidence has it.")
    return "## What was measured\n\n" + "\n".join(lines)


def _of_left_out(finding: ViewFinding, situation: Situation) -> bool:
    """Tell whether it is about nothing but columns that a person left out."""
    supposed = situation.supposed.without if situation.supposed is not None else ()
    left_out = {*situation.heard.told.left_out, *supposed} - set(situation.suspects)
    return bool(finding.columns) and left_out.issuperset(finding.columns)


def _told_when(finding: ViewFinding, situation: Situation) -> bool:
    """Tell whether it asks when columns are known, and a person told that of all of them."""
    told = {*situation.heard.told.known_before, *situation.heard.told.left_out}
    asks = finding.question is not None and WHEN_ASKED in finding.question
    return asks and bool(finding.columns) and told.issuperset(finding.columns)


def _told_before(finding: ViewFinding, situation: Situation) -> bool:
    """Tell whether it weighs little and was told; who asks the same again gets all of it again."""
    heard = situation.heard
    again = heard.text.strip() in {said.strip() for role, said in heard.before if role == "user"}
    if again or situation.asked.intent == "explain_for_audience":
        return False
    return WEIGHTS[finding.severity] >= WEIGHTS["low"] and with_handles(finding) in situation.told


def missing_section(situation: Situation) -> str:
    """Return what is still lacking: of the release, of the roles, of the tools that failed."""
    lines: list[str] = []
    if situation.release is not None:
        for requirement in situation.release.requirements:
            if not requirement.met:
                name = requirement.name.replace("_", " ").capitalize()
                clauses = ", ".join(requirement.clauses)
                how = f" Next: `{requirement.command}`." if requirement.command else ""
                lines.append(f"- {name} ({clauses}): {requirement.why}{how}")
    facts = situation.facts
    if facts.target is None:
        lines.append(f"- The target: which column is to be predicted? {_likely_target(situation)}")
    if facts.time is None and "train_baselines" in situation.called:
        lines.append(
            "- The time column (S3): without one no split in time can be made. Say "
            '"time is ...", if a column tells when a row was known.'
        )
    if facts.test is None and situation.intent in ("performance_dropped", "drift_question"):
        lines.append("- A second table: name the file that holds the current period.")
    for error in situation.errors:
        if error.name == "read_evidence":
            continue  # an evidence that holds nothing more of it leaves nothing to be brought
        said = " ".join(error.content.replace("`", "'").split())
        lines.append(f"- `{error.name}` could not be run: `{said}`")
    if not lines:
        return ""
    return "## What is missing\n\n" + "\n".join(lines)


def _likely_target(situation: Situation) -> str:
    several = outcomes_possible(situation.heard, situation.facts)
    if several is not None:
        words, names = several
        either = " or ".join(columns_in_words([name]) for name in names[:MOST_POSSIBLE])
        return f"\u201c{quoted(words)}\u201d may be {either}; say which."
    proposed = (f for f in situation.figures("profile_dataset", "proposed_target") if f.value == 1)
    first = next(proposed, None)
    if first is None or first.column is None:
        return 'Say "target is ...".'
    name = columns_in_words([first.column])
    return f'{PROPOSES} {name}: a "yes" takes it; or say "target is ..." of another.'


def questions_section(situation: Situation) -> str:
    """Return what to ask the data's owner, worst finding first, each question once."""
    questions: list[str] = []
    asked_about: set[object] = set()
    told_order = situation.heard.told.in_order is not None
    told_costs = situation.heard.known.cost_ratio is not None
    for severity in ("high", "medium"):
        for tool in ORDER:
            for finding in situation.findings(tool, severity):
                about = finding.columns or finding.check
                if _of_left_out(finding, situation) or _told_when(finding, situation):
                    continue
                if finding.question and ORDER_ASKED in finding.question and told_order:
                    continue
                if finding.question and COSTS_ASKED in finding.question and told_costs:
                    continue
                if finding.question and not asked_about & {about, finding.question}:
                    asked_about |= {about, finding.question}
                    questions.append(finding.question)
    if not questions:
        return ""
    lines = [f"- {question}" for question in questions[:MOST_QUESTIONS]]
    return "## To ask the data's owner\n\n" + "\n".join(lines)

"""The next step: what a colleague would do now, by what was measured, told and refused."""

from __future__ import annotations

from ml_engineer.models.playbook.citing import columns_in_words, first_sentence
from ml_engineer.models.playbook.confirming import OFFERS_A_LOOK
from ml_engineer.models.playbook.refusing import record_line
from ml_engineer.models.playbook.scoreboard import (
    believed,
    naive_in_words,
    read_scoreboards,
    winning_naive,
)
from ml_engineer.models.playbook.situation import Situation
from ml_engineer.models.playbook.told_decision import first_missing
from ml_engineer.models.playbook.verdicts import SPLIT_CHECKS
from ml_engineer_tools.tables.names import quoted

__all__ = ["next_step"]

MOST_AFTER = 2
"""Steps that are named after the next one."""


def next_step(past: Situation, *, briefly: bool = False) -> str:
    """Return what to do next.

    Args:
        past: the situation with all that the conversation has shown.
        briefly: as one line of a longer answer.
    """
    step, why = _step(past)
    lead = f"Next: {step}" if briefly else f"**I would do this next: {step}**"
    if briefly:
        return f"{lead}."
    after = _afterwards(past)
    parts = [f"{lead[:-2]}.** {why}".rstrip(), after, "Stands on: S1, S2, S7; P2, H5"]
    return "\n\n".join(part for part in parts if part)


def _step(past: Situation) -> tuple[str, str]:
    """Return the step, and why it comes first."""
    facts = past.facts
    if facts.data is None:
        return first_missing(past.heard), "Everything after it hangs on that."
    if facts.target is None and past.predicted is None:
        return 'name the column that is to be predicted ("target is ...")', ""
    if fallen := past.findings("evaluate_predictions", "high"):
        return f"settle this: {fallen[0].question or 'what changed'}", first_sentence(fallen[0])
    if suspects := past.suspected("high"):
        named = columns_in_words(suspects)
        known = "is" if len(suspects) == 1 else "are"
        return (
            f"find out whether {named} {known} known before the outcome, and go on without until "
            "then",
            "The score with it can't be believed.",
        )
    checks = {finding.check for finding in past.findings("train_baselines", "high")}
    if "no_model_beats_trivial" in checks:
        return (
            "not build this model, and look for a column that says something of the target",
            "No model beats the trivial one on this data.",
        )
    last = winning_naive(past)
    if last is not None or "last_value" in checks:
        words = "the last value" if last is None else naive_in_words(last)
        return f"use {words} as the forecast", "No model that was trained beats it."
    split = [one for one in past.findings("check_leakage", "high") if one.check in SPLIT_CHECKS]
    if split and facts.time is None:
        return (
            'say which column tells when a row was known ("time is ..."), and measure again',
            first_sentence(split[0]),
        )
    binary = any(True for _ in past.figures("train_baselines", "roc_auc"))
    if binary and past.heard.known.cost_ratio is None:
        return (
            "say what a false alarm and a miss cost",
            "Then I say from which score on to act, and whether that beats today's practice.",
        )
    boards = read_scoreboards(past)
    best = believed(past, boards[0]) if boards else None
    if best is not None:
        return (
            f"{OFFERS_A_LOOK}: `ml-engineer baseline "
            f"{_named(past)} --target {quoted(str(facts.target))} --confirm {best.model}`",
            "Until then every score is one of exploration. If you say yes, the look is "
            "drafted; who spends it is a person.",
        )
    return "have it measured: ask what a simple model reaches", ""


def _named(past: Situation) -> str:
    return quoted(str(past.facts.data))


def _afterwards(past: Situation) -> str:
    release = past.release
    missing = [need for need in release.requirements if not need.met] if release else []
    lines = [record_line(need, past.audience) for need in missing[:MOST_AFTER]]
    return "After that:\n\n" + "\n".join(lines) if lines else ""

"""Writing: from what was measured to an answer that leads with its verdict and cites figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from ml_engineer.models.playbook.plan import ROUTINES
from ml_engineer.models.playbook.reader import with_assumption
from ml_engineer.models.playbook.scoreboard import expectation, score_table
from ml_engineer.models.playbook.sections import (
    findings_section,
    missing_section,
    questions_section,
)
from ml_engineer.models.playbook.situation import Situation
from ml_engineer.models.playbook.verdicts import verdict
from ml_engineer_prompts import method_answer

STANDS_ON: Mapping[str, str] = {
    "can_we_ship": "S7, S6, S3; R1, R2, R3, P2, P4",
    "production_by_date": "S7, S6, S3; Q4, R1, R3",
    "rollout_plan": "S7, S6; R1, R2, R3",
    "need_model": "S1, S2, S3; Q1, P2, P4",
    "use_llm_or_deep_learning": "S2, S5; Q3, P4, H1",
    "baseline_question": "S2, S5; P4, H1",
    "leakage_question": "S3, S4; H5, P5",
    "split_choice": "S3; P5, H5",
    "more_data_or_better_model": "S5, S6; H3, H1",
    "review_data": "S3; P3, H5",
    "feature_availability": "S4; P5, H5",
    "drift_question": "S8; P5",
    "performance_dropped": "S8, S3; Q2, H5",
    "needs_language_model": "S3, S6; H5, P4",
}
"""Stages and clauses that an answer with evidence stands on, by intent."""

FOR_ANYBODY = frozenset(("greeting_or_thanks", "out_of_scope"))
"""Intents whose answer is the same for every reader."""

OPENING: Mapping[str, str] = {
    "data_scientist": "",
    "product_manager": "In terms of the decision: ",
    "software_engineer": "For the service that would depend on it: ",
    "leadership": "In terms of risk: ",
}
"""How the verdict opens for each audience (A1 to A4); the figures are the same for all."""


def write_answer(situation: Situation) -> str:
    """Return the answer that the situation allows; it says which reader it assumes."""
    text = _written(situation)
    if situation.audience_assumed and situation.asked.intent not in FOR_ANYBODY:
        return with_assumption(text, situation.audience, situation.told)
    return text


def _written(situation: Situation) -> str:
    intent, facts = situation.asked.intent, situation.facts
    if facts.data is None or intent not in ROUTINES:
        slots = {
            name: ", ".join(value) if isinstance(value, tuple) else value
            for name, value in asdict(situation.asked.slots).items()
            if value
        }
        return method_answer(intent, audience=situation.audience, slots=slots)
    if not situation.views:
        return _nothing_measured(situation)
    parts = [
        OPENING[situation.audience] + verdict(situation),
        expectation(situation),
        findings_section(situation),
        score_table(situation),
        missing_section(situation),
        questions_section(situation),
        f"Stands on: {STANDS_ON[intent]}",
    ]
    return "\n\n".join(part for part in parts if part)


def _nothing_measured(situation: Situation) -> str:
    reasons = "\n".join(
        f"- `{error.name}`: `{' '.join(error.content.replace('`', chr(39)).split())}`"
        for error in situation.errors
    )
    return (
        "I can't answer that: nothing could be measured.\n\n"
        f"{reasons}\n\n## What is missing\n\n- A table that can be measured.\n\nStands on: S3; H5"
    )

"""What is told of two periods: the model or the data, before and now, and whether to go back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import columns_in_words
from ml_engineer.models.playbook.fall_traced import (
    Trace,
    performance_of,
    steps_told,
    traced,
    unit_changed,
)
from ml_engineer_prompts.retraining import RETRAIN_AFTER
from ml_engineer_prompts.two_periods import (
    ALWAYS_ALLOWED,
    BLAME,
    GOING_BACK,
    STANDS_ON,
    UNJUDGED,
)

if TYPE_CHECKING:
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["told_of_a_fall"]

RETRAIN_BY_CAUSE = {"delivery": "schema", "scale": "schema"}
"""Causes by the names that the advice on retraining has for them."""


def told_of_a_fall(past: Situation) -> str:
    """Return the answer to a question of two periods; "" if none is asked.

    Args:
        past: the situation with all that the conversation has shown.
    """
    if past.particular == "model_or_data":
        return _blame(past, traced(past))
    if past.particular == "then_and_now":
        return _then_and_now(past, traced(past))
    if past.particular == "postmortem":
        return _postmortem(past)
    return _going_back(past, traced(past)) if past.particular == "roll_back" else ""


def _blame(past: Situation, trace: Trace) -> str:
    cause: str = trace.cause
    if cause == "no_fall" and trace.moved:
        cause = "no_fall_moved"
    lead = f"**{_filled(BLAME[cause], trace)}**"
    if trace.cause == "scale" and trace.columns:
        lead += unit_changed(past, trace.columns[0])
    steps = steps_told(past, trace)
    traced_in_order = "\n".join(f"{k}. {step}" for k, step in enumerate(steps, start=1))
    return _joined(lead, traced_in_order, _unjudged(past, trace), _to_ask(trace), STANDS_ON)


def _postmortem(past: Situation) -> str:
    """Say that prose needs a language model, and what was measured for it."""
    lead = "**The report in prose needs a language model; this is what I can measure for it.**"
    if past.facts.test is None:
        ask = (
            "Name a table from before and one from the incident, with the model's score and the "
            "outcome of each row, and I trace it from inputs to scores to outcomes."
        )
        return _joined(lead, ask, STANDS_ON)
    return _joined(lead, _blame(past, traced(past)))


def _then_and_now(past: Situation, trace: Trace) -> str:
    told = performance_of(past)
    if not told:
        lead = "**These tables can't tell: neither holds what the model said of a row.**"
        steps = [step for step in steps_told(past, trace) if step.startswith("Outcomes: ")]
        return _joined(lead, "\n".join(steps), _unjudged(past, trace), STANDS_ON)
    changes = {one.change for one in told}
    lead = next(words for change, words in LEADS.items() if change in changes)
    wrong = (
        "A decision is wrong where accuracy doesn't count it as right. The newer table is judged "
        "whole: for a later stretch alone I need a file of its own."
        if _counts_wrong(past.heard.text)
        else ""
    )
    lines = "\n".join(f"- {one.told}" for one in told)
    upstream = trace.cause in ("delivery", "scale")
    why = _filled(BLAME[trace.cause], trace) if "worse" in changes or upstream else ""
    return _joined(f"**{lead}**", lines, wrong, why, _to_ask(trace), STANDS_ON)


LEADS = {
    "worse": "Worse than before.",
    "better": "Better than before.",
    "open": "No worse than before, as far as these rows tell.",
    "unknown": "In the newer table:",
}
"""How performance is told, by the worst change."""


def _going_back(past: Situation, trace: Trace) -> str:
    known = past.facts.test is not None
    lead = GOING_BACK[trace.cause if known else "unmeasured"]
    parts = [f"**{_filled(lead, trace)}**", ALWAYS_ALLOWED]
    if re.search(r"\bre-?train", past.heard.text, re.IGNORECASE) and known:
        advice = RETRAIN_AFTER.get(RETRAIN_BY_CAUSE.get(trace.cause, trace.cause))
        parts.append(f"Retrain? {advice}" if advice else "")
    if known:
        steps = steps_told(past, trace)[:3]
        parts.append("\n".join(f"- {step}" for step in steps))
    return _joined(*parts, "Stands on: S7, S8; Q2, R1")


def _unjudged(past: Situation, trace: Trace) -> str:
    """Say what is missing where nothing says what the model said, or what came of it."""
    if trace.judged or trace.cause == "unmeasured":
        return ""
    target = past.facts.target
    outcome = f"the outcome, {columns_in_words([target])}" if target else "the outcome"
    return UNJUDGED.format(outcome=outcome)


def _to_ask(trace: Trace) -> str:
    found = trace.finding
    return f"To ask first: {found.question}" if found is not None and found.question else ""


def _filled(text: str, trace: Trace) -> str:
    return text.replace("{columns}", columns_in_words(trace.columns))


def _counts_wrong(text: str) -> bool:
    return re.search(r"\b(?:wrong|right|correct|false|mistaken)\b", text, re.IGNORECASE) is not None


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)

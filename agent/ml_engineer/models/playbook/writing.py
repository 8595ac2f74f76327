"""Writing: from what was measured to an answer that leads with its verdict and cites figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict

from ml_engineer.models.playbook.asides_told import told_aside
from ml_engineer.models.playbook.citing import columns_in_words
from ml_engineer.models.playbook.column_effects import told_of_column
from ml_engineer.models.playbook.column_facts import told_fact
from ml_engineer.models.playbook.cost_exchange import exchange_asked
from ml_engineer.models.playbook.costs_taken import costs_taken
from ml_engineer.models.playbook.fairness import told_of_groups
from ml_engineer.models.playbook.holding import RELEASE
from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.left_out import left_out_now
from ml_engineer.models.playbook.level_facts import told_levels
from ml_engineer.models.playbook.looking_up import looked_up
from ml_engineer.models.playbook.model_facts import told_of_model
from ml_engineer.models.playbook.one_thing import told_one
from ml_engineer.models.playbook.particulars import told_particular
from ml_engineer.models.playbook.plain_words import told_plainly
from ml_engineer.models.playbook.plan import ROUTINES
from ml_engineer.models.playbook.reader import with_assumption
from ml_engineer.models.playbook.reader_sections import FIGURES_HEADING, for_reader
from ml_engineer.models.playbook.refusing import on_record, pressed_answer, settled_answer
from ml_engineer.models.playbook.rows_asked import told_of_rows
from ml_engineer.models.playbook.scoreboard import expectation, score_table
from ml_engineer.models.playbook.sections import (
    findings_section,
    missing_section,
    questions_section,
)
from ml_engineer.models.playbook.situation import Situation, with_what_was_shown
from ml_engineer.models.playbook.standing import roles_called
from ml_engineer.models.playbook.tables_taken import with_tables_taken
from ml_engineer.models.playbook.told_decision import framed
from ml_engineer.models.playbook.verdicts import verdict
from ml_engineer_prompts import READERS, ask_which, concept_answer, method_answer
from ml_engineer_prompts.method_answers import quoted

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
    "cost_threshold": "S6, S1; P2",
    "metric_choice": "S6, S1; P2",
    "what_if": "S5, S6; H1, P5",
}
"""Stages and clauses that an answer with evidence stands on, by intent."""

FOR_ANYBODY = frozenset(("greeting_or_thanks", "out_of_scope"))
"""Intents whose answer is the same for every reader."""

AT_SERVICE = (
    "At your service. What was measured stays on record; ask about any figure of it, or what is "
    "still missing for a decision.\n\nStands on: S1; P2"
)
"""The answer to thanks once something was measured."""

OPENING: Mapping[str, str] = {
    "data_scientist": "",
    "product_manager": "In terms of the decision: ",
    "software_engineer": "For the service that would depend on it: ",
    "leadership": "In terms of risk: ",
}
"""How the verdict opens for each audience (A1 to A4); the figures are the same for all."""


def write_answer(situation: Situation) -> str:
    """Return the answer that the situation allows; it says which reader and order it assumes."""
    return with_tables_taken(_answered(situation), situation)


def _answered(situation: Situation) -> str:
    if told := told_aside(situation):
        return told
    past = with_what_was_shown(situation)
    if told := told_one(past):
        return told
    if situation.particular and (told := told_particular(past, expectation(past))):
        return told
    if (method := situation.method) is not None:
        reader = method.audience or situation.facts.audience or "data_scientist"
        return concept_answer(method.asked_for, method.concepts, audience=reader)
    plain_answers = (
        told_of_rows,
        told_fact,
        told_of_groups,
        told_levels,
        told_of_model,
        told_of_column,
        told_plainly,
    )
    for plainly in plain_answers:
        if told := plainly(situation):
            return told
    if situation.model_fact or (situation.groups and situation.facts.data):
        return _nothing_measured(situation)
    text = _written(situation)
    assumed = situation.audience_assumed and situation.asked.sure
    if assumed and situation.asked.intent not in FOR_ANYBODY:
        return with_assumption(text, situation.audience, situation.told)
    return text


def _written(situation: Situation) -> str:
    intent, facts = situation.intent, situation.facts
    if facts.data is None and (told := framed(situation.heard)):
        return told
    if not situation.asked.sure:
        return ask_which(
            situation.asked.options,
            data_attached=facts.data is not None,
            measured=bool(situation.shown),
        )
    if intent == RELEASE and (pressed := pressed_answer(situation)):
        return pressed
    if intent in REFUSED:
        return settled_answer(situation) or pressed_answer(situation) or _refused(situation)
    if intent == "greeting_or_thanks" and situation.shown:
        return AT_SERVICE
    if intent == "evidence_lookup" and (told := looked_up(situation)):
        return told
    if intent == "what_if" and situation.release is not None:
        return _promised(situation)
    measures = intent in ROUTINES or (intent == "what_if" and situation.supposed is not None)
    if facts.data is None or not measures:
        return _retold(
            situation, method_answer(intent, audience=situation.audience, slots=_slots(situation))
        )
    if not situation.views:
        return _nothing_measured(situation)
    left_out = left_out_now(situation)
    if left_out and facts.target is None:
        # Nothing is measured of features without a target: no verdict on them stands beside it.
        return "\n\n".join((left_out, missing_section(situation), "Stands on: S4; P5, H5"))
    figures = [
        "" if intent == "what_if" else expectation(situation),
        findings_section(situation),
        score_table(situation),
    ]
    leads = for_reader(situation)
    parts = [
        _for_whom(situation),
        left_out,
        OPENING[situation.audience] + (_exchange(situation) or verdict(situation)),
        costs_taken(situation),
        *map(_with_quoted_numbers, situation.unusable),
        _roles_taken(situation),
        leads,
        FIGURES_HEADING if leads and any(figures) else "",
        *figures,
        missing_section(situation),
        questions_section(situation),
        f"Stands on: {STANDS_ON[intent]}",
    ]
    return "\n\n".join(part for part in parts if part)


def _with_quoted_numbers(said: str) -> str:
    """Return what a tool said of a column, its numbers as code: they are no figures to cite."""
    parts = said.split("`")
    parts[::2] = [re.sub(r"\d[\d,.]*\d%?|\d%?", r"`\g<0>`", part) for part in parts[::2]]
    return "`".join(parts)


def _exchange(situation: Situation) -> str:
    """Ask what time is worth in money, where the newest message tells one cost in each."""
    if situation.intent != "cost_threshold" or situation.asked.slots.cost_ratio is not None:
        return ""
    return exchange_asked(situation.heard.text)


def _roles_taken(situation: Situation) -> str:
    """Say which column was taken for a role where a person called it by other words."""
    lines = [
        f"Taken as the {ROLE_WORDS[role]}: {columns_in_words([name])}, as you wrote "
        f'\u201c{quoted(words)}\u201d. Say "{role} is ..." if it is another column.'
        for role, (words, name) in roles_called(situation.heard, situation.facts).items()
    ]
    return "\n\n".join(line for line in lines if line not in situation.told)


ROLE_WORDS: Mapping[str, str] = {
    "target": "target", "time": "time column", "group": "group column",
}  # fmt: skip


def _slots(situation: Situation) -> dict[str, str]:
    """Return what the newest message names, as the prepared answers quote it."""
    told = asdict(situation.asked.slots)
    return {
        name: ", ".join(value) if isinstance(value, tuple) else value
        for name, value in told.items()
        if value
    }


def _refused(situation: Situation) -> str:
    text = method_answer(situation.intent, audience=situation.audience, slots=_slots(situation))
    record = on_record(situation)
    if not record:
        return text
    body, mark, end = text.partition("Stands on:")
    return f"{body.rstrip()}\n\n{record}\n\n{mark}{end}"


def _promised(situation: Situation) -> str:
    """Answer "would it be a yes if I added that?" by all that the gate asks for."""
    release = situation.release
    missing = [need for need in release.requirements if not need.met] if release else []
    if not missing:
        lead = "**Nothing is missing on record as it is; ask me whether it may be released.**"
    elif len(missing) == 1:
        lead = "**Then it would be a yes: this one thing is still open.**"
    else:
        lead = (
            "**It would close a gap, and the score stays as it is; a yes needs the "
            "others as well.** "
            "What counts is what is on record, so do it and ask again."
        )
    return "\n\n".join(
        part for part in (lead, missing_section(situation), "Stands on: S7, S8; R1, R2") if part
    )


def _for_whom(situation: Situation) -> str:
    """Say for whom this is written, where a message asked for it."""
    if situation.intent == situation.asked.intent or situation.audience_assumed:
        return ""
    if situation.asked.intent != "explain_for_audience":
        return ""
    return f"Written for {READERS[situation.audience]}; the figures are the same."


def _retold(situation: Situation, text: str) -> str:
    lead = _for_whom(situation)
    return f"{lead}\n\n{text}" if lead else text


def _needs_a_target(situation: Situation) -> str:
    lead = (
        '**That needs the target: which column is to be predicted?** Say "target is ...", and I '
        "measure it."
    )
    return f"{lead}\n\n{missing_section(situation)}\n\nStands on: S1, S3; P2"


def _nothing_measured(situation: Situation) -> str:
    if not situation.errors and situation.facts.target is None:
        return _needs_a_target(situation)
    reasons = "\n".join(
        f"- `{error.name}`: `{' '.join(error.content.replace('`', chr(39)).split())}`"
        for error in situation.errors
    )
    return (
        "I can't answer that: nothing could be measured.\n\n"
        f"{reasons}\n\n## What is missing\n\n- A table that can be measured.\n\nStands on: S3; H5"
    )

"""What a turn is about: the roles that words gave to columns, and the intent it goes on with."""

from __future__ import annotations

import re
from typing import Any

from ml_engineer.conversation import Audience, Segment, SessionFacts, ToolMessage
from ml_engineer.models.playbook.attached import predicted
from ml_engineer.models.playbook.audiences import audience_of
from ml_engineer.models.playbook.column_glosses import Role
from ml_engineer.models.playbook.costs import cost_of_one
from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.memory import Heard
from ml_engineer.models.playbook.supposing import Supposed
from ml_engineer.models.playbook.target_in_words import column_behind

__all__ = ["asked_reader", "intent_of", "outcome_told", "unusable_roles", "with_roles"]

ABOUT_COSTS: Intent = "cost_threshold"
ROLES: tuple[Role, ...] = ("target", "time", "group")


def with_roles(  # noqa: C901
    facts: SessionFacts, heard: Heard, unusable: frozenset[tuple[Role, str]] = frozenset()
) -> SessionFacts:
    """Return the facts with the roles that a person gave columns in words, in any turn.

    A word is a role only if it is the name of a column of the attached table; an outcome in words
    is the one column that says it, if there is one. What was set by a flag stays, unless a later
    message says otherwise. A column that is left out, or that a tool could not use so, has no role.
    """
    changes: dict[str, Any] = {}
    told = heard.told
    for role in ROLES:
        spared = {*told.left_out, *told.refused.get(role, ())}
        spared |= {name for other, name in told.roles.items() if other != role}
        spared |= {name for of, name in unusable if of == role}
        newest = _column(getattr(heard.asked.slots, role), facts)
        known = _column(getattr(heard.known, role), facts)
        newest = None if newest in spared else newest
        known = None if known in spared else known
        another = role == "target" and newest is None and role not in heard.newly.roles
        if another and _names_another(heard, facts, told.roles.get(role)):
            changes[role] = facts.target
        elif role in told.roles and (newest is None or heard.newly.roles.get(role)):
            changes[role] = told.roles[role]
        elif newest is not None:
            changes[role] = newest
        elif role == "target" and _names_another(heard, facts, known):
            changes[role] = facts.target
        elif getattr(facts, role) is None and known is not None:
            changes[role] = known
        if changes.get(role, getattr(facts, role)) in spared:
            changes[role] = None
    if changes.get("target") is None and facts.target is None:
        found = predicted(facts)
        if found is not None:
            changes["target"] = found.target
        elif (words := outcome_told(heard)) is not None:
            behind = column_behind(words, facts.columns)
            refused = {*told.left_out, *told.refused.get("target", ())}
            refused |= {name for of, name in unusable if of == "target"}
            changes["target"] = None if behind in refused else behind
    taken = set()
    for role in ("target", "time", "group"):
        name = changes.get(role, getattr(facts, role))
        if name is not None and name in taken:
            changes[role] = None
        taken.add(name)
    return facts.model_copy(update=changes) if changes else facts


def unusable_roles(segment: Segment, facts: SessionFacts) -> dict[tuple[Role, str], str]:
    """Return what tools said of columns that can't have a role, by the role and the column.

    What came with the table by a flag was checked when it was attached; only words can be wrong.
    """
    said: dict[tuple[Role, str], str] = {}
    for message in segment:
        for result in message.results if isinstance(message, ToolMessage) else ():
            found = re.match(UNUSABLE, result.content) if result.is_error else None
            if found is not None and found["name"] in facts.columns:
                role: Role = next(role for role in ROLES if role == found["role"].lower())
                said[role, found["name"]] = result.content
    return said


UNUSABLE = r"(?i)(?:the )?(?P<role>target|time|group)(?: column)? [`'\"](?P<name>[^`]+?)[`'\"]"
"""How a tool's sentence on a column that can't have its role begins."""


def outcome_told(heard: Heard) -> str | None:
    """Return what is to be predicted as the newest message that says it puts it."""
    return heard.asked.slots.target or heard.known.target


def _names_another(heard: Heard, facts: SessionFacts, known: str | None) -> bool:
    """Tell whether the newest message wants something else predicted than an earlier one said.

    A phrase that shares no beginning of a word with the column stands for something else; then
    the column is asked for. What a flag said stays.
    """
    words = heard.asked.slots.target
    if facts.target is not None or known is None or words is None:
        return False
    if heard.asked.intent != "need_model":
        return False
    starts = {word[:4] for word in re.findall(r"[^\W_]{4,}", words.lower())}
    return starts.isdisjoint(word[:4] for word in re.findall(r"[^\W_]{4,}", known.lower()))


def _column(words: str | None, facts: SessionFacts) -> str | None:
    """Return the column that words name, in whatever case; None if there is none or several."""
    if words is None or words in facts.columns:
        return words
    alike = [name for name in facts.columns if name.casefold() == words.casefold()]
    return alike[0] if len(alike) == 1 else None


def asked_reader(heard: Heard) -> Audience | None:
    """Return for whom the newest message wants something explained; None if it doesn't say."""
    if heard.asked.intent != "explain_for_audience":
        return None
    return audience_of(heard.asked.slots.audience or heard.text)


def intent_of(heard: Heard, facts: SessionFacts, supposed: Supposed | None) -> Intent:
    """Return what the answer is about: what was asked, or what a follow-up goes back to."""
    intent = heard.asked.intent
    if intent == "provide_information" and _fills_something(heard, facts):
        if costs_told(heard):
            return ABOUT_COSTS
        if heard.topic is None:
            return "review_data" if facts.target is None else "baseline_question"
        return heard.topic
    if heard.topic is None:
        return supposed.intent if supposed is not None else intent
    if intent == "explain_for_audience":
        return heard.topic
    if supposed is not None:
        return supposed.intent
    return intent


def costs_told(heard: Heard) -> bool:
    """Tell whether the newest message tells what errors cost."""
    return bool(heard.asked.slots.cost_ratio) or cost_of_one(heard.text) is not None


def _fills_something(heard: Heard, facts: SessionFacts) -> bool:
    """Tell whether the newest message names a role or costs that the topic was waiting for."""
    slots = heard.asked.slots
    named = (slots.target, slots.time, slots.group)
    if slots.cost_ratio or (heard.topic == ABOUT_COSTS and cost_of_one(heard.text)):
        return True
    if heard.newly.something and facts.data is not None:
        return True
    return any(_column(name, facts) is not None for name in named)

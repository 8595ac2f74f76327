"""What a turn is about: the roles that words gave to columns, and the intent it goes on with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ml_engineer.conversation import Audience, Segment, SessionFacts, ToolMessage
from ml_engineer.models.playbook.attached import predicted
from ml_engineer.models.playbook.audiences import audience_of
from ml_engineer.models.playbook.column_glosses import Role
from ml_engineer.models.playbook.costs import cost_of_one
from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.loose_roles import called_loosely
from ml_engineer.models.playbook.memory import Heard
from ml_engineer.models.playbook.supposing import Supposed
from ml_engineer.models.playbook.target_in_words import (
    column_behind,
    columns_behind,
    outcomes_wished,
    unnamed_outcome,
)
from ml_engineer.models.playbook.told_columns import marked
from ml_engineer.models.playbook.told_tables import newer_told, said_in, tells_of_tables

__all__ = [
    "asked_reader",
    "intent_of",
    "outcomes_possible",
    "roles_called",
    "unusable_roles",
    "with_roles",
]

ABOUT_COSTS: Intent = "cost_threshold"
DROPPED: Intent = "performance_dropped"


def _which(text: str) -> bool:
    """Tell whether it asks where the fault lies, rather than what would make a model better."""
    return re.search(r"\bmore\b|\bbetter\b|\bbigger\b", text, re.IGNORECASE) is None


OF_A_COLUMN: tuple[Intent, ...] = (
    "feature_availability", "leakage_question", "provide_information",
)  # fmt: skip
"""What a message that leaves a column out is about besides: the work goes on without it."""

ROLES: tuple[Role, ...] = ("target", "time", "group")


def with_roles(
    facts: SessionFacts, heard: Heard, unusable: frozenset[tuple[Role, str]] = frozenset()
) -> SessionFacts:
    """Return the facts with the roles that a person gave columns in words, in any turn.

    A word is a role only if it is the name of a column of the attached table; an outcome in words
    is the one column that says it, if there is one. What was set by a flag stays, unless a later
    message says otherwise. A column that is left out, or that a tool could not use so, has no role.
    """
    roles: dict[str, str | None] = {}
    for role in ROLES:
        spared = _spared(role, heard, unusable)
        name = _said_to_be(role, facts, heard, spared)
        if role == "target" and name is None and facts.target is None:
            name = _outcome(facts, heard)
        # A column has one role: the target's comes first.
        roles[role] = None if name in spared or name in roles.values() else name
    return facts.model_copy(update={**roles, **_in_order(facts, heard)})


def _in_order(facts: SessionFacts, heard: Heard) -> dict[str, object]:
    """Return the two tables the other way round, where the first is the newer one.

    What a person said of the files comes first, then what flags, names or dates say. The first one
    is what was before everywhere: the reference, the training, the older period.
    """
    said = [heard.text, *(text for role, text in reversed(heard.before) if role == "user")]
    order = facts.order
    newer = newer_told(said, facts.data, facts.test) or (order.newer if order is not None else "")
    if newer != "data":
        return {}
    turned = None if order is None else order.model_copy(update={"newer": "test"})
    return {
        "data": facts.test,
        "test": facts.data,
        "columns": facts.test_columns,
        "test_columns": facts.columns,
        "order": turned,
    }


def _spared(role: Role, heard: Heard, unusable: frozenset[tuple[Role, str]]) -> set[str]:
    """Return the columns that can't have a role: left out, refused, unusable, or given another."""
    told = heard.told
    return {
        *told.left_out,
        *told.refused.get(role, ()),
        *(name for other, name in told.roles.items() if other != role),
        *(name for of, name in unusable if of == role),
    }


def _said_to_be(role: Role, facts: SessionFacts, heard: Heard, spared: set[str]) -> str | None:
    """Return the column that was given a role last, by a flag or in words."""
    told, newest, known = (
        heard.told.roles.get(role),
        _column(getattr(heard.asked.slots, role), facts),
        _column(getattr(heard.known, role), facts),
    )
    newest = None if newest in spared else newest
    known = None if known in spared else known
    another = role == "target" and newest is None and role not in heard.newly.roles
    if another and _names_another(heard, facts, told):
        return facts.target
    if told is not None and (newest is None or role in heard.newly.roles):
        return told
    if newest is not None:
        return newest
    if role == "target" and _names_another(heard, facts, known):
        return facts.target
    flagged: str | None = getattr(facts, role)
    return known if flagged is None else flagged


def _outcome(facts: SessionFacts, heard: Heard) -> str | None:
    """Return the outcome of a table of predictions, or the column behind an outcome in words."""
    if (found := predicted(facts, heard.said)) is not None:
        return found.target
    behind = _outcome_behind(heard, facts)
    return None if behind is None else behind[1]


def _outcome_behind(heard: Heard, facts: SessionFacts) -> tuple[str, str] | None:
    """Return an outcome as a person put it, and the column that is taken for it; None if none is.

    Words that no column of the table has in its name mean the one that is called an outcome and
    nothing else, if there is one.
    """
    if (loosely := next(_loosely_told(heard, facts, "target"), None)) is not None:
        return loosely
    told = _outcome_told(heard)
    for words in (*((told,) if told is not None else ()), *_wished(heard)):
        if (name := column_behind(words, facts.columns)) is not None:
            return words, name
    unnamed = unnamed_outcome(facts.columns)
    if told is None or unnamed is None or columns_behind(told, facts.columns):
        return None
    return told, unnamed


def roles_called(heard: Heard, facts: SessionFacts) -> dict[Role, tuple[str, str]]:
    """Return the words by which a person called a column that has a role, and the column."""
    called: dict[Role, tuple[str, str]] = {}
    if (target := _outcome_behind(heard, facts)) is not None:
        called["target"] = target
    for role in ROLES[1:]:
        if (told := next(_loosely_told(heard, facts, role), None)) is not None:
            called[role] = told
    return {
        role: (words, name)
        for role, (words, name) in called.items()
        if name == getattr(facts, role) and words.casefold() != name.casefold()
    }


def _loosely_told(heard: Heard, facts: SessionFacts, role: Role) -> Iterator[tuple[str, str]]:
    """Yield the words that gave a column a role, and the column, the newest first."""
    said = [heard.text, *(text for by, text in reversed(heard.before) if by == "user")]
    for text in said:
        if told := called_loosely(marked(text, facts.columns), facts.columns).get(role):
            yield told


def outcomes_possible(heard: Heard, facts: SessionFacts) -> tuple[str, list[str]] | None:
    """Return an outcome as a person put it that several columns may be, and those; None if none."""
    told = _outcome_told(heard)
    for words in (*((told,) if told is not None else ()), *_wished(heard)):
        if len(behind := columns_behind(words, facts.columns)) > 1:
            return words, behind
    return None


def _wished(heard: Heard) -> Iterator[str]:
    """Yield what messages may wish to predict, the newest first."""
    if heard.asked.intent in OF_OTHER_COLUMNS and heard.topic is None:
        return
    yield from outcomes_wished(heard.text)
    for role, text in reversed(heard.before):
        if role == "user":
            yield from outcomes_wished(text)


OF_OTHER_COLUMNS: tuple[Intent, ...] = (
    "feature_availability", "leakage_question", "drift_question", "review_data",
    "greeting_or_thanks", "out_of_scope", "evidence_lookup",
)  # fmt: skip
"""Intents of messages that speak of columns which are no outcome."""


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


def _outcome_told(heard: Heard) -> str | None:
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
    if heard.newly.left_out and intent in OF_A_COLUMN:
        without_a_target: Intent = "review_data"
        return heard.topic or (without_a_target if facts.target is None else "baseline_question")
    if intent == "provide_information" and _fills_something(heard, facts):
        if costs_told(heard):
            return ABOUT_COSTS
        if heard.topic is None:
            return "review_data" if facts.target is None else "baseline_question"
        return heard.topic
    if heard.topic == DROPPED and intent == "more_data_or_better_model" and _which(heard.text):
        return DROPPED
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
    if said_in(heard.text, facts.columns) or tells_of_tables(heard.text, (facts.data, facts.test)):
        return True
    return any(_column(name, facts) is not None for name in named)

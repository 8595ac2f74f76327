"""Memory: what the newest message means after everything that was said before it.

A slot that an earlier turn filled stays filled; a follow-up ("explain that to my boss", "target is
sold") is about what was asked before it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any

from ml_engineer.conversation import (
    AssistantMessage,
    ContextMessage,
    Segment,
    SessionFacts,
    UserMessage,
)
from ml_engineer.models.playbook.another_matter import turns_to_another_matter
from ml_engineer.models.playbook.clarifying import resolved
from ml_engineer.models.playbook.column_glosses import Role
from ml_engineer.models.playbook.cost_changes import bare_amount
from ml_engineer.models.playbook.cost_exchange import ASKS_EXCHANGE
from ml_engineer.models.playbook.costs import cost_of_one, cost_ratio, costs_before
from ml_engineer.models.playbook.dates_of_work import asks_measurement_by
from ml_engineer.models.playbook.follow_up_questions import follow_up_question
from ml_engineer.models.playbook.giving_in import asks_to_look_again
from ml_engineer.models.playbook.holding import OWN_WORK, RELEASE, held, refused_before
from ml_engineer.models.playbook.holding import REFUSED as REFUSED_BY_CLAUSE
from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.intents import Intent, Recognised, recognise
from ml_engineer.models.playbook.model_facts import asks_for_a_score
from ml_engineer.models.playbook.one_thing.corrections import put_right
from ml_engineer.models.playbook.one_thing.form_wishes import without_form
from ml_engineer.models.playbook.one_thing.named_figure import asked_figure
from ml_engineer.models.playbook.plain_words import wants_plain_words
from ml_engineer.models.playbook.pressing import claims_done, dictates_a_release, orders_release
from ml_engineer.models.playbook.privacy import asks_for_privacy
from ml_engineer.models.playbook.record_questions import asked_of_record
from ml_engineer.models.playbook.replies import role_asked
from ml_engineer.models.playbook.short_questions import short_question
from ml_engineer.models.playbook.slots import Slots
from ml_engineer.models.playbook.told_columns import Told, marked, together, told_after
from ml_engineer.models.playbook.told_tables import Said, said_in
from ml_engineer.models.playbook.without_columns import without_alone, without_some

__all__ = ["Heard", "hear"]

FOLLOW_UPS: frozenset[Intent] = frozenset(
    {
        "provide_information",
        "explain_for_audience",
        "what_if",
        "evidence_lookup",
        "greeting_or_thanks",
        "out_of_scope",
    }
)
"""Intents that are about something said before, or about nothing: none becomes the topic."""

ROLES = ("target", "time", "group")
"""Slots that a column may fill."""

MOST_TURNS = 12
"""Turns of a person that are remembered."""

Turns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a person wants, with what they said before.

    Attributes:
        asked: the newest message, read with what came before it.
        topic: what was asked before it; None at the start.
        known: slots of all turns, the newest first.
        before_known: slots of the turns before the newest message.
        text: the newest message.
        before: the turns before it.
        told: what was told of columns, in all turns and by flags.
        newly: what the newest message tells of them.
        said: columns that are told to hold what a model said, in all turns.
    """

    asked: Recognised
    topic: Intent | None = None
    known: Slots = field(default_factory=Slots)
    before_known: Slots = field(default_factory=Slots)
    text: str = ""
    before: Turns = ()
    told: Told = field(default_factory=Told)
    newly: Told = field(default_factory=Told)
    said: Mapping[Said, str] = field(default_factory=dict)


def hear(
    segment: Segment, facts: SessionFacts, unusable: frozenset[tuple[Role, str]] = frozenset()
) -> Heard:
    """Hear the newest message of a person in a segment.

    Args:
        segment: what was said.
        facts: what is attached.
        unusable: roles and columns that a tool could not use so.
    """
    said: list[tuple[str, str]] = []
    for message in segment:
        if isinstance(message, UserMessage):
            said.append(("user", _plain_question(message.text, said, facts.columns)))
        elif isinstance(message, AssistantMessage) and message.text:
            if said and said[-1][0] == "assistant":
                said.pop()  # a draft that was sent back has not been said
            said.append(("assistant", message.text))
    places = [place for place, (role, _) in enumerate(said) if role == "user"][-MOST_TURNS:]
    if not places:
        return Heard(recognise("", columns=facts.columns))
    read = [_read(said[at][1], tuple(said[:at]), facts.columns) for at in places]
    topic = next((about for found in read[-2::-1] if (about := _topic(found))), None)
    newest = places[-1]
    known = _known(read, facts.columns)
    return Heard(
        asked=read[-1],
        topic=topic,
        known=known,
        before_known=_known(read[:-1], facts.columns),
        text=said[newest][1],
        before=tuple(said[:newest]),
        told=_told(segment, facts, role_asked(said[:newest]), unusable, known.target),
        newly=told_after(said[newest][1], said[:newest], facts.columns),
        said={
            kind: name
            for at in places
            for kind, name in said_in(said[at][1], facts.columns).items()
        },
    )


def _plain_question(text: str, said: Sequence[tuple[str, str]], columns: Sequence[str]) -> str:
    """Return a message without its wish for a form, and with the column that it puts right."""
    asked = text if asked_of_record(text) is not None else without_form(text)
    before = next((words for role, words in reversed(said) if role == "user"), "")
    return put_right(asked, before, columns)


def _told(
    segment: Segment,
    facts: SessionFacts,
    asked: Role | None,
    unusable: frozenset[tuple[Role, str]],
    outcome: str | None,
) -> Told:
    """Return what was told of columns; a flag that is set later than words goes before them."""
    told: list[Told] = []
    flags: dict[Role, str] = {}
    before: list[tuple[str, str]] = []
    for message in segment:
        if isinstance(message, AssistantMessage) and message.text:
            before = [("assistant", message.text)]
        elif isinstance(message, UserMessage):
            told.append(told_after(message.text, before, facts.columns))
            before = []
        elif isinstance(message, ContextMessage) and message.facts is not None:
            given: dict[Role, str | None] = {
                "target": message.facts.target,
                "time": message.facts.time,
                "group": message.facts.group,
            }
            new = {role: name for role, name in given.items() if name and flags.get(role) != name}
            gone = {role: (name,) for role, name in flags.items() if given[role] is None}
            flags = {role: name for role, name in (flags | new).items() if role not in gone}
            told.append(Told(roles=new, refused=gone))
    usable = [
        replace(one, roles={r: name for r, name in one.roles.items() if (r, name) not in unusable})
        for one in told
    ]
    return together(usable, asked, outcome)


@lru_cache(maxsize=64)
def _read(text: str, before: Turns, columns: tuple[str, ...]) -> Recognised:
    """Read one message: as a reply to a question among readings, or on its own."""
    if turns_to_another_matter(text, refused_before(before), columns):
        before = ()  # a question of something else is not coloured by the refusal before it
    found = resolved(text, before, columns) or recognise(text, before, columns=columns)
    if asked_figure(text, columns, None, two_tables=True) is not None:
        # "the PSI of debt" says nothing of what is to be predicted.
        found = replace(found, slots=replace(found.slots, target=None))
    found = _with_costs(found, text, before)
    told = told_after(text, before, columns)
    scored = found.intent == "baseline_question" or "what_if" in found.options
    supposes = scored and not told.left_out and without_some(text, columns)
    if supposes or without_alone(text, columns):
        found = replace(found, intent="what_if", options=())
    found = _plainly(found, text, before)
    refusable = set(REFUSED) & {found.intent, *found.options} and not told.wholly
    wishes = "target" in told.roles and "need_model" in found.options
    of_model = bool(said_in(text, columns))
    tells = (told.something or of_model) and ("?" not in text or told.afterwards or wishes)
    if not refusable and (told.wholly or (tells and not found.sure)):
        found = replace(found, intent=_told_intent(found, told), options=())
    if before and (of_record := asked_of_record(text)) is not None:
        about: Intent = "explain_for_audience" if of_record == "shorter" else "evidence_lookup"
        return replace(found, intent=about, options=())
    if columns and not refusable and (short := short_question(text)) is not None:
        found = replace(found, intent=short, options=())
    if columns and not refusable and not found.sure:
        plainly = follow_up_question(marked(text, columns))
        found = found if plainly is None else replace(found, intent=plainly, options=())
    if (ratio := _answers_costs(text, found, before)) is not None:
        told_costs = replace(found.slots, cost_ratio=ratio or None)
        found = replace(found, intent="provide_information", options=(), slots=told_costs)
    if not found.sure and asks_for_a_score(text):
        found = replace(found, intent=_of_a_score(text, columns), options=())
    if not (found.sure and found.intent != PROMISED) and asks_measurement_by(text):
        found = replace(found, intent="baseline_question", options=())
    return _held_back(found, text, before)


def _held_back(found: Recognised, text: str, before: Turns) -> Recognised:
    """Return a message as what was refused, where it asks for that again or has it looked at."""
    intent = held(text, found.intent, before, sure=found.sure)
    refused = refused_before(before)
    if refused == RELEASE and asks_to_look_again(text):
        return replace(found, intent=RELEASE, options=())
    if refused in found.options and refused in REFUSED:
        # Asked for again in words that alone would be unclear.
        return replace(found, intent=refused, options=())
    claimed = _claimed(text, found)
    if claimed is not None and refused in (None, RELEASE, claimed):
        return replace(found, intent=claimed, options=())
    orders = not found.sure and HELD_BACK.issuperset(found.options) and orders_release(text)
    if intent == found.intent and orders:
        return replace(found, intent=RELEASE, options=())
    return replace(found, intent=intent, options=()) if intent != found.intent else found


def _plainly(found: Recognised, text: str, before: Turns) -> Recognised:
    """Return what is read of a wish for plain words, or on privacy, as nothing that is refused.

    Both sound like what was said before them, and refuse or ask for nothing by themselves.
    """
    if asks_for_privacy(text) and refused_before(before) != REFUSED_BY_CLAUSE["R3"]:
        return replace(found, intent="provide_information", options=())
    if before and wants_plain_words(text) and recognise(text).intent not in REFUSED:
        return replace(found, intent="explain_for_audience", options=())
    return found


def _claimed(text: str, found: Recognised) -> Intent | None:
    """Return what is refused where a message says that its evidence is there, or dictates a yes."""
    if dictates_a_release(text):
        return RELEASE
    clause = claims_done(text)
    if clause is None or (found.sure and found.intent in OWN_WORK):
        return None
    return REFUSED_BY_CLAUSE[clause]


PROMISED: Intent = "promise_timeline"

HELD_BACK: frozenset[Intent] = frozenset(
    {
        RELEASE,
        "production_by_date",
        "rollout_plan",
        "skip_offline_evaluation",
        "deploy_without_monitoring",
    }
)
"""What the answer about a release refuses along with it: an order to ship may mean any of them."""


def _with_costs(found: Recognised, text: str, before: Turns) -> Recognised:
    """Return a message that could be several things as one about costs, if it tells them."""
    if found.sure or set(REFUSED) & {found.intent, *found.options}:
        return found
    ratio = found.slots.cost_ratio or cost_ratio(text, before, about_costs=True)
    if ratio is None or not _speaks_of_costs(text, before):
        return found
    intent: Intent = "cost_threshold" if "?" in text else "provide_information"
    slots = replace(found.slots, cost_ratio=ratio)
    return replace(found, intent=intent, options=(), slots=slots)


def _speaks_of_costs(text: str, before: Turns) -> bool:
    """Tell whether a message with numbers tells costs: by a word, in itself, or as a change."""
    if re.search(SPOKEN_OF_COSTS, text, re.IGNORECASE) or cost_ratio(text) is not None:
        return True
    changed = bare_amount(text) is not None or cost_of_one(text) is not None
    return changed and costs_before(before) is not None


SPOKEN_OF_COSTS = (
    r"\b(?:costs?|costing|worth|brings?|earns?|yields?|expensive|dear(?:er)?|revenue|profit|margin"
    r"|free|for nothing"
    r"|kostet|kosten|bringt|co\u00fbte\w*|coute\w*|rapporte\w*|cuestan?|trae|aporta|fp|fn|ratio)\b"
)
"""Words without which numbers are no costs."""


def _told_intent(found: Recognised, told: Told) -> Intent:
    """Return what a message that tells something of columns is about."""
    wished = ("need_model", "baseline_question", "cost_threshold")
    likely = next((intent for intent in found.options if intent in wished), None)
    return "provide_information" if told.wholly or likely is None else likely


def _of_a_score(text: str, columns: Sequence[str]) -> Intent:
    """Tell a score as it stands from one without a column."""
    spared = any(re.search(rf"without .*\b{re.escape(name)}\b", text, re.I) for name in columns)
    return "what_if" if spared else "baseline_question"


def _answers_costs(text: str, found: Recognised, before: Turns) -> str | None:
    """Return the costs that a reply to a question for them tells; None if it is no such reply.

    They are "" where only one of the two costs is known so far.
    """
    asked = next((said for role, said in reversed(before) if role == "assistant"), "")
    if re.search(ASKS_COSTS, asked, re.IGNORECASE) is None:
        return None
    if set(REFUSED) & {found.intent, *found.options} or (found.sure and found.intent in OWN_WORK):
        return None
    ratio = found.slots.cost_ratio or cost_ratio(text, before, about_costs=True)
    return ratio or ("" if cost_of_one(text) is not None and not found.sure else None)


ASKS_COSTS = rf"what does (?:a|an) (?:false alarm|miss) cost|{ASKS_EXCHANGE}"
"""How the playbook asks for costs."""


def _topic(found: Recognised) -> Intent | None:
    """Return what later messages go back to; other costs supposed are about costs from then on."""
    if found.sure and found.intent == "what_if" and found.slots.cost_ratio:
        return "cost_threshold"
    return found.intent if found.sure and found.intent not in FOLLOW_UPS else None


def _known(read: Sequence[Recognised], columns: Sequence[str]) -> Slots:
    """Return each slot as the newest message that fills it says it.

    A role goes to the newest message that names a column: a phrase does not undo it.
    """
    names = {column.casefold() for column in columns}
    filled: dict[str, Any] = {}
    for slot in fields(Slots):
        values = [value for found in reversed(read) if (value := getattr(found.slots, slot.name))]
        if slot.name in ROLES:
            values.sort(key=lambda value: value.casefold() not in names)
        filled[slot.name] = values[0] if values else slot.default
    return Slots(**filled)

"""Clarifying: how a person's reply to "which of these do you mean?" is understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ml_engineer.models.playbook.going_along import goes_along
from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.intents import Intent, Recognised, recognise
from ml_engineer.models.playbook.slots import Slots, read_slots
from ml_engineer_prompts import readings_asked

__all__ = ["none_meant", "resolved"]

ORDINALS = (
    r"1(?:st)?\b|one|first|former|upper",
    r"2(?:nd)?\b|two|second|middle",
    r"3(?:rd)?\b|three|third|last|bottom",
)
"""How the numbered readings are chosen."""

THIS_ONE = r"\b(first|second|\d(?:st|nd|rd)|third|last|middle|upper|bottom|other) one\b"
"""A choice, whose "one" is no number."""

LETTER = r"^\W*(?:(?:option|answer|number) )?(?P<letter>[abc])\W*$"
LAST = r"^\W*(?:(?:yes|ok|please|the|take)\W+)*(?:last|bottom)(?: one)?\W*(?:please\W*)?$"
"""Choices by a letter, and of the last of however many."""

LONG_ENOUGH = 4
"""Words, from which on a reply with a question mark is a question of its own."""

CHOICE = (
    r"(?:\W|\b(?:i|i'd|we|it|it's|its|that|that's|this|the|a|my|your|of|is|was|would|be|mean|meant"
    r"|want|take|say|choose|pick|go|with|for|number|no|nr|option|reading|point|question|choice|one"
    r"|ones|please|pls|yes|yeah|ok(?:ay)?|sure|well|hm+|oh|so|then|think|guess|probably|rather|more"
    r"|like|closest|just|only|let's|let us|them|those|these|st|nd|rd|answer|show|me|about)\b)*"
)
"""Words that a choice may have beside its number: "compare the two" chooses nothing."""

LONGEST_CHOICE = 8
"""Words, up to which a reply that names a number is a choice and nothing else."""


NONE = (
    r"^\W*(?:(?:no|nope|hm+|sorry|well|actually|uh|i meant?|it's|that's|it is|that is)\b"
    r"\W*)*"
    r"(?:neither(?: one)?(?: of (?:them|these|those|the (?:two|three|above)))?|none(?: of (?:them"
    r"|these|those|the (?:above|two|three)|that|this))?|not (?:any|one|either)(?: of (?:them|these"
    r"|those))?|nothing (?:of (?:that|the kind|this)|like that)|(?:something|anything)"
    r" else(?: entirely| altogether)?|no(?:ne)? fits?|not (?:that|those|these|what i (?:mean|meant"
    r"|want|asked)))"
    r"(?:[\s,]*(?:really|please|thanks|thank you|sorry|at all|i (?:think|guess|mean|meant)))*\W*$"
)
"""A reply that takes none of the readings."""


def none_meant(text: str, history: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a reply says that none of the readings which were asked about is meant."""
    said = next((words for role, words in reversed(history) if role == "assistant"), "")
    return bool(readings_asked(said)) and re.match(NONE, text, re.IGNORECASE) is not None


def resolved(
    text: str, history: Sequence[tuple[str, str]], columns: Sequence[str]
) -> Recognised | None:
    """Return what a reply to a question among readings means; None if none was asked.

    Args:
        text: the reply.
        history: the turns before it as (role, text), oldest first.
        columns: names of the columns of the attached tables.
    """
    said = [place for place, (role, _) in enumerate(history) if role == "assistant"]
    if not said:
        return None
    options = readings_asked(history[said[-1]][1])
    if not options:
        return None
    question = next((words for role, words in reversed(history[: said[-1]]) if role == "user"), "")
    before = history[: max(said[-1] - 1, 0)]
    if none_meant(text, history):
        return Recognised("provide_information", None, Slots())
    chosen = _chosen(text, len(options))
    if chosen is not None:
        intent: Intent = options[chosen].value
        return Recognised(intent, None, read_slots(question, intent, columns, before))
    if goes_along(text, offered=True):
        # The first is the likeliest; what is refused goes before what helps.
        taken: Intent = next((o for o in options if o in REFUSED), options[0]).value
        return Recognised(taken, None, read_slots(question, taken, columns, before))
    alone = recognise(text, before, columns=columns)
    if alone.sure:
        return alone
    if text.rstrip().endswith("?") and len(text.split()) >= LONG_ENOUGH:
        # A question of its own is no reply: what was asked before it says nothing of it.
        return alone
    both = recognise(f"{question}\n{text}", before, columns=columns)
    # Asking a second time in a row would be tiresome: the likelier reading is taken then, and a
    # refusal that is likely enough to be asked about goes before a helpful answer.
    likeliest = max(alone, both, key=lambda found: found.confidence)
    refusal = next((option for option in likeliest.options if option in REFUSED), None)
    return replace(likeliest, intent=refusal or likeliest.intent, options=())


def _chosen(text: str, count: int) -> int | None:
    if len(text.split()) > LONGEST_CHOICE:
        return None
    if letter := _compiled(LETTER).match(text):
        place = "abc".index(letter["letter"].lower())
        return place if place < count else None
    if _compiled(LAST).match(text):
        return count - 1
    text = _compiled(THIS_ONE).sub(r"\1", text)
    named = [k for k in range(min(count, len(ORDINALS))) if _ordinal(k).search(text)]
    if len(named) != 1 or not _compiled(CHOICE).fullmatch(_ordinal(named[0]).sub(" ", text)):
        return None
    return named[0]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _ordinal(place: int) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){ORDINALS[place]}", re.IGNORECASE)

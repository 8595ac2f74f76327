"""What a short reply names, when the question before it asked for a column or a reader.

"sold" alone is a word; after "Which column is to be predicted?" it is the target.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from ml_engineer.models.playbook.column_glosses import Role

__all__ = ["questions_in", "replied", "role_asked"]

ASKED_FOR: Mapping[str, str] = {
    "target": (
        r"\b(?:which|what|name|is)\b[^.?!]*\b(?:outcome|target|label|predicted|predict)\b|"
        r"\bto predict\b[^.?!]*\bexactly\b|\bcolumn to be predicted\b"
    ),
    "time": (
        r"\btime column\b|\b(?:which|what) (?:column|one) (?:says|tells|orders)[^.?!]*\b"
        r"(?:when|time|moment)\b|\bcolumn with the date\b|\bwhen each row\b|\bdate column\b|"
        r"\bwhen a row\b"
    ),
    "group": (
        r"\bentit(?:y|ies)\b|\bbelong\b|\bnames the unit\b|\bidentif\w+\b|\bone row stand\b|"
        r"\brows (?:\w+ )?related\b|\bbinds? rows\b|\bseveral rows\b|\bgroup column\b|"
        r"\brow stand for\b"
    ),
    "audience": r"\bfor whom\b|"
    r"\bwho (?:reads|sits|attends|listens|is it for|will (?:read|use|see|hear)|"
    r"is going to read|is the reader)\b|\bfor which "
    "reader\b",
}
"""What a question asks for, by its words."""

QUESTION = r"[^.?!\n]+\?"

OF_MOMENTS = r"\bwhen (?:is|are) [^?\n]* (?:known|filled in)\b[^?\n]*\?"
"""A question when columns are known: it speaks of the outcome, and asks for no column."""

LONGEST_REPLY = 30
"""Words of a message that may still be a reply."""

NAME = r"[`'\"]?(?P<found>[^\W\d]\w*_\w+|(?<=[`'\"])\w+(?=[`'\"]))[`'\"]?"
TOLD = (
    r"\b(?:called|is|it's|its|take|use|named|key is|column|=|of them is) (?:the "
    r")?(?P<found>[^\W\d]\w*)"
)
LONE = (
    r"^\W*(?:(?:(?:yes|yep|sure|no|ok|hm|i think)[,:.] *|(?:that's|that is|the|it's|by|per) +))*"
    r"(?P<found>[^\W\d]\w*)\W*$"
)
LEADING = r"^\W*(?:(?:yes|no)[,:] *)?(?P<found>[^\W\d]\w*)(?=[,.;:] )"
NO_NAMES = frozenset(
    (
        *("yes", "no", "none", "nobody", "nothing", "sure", "ok", "the", "it", "not", "unknown"),
        *(
            "idea",
            "clue",
            "start",
            "last",
            "first",
            "one",
            "both",
            "all",
            "them",
            "that",
            "this",
            "a",
            "an",
            "in",
        ),
        *("what", "why", "which", "how", "thanks", "right", "wrong", "later", "done", "there"),
    )
)
READER = (
    r"^\W*(?:(?:it's|its|it is|for|mostly|that's|i think|just|mainly)[ ,]+)*"
    r"(?P<found>(?:(?:the|our|my|a|an) )?[^\W\d][\w'\u2019-]*(?: (?!mostly|they|she|he|most|not|and"
    r"|who|so|in)[^\W\d][\w'\u2019-]*){0,4})"
)


def replied(
    text: str, history: Sequence[tuple[str, str]], known: Sequence[str] = ()
) -> dict[str, str]:
    """Return the slot that a reply fills, by its name; empty if it answers no such question.

    Args:
        text: the message.
        history: the turns before it as (role, text), oldest first.
        known: columns of the attached tables that the message mentions.
    """
    if not history or history[-1][0] != "assistant" or "?" in text:
        return {}
    if len(text.split()) > LONGEST_REPLY:
        return {}
    questions = questions_in(history[-1][1])
    asked = [slot for slot, words in ASKED_FOR.items() if _compiled(words).search(questions)]
    if len(asked) != 1:
        return {}
    (slot,) = asked
    if slot == "audience":
        found = _compiled(READER).match(text)
        return {slot: found["found"]} if found else {}
    if known:
        return {slot: known[0]} if len(known) == 1 and _names_alone(text, known[0]) else {}
    for pattern in (NAME, TOLD, LONE, LEADING):
        for match in _compiled(pattern).finditer(text):
            if match["found"].lower() not in NO_NAMES:
                return {slot: match["found"]}
    return {}


def questions_in(said: str) -> str:
    """Return the questions of a turn that a column or a reader may answer."""
    return " ".join(_compiled(QUESTION).findall(_compiled(OF_MOMENTS).sub(" ", said)))


def _names_alone(text: str, column: str) -> bool:
    """Tell whether a reply names a column as its answer, rather than says something of it."""
    name = rf"[`'\"]?{re.escape(column)}[`'\"]?(?!\w)"
    return _compiled(rf"{BEFORE_NAME}{name}{AFTER_NAME}").search(text) is not None


BEFORE_NAME = (
    r"(?:^\W*|[.,;:=] *|\b(?:it's|its|it is|that's|that is|i'd say|say|is|are|be|use|take|try|by"
    r"|per|called|named|in|under|from|the|column|col|field|probably|maybe|perhaps|think|guess|yes|nimm"
    r"|ist) +)"
)
AFTER_NAME = (
    r"(?=\W*$|\s*[.,;:!(=]|\s+[-\u2013] | +(?:column|col|field|please|pls|i think|i guess|i believe"
    r"|of course|obviously|then|holds|says|tells|has it|does|is (?:it|that|the|when|what|our)\b))"
)
"""What stands before and after a column that a reply gives as its answer."""


def role_asked(history: Sequence[tuple[str, str]]) -> Role | None:
    """Return the only role of a column that the turn before asks for; None if there is none."""
    if not history or history[-1][0] != "assistant":
        return None
    questions = questions_in(history[-1][1])
    roles: tuple[Role, ...] = ("target", "time", "group")
    asked = [role for role in roles if _compiled(ASKED_FOR[role]).search(questions)]
    return asked[0] if len(asked) == 1 else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

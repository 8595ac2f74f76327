"""Words that say nothing: what people write where a field has to be filled."""

from __future__ import annotations

import re

from ml_engineer_tools.errors import BadInput

_WORDS = (
    "? tbd tba todo tbc fixme xxx x na n/a n.a nil null none unknown unclear unsure idk dunno "
    "later pending open name text"
)
_PHRASES = (
    "to be determined,to be done,to be defined,to do,not known,not yet known,not yet,not sure,"
    "don't know,do not know,i don't know,we don't know,no idea,not applicable,fill in,nobody,no one"
)
NOTHING = frozenset(_WORDS.split()) | frozenset(_PHRASES.split(","))
"""Fillers; a card that consists of them is not understood (clause R3)."""


_NOBODY = (
    "name,your name,yourname,my name,full name,fullname,first last,firstname lastname,somebody,"
    "someone,nobody,no one"
)
NOBODY = frozenset(_NOBODY.split(","))
"""What stands in instructions where a person is to be named, and is nobody."""


_AGENT = re.compile(
    r"\bAI\b|\[bot\]|\b(?i:llm|chat-?gpt|gpt-?\d\S*|copilot|codex|chatbot|language model|"
    r"(?:ai|coding|autonomous|software|virtual) (?:agent|assistant|model)|"
    r"claude (?:code|opus|sonnet|haiku|\d)\S*|ml[- ]engineer)\b"
    r"|^(?i:(?:the |an? )?(?:agent|assistant|bot|model|claude|gpt|gemini|llama|mistral))$"
    r"|^(?i:\S+[-_]bot)$"
)
"""What an AI agent calls itself. Claude, Ai and Bot are people's names too, so that it takes more
than such a word within a name."""


def names_agent(by: str) -> bool:
    """Tell whether a name is that of an AI agent and not of a person."""
    return _AGENT.search(" ".join(by.split())) is not None and not (
        by.isupper() and re.fullmatch(r"AI [A-Z'-]+", by.strip())
    )


def check_person(by: str, what: str) -> str:
    """Return the name of whoever accepts something, in shape.

    Args:
        by: as it was given.
        what: is accepted, such as "data card".

    Raises:
        BadInput: nobody is named, an AI agent is, or a placeholder pasted from an instruction.
    """
    name = " ".join(by.split())
    plain = name.strip(" .!?-_*<>[](){}\"'").replace("_", " ").replace("-", " ").casefold()
    if not name:
        raise BadInput(f"The {what} is accepted by a person; say who.")
    if plain in NOBODY or not says_something(name):
        raise BadInput(
            f"{name[:40]!r} names no person; the {what} is accepted by one: put your own name "
            "behind --by."
        )
    if names_agent(name):
        raise BadInput(
            f"{name[:40]!r} names an AI agent; the {what} is accepted by a person: ask whoever "
            "decides, and have them put their own name behind --by."
        )
    return name[:200]


def says_something(words: str | None) -> bool:
    """Tell whether words say more than that somebody had to write something."""
    if words is None:
        return False
    plain = " ".join(words.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    stripped = plain.strip(" .!?\N{HORIZONTAL ELLIPSIS}-_*<>[](){}\"'")
    return bool(stripped) and stripped not in NOTHING and plain not in NOTHING

"""Words that say nothing: what people write where a field has to be filled."""

from __future__ import annotations

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


def says_something(words: str | None) -> bool:
    """Tell whether words say more than that somebody had to write something."""
    if words is None:
        return False
    plain = " ".join(words.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    stripped = plain.strip(" .!?\N{HORIZONTAL ELLIPSIS}-_*<>[](){}\"'")
    return bool(stripped) and stripped not in NOTHING and plain not in NOTHING

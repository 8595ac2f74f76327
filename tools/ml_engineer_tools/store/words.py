"""Words that say nothing: what people write where a field has to be filled."""

from __future__ import annotations

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


def check_person(by: str, what: str) -> str:
    """Return the name of whoever accepts something, in shape.

    Args:
        by: as it was given.
        what: is accepted, such as "data card".

    Raises:
        BadInput: nobody is named, or it is a placeholder pasted from an instruction.
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
    return name[:200]


def says_something(words: str | None) -> bool:
    """Tell whether words say more than that somebody had to write something."""
    if words is None:
        return False
    plain = " ".join(words.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    stripped = plain.strip(" .!?\N{HORIZONTAL ELLIPSIS}-_*<>[](){}\"'")
    return bool(stripped) and stripped not in NOTHING and plain not in NOTHING

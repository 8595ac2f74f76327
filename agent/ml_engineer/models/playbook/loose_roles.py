"""Roles told with a loose name, or by a yes: "the target is sales" of a table with `Weekly_Sales`.

A loose name counts where one column alone can be meant; whoever answers says which was taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ml_engineer.models.playbook.column_glosses import Role
from ml_engineer.models.playbook.target_in_words import (
    column_behind,
    columns_behind,
    columns_with,
    unnamed_outcome,
)
from ml_engineer.models.playbook.told_patterns import ROLES_IN_WORDS

__all__ = ["PROPOSES", "accepted_target", "called_loosely", "with_loose_names"]

PROPOSES = "By the table it may be"
"""How an answer proposes a target."""

_PROPOSED = re.compile(rf"{PROPOSES} `(?P<name>[^`]+)`")
_YES = re.compile(
    r"^\W*(?:(?:yes|yep|yeah|yup|ya|ok(?:ay)?|sure|right|correct|exactly|fine|indeed|true|go ahead"
    r"|please do|do (?:it|that|so)|take (?:it|that|this)|use (?:it|that|this)|that(?:'s| is) (?:it"
    r"|right|correct|the one|what i meant?)|that one|this one|it is|it does|please|thanks|of course"
    r"|agreed|confirmed|absolutely|then|i think so|i guess(?: so)?)\b\W*)+$",
    re.IGNORECASE,
)


def accepted_target(text: str, said: str, names: Sequence[str]) -> str | None:
    """Return the column that a reply accepts as the target, which the answer before proposed.

    Args:
        text: the reply.
        said: the answer before it.
        names: of the columns.
    """
    proposed = _PROPOSED.search(said)
    if proposed is None or _YES.match(text.replace("\u2019", "'")) is None:
        return None
    return proposed["name"] if proposed["name"] in names else None


def with_loose_names(marked: str, names: Sequence[str]) -> str:
    """Return a text with the place of the column for each loose name that is given a role.

    Args:
        marked: the text, exact names of columns written as `\u00a73\u00a7`.
        names: of the columns.
    """
    for start, end, _, name in sorted(_loosely(marked, names), reverse=True):
        marked = f"{marked[:start]}\u00a7{names.index(name)}\u00a7{marked[end:]}"
    return marked


def called_loosely(marked: str, names: Sequence[str]) -> dict[Role, tuple[str, str]]:
    """Return the words and the column of each role that a text gives by a loose name."""
    found = _loosely(marked, names)
    return {role: (marked[start:end], name) for start, end, role, name in found}


def _loosely(marked: str, names: Sequence[str]) -> list[tuple[int, int, Role, str]]:
    """Return where a loose name stands, the role that it is given, and its column."""
    found: dict[tuple[int, int], tuple[Role, str]] = {}
    for role, pattern in ROLES_IN_WORDS.items() if names else ():
        for match in _compiled(pattern).finditer(marked):
            group = next(key for key, words in match.groupdict().items() if words is not None)
            if (name := _called(match[group], role, names)) is not None:
                found.setdefault(match.span(group), (role, name))
    return [(start, end, role, name) for (start, end), (role, name) in found.items()]


def _called(words: str, role: Role, names: Sequence[str]) -> str | None:
    """Return the one column that words can mean in this role; None if none or several can."""
    if role == "target":
        name = column_behind(words, names)
        return name if name or columns_behind(words, names) else unnamed_outcome(names)
    having = columns_with(words, names)
    return having[0] if len(having) == 1 else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

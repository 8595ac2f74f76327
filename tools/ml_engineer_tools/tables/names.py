"""Column names in prose: they are the user's text, so they are quoted and cut to length."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN_LENGTH = 60
"""Characters of a name that prose shows."""

MOST_NAMED = 5
"""Names that a sentence lists before it says "and others"."""


def quoted(name: str) -> str:
    """Return a name between backticks, on one line, cut to `SHOWN_LENGTH` characters."""
    printable = "".join(character if character.isprintable() else " " for character in name)
    line = " ".join(printable.replace("`", "'").split())
    return f"`{line if len(line) <= SHOWN_LENGTH else line[: SHOWN_LENGTH - 3] + '...'}`"


def listed(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Return the first names quoted and joined by commas, with "and others" for the rest."""
    shown = ", ".join(quoted(name) for name in names[:most])
    return f"{shown} and others" if len(names) > most else shown


def joined(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Return the names as the subject of a sentence: `a`; `a` and `b`; `a`, `b` and others."""
    if 1 < len(names) <= most:
        return f"{listed(names[:-1], most)} and {quoted(names[-1])}"
    return listed(names, most)


def agreeing(count: int, one: str, many: str) -> str:
    """Return the word that agrees with a count: `row` or `rows`, `has` or `have`."""
    return one if count == 1 else many

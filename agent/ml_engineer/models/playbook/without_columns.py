"""A wish to see it without some columns, in few words: "without price_per_m2", "minus age then"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ml_engineer.models.playbook.told_columns import marked
from ml_engineer.models.playbook.told_patterns import COLUMNS_IN_A_ROW, MADE_OF

__all__ = ["kept", "spoken_of", "without_alone", "without_some"]

_OPEN = (
    r"^\W*(?:(?:and|but|or|so|ok(?:ay)?|now|then|hm+|what about|how about|same|again|the same|try"
    r"|also)\b[\s,]*)*"
)
WITHOUT = (
    rf"{_OPEN}(?:without|w/o|minus)(?: just| only)? (?:the )?(?:columns? |features? )?"
    rf"{COLUMNS_IN_A_ROW}(?: (?:columns?|features?|alone|only|then|please|too|as well|again|in it"
    r"))*\W*$"
)
KEEPS = (
    r"\b(?:keep(?:ing)?|leav(?:e|ing)|with|retain(?:ing)?|hold on to|not dropping|use|using)"
    rf" (?:the )?{COLUMNS_IN_A_ROW}(?: (?:in|stays?|there))?"
    rf"|{COLUMNS_IN_A_ROW.replace('cs', 'cs1')} (?:stays?|remains?|kept|still (?:in|there))\b"
)
DROPPED_AFTER = r"^ (?:out|away|aside)\b"


def without_alone(text: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns without which a message wants it, where it says nothing else."""
    match = _compiled(WITHOUT).match(marked(text, columns)) if columns else None
    return _names(match["cs"], columns) if match is not None else ()


def without_some(text: str, columns: Sequence[str]) -> bool:
    """Tell whether a message speaks of going without a column."""
    return bool(columns) and _compiled(SOME).search(marked(text, columns)) is not None


SOME = (
    rf"\b(?:without|w/o|minus|(?:do not|don't|not|no longer) us(?:e|ing)) (?:the )?(?:columns? "
    rf"|features? )?{COLUMNS_IN_A_ROW}"
)


def spoken_of(text: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that a message names, the longest name counting where two overlap."""
    return tuple(dict.fromkeys(_names(marked(text, columns), columns))) if columns else ()


def kept(text: str, columns: Sequence[str]) -> set[str]:
    """Return the columns that a message which leaves others out wants to keep."""
    said = marked(text, columns) if columns else ""
    names: set[str] = set()
    for match in _compiled(KEEPS).finditer(said):
        if not _compiled(DROPPED_AFTER).match(said[match.end() :]):
            names.update(_names(match["cs"] or match["cs1"], columns))
    return names


def _names(places: str, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(columns[int(place)] for place in re.findall(MADE_OF, places))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

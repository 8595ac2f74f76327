"""Counterparts: the same quantity of something else, with which a figure is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.operands import CALENDAR, COUNT, SHARE, Operand, operands_of

MOST_COUNTERPARTS = 6
"""So many are looked at of a text's nearest figures."""

_GUESSING = re.compile(r"\b(?:guess\w*|chance|random|coin)\b", re.IGNORECASE)
_BASE = re.compile(r"\b(?:per|an? |in an?) ?(hundred|thousand|1,?000|million)\b", re.IGNORECASE)
_BASES = {"hundred": 100.0, "thousand": 1e3, "1,000": 1e3, "1000": 1e3, "million": 1e6}
_CALENDAR: tuple[tuple[re.Pattern[str], tuple[float, ...]], ...] = tuple(
    (re.compile(words, re.IGNORECASE), numbers)
    for words, numbers in (
        (r"\b(?:years?|annual\w*|yearly|p\.a\.)\b", (12.0, 52.0, 365.0, 4.0)),
        (r"\bmonth(?:s|ly)?\b", (12.0, 30.0)),
        (r"\bweek(?:s|ly)?\b", (52.0, 7.0)),
        (r"\b(?:daily|days?)\b", (365.0, 24.0, 7.0)),
        (r"\b(?:hour(?:s|ly)?|min(?:ute)?s?|h)\b", (24.0, 60.0, 3600.0)),
    )
)
"""What a sentence multiplies or divides by when it goes from one stretch of time to another."""


def calendar(sentence: str) -> list[Operand]:
    """Return the numbers of the calendar that a sentence may compute with."""
    found = [n for words, numbers in _CALENDAR if words.search(sentence) for n in numbers]
    return [Operand(number, (), CALENDAR) for number in dict.fromkeys(found)]


@lru_cache(maxsize=512)
def constants(sentence: str) -> tuple[Operand, ...]:
    """Return what a sentence computes with unsaid: half for guessing, the base of `per million`."""
    found = [Operand(0.5)] if _GUESSING.search(sentence) else []
    base = _BASE.search(sentence)
    if base is not None:
        found.append(Operand(_BASES[base[1].lower()]))
    return tuple(found)


def counterparts(operands: Iterable[Operand], ledger: Ledger) -> Iterator[Operand]:
    """Yield the figures of the same quantity about something else, those of the nearest first."""
    operands = list(operands)
    seen = {one.handles[0] for one in operands if one.subject is not None}
    given = 0
    for one in operands:
        if one.subject is None or len(one.handles) != 1:
            continue
        for handle, figure in ledger.siblings(one.handles[0]):
            if handle in seen or not ledger.shown(handle):
                continue
            seen.add(handle)
            yield from operands_of(handle, figure)
            given += 1
            if given == MOST_COUNTERPARTS:
                return


def companions(operands: Iterable[Operand], ledger: Ledger) -> Iterator[Operand]:
    """Yield the shares and counts measured of just the same as the figures of a text."""
    subjects = {one.subject: one.handles[0] for one in operands if one.subject}
    given = 0
    for nearest in list(subjects.values())[:MOST_COUNTERPARTS]:
        for handle, figure in ledger.companions(nearest):
            if not ledger.shown(handle):
                continue
            parts = [
                one
                for one in operands_of(handle, figure)
                if one.dimension in (SHARE, COUNT) and not one.is_n
            ]
            yield from parts
            given += bool(parts)
            if given == MOST_COUNTERPARTS:
                return

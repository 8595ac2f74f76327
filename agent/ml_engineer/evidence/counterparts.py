"""Counterparts: the same quantity of something else, with which a figure is compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.operands import CALENDAR, COUNT, SHARE, Operand, operands_of
from ml_engineer.evidence.relations import differences

MOST_COUNTERPARTS = 6
"""So many are looked at of a text's nearest figures."""

_GUESSING = re.compile(r"\b(?:guess\w*|chance|random|coin)\b", re.IGNORECASE)
_BASE = re.compile(
    r"\b(?:per|an?|in an?|(?:(?:out )?of|for|in)(?: every| each)?|every|each|among) ?"
    r"(ten|a hundred|a thousand|hundred|thousand|10|100|1[, ]?000|10[, ]?000|100[, ]?000|million"
    r"|1k|10k|100k)"
    r"\b(?![.,]\d)",
    re.IGNORECASE,
)
_BASES = {
    "ten": 10.0,
    "hundred": 100.0,
    "thousand": 1e3,
    "million": 1e6,
    "1k": 1e3,
    "10k": 1e4,
    "100k": 1e5,
}
_CALENDAR: tuple[tuple[re.Pattern[str], tuple[float, ...]], ...] = tuple(
    (re.compile(words, re.IGNORECASE), numbers)
    for words, numbers in (
        (r"\b(?:years?|annual\w*|yearly|p\.a\.)\b", (12.0, 52.0, 365.0, 4.0)),
        (r"\bquarter(?:s|ly)?\b", (3.0, 4.0)),
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
    bases = [re.sub(r"[, ]|\Aa ", "", base[1].lower()) for base in _BASE.finditer(sentence)]
    found += [Operand(_BASES.get(base) or float(base)) for base in dict.fromkeys(bases)]
    return tuple(found)


def counterparts(operands: Iterable[Operand], ledger: Ledger) -> Iterator[Operand]:
    """Yield the figures of the same quantity about something else, the likest first."""
    operands = [one for one in operands if one.subject is not None and len(one.handles) == 1]
    displayed = {one.handles[0] for one in operands}
    seen: set[str] = set()
    given = 0
    for most in (1, 9):
        for one in operands:
            for handle, figure in ledger.siblings(one.handles[0]):
                if handle in seen or not ledger.shown(handle):
                    continue
                if differences(one.subject or figure.subject, figure.subject) > most:
                    continue
                seen.add(handle)
                yield from operands_of(handle, figure)
                given += handle not in displayed
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

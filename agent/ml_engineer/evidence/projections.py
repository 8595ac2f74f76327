"""Projections: levels told of what is to come, which nothing measured carries.

"If it goes on so it will be at 0.54 by spring" adds a difference to a figure: the arithmetic is
right, and the number is still none that anybody measured. Forecasts that a tool made are figures,
and what so many cases a year come to is a product with what a person gave.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.operands import figures_of
from ml_engineer.evidence.places import Place

BEFORE = 120
"""Characters before a number in which words tell that it is to come."""

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Easter"
    "|Christmas"
)
_SEASON = r"spring|summer|autumn|fall|winter|year|month|week|quarter|season|term|harvest|Q[1-4]"
_WHICH = r"(?:the )?(?:end of |middle of )?(?:the |this |next |late |early |mid-?)*"
_SOME = r"(?:an?|another|\d+|two|three|four|six|a few)"
_WHEN = re.compile(
    rf"\b(?:by|until|come|before) (?:then|{_WHICH}(?:{_SEASON}|{_MONTHS}|20\d\d)\b)"
    rf"|\bnext (?:{_SEASON}|{_MONTHS})\b"
    rf"|\b(?:in|within|after) {_SOME} (?:more )?(?:weeks?|months?|years?|quarters?|seasons?)\b"
    r"|\b(?:weeks?|months?|years?) (?:from now|ahead|later)\b"
    r"|\b(?:at this (?:rate|pace)|if (?:it|this|that|the trend) (?:goes on|continues|holds))\b",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"(?:\b(?:will|would|going to|heading (?:for|to)|on (?:course|track) (?:for|to)|likely to)"
    r"|['’]ll|['’]d)\b",
    re.IGNORECASE,
)
_LEVEL = (
    r"(?: (?:about|around|roughly|some|nearly|almost|only|just|at least|close to|as much as))*"
    r" [$€£]?\Z"
)
_AT = re.compile(
    r"\b(?:to|at|below|above|under|over|past|be|reach(?:es|ed)?|hits?|for|is|have)" + _LEVEL, re.I
)
_EXPECTED = re.compile(
    r"\b(?:(?:I|we)(?:['’]d)? (?:would )?expect\b[^.;:]{0,60}\bto (?:go|fall|drop|rise|climb|reach"
    r"|get|be|sink|grow)|(?:will|would|should) (?:lift|bring|push|raise|get|take|drop|fall|rise"
    r"|reach|go|climb|sink|grow)\b)[^.;:\d]{0,40}\b(?:to|below|above|under|over|past|reach)"
    + _LEVEL,
    re.IGNORECASE,
)
_ADDS = re.compile(r"\b(?:difference|sum|relative change|ratio|percent|mean|complement)", re.I)
_MADE = re.compile(r"forecast|predict|expect|project|scenario|simulat|plan|horizon")


def projected(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield, by place, the numbers of what is to come that were only computed from what is."""
    for index, (place, one) in enumerate(zip(places, found, strict=True)):
        if one.verdict not in ("derived", "uncited") or not _ADDS.search(one.why):
            continue
        start, end = place.reach.sentence
        behind = min(end, place.token.end + BEFORE)
        before = text[max(start, place.token.start - BEFORE) : place.token.start]
        if not (_EXPECTED.search(before) or _is_to_come(before, text[place.token.end : behind])):
            continue
        figures = [figure for _, figure in figures_of(ledger, one.handles)]
        if not figures or any(_MADE.search(figure.quantity) for figure in figures):
            continue
        if all(isinstance(figure.value, int) for figure in figures):
            continue
        why = "It is told of what is to come, and no figure of this session measures that."
        yield index, place.grounded("unsupported", one.handles, why)


def _is_to_come(before: str, behind: str) -> bool:
    """Tell whether a level is told of a time to come, by the words around it."""
    will = _WILL.search(before)
    if will is None or _AT.search(before) is None:
        return False
    return bool(_WHEN.search(before) or _WHEN.search(behind[: BEFORE // 2].split(";")[0]))

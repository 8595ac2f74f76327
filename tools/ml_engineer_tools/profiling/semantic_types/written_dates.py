"""Dates written as text: in which orders, and which of them each text reads in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Order = Literal["year first", "day first", "month first", "day or month first", "named month"]

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_CLOCK = (
    r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:[ap]m)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_CLOCK}", re.I)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}", re.I)
_NAMED = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?[\s.-]+{_MONTHS}[\s,.-]+(?:\d{{4}}|\d{{2}})|"
    rf"{_MONTHS}[\s-]+\d{{1,2}}(?:st|nd|rd|th)?,?[\s-]+\d{{4}}|{_MONTHS}[\s-]+\d{{4}}){_CLOCK}",
    re.I,
)
_MONTH_OF_YEAR = re.compile(r"(?:1[89]|20)\d{2}[-/](?:0[1-9]|1[0-2])")
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:T?\d{6}Z?)?")

READS = 0.9
"""Share of different texts that have to read as dates: a convention."""


def order_of(text: str) -> Order | None:
    """Return in which order a text writes a date; None if it is none."""
    if found := _YEAR_FIRST.fullmatch(text):
        return "year first" if int(found[3]) <= 12 and int(found[4]) <= 31 else None
    if found := _YEAR_LAST.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if not (1 <= first <= 31 and 1 <= second <= 31) or min(first, second) > 12:
            return None
        if first > 12:
            return "day first"
        if second > 12:
            return "month first"
        return "day or month first"
    if _NAMED.fullmatch(text):
        return "named month"
    return "year first" if _COMPACT.fullmatch(text) or _MONTH_OF_YEAR.fullmatch(text) else None


def separator_of(text: str) -> str:
    """Return the first sign between the parts of a date, or nothing."""
    found = re.search(r"[-/.]", text)
    return found[0] if found else ""


def share_of_dates(texts: Sequence[str]) -> float:
    """Return the share of different texts that are dates."""
    return sum(order_of(text) is not None for text in texts) / len(texts) if texts else 0.0


def has_clock(text: str) -> bool:
    """Tell whether a written date has a time of day."""
    return ":" in text

"""Dates: those of a figure and its window, and whether a text names one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from ml_engineer_tools.evidence import Figure

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_DAY_MONTH = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s(?:of\s)?(?P<month>[A-Z][a-z]{2})")
_MONTH_DAY = re.compile(r"(?P<month>[A-Z][a-z]{2})[a-z]*\.?\s(?P<day>\d{1,2})(?!\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def dates_of(figure: Figure) -> tuple[date, ...]:
    """Return the days that a figure's value, window or slice names, whole months left out."""
    names = (figure.value, figure.subject.window, figure.subject.slice)
    found = [
        _day(int(match[1]), int(match[2]), int(match[3]))
        for name in names
        if isinstance(name, str)
        for match in _ISO.finditer(name)
        if match[3]
    ]
    return tuple(day for day in found if day is not None)


def same_day(text: str, dates: Iterable[date], *, exact: bool) -> bool:
    """Tell whether a date as written is one of these or, unless exact, next to one of them.

    The end of a window may be open, and so be told as the day after it.

    A month, a year or a time of day, which name no day, are the same as any.
    """
    named = _parts(text)
    if named is None:
        return True
    year, month, day = named
    steps = (0,) if exact else (-1, 0, 1)
    near = [other + timedelta(days=step) for other in dates for step in steps]
    return any(
        (other.month, other.day) == (month, day) and year in (None, other.year) for other in near
    )


@lru_cache(maxsize=256)
def _parts(text: str) -> tuple[int | None, int, int] | None:
    """Return year, month and day of a date as written; None if it names no single day."""
    if iso := re.match(r"(\d{4})-(\d{2})-(\d{2})", text):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if re.search(r"\d\s?[–-]\s?\d", text):
        return None
    match = _DAY_MONTH.match(text) or _MONTH_DAY.match(text)
    if match is None or match["month"] not in _MONTHS:
        return None
    year = re.search(r"\b(?:19|20)\d{2}\b", text)
    return int(year.group()) if year else None, _MONTHS.index(match["month"]) + 1, int(match["day"])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

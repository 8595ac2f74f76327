"""Durations: how prose says a stretch of time that stands in a name: `7d`, `48 h`, `28 days`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_UNITS = {
    **dict.fromkeys(("min", "mins", "minute", "minutes"), "minute"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hour"),
    **dict.fromkeys(("d", "day", "days"), "day"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "week"),
    **dict.fromkeys(("mo", "month", "months"), "month"),
    **dict.fromkeys(("y", "yr", "year", "years"), "year"),
}
_LARGER = {"minute": (60, "hour"), "hour": (24, "day"), "day": (7, "week"), "month": (12, "year")}
_IN_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven",
             8: "eight", 9: "nine", 10: "ten", 12: "twelve", 24: "twenty-four"}  # fmt: skip


@lru_cache(maxsize=512)
def said_as(number: str, unit: str) -> tuple[tuple[str, ...], ...]:
    """Return the words by which prose may say so many of a unit: 7 d is "a week", too."""
    name = _UNITS.get(unit)
    if name is None or not number.isdigit() or int(number) < 1:
        return ()
    return tuple(dict.fromkeys(_said(int(number), name)))


def _said(count: int, name: str) -> Iterator[tuple[str, ...]]:
    names = (name,) if count == 1 else (name + "s", name)
    for one in names:
        yield str(count), one
        if count in _IN_WORDS:
            yield _IN_WORDS[count], one
    if count == 1:
        yield ("an" if name == "hour" else "a"), name
        yield "next", name
        if name == "day":
            yield ("tomorrow",)
    size, larger = _LARGER.get(name, (0, ""))
    if size and count % size == 0:
        yield from _said(count // size, larger)

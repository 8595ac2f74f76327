"""Intervals: parts of rows between bounds that are written out, and whether two of them overlap."""

from __future__ import annotations

import re

from ml_engineer_tools.leakage.process.rows import ABOVE, BELOW, Part, Side

_DATE = re.compile(r"^['\"](\d{4}(?:-\d\d(?:-\d\d)?)?[^'\"]*)['\"]$")
Bound = float | str
Interval = tuple[Bound | None, Bound | None]


def overlap(one: Part, other: Part) -> bool:
    """Tell whether two parts are known to share some rows, and each to have others.

    So they do where nothing tells them apart but bounds on one column or on the position, all of
    them written out as numbers or dates, that leave some rows to both.
    """
    if one.source != other.source:
        return False
    shared = set(one.path) & set(other.path)
    mine, theirs = (_bounded(set(part.path) - shared) for part in (one, other))
    if mine is None or theirs is None or mine[0] != theirs[0]:
        return False
    (low, high), (other_low, other_high) = mine[1], theirs[1]
    try:
        meet = _before(low, other_high) and _before(other_low, high)
        alone = _starts_first(low, other_low) != _starts_first(high, other_high, at_end=True)
        return meet and not alone and mine[1] != theirs[1]
    except TypeError:
        return False


def _bounded(path: set[Side]) -> tuple[str, Interval] | None:
    """Return what bounds a part, and between what it lies; None if more tells it from others."""
    sides = [side for side in path if side.kind != "named"]
    subjects = {side.key for side in sides}
    if len(subjects) != 1:
        return None
    low: Bound | None = None
    high: Bound | None = None
    for side in sides:
        found = _interval(side)
        if found is None:
            return None
        low = found[0] if found[0] is not None else low
        high = found[1] if found[1] is not None else high
    return subjects.pop(), (low, high)


def _interval(side: Side) -> Interval | None:
    """Return the bounds of one side; None if they are not written out."""
    if side.kind == "slice":
        texts = side.name.split(":", 1)
        bounds = [_value(text) if text else None for text in texts]
        known = all(
            bound is not None or not text for bound, text in zip(bounds, texts, strict=True)
        )
        return (bounds[0], bounds[1]) if known and not side.name.startswith("-") else None
    sign, _, text = side.name.partition(" ")
    value = _value(text)
    if side.kind != "mask" or value is None or sign not in (*BELOW, *ABOVE):
        return None
    return (None, value) if sign in BELOW else (value, None)


def _value(text: str) -> Bound | None:
    date = _DATE.match(text)
    if date:
        return date[1]
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number >= 0 else None


def _before(start: Bound | None, end: Bound | None) -> bool:
    return start is None or end is None or start < end  # type: ignore[operator]  # of one type, or a TypeError


def _starts_first(one: Bound | None, other: Bound | None, *, at_end: bool = False) -> bool:
    """Tell whether one bound lies before another; an open end is the last of all."""
    if one == other:
        return False
    if one is None or other is None:
        return (one is None) != at_end
    return one < other  # type: ignore[operator]  # of one type, or a TypeError

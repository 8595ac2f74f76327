"""Matching: does a figure hold a number as it was displayed, and is it about what is named?"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from ml_engineer.evidence.ledger import Held, Ledger, Part, numbers_held
from ml_engineer.evidence.names import Named, words_of
from ml_engineer.evidence.numbers import NumberToken, Reading
from ml_engineer_tools.evidence import Figure

_PERCENT_UNITS = frozenset({"%", "percent"})
_SECONDS = {"ms": 1e-3, "milliseconds": 1e-3, "µs": 1e-6, "us": 1e-6, "microseconds": 1e-6,
            "s": 1.0, "sec": 1.0, "seconds": 1.0, "min": 60.0, "minutes": 60.0, "minute": 60.0,
            "h": 3600.0, "hours": 3600.0, "hour": 3600.0, "days": 86400.0}  # fmt: skip
_SCALES = frozenset(_SECONDS.values())
CLAUSE = re.compile(
    r"[,;:()–—→|]|\s-\s|\b(?:and|against|versus|vs\.?|while|whereas|where|but|compared|than|or)\b",
    re.IGNORECASE,
)

LONGEST_CLAUSE = 400
"""Characters on either side of a number that may belong to its clause."""

_INTERVAL = re.compile(
    r"\b(?:intervals?|CIs?|confidence|between|ranges?|ranging|bounds?|lower|upper|low|high|at least"
    r"|at most|from|within|±)\b|\d\s?%?\s?(?:[–;-]|to|and)\s?[€$£]?\d",
    re.IGNORECASE,
)
BOUNDS: frozenset[Part] = frozenset({"lower bound", "upper bound"})
AGAINST = frozenset(
    {"against", "versus", "vs", "while", "whereas", "where", "but", "compared", "than"}
)


@lru_cache(maxsize=256)
def tells_interval(sentence: str) -> bool:
    """Tell whether a sentence speaks of an interval: only then a bound may stand for its figure."""
    return _INTERVAL.search(sentence) is not None


def part_held(
    token: NumberToken, handle: str, figure: Figure, *, bounds: bool = True
) -> Part | None:
    """Return which part of a figure is displayed by this number, or None.

    Without a sign of its own a number may state the size of a negative figure.

    Args:
        token: the number.
        handle: the figure's handle.
        figure: the figure.
        bounds: whether the number may be a bound of the figure's interval.
    """
    for held in numbers_held(handle, figure):
        if held.part in BOUNDS and not bounds:
            continue
        for reading in token.readings:
            if _holds(token, reading, held, figure):
                return held.part
    return None


def held_by_shown(token: NumberToken, ledger: Ledger) -> list[Held]:
    """Return what shown figures hold that this number displays, in the ledger's order."""
    found: list[Held] = []
    for reading in token.readings:
        found += ledger.holding(reading.low, reading.high)
        if token.sign == 0:
            found += ledger.holding(-reading.high, -reading.low)
        if (scale := _SECONDS.get(token.unit or "")) is not None:
            for unit in _SCALES - {scale}:
                found += ledger.holding(reading.low * scale / unit, reading.high * scale / unit)
    return [held for held in dict.fromkeys(found) if _really(token, held, ledger)]


def names_column(figure: Figure, named: Named) -> bool:
    """Tell whether a figure's column is named."""
    return figure.subject.column in named.all_columns


def clause_around(
    text: str, sentence: tuple[int, int], token: NumberToken
) -> tuple[tuple[int, int], bool]:
    """Return where the clause of a number stands, and whether it is held against another one.

    In "the lead of lightgbm (0.871 vs 0.845)" the second number is not about the name before it.
    """
    start = max(sentence[0], token.start - LONGEST_CLAUSE)
    end = min(sentence[1], token.end + LONGEST_CLAUSE)
    against = False
    for mark in CLAUSE.finditer(text, start, end):
        if mark.end() <= token.start:
            start = mark.end()
            against = mark.group().lower().rstrip(".") in AGAINST
        elif mark.start() >= token.end:
            end = mark.start()
            break
    return (start, end), against


def likeness(figure: Figure, part: Part, said: Container[str], named: Named) -> int:
    """Return how well a figure fits the words said, to rank candidates: names, quantity, slice."""
    score = _shared(figure.quantity, said)
    score += 2 * (figure.subject.model in named.models)
    score += 3 * (figure.subject.column in named.all_columns)
    for name in (figure.subject.slice, figure.subject.split, figure.subject.window):
        score += bool(name and _shared(name, said))
    return 2 * score + (part == "value")


def _shared(name: str, said: Container[str]) -> int:
    return sum(word in said for word in words_of(name))


def _holds(token: NumberToken, reading: Reading, held: Held, figure: Figure) -> bool:
    percent = figure.unit in _PERCENT_UNITS
    if reading.of_percent and not percent:
        return False
    number = held.number
    if reading.holds(number) or (token.sign == 0 and number < 0 and reading.holds(-number)):
        return held.part != "n" or not (token.is_percent or token.sign)
    scale, unit = _SECONDS.get(token.unit or ""), _SECONDS.get(figure.unit or "")
    if scale is None or unit is None or held.part == "n":
        return False
    return reading.low * scale <= number * unit <= reading.high * scale


def _really(token: NumberToken, held: Held, ledger: Ledger) -> bool:
    figure = ledger.figure(held.handle)
    return figure is not None and any(_holds(token, r, held, figure) for r in token.readings)

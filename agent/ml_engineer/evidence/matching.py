"""Matching: does a figure hold a number as it was displayed, and is it about what is named?"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from ml_engineer.evidence.ledger import Held, Ledger, Part, numbers_held
from ml_engineer.evidence.names import Named, words_of
from ml_engineer.evidence.numbers import NumberToken, Reading
from ml_engineer.evidence.units import rescaled, scales_of
from ml_engineer_tools.evidence import Figure

_SHARES = re.compile(r"%|percent|point|share|ratio|fraction|\bpp\b", re.IGNORECASE)
_PERCENT_UNITS = frozenset({"%", "percent"})
CLAUSE = re.compile(
    r"[,;:()–—→|]|\s-\s|\b(?:and|against|versus|vs\.?|while|whereas|where|but|compared|than|or"
    r"|after(?=\s[$€£]?\d))\b",
    re.IGNORECASE,
)

LONGEST_CLAUSE = 400
"""Characters on either side of a number that may belong to its clause."""

_INTERVAL = re.compile(
    r"\b(?:intervals?|CIs?|confidence|between|ranges?|ranging|bounds?|lower|upper|low|high|at least"
    r"|at most|from|within|worst(?: case)?|best case|at best|pessimistic|optimistic|overlap\w*"
    r"|as (?:high|low|much|little|many|few|small|large|big|short|long) as"
    r"|(?:ends?|begins?|starts?) at)\b|±"
    r"|[\[(]\s?[$€£]?-?\d*\.?\d+\s?%?\s?[,;]\s?[$€£]?-?\d*\.?\d+\s?%?\s?[\])]"
    r"|\d\s?%?\s?(?:[–;-]|to|and|or)\s?[€$£]?\d",
    re.IGNORECASE,
)
BOUNDS: frozenset[Part] = frozenset({"lower bound", "upper bound"})
AGAINST = frozenset(
    {"against", "versus", "vs", "while", "whereas", "where", "but", "compared", "than", "after"}
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
        if held.part in BOUNDS and not (bounds and _keeps_sign(token, held, figure)):
            continue
        for reading in token.readings:
            if _holds(token, reading, held, figure):
                return held.part
    return None


def _keeps_sign(token: NumberToken, held: Held, figure: Figure) -> bool:
    """Tell whether an end of an interval around zero has its sign: "from -0.04 to 0.27"."""
    around_zero = figure.interval is not None and figure.interval[0] < 0 < figure.interval[1]
    return not (around_zero and held.number < 0 and token.sign == 0)


def held_by_shown(token: NumberToken, ledger: Ledger) -> list[Held]:
    """Return what shown figures hold that this number displays, in the ledger's order."""
    found: list[Held] = []
    for reading in token.readings:
        found += ledger.holding(reading.low, reading.high)
        if token.sign == 0:
            found += ledger.holding(-reading.high, -reading.low)
        for scale in scales_of(token.unit):
            found += ledger.holding(reading.low * scale, reading.high * scale)
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
    if token.is_percent and figure.unit and not percent and not _SHARES.search(figure.unit):
        return False
    number = held.number
    scale = None if held.part == "n" else rescaled(token.unit, figure.unit)
    if scale is not None and scale != 1:
        # In another unit than the figure's: 41 seconds are no 41 ms, and 42 minutes are 0.7 hours.
        return reading.low * scale <= number <= reading.high * scale
    if _is_whole(token) and 0 < abs(number) < 1:
        return False
    if token.is_multiple and scales_of(figure.unit):
        # "6.1 times higher" is no size of 6.1 GB; looked at "11 times" is a count.
        return False
    if reading.holds(number) or (token.sign == 0 and number < 0 and reading.holds(-number)):
        return held.part != "n" or not (token.is_percent or token.sign)
    return False


def _is_whole(token: NumberToken) -> bool:
    """Tell whether a number is written without a fraction, so that it can't show a share."""
    return token.text.isdigit() and not token.is_percent and token.per == 1


def _really(token: NumberToken, held: Held, ledger: Ledger) -> bool:
    figure = ledger.figure(held.handle)
    if figure is None or (held.part in BOUNDS and not _keeps_sign(token, held, figure)):
        return False
    return any(_holds(token, r, held, figure) for r in token.readings)

"""Intended: which figure an unsupported number may have meant, told by its digits and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ml_engineer.evidence.ledger import Ledger, numbers_held
from ml_engineer.evidence.matching import likeness
from ml_engineer.evidence.names import Named, words_of
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer_tools.evidence import format_value

NEAR = 0.1
"""A figure that differs by at most this share may have been rounded or mistyped."""
SHORTEST_SWAPPED = 3
"""Fewer digits in another order are likelier another number."""
MOST_LOOKED_AT = 200
"""So many figures of cited evidence are compared."""


def intended(
    token: NumberToken, handles: Iterable[str], ledger: Ledger, sentence: str, named: Named
) -> str | None:
    """Return the handle of the figure that a number comes nearest to, or None.

    The same digits in another order, one digit changed, the wrong place of the point and the
    wrong sign come first, then a value near by; among equals the figure that is named.

    Args:
        token: the number.
        handles: the figures that are cited, the likeliest first.
        ledger: what was measured.
        sentence: the words around the number.
        named: the models and columns that they name.
    """
    if not token.readings:
        return None
    said = frozenset(words_of(sentence))
    best: tuple[int, int] | None = None
    found: str | None = None
    for handle in list(dict.fromkeys(handles))[:MOST_LOOKED_AT]:
        figure = ledger.figure(handle)
        if figure is None:
            continue
        slips = [_slip(token, held.number) for held in numbers_held(handle, figure)]
        if slip := max(slips, default=0):
            rank = (slip, likeness(figure, "value", said, named))
            if best is None or rank > best:
                best, found = rank, handle
    return found


def is_swapped(token: NumberToken, number: float) -> bool:
    """Tell whether a number has the digits of another one, two of them swapped: 368 for 386."""
    written = _digits(token.text)
    if len(written) < SHORTEST_SWAPPED:
        return False
    scales = (100.0, 1.0) if token.is_percent else (1.0,)
    return any(
        digits != written and sorted(digits) == sorted(written) and _is_slip(written, [digits])
        for scale in scales
        for digits in _digits_shown(number * scale, len(written))
    )


def is_misplaced(token: NumberToken, number: float) -> bool:
    """Tell whether a number is another one with its point one place off: 0.5 % for 0.05 %."""
    return number != 0 and any(
        one.holds(number * factor) for one in token.readings for factor in (0.1, 10.0)
    )


def _slip(token: NumberToken, number: float) -> int:
    """Return how easily one is written for the other: 3 a slip of digits, 1 near, 0 neither."""
    written = _digits(token.text)
    scales = (100.0, 1.0) if token.is_percent else (1.0, 100.0)
    if len(written) > 1:
        for scale in scales:
            if _is_slip(written, _digits_shown(number * scale, len(written))):
                return 3
    for reading in token.readings:
        middle = (reading.low + reading.high) / 2
        if reading.holds(-number):
            return 2
        if any(reading.holds(number * factor) for factor in (0.1, 10, 0.01, 100, 1000, 0.001)):
            return 2
        if abs(middle - number) <= NEAR * abs(number):
            return 1
    return 0


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text).lstrip("0")


def _digits_shown(number: float, length: int) -> Sequence[str]:
    exact = _digits(f"{abs(number):.10f}".rstrip("0")) if number else ""
    rounded = _digits(f"{abs(number):.{max(1, length) - 1}e}".partition("e")[0])
    whole = _digits(format_value(number)) if abs(number) < 1e15 else ""
    return (rounded, exact[:length], whole)


def _is_slip(written: str, shown: Iterable[str]) -> bool:
    for digits in shown:
        if len(digits) != len(written):
            continue
        differing = sum(a != b for a, b in zip(written, digits, strict=True))
        if differing <= 1 or (differing == 2 and sorted(written) == sorted(digits)):
            return True
    return False

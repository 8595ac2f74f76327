"""Ranges and rates: what a number means by the sign or base of another one beside it.

In "10.6–11.5 %" the percent sign is of both ends, in "0.78 points (0.41 to 1.15)" the points are of
what stands in brackets, and in "8.3 per thousand by night, 4.9 by day" both are of a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.matching import held_by_shown
from ml_engineer.evidence.numbers import NumberToken

_RANGE = re.compile(r"\s?(?:[–;,-]|to|and)\s?")
ENDS = re.compile(r"\s?%?(?:\s[A-Za-z/]{1,12})?\s?(?:[–,;-]|up to|to|and)\s?[$€£]?")
"""What stands between the ends of an interval."""
_OPENS_RANGE = re.compile(
    r"(?:[^\d\n;.(\[]{0,40}\[[^\]\n]{1,40}\])?[^\d\n;.(\[]{0,40}[(\[][A-Za-z ]{0,20}"
)
_PER = re.compile(
    r"(?:\s(?!and\b|or\b|but\b)[a-z-]+){0,2}\s?(?:per|(?:out )?of every|in every|in)\s?"
    r"(?P<base>thousand|1[, ]?000|10[, ]?000|100[, ]?000|million)\b(?![.,]\d)|\s?‰",
    re.IGNORECASE,
)
_OF_EVERY = re.compile(
    r"\b(?:per|(?:out )?of every|of each|in every|for every)\s"
    r"(?P<base>thousand|1[, ]?000|10[, ]?000|100[, ]?000|million)\b|‰",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$€£¥]")
HUNDRED = 100
_BASES = {"thousand": 1e3, "million": 1e6}


def shared_meaning(
    text: str, tokens: Sequence[NumberToken], index: int, ledger: Ledger
) -> NumberToken:
    """Return a number as the sign of a range or the base behind it make it mean."""
    token = tokens[index]
    if _is_share_of_range(text, tokens, index):
        share = token.as_share()
        if held_by_shown(share, ledger) or not held_by_shown(token, ledger):
            token = share
    elif _are_ends_in_hundredths(text, tokens, index, ledger):
        token = token.as_share()
    if _is_multiple_of_range(text, tokens, index):
        token = replace(token, is_multiple=True)
    if token.kind == "number" and not token.is_percent and (base := base_behind(text, token)):
        token = token.as_rate(base)
    return token


def base_behind(text: str, token: NumberToken) -> float | None:
    """Return on how many a number is counted by the words behind it: "8.3 per thousand"."""
    found = None if _MONEY.search(token.text) else _PER.match(text, token.end)
    return None if found is None or token.value > (base := _base(found)) else base


def tells_enough(token: NumberToken) -> bool:
    """Tell whether a number has two digits or more, so that its hundredth is hardly by chance."""
    return len(re.sub(r"\D", "", token.text).strip("0")) > 1 and token.value <= HUNDRED


def base_named(header: str, token: NumberToken) -> float | None:
    """Return on how many a number below such a heading is counted: "errors per 1,000"."""
    found = None if _MONEY.search(token.text) else _OF_EVERY.search(header)
    return None if found is None else _base(found)


def _base(found: re.Match[str]) -> float:
    written = re.sub(r"[, ]", "", (found["base"] or "1000").lower())
    return _BASES.get(written) or float(written)


def _is_share_of_range(text: str, tokens: Sequence[NumberToken], index: int) -> bool:
    """Tell whether a number is an end of a range whose percent sign stands elsewhere.

    In "10.6–11.5 %" it stands at the other end, in "11.0 % (10.6–11.5)" before both.
    """
    token = tokens[index]
    if token.is_percent or token.kind != "number" or not token.text[-1].isdigit():
        return False
    ahead = tokens[index + 1] if index + 1 < len(tokens) else None
    behind = tokens[index - 1] if index else None
    to_ahead = ahead is not None and _RANGE.fullmatch(text, token.end, ahead.start)
    to_behind = behind is not None and _RANGE.fullmatch(text, behind.end, token.start)
    if to_ahead and ahead is not None and ahead.is_percent:
        return True
    first = index if to_ahead else index - 1 if to_behind else 0
    if first < 1:
        return False
    whole, low = tokens[first - 1], tokens[first]
    between = text[whole.end : low.start]
    return whole.is_percent and _OPENS_RANGE.fullmatch(between) is not None


def _are_ends_in_hundredths(
    text: str, tokens: Sequence[NumberToken], index: int, ledger: Ledger
) -> bool:
    """Tell whether two numbers are both ends of one shown interval, times a hundred.

    "Its interval (10.4 to 16.0)" of 0.104 to 0.16, be the percent sign wherever it is.
    """
    for first in (index, index - 1):
        if not 0 <= first < len(tokens) - 1:
            continue
        low, high = tokens[first], tokens[first + 1]
        if any(one.kind != "number" or one.is_percent or not one.readings for one in (low, high)):
            continue
        if not ENDS.fullmatch(text, low.end, high.start):
            continue
        if _hold_both(low, high, ledger) or not _hold_both(low.as_share(), high.as_share(), ledger):
            continue
        return True
    return False


def _hold_both(low: NumberToken, high: NumberToken, ledger: Ledger) -> bool:
    """Tell whether one shown figure's interval has these two ends."""
    begun = {one.handle for one in held_by_shown(low, ledger) if one.part == "lower bound"}
    return bool(begun) and any(
        one.handle in begun for one in held_by_shown(high, ledger) if one.part == "upper bound"
    )


def _is_multiple_of_range(text: str, tokens: Sequence[NumberToken], index: int) -> bool:
    """Tell whether a number is the lower end of "4.3 to 4.4 times"."""
    ahead = tokens[index + 1] if index + 1 < len(tokens) else None
    token = tokens[index]
    if ahead is None or not ahead.is_multiple or token.kind != "number" or token.is_percent:
        return False
    return _RANGE.fullmatch(text, token.end, ahead.start) is not None

"""Costs told in unlike units, "5 minutes" against "80 euros", and what turns one into the other.

Time and money are no ratio until somebody says what an hour is worth; then the time is written
as money and read like any other amount.
"""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer.models.playbook.cost_amounts import (
    IN_HOURS,
    IN_MONEY,
    Amount,
    amounts_of,
    compiled,
)

__all__ = ["ASKS_EXCHANGE", "exchange_asked", "in_money", "unlike_amounts"]

_SPAN = r"(?P<span>minute|min|hour|hr|h|day|working day)"
_PER = rf"^ ?(?:/|an?\b|per\b|each\b|every\b|for (?:an?|each|every)\b|the\b|pro\b|die\b) ?{_SPAN}\b"
_OF = (
    rf"\b(?:an?|one|1|each|every|per|my|our|eine?) (?:working )?{_SPAN}\b(?! \d)[^.,;!?\d]{{0,40}}?"
    r"(?:\bis|'s|\bcosts?|=|:|\bat|\bworth|\bcomes to|\bmakes|\bof work|\bkostet|\bco\u00fbte"
    r"|\bcuesta)[^.,;!?\d]{0,15}$"
)
"""What an hour is worth: "30 euros an hour", "an hour of her time costs 30 euros"."""

_RATE = r"\b(?:rate|wage|salary|time|hour|minute|work|worth|paid?|earns?)\b"

ASKS_EXCHANGE = r"what is (?:a minute|an hour|a day) of it worth"
"""How the playbook asks for it."""


def unlike_amounts(text: str) -> tuple[Amount, Amount] | None:
    """Return an amount of time and one of money, if a text holds one cost of each kind."""
    spans = _phrase(text)
    amounts = [a for a in amounts_of(text) if spans is None or not spans[0] <= a.start < spans[1]]
    times = [amount for amount in amounts if _is_time(amount)]
    money = [amount for amount in amounts if amount.unit and not _is_time(amount)]
    return (times[0], money[0]) if len(times) == 1 and len(money) == 1 else None


def in_money(text: str, history: Sequence[tuple[str, str]]) -> str:
    """Return a text whose time is written as money, where it or a turn before says how much.

    A message that only says what an hour is worth stands for the costs that a person told before.

    Args:
        text: the message.
        history: the turns before it as (role, text), oldest first.
    """
    said = [words for role, words in reversed(history) if role == "user"]
    worth = _worth(text)
    if unlike_amounts(text) is not None:
        rates = [worth, *map(_worth, said)]
        rate = next((one for one in rates if one is not None), None)
        return text if rate is None else _converted(text, rate)
    earlier = next((words for words in said if unlike_amounts(words) is not None), None)
    return text if worth is None or earlier is None else _converted(earlier, worth)


def exchange_asked(text: str) -> str:
    """Return the question what a person's time is worth, where costs are told in unlike units."""
    unlike = unlike_amounts(text)
    if unlike is None or _worth(text) is not None:
        return ""
    time, money = unlike
    span = _single(time.unit)
    of = {"minute": "a minute", "min": "a minute", "hour": "an hour", "hr": "an hour"}
    said = [" ".join(text[a.start : a.end].replace("`", "'").split()) for a in unlike]
    unit = money.unit if money.unit.isalpha() else "money"
    return (
        f"**You told one cost in time and one in money ({said[0]} and {said[1]}): what is "
        f"{of.get(span, 'a day')} of it worth in {unit}?** What an hour of that work costs you is "
        "enough; then both are in one unit, and the threshold follows."
    )


def _worth(text: str) -> float | None:
    """Return what an hour is worth in the unit of the message's money; None if it isn't said."""
    found = _exchange(text)
    return None if found is None else found[1]


def _phrase(text: str) -> tuple[int, int] | None:
    """Return where a text says what an hour is worth."""
    found = _exchange(text)
    return None if found is None else found[0]


def _exchange(text: str) -> tuple[tuple[int, int], float] | None:
    for amount in amounts_of(text):
        if _is_time(amount):
            continue
        after = compiled(_PER).search(text[amount.end :])
        before = compiled(_OF).search(text[: amount.start])
        if after is not None and (amount.unit or compiled(_RATE).search(text)):
            return (amount.start, amount.end + after.end()), _an_hour(amount, after["span"])
        if before is not None:
            return (before.start(), amount.end), _an_hour(amount, before["span"])
    return None


def _an_hour(amount: Amount, span: str) -> float:
    small = IN_MONEY.get(_single(amount.unit), 1.0)
    return float(amount.value) * small / IN_HOURS["hour" if span.lower() == "h" else span.lower()]


def _converted(text: str, an_hour: float) -> str:
    unlike, phrase = unlike_amounts(text), _phrase(text)
    if unlike is None:
        return text
    time, money = unlike
    worth = float(time.value) * IN_HOURS[_single(time.unit)] * an_hour
    unit = "euro" if _single(money.unit) in IN_MONEY else money.unit
    changes = [(time.start, time.end, f"{worth:.10g} {unit}")]
    changes += [] if phrase is None else [(*phrase, " ")]
    for start, end, words in sorted(changes, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def _is_time(amount: Amount) -> bool:
    return _single(amount.unit) in IN_HOURS


def _single(unit: str) -> str:
    return unit.removesuffix("s")

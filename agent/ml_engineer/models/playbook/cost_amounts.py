"""Amounts as messages write them: digits and words, currencies, units of time, ratios."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ml_engineer.models.playbook.cost_words import ALARM, AMOUNT, MISS, WORD_NUMBERS

__all__ = ["Amount", "amounts_of", "compiled", "in_one_unit", "number_of", "ratio_in"]

NOT_A_COST = (
    r"^ ?(?:times\b|x\b|\u00d7|-?fold|st\b|nd\b|rd\b|th\b|of (?:the|them|these|our|all)\b"
    r"|out of\b|in \d|(?:late|early|old|long|tall|away|later|ahead)\b|/|[a-z]\d"
    r"|(?:[\w-]+ ){0,1}(?:ago|rows|records|columns|customers|images|features|predictions)\b)"
)
"""What follows a number that counts or ranks something."""

NO_LONGER = (
    r"\b(?:one|1|\d+) in $|\bper $|n't(?: the)? $"
    r"|\bfrom(?: [$\u20ac\u00a3])? ?$"
    r"|\b(?:instead of|rather than|not|no longer|down from|up from)(?: the)? ?$"
)
"""What stands before an amount that no longer holds: "80 instead of 200", "from 100 to 1000"."""

COUNTED = (
    r"^ (?!(?:for|per|and|or|an?|each|every|if|when\w*|against|versus|vs|on|while|but|in|that|to|as"
    r"|only|maybe|at|by|the|so|then|of|is|are|extra|more|by|apiece|vs|thereabouts|or so|to us"
    r"|minus|plus|with|where|which|what|because|since|says?|threshold|cut-?off|pick|over|not)\b)[^\W\d]"
)
"""What follows a bare number in words that counts something: "four nights"."""

FROM_TO = r"\bfrom \D?\d[\d.,]*\D{1,3} ?to (?:\D )?$"
"""What stands before the new one of two amounts: "from 100 to 1000"."""

A_CLASS = r"(?<!\bfp)(?<!\bfn)=$"
"""What stands before the number of a class, and not before a cost: "fp=0"."""

_WORDS = "|".join(WORD_NUMBERS)
RATIO = (
    rf"(?<![\d:./-])(?<!from )(?P<a>\d+(?:\.\d+)?|{_WORDS}) ?(?::|-?to-?| to ) ?"
    rf"(?P<b>\d+(?:\.\d+)?|{_WORDS})(?![\d:/%]|\.\d| ?(?:%|percent))"
)

DAY_HOURS, WEEK_DAYS, WORKING_WEEK_DAYS, MONTH_DAYS = 8, 7, 5, 30
"""A day of work that is held against minutes, and longer times in days."""

IN_HOURS = {
    "minute": 1 / 60, "min": 1 / 60, "hour": 1.0, "hr": 1.0, "day": 1.0 * DAY_HOURS,
    "working day": 1.0 * DAY_HOURS, "week": 1.0 * DAY_HOURS * WEEK_DAYS,
    "working week": 1.0 * DAY_HOURS * WORKING_WEEK_DAYS, "month": 1.0 * DAY_HOURS * MONTH_DAYS,
}  # fmt: skip
IN_MONEY = {"cent": 0.01, "pence": 0.01}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of a message.

    Attributes:
        start: its first character.
        end: the one after its last.
        value: the number in plain digits.
        unit: the currency or unit as written, in lower case; empty if there is none.
        marked: whether a currency, a unit or a scale says that it is an amount.
    """

    start: int
    end: int
    value: str
    unit: str
    marked: bool


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern, without regard to case, once."""
    return re.compile(pattern, re.IGNORECASE)


def amounts_of(text: str) -> Iterator[Amount]:
    """Yield the amounts of a text that may be costs, in order."""
    for match in compiled(AMOUNT).finditer(text):
        after, before = text[match.end() :], text[max(0, match.start() - 20) : match.start()]
        if compiled(NOT_A_COST).search(after) or compiled(NO_LONGER).search(before):
            continue
        words = (match["words"] or "").lower()
        marked = bool(match["sign"] or match["scale"] or match["of"])
        if words in ("a", "an", "one") and not marked:
            continue
        if match["digits"] in ("0", "1") and compiled(A_CLASS).search(before) and not marked:
            continue  # a class: "rotten=1"
        if words.startswith("half") and not match["of"]:
            continue
        number = match["digits"] or words or match["bare"]
        if not marked and re.fullmatch(r"0[.,]\d+|(?:19|20)\d\d", number):
            continue  # a threshold or a year
        ranged = re.match(r" ?(?:to|-|:) ?\d", after) or re.search(r"\d ?(?:to|-|:) ?$", before)
        if ranged and not compiled(FROM_TO).search(
            text[max(0, match.start() - 30) : match.start()]
        ):
            continue  # a range or a ratio
        if not marked and _counts_errors(text[: match.start()], after):
            continue
        if words and not marked and compiled(COUNTED).match(after):
            continue
        unit = (match["unit"] or match["sign"] or "").strip().lower()
        value = number_of(number, match["scale"] or "")
        yield Amount(match.start(), match.end(), value, unit, marked)


def _counts_errors(before: str, after: str) -> bool:
    """Tell whether a bare number counts the errors behind it: "14 false alarms".

    Where a cost or an error stands right before it and one error behind it, it is the cost of the
    former, written without a mark: "false alarm costs 200 missed failure 5000".
    """
    behind = compiled(rf"^ (?P<error>{ALARM}|{MISS})(?: [\w-]+)?").match(after)
    if behind is None:
        return False
    if compiled(PRICED).search(before):
        return False
    named = compiled(rf"(?:{ALARM}|{MISS})(?: [\w-]+)??\W*$").search(before)
    words = re.findall(r"[\w-]+", behind.group().lower())
    several = any(word.endswith("s") and word not in ("miss", "loss", "pass") for word in words)
    return named is None or several


PRICED = (
    r"\b(?:costs?|costing|is worth|worth|price|kostet|cuesta|co\u00fbte):?(?: (?:us|about|me))? ?$"
)
"""What stands right before an amount that is a cost, whatever follows it."""


def in_one_unit(one: Amount, other: Amount) -> tuple[str, str] | None:
    """Return the values of two amounts in one unit; None where money stands against time.

    An amount without a unit has that of the other.
    """
    if (in_cents := _in_cents(one, other)) is not None:
        return in_cents
    if not one.unit or not other.unit:
        return one.value, other.value
    first, second = (_single(amount.unit) for amount in (one, other))
    tables = [table for table in (IN_HOURS, IN_MONEY) if first in table or second in table]
    if not tables:
        return one.value, other.value
    if (first in IN_HOURS) != (second in IN_HOURS):
        return None
    table = tables[0]
    factors = table.get(first, 1.0), table.get(second, 1.0)
    whole = min(factors) if table is IN_HOURS else max(factors)
    if factors[0] == factors[1]:
        return one.value, other.value
    whole = factors[0] if table is IN_HOURS else whole
    values = (float(a.value) * f / whole for a, f in zip((one, other), factors, strict=True))
    first_value, second_value = (f"{value:.10g}" for value in values)
    return first_value, second_value


def _in_cents(one: Amount, other: Amount) -> tuple[str, str] | None:
    """Return cents beside a bare amount with two decimals in its unit: "8 cents, ... 1.60"."""
    cents = [_single(amount.unit) in IN_MONEY for amount in (one, other)]
    bare = other if cents[0] else one
    if sum(cents) != 1 or bare.unit or not re.fullmatch(r"\d+\.\d\d", bare.value):
        return None
    first, second = (
        f"{float(amount.value) / 100:.10g}" if small else amount.value
        for amount, small in zip((one, other), cents, strict=True)
    )
    return first, second


def _single(unit: str) -> str:
    return unit.removesuffix("s")


CURRENCIES = {
    "\u20ac": "EUR", "eur": "EUR", "euro": "EUR", "$": "USD", "usd": "USD", "dollar": "USD",
    "buck": "USD", "\u00a3": "GBP", "gbp": "GBP", "pound": "GBP", "quid": "GBP", "chf": "CHF",
    "franc": "CHF", "cent": "cents",
}  # fmt: skip
"""Units of money as they are written, and as figures name them."""


def currency_of(text: str, sides: tuple[str, str]) -> str | None:
    """Return the money in which a message tells what errors cost; None if it names none.

    Args:
        text: the message.
        sides: what was read from it for a false alarm and for a miss, in plain digits.
    """
    amounts = [one for one in amounts_of(text) if _single(one.unit) in CURRENCIES]
    told = {CURRENCIES[_single(amount.unit)] for amount in amounts}
    values = {float(amount.value) for amount in amounts}
    return told.pop() if len(told) == 1 and values & {float(side) for side in sides} else None


def ratio_in(text: str) -> tuple[str, str] | None:
    """Return the two numbers of the first ratio of a text: "1:20", "8 to 1"."""
    match = compiled(RATIO).search(text)
    return (number_of(match["a"]), number_of(match["b"])) if match else None


def number_of(said: str, scale: str = "") -> str:
    """Spell a number plainly: thousands separators go, `4.5k` is 4500, `two million` 2000000."""
    said, scale = said.strip().lower(), scale.lower()
    if said.endswith("k"):
        said, scale = said[:-1], "k"
    factors = {"k": 1000, "grand": 1000, "hundred": 100, "thousand": 1000, "": 1}
    factor = factors.get(scale.removesuffix("s"), 1_000_000)
    if said[0].isdigit():
        plain = re.sub(r"[.,' \u00a0\u202f](?=\d{3}(?:\D|$))", "", said)
        plain = plain.replace(",", ".").rstrip(".")
        if factor == 1:
            return plain
        value = float(plain)
    else:
        value = _worded(said)
    return f"{value * factor:.12g}"


def _worded(said: str) -> float:
    if said.startswith("half"):
        return 0.5
    value = 0.0
    for word in re.split(r"[ -]", said):
        if word in ("hundred", "thousand"):
            value = max(value, 1) * WORD_NUMBERS[word]
        else:
            value += WORD_NUMBERS.get(word, 0)
    return value or 1.0

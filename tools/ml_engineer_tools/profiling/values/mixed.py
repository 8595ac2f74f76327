"""Columns of text whose values are of several types or written in several ways."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from ml_engineer_tools.profiling.column_values import ColumnValues
from ml_engineer_tools.profiling.missing.words import says_nothing
from ml_engineer_tools.profiling.semantic_types.semantic_type import SemanticType
from ml_engineer_tools.profiling.semantic_types.text import MEASURED, NUMBER
from ml_engineer_tools.profiling.semantic_types.vocabularies import BOOLEAN_WORDS
from ml_engineer_tools.profiling.semantic_types.written_dates import order_of, separator_of

Mixture = Literal[
    "numbers and text", "numbers with and without a unit", "dates written in several ways",
    "dates that read as day or month first", "points and commas as decimal signs",
    "several spellings of yes and no", "numbers and dates",
]  # fmt: skip

SOME = 0.01
"""Share of rows from which a second type or way of writing is told: a convention."""

MANY = 0.7
"""Share of rows that numbers or dates make up for the rest to be out of place: a convention."""

_DECIMAL_POINT = re.compile(r"[-+]?\d+\.\d{1,2}|[-+]?\d{1,3}(?:,\d{3})+\.\d+|[-+]?\d+\.\d{4,}")
_DECIMAL_COMMA = re.compile(r"[-+]?\d+,\d{1,2}|[-+]?\d{1,3}(?:\.\d{3})+,\d+|[-+]?\d+,\d{4,}")


@dataclass(frozen=True, slots=True)
class Mixed:
    """What is mixed in a column, and the rows of the sample that are of the lesser type.

    Attributes:
        column: its name.
        mixture: what is mixed.
        rows: of the lesser type.
        exact: whether all rows of the table were counted.
    """

    column: str
    mixture: Mixture
    rows: int
    exact: bool = False


def reads_as_numbers(values: ColumnValues) -> bool:
    """Tell whether nearly all of a text column's sample are numbers, and no codes of digits."""
    told = {text.strip(): n for text, n in values.texts.items() if not says_nothing(text)}
    total = sum(told.values())
    numbers = {text: n for text, n in told.items() if NUMBER.fullmatch(text)}
    coded = any(re.match(r"0\d", text) for text in numbers)
    return total >= 20 and not coded and sum(numbers.values()) >= NEARLY_ALL * total


NEARLY_ALL = 0.99
"""Share of numbers from which the rest of a text column spoils them: a convention."""


def mixed(values: ColumnValues, kind: SemanticType) -> Mixed | None:
    """Return what is mixed in a text column; None if nothing is, or if it is prose or codes."""
    if values.kind != "text" or kind.personal or kind.word in ("free_text", "nested", "url"):
        return None
    told = {text.strip(): n for text, n in values.texts.items() if not says_nothing(text)}
    total = sum(told.values())
    if total < 20:
        return None
    if kind.word == "boolean":
        return _booleans(values.name, told)
    counted: Counter[str] = Counter()
    for text, n in told.items():
        counted[_type(text)] += n
    numbers, dates = counted["number"], counted["date"]
    if dates >= MANY * total:
        return _dates(values.name, told, total)
    if numbers + counted["unit"] < MANY * total or kind.word in ("code", "key", "ordered_category"):
        return None
    least = max(1, 0.0 if numbers > 0.9 * total else SOME * total)
    for word, mixture in _LESSER:
        lesser = min(counted[word], numbers) if word == "unit" else counted[word]
        if lesser >= least:
            return Mixed(values.name, mixture, lesser)
    return _decimals(values.name, told)


_LESSER: tuple[tuple[str, Mixture], ...] = (
    ("text", "numbers and text"),
    ("date", "numbers and dates"),
    ("unit", "numbers with and without a unit"),
)


def _type(text: str) -> str:
    if NUMBER.fullmatch(text):
        return "number"
    if order_of(text) is not None:
        return "date"
    return "unit" if MEASURED.fullmatch(text) else "text"


def _booleans(name: str, told: dict[str, int]) -> Mixed | None:
    """Find more than one word for yes, or for no, case aside."""
    rows = Counter[str]()
    for text, n in told.items():
        rows[text.casefold()] += n
    lesser = 0
    for words in BOOLEAN_WORDS:
        said = sorted((rows[word] for word in words if rows[word]), reverse=True)
        lesser += sum(said[1:])
    return Mixed(name, "several spellings of yes and no", lesser) if lesser else None


def _dates(name: str, told: dict[str, int], total: int) -> Mixed | None:
    """Find dates in several orders or with several signs, and orders that can't be told."""
    ways, orders = Counter[tuple[str, str]](), Counter[str]()
    for text, n in told.items():
        order = order_of(text)
        if order is None:
            ways["other", ""] += n
            continue
        orders[order] += n
        known = "numbered" if order in _NUMBERED_ORDERS else order
        ways[known, "" if order == "named month" else separator_of(text)] += n
    if orders["day first"] and orders["month first"]:
        lesser = min(orders["day first"], orders["month first"])
        return Mixed(name, "dates written in several ways", lesser)
    rest = total - max(ways.values())
    if rest >= max(2, SOME * total):
        return Mixed(name, "dates written in several ways", rest)
    either = orders["day or month first"]
    if either >= 0.99 * total and len(told) > 5:
        return Mixed(name, "dates that read as day or month first", either)
    return None


_NUMBERED_ORDERS = ("day first", "month first", "day or month first")


def _decimals(name: str, told: dict[str, int]) -> Mixed | None:
    points = sum(n for text, n in told.items() if _DECIMAL_POINT.fullmatch(text))
    commas = sum(n for text, n in told.items() if _DECIMAL_COMMA.fullmatch(text))
    lesser = min(points, commas)
    return Mixed(name, "points and commas as decimal signs", lesser) if lesser else None

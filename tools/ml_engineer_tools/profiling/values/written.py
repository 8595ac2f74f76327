"""Numbers and dates that a column writes as text, read: amounts of money, shares, mixed dates."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

import numpy as np

from ml_engineer_tools.profiling.missing.words import says_nothing
from ml_engineer_tools.profiling.semantic_types.written_dates import order_of

READ_SHARE = 0.8
"""Share of rows that say something and have to read, so that bounds of the rest mean something: a
convention."""

_CORE = re.compile(r"\d[\d.,'’   ]*\d|\d")
_EXPONENT = re.compile(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d+")
_TIMES = {"k": 1e3, "m": 1e6, "b": 1e9}
_CURRENCIES = {"€": "eur", "$": "usd", "us$": "usd", "£": "gbp", "¥": "jpy", "₹": "inr"}
_PARTS = re.compile(r"\d+|[a-z]+", re.I)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def read_numbers(texts: Mapping[str, int]) -> np.ndarray:
    """Return the numbers that texts write, sorted, repeats included; empty where that is unclear.

    Of points and commas the last one in a text is its decimal sign; where only one of them stands
    before three digits, the other texts of the column decide. Several currencies or units in one
    column aren't one scale, so nothing is read.

    Args:
        texts: as they are written -> rows.
    """
    said = {text.strip(): n for text, n in texts.items() if not says_nothing(text)}
    found = [(text, n, match[0]) for text, n in said.items() if (match := _CORE.search(text))]
    around = [_around(text, core) for text, _, core in found]
    if not found or len({unit for unit, _ in around} - {""}) > 1:
        return np.array([], dtype=np.float64)
    comma = _decimal_comma(core for _, _, core in found)
    read, rows = [], []
    for (text, n, core), (_, times) in zip(found, around, strict=True):
        number = _number(text, core, comma=comma)
        if number is not None:
            read.append(number * times)
            rows.append(n)
    if sum(rows) < READ_SHARE * sum(said.values()):
        return np.array([], dtype=np.float64)
    return np.sort(np.repeat(np.array(read, dtype=np.float64), rows))


def _around(text: str, core: str) -> tuple[str, float]:
    """Return the unit beside a number, a currency by its code, and what a letter multiplies by.

    An M is a million beside a currency only: elsewhere it is metres or minutes.
    """
    if _EXPONENT.fullmatch(text):
        return "", 1.0
    beside = re.sub(r"[-+()\s.]", "", text.replace(core, "", 1)).casefold()
    if beside == "k":
        return "", 1e3
    currency = beside[:-1] in _CURRENCIES or beside[:-1] in _CURRENCIES.values()
    times = _TIMES.get(beside[-1:], 1.0) if currency else 1.0
    unit = beside[:-1] if times > 1 else beside
    return _CURRENCIES.get(unit, unit), times


def _decimal_comma(cores: Iterable[str]) -> bool:
    """Tell whether commas are the decimal signs of a column, by the texts that leave no doubt."""
    commas = points = 0
    for core in cores:
        last = max(core.rfind(","), core.rfind("."))
        if last < 0:
            continue
        sure = ("," in core and "." in core) or (len(core) - last - 1 != 3)
        if sure and core.count(core[last]) == 1:
            commas += core[last] == ","
            points += core[last] == "."
    return commas > points


def _number(text: str, core: str, *, comma: bool) -> float | None:
    if _EXPONENT.fullmatch(text):
        return float(text)
    before, _, after = text.partition(core)
    plain = re.sub(r"['’   ]", "", core)
    last = max(plain.rfind(","), plain.rfind("."))
    if last >= 0:
        sign = plain[last]
        both = "," in plain and "." in plain
        three = len(plain) - last - 1 == 3
        grouped = plain.count(sign) > 1 or (not both and three and (sign == ",") != comma)
        digits = re.sub(r"[.,]", "", plain)
        plain = digits if grouped else f"{digits[: len(digits) - (len(plain) - last - 1)]}." + (
            plain[last + 1 :]
        )  # fmt: skip
    minus = "-" in before or ("(" in before and ")" in after)
    try:
        return (-1.0 if minus else 1.0) * float(plain)
    except ValueError:
        return None


def read_days(texts: Mapping[str, int]) -> list[datetime.date]:
    """Return the days that texts write, once each, sorted; empty where too few read.

    Where a text may put the day or the month first, those that leave no doubt decide; where these
    are of both kinds, or there are none, it is left out.
    """
    said = {text.strip(): n for text, n in texts.items() if not says_nothing(text)}
    orders = {text: order_of(text) for text in said}
    kinds = set(orders.values())
    day_first = "day first" in kinds
    if day_first == ("month first" in kinds):  # both, or neither
        unclear: bool | None = None
    else:
        unclear = day_first
    days: set[datetime.date] = set()
    rows = 0
    for text, order in orders.items():
        first = {"day first": True, "month first": False}.get(order or "", unclear)
        day = _day(text, order, first)
        if day is not None:
            days.add(day)
            rows += said[text]
    return sorted(days) if rows and rows >= READ_SHARE * sum(said.values()) else []


def _day(text: str, order: str | None, day_first: bool | None) -> datetime.date | None:
    parts = _PARTS.findall(text)
    try:
        if order == "year first":
            if len(parts[0]) == 8:
                return datetime.date.fromisoformat(parts[0])
            day = int(parts[2]) if len(parts) > 2 else 1
            return datetime.date(int(parts[0]), int(parts[1]), day)
        if order == "named month":
            return _named_day(parts)
        if order is None or day_first is None:
            return None
        first, second = int(parts[0]), int(parts[1])
        month, day = (second, first) if day_first else (first, second)
        return datetime.date(_year(parts[2]), month, day)
    except (ValueError, IndexError):
        return None


def _named_day(parts: list[str]) -> datetime.date | None:
    months = [_MONTHS.index(p[:3].casefold()) + 1 for p in parts if p[:3].casefold() in _MONTHS]
    numbers = [part for part in parts if part.isdigit()]
    if not months or not numbers:
        return None
    if len(numbers[0]) == 4:
        return datetime.date(int(numbers[0]), months[0], 1)
    return datetime.date(_year(numbers[1]), months[0], int(numbers[0]))


def _year(written: str) -> int:
    """Return a year; two digits are taken as POSIX does: 69 to 99 are 1969 to 1999."""
    year = int(written)
    if len(written) > 2:
        return year
    return year + (1900 if year >= 69 else 2000)

"""Which of two tables is the newer one: by flags, by the names of the files, by dates in both.

What a person says of the files comes before all of it, and is read where messages are read. Two
tables that a message merely names stand in no order: "live.csv is way off vs ref.csv".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from ml_engineer.conversation import SessionFacts, TablesOrder
from ml_engineer_tools.tables.date_spans import DateSpan

__all__ = ["order_of_tables", "order_told"]

Age = Literal["old", "new", ""]

OLD = (
    r"ref|reference|base|baseline|train|training|trained|before|old|older|prev|previous|past|hist"
    r"|history|historic|historical|val|valid|validation|original|orig|pre|prior|backtest"
)
NEW = (
    r"live|current|cur|curr|now|prod|production|new|newer|latest|recent|after|today|serving|served"
    r"|online|post|incident|broken|test|holdout"
)
"""Words in the names of files that say of which period they are."""

MONTHS = (
    r"jan(?:uary)?", r"feb(?:ruary)?", r"mar(?:ch)?", r"apr(?:il)?", r"may", r"june?", r"july?",
    r"aug(?:ust)?", r"sept?(?:ember)?", r"oct(?:ober)?", r"nov(?:ember)?", r"dec(?:ember)?",
)  # fmt: skip


def order_told(
    facts: SessionFacts,
    known: SessionFacts,
    dates: tuple[Mapping[str, DateSpan], Mapping[str, DateSpan]],
    *,
    in_a_message: bool,
) -> TablesOrder | None:
    """Return which of the two attached tables is the newer one; None where nothing tells.

    A flag says what each table is, and that stays as long as the second table does.

    Args:
        facts: what is attached now.
        known: what was attached before.
        dates: spans of the dates of both tables.
        in_a_message: whether a message merely named what is new.
    """
    if facts.data is None or facts.test is None:
        return None
    by_flag = TablesOrder(newer="test", by="flag")
    if facts.test != known.test:
        named = order_of_tables(facts.data, facts.test, *dates, facts.time)
        return named if in_a_message else by_flag
    if facts.data == known.data or known.order == by_flag:
        return known.order
    return order_of_tables(facts.data, facts.test, *dates, facts.time)


def order_of_tables(
    data: str,
    test: str,
    dates: Mapping[str, DateSpan],
    test_dates: Mapping[str, DateSpan],
    time: str | None = None,
) -> TablesOrder | None:
    """Return which of two tables is the newer one; None where nothing tells.

    Names that say it of both files come first, then dates that both tables hold, then a name that
    says it of one file, and last the dates in the names.

    Args:
        data: path of the first table.
        test: path of the second one.
        dates: spans of the first table's dates.
        test_dates: those of the second one.
        time: the column that is known to say when a row was known; it alone counts then.
    """
    ages = _age(data), _age(test)
    if all(ages) and ages[0] != ages[1]:
        return TablesOrder(newer="data" if ages[0] == "new" else "test", by="names")
    if (by_dates := _by_dates(dates, test_dates, time)) is not None:
        return by_dates
    if any(ages) and not all(ages):
        is_newer = ages[0] == "new" or ages[1] == "old"
        return TablesOrder(newer="data" if is_newer else "test", by="names")
    dated = _date_in(data), _date_in(test)
    if dated[0] is None or dated[1] is None or dated[0][0] != dated[1][0] or dated[0] == dated[1]:
        return None
    return TablesOrder(newer="data" if dated[0] > dated[1] else "test", by="names")


def _by_dates(
    dates: Mapping[str, DateSpan], test_dates: Mapping[str, DateSpan], time: str | None
) -> TablesOrder | None:
    shared = [name for name in dates if name in test_dates]
    if time in shared:
        shared = [name for name in shared if name == time]
    first = [name for name in shared if dates[name].is_after(test_dates[name])]
    second = [name for name in shared if test_dates[name].is_after(dates[name])]
    if bool(first) == bool(second):
        return None  # no date tells, or two of them disagree
    newer: Literal["data", "test"] = "data" if first else "test"
    return TablesOrder(newer=newer, by="dates", column=(first or second)[0])


def _age(path: str) -> Age:
    """Return how old the words of a file's name say that it is."""
    words = _words(path)
    old, new = (any(re.fullmatch(kind, word) for word in words) for kind in (OLD, NEW))
    return "" if old == new else "old" if old else "new"


def _date_in(path: str) -> tuple[str, tuple[int, ...]] | None:
    """Return the date in a file's name, with the way it is written; None if there is none."""
    stem = _stem(path)
    if found := re.search(r"(?<!\d)(20\d\d)[-_.]?(\d\d)(?:[-_.]?(\d\d))?(?!\d)", stem):
        return "date", tuple(int(part) for part in found.groups(default="0"))
    year = re.search(r"(?<!\d)20\d\d(?!\d)", stem)
    of_year = int(year[0]) if year is not None else 0
    months = [
        place
        for word in _words(path)
        for place, month in enumerate(MONTHS)
        if re.fullmatch(month, word)
    ]
    if months:
        return "month", (of_year, months[0])
    if found := re.search(r"(?<![a-z])(q|w|kw|week|wk|m|month|day|d|y)[-_]?(\d{1,2})(?!\d)", stem):
        return found[1], (of_year, int(found[2]))
    return ("year", (of_year,)) if of_year else None


def _stem(path: str) -> str:
    return re.split(r"[/\\]", path)[-1].partition(".")[0].lower()


def _words(path: str) -> list[str]:
    file = re.split(r"[/\\]", path)[-1].partition(".")[0]
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", file)
    return [word.lower() for word in re.findall(r"[A-Za-z]+", apart)]

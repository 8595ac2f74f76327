"""Text that is dates: columns that a file stored as text are read as what they say, in any format.

A CSV file knows no types, and its reader finds most dates; Parquet, Arrow and JSON may hold the
same dates as text. A column is read as dates only if every known value reads in one and the same
way of writing them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Aggregate = Callable[[ir.Table, Mapping[str, ir.Scalar]], dict[str, Any]]

SUSPECTED_ROWS = 1000
"""A column that says something else in so many rows is looked at no further."""

LONGEST = 35
"""Characters of a date with a time of day and a zone."""

LOOKS_DATED = re.compile(
    r"\s*(?:\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})(?:[-/. ]\d{1,4})?"
    r"|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|[A-Za-z]{3,9} \d{4})(?:[T ,]+\d{1,2}:\d{2}.*)?\s*"
)
"""What a date looks like at a glance; whether it is one, its parts tell."""

ISO_DAY, ISO, ISO_ZONED = "YYYY-MM-DD", "ISO 8601", "ISO 8601 with a zone"
ISO_TYPES = {ISO_DAY: "date", ISO: "timestamp(6)", ISO_ZONED: "timestamp('UTC', 6)"}
ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})\s*$")
DAYS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m.%d.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d",
    "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d/%m/%y",
    "%m/%d/%y", "%d.%m.%y", "%d-%m-%y", "%d-%b-%y",
)  # fmt: skip
CLOCKS = ("%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p")
MONTHS = ("%Y-%m", "%Y/%m", "%b %Y", "%B %Y")
"""Ways of writing a day, a time of day after it, and a month; a day before a month before a day
where both would read, as DuckDB reads CSV files."""

NAMES = {"%d": "DD", "%m": "MM", "%Y": "YYYY", "%y": "YY", "%b": "Mon", "%B": "Month",
         "%H": "hh", "%M": "mm", "%S": "ss", "%f": "ffffff", "%I": "hh", "%p": "AM/PM"}  # fmt: skip

FEWEST_MONTHS = 3
"""Different months from which a column of nothing but year and month is dates."""


@ibis.udf.scalar.builtin(name="try_strptime", signature=(("string", "string"), "timestamp(6)"))
def try_strptime(text, written):  # type: ignore[no-untyped-def]
    """Read a text by a way of writing dates; NULL where it doesn't read so."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A text column that is dates.

    Attributes:
        value: the column, read so.
        ways: the ways of writing dates in which all of it reads.
    """

    value: ir.Value
    ways: tuple[str, ...]


def as_dates(table: ir.Table, aggregate: Aggregate) -> dict[str, Dated]:
    """Return the text columns that are dates, read so.

    Days that may be months stay text, and so do instants of several zones: those are asked about.

    Args:
        table: as the engine read it.
        aggregate: computes measures, as `Engine.aggregate`.
    """
    values: dict[str, Dated] = {}
    for name, ways in _suspects(table).items():
        readings = [_read(table[name], written) for written in ways]
        unread = {
            str(k): (table[name].notnull() & value.isnull()).sum()
            for k, value in enumerate(readings)
        }
        found = aggregate(table, unread)
        fitting = [way for k, way in enumerate(ways) if not found[str(k)]]
        if not fitting or _swapped(fitting[0]) in fitting[1:]:
            continue  # days that may be months are left to a person
        written = fitting[0]
        reading = readings[ways.index(written)]
        days_only = written in (*DAYS, *MONTHS)
        values[name] = Dated(reading.date() if days_only else reading, tuple(fitting))
    return values


def _suspects(table: ir.Table) -> dict[str, list[str]]:
    """Return the text columns whose first rows read as dates, with the ways in which they do."""
    text = [name for name, dtype in table.schema().items() if dtype.is_string()]
    if not text:
        return {}
    start = table.select(*text).limit(SUSPECTED_ROWS).to_pyarrow().to_pydict()
    found: dict[str, list[str]] = {}
    for name in text:
        known = {value for value in start[name] if value is not None}
        if known and all(len(v) <= LONGEST and LOOKS_DATED.fullmatch(v) for v in known):
            ways = ways_of(known)
            months_only = bool(ways) and ways[0] in MONTHS
            if ways and not (months_only and len(known) < FEWEST_MONTHS):
                found[name] = ways
    return found


def written_otherwise(
    before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str, str]]:
    """Return columns of dates that two tables write in different ways: name, one way, the other."""
    return [
        (name, in_words(ways[0]), in_words(after[name][0]))
        for name, ways in before.items()
        if name in after and not set(ways) & set(after[name])
    ]


def in_words(written: str) -> str:
    """Return a way of writing dates as people name it: DD/MM/YYYY."""
    for sign, name in NAMES.items():
        written = written.replace(sign, name)
    return written


def ways_of(known: set[str]) -> list[str]:
    """Return the ways of writing dates in which all these texts read."""
    if all(_is_iso(value) for value in known):
        if all(len(value.strip()) == len(ISO_DAY) for value in known):
            return [ISO_DAY, ISO]
        zones = {found[0] if (found := ZONE.search(value)) else None for value in known}
        if len(zones) > 1:
            return []
        return [ISO if None in zones else ISO_ZONED]
    timed = any(":" in value for value in known)
    ways = [f"{day} {clock}" for day in DAYS for clock in CLOCKS] if timed else [*DAYS, *MONTHS]
    return [written for written in ways if all(_reads(value, written) for value in known)]


def _is_iso(value: str) -> bool:
    from datetime import datetime

    try:
        datetime.fromisoformat(value.strip())
    except ValueError:
        return False
    return re.match(r"\s*\d{4}-\d{2}-\d{2}", value) is not None


def _reads(value: str, written: str) -> bool:
    from datetime import datetime

    try:
        datetime.strptime(value.strip(), written)
    except ValueError:
        return False
    return True


def _read(column: ir.StringValue, written: str) -> Any:
    if written in ISO_TYPES:
        return column.strip().try_cast(ISO_TYPES[written])
    return try_strptime(column.strip(), written)


def _swapped(written: str) -> str:
    """Return a way of writing with day and month in the other order."""
    return written.replace("%d", "%x").replace("%m", "%d").replace("%x", "%m")

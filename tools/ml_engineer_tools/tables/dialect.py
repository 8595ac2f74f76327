"""The dialect of a CSV file: what separates fields, what quotes them, how numbers are written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import _csv

DELIMITERS = ",;\t|^"
"""Tried in this order; a space only where nothing else fits."""
RECORDS = 200
"""Records by which the dialect is told."""
LINE = 10_000
"""Characters of a line that are looked at for quotes."""
LONGEST_LINE = 2_000_000
"""Characters of a line, and of a cell, that are read: what DuckDB takes unless told otherwise."""
SPACED = 3
"""A file is taken as separated by spaces only if so many records have the header's width."""

DECIMAL_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+([eE][+-]?\d+)?")
DECIMAL_POINT = re.compile(r"[+-]?\d+\.\d+([eE][+-]?\d+)?")
INTEGER = re.compile(r"[+-]?\d+")
SHORT_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d+)?")
GROUPED_BY_POINTS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
GROUPED_BY_COMMAS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written.

    Attributes:
        delimiter: between fields.
        quote: around fields.
        decimal: the sign before the fraction of a number: "." or ",".
        thousands: the sign between groups of digits, "" for none.
        escape: the sign before a quote within quotes: the quote itself, or a backslash.
    """

    delimiter: str
    quote: str = '"'
    decimal: str = "."
    thousands: str = ""
    escape: str = '"'

    def reader(self, text: Iterable[str], *, strict: bool = False) -> _csv.Reader:
        """Return the records of a text as Python's own reader of CSV finds them."""
        if csv.field_size_limit() < LONGEST_LINE:  # which is one for the whole process
            csv.field_size_limit(LONGEST_LINE)
        return csv.reader(
            text,
            delimiter=self.delimiter,
            quotechar=self.quote,
            doublequote=self.escape == self.quote,
            escapechar=None if self.escape == self.quote else self.escape,
            strict=strict,
        )


def find_dialect(start: str, *, delimiter: str | None = None) -> Dialect:
    """Tell the dialect by the first records.

    Args:
        start: the beginning of the file, cut anywhere.
        delimiter: if it is known already.
    """
    candidates = [delimiter] if delimiter else list(DELIMITERS)
    separator = max(candidates, key=lambda candidate: _fit(start, candidate))
    if delimiter is None and not _fit(start, separator)[0] and _spaced(start):
        separator = " "
    quote = _quote(start, separator)
    plain = Dialect(separator, quote, escape=quote)
    if f"\\{quote}" in start:
        escaped = replace(plain, escape="\\")
        plain = max(plain, escaped, key=lambda tried: _fitting(records(start, tried, strict=True)))
    found = records(start, plain)
    decimal, thousands = _number_signs(found, separator)
    return replace(plain, decimal=decimal, thousands=thousands)


def _fitting(found: list[list[str]]) -> int:
    """Return how many records have the header's width."""
    return sum(len(row) == len(found[0]) for row in found)


def records(start: str, dialect: Dialect, *, strict: bool = False) -> list[list[str]]:
    """Return the first records that are not empty; fewer if they can't be parsed further."""
    rows = dialect.reader(io.StringIO(start, newline=""), strict=strict)
    found: list[list[str]] = []
    try:
        for row in rows:
            if row:
                found.append(row)
            if len(found) > RECORDS:
                break
    except csv.Error:
        pass
    # The last record may be cut.
    return found[:-1] if len(found) > 2 else found


def _fit(start: str, delimiter: str) -> tuple[bool, int]:
    """Return whether most of the first records have the header's width, and that width."""
    quote = _quote(start, delimiter)
    found = records(start, Dialect(delimiter, quote, escape=quote))
    width = len(found[0]) if found else 0
    same = sum(len(row) == width for row in found[1:])
    return (width > 1 and same > (len(found) - 1) / 2, width)


def _quote(start: str, delimiter: str) -> str:
    """Return the sign around fields: an apostrophe if many stand in them, and no other sign does.

    An apostrophe within words quotes nothing.
    """
    lines = start.splitlines()[:RECORDS]

    def fields(quote: str) -> int:
        field = rf"(?:^|{re.escape(delimiter)}){quote}(?:[^{quote}]|{quote}{quote})*{quote}"
        pattern = re.compile(rf"{field}(?={re.escape(delimiter)}|$)")
        return sum(len(pattern.findall(line[:LINE])) for line in lines)

    return "'" if fields("'") >= max(2, len(lines) / 4) and not fields('"') else '"'


def _spaced(start: str) -> bool:
    found = records(start, Dialect(" "))
    width = len(found[0]) if found else 0
    return width > 1 and len(found) > SPACED and all(len(row) == width for row in found)


def _number_signs(rows: list[list[str]], delimiter: str) -> tuple[str, str]:
    """Return the decimal sign and the sign between thousands, "" for none.

    A comma is decimal if more whole columns of numbers are written with it than with a point: a
    version or a note that holds a point is no such column.
    """
    body = [row for row in rows[1:] if len(row) == len(rows[0])]
    columns = [[cell.strip() for cell in column if cell.strip()]
               for column in zip(*body, strict=True)]  # fmt: skip
    with_comma = [c for c in columns if c and all(DECIMAL_COMMA.fullmatch(v) or
                  INTEGER.fullmatch(v) for v in c) and any("," in v for v in c)]  # fmt: skip
    with_point = [c for c in columns if c and all(DECIMAL_POINT.fullmatch(v) or
                  INTEGER.fullmatch(v) for v in c) and any(
                  "." in v and not GROUPED_BY_POINTS.fullmatch(v) for v in c)]  # fmt: skip
    if delimiter != "," and len(with_comma) > len(with_point):
        return ",", "." if any("." in value for column in with_comma for value in column) else ""
    grouped = any(
        column
        and all(GROUPED_BY_COMMAS.fullmatch(v) or SHORT_NUMBER.fullmatch(v) for v in column)
        and sum("," in value for value in column) > 1
        for column in columns
    )
    return ".", "," if grouped else ""

"""Ragged rows: where a CSV file stops fitting its header, told once an engine has refused it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

from ml_engineer_tools.tables.checks import FileFacts, open_checked
from ml_engineer_tools.tables.dialect import LONGEST_LINE, Dialect


class _TooLong(Exception):
    """A line is longer than `LONGEST_LINE`."""


def find_ragged_row(facts: FileFacts) -> str | None:
    """Say in one sentence where a CSV file's rows stop fitting its header; None if they fit.

    A second, slow reading, of bounded memory.
    """
    for part in facts.parts:
        if found := find_ragged_row(part):
            return found
    width, dialect = len(facts.header), facts.dialect or Dialect(",")
    with open_checked(facts) as file:
        rows = dialect.reader(_lines(file), strict=True)
        try:
            for row in rows:
                if row and len(row) != width:
                    fields = "field" if len(row) == 1 else "fields"
                    return (
                        f"{facts.path} has {len(row)} {fields} in line {rows.line_num} where its "
                        f"header has {width}; mend or quote that line."
                    )
        except _TooLong:
            return (
                f"{facts.path} has more than {LONGEST_LINE:,} characters in line "
                f"{rows.line_num + 1}; look for an unclosed quote or a missing line break there."
            )
        except csv.Error as error:
            return (
                f"{facts.path} can't be parsed at line {rows.line_num} ({error}); "
                "look for an unclosed quote there."
            )
    return None


def _lines(file: IO[str]) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise _TooLong
        yield line

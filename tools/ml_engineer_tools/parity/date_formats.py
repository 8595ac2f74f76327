"""Dates that are the same day written otherwise, and dates whose day and month were exchanged."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.parity.cells import Both

if TYPE_CHECKING:
    import pandas as pd

    from ml_engineer_tools.parity.patterns import Pattern

NEARLY_ALL = 0.95
"""Share of a side's values that a format has to read."""

FEWEST = 3
"""Dates from which it is asked whether day and month were exchanged."""

ISO = "ISO8601"

DAYS = (
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y%m%d", "%d/%m/%y",
    "%m/%d/%y", "%d.%m.%y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%B %d, %Y",
)  # fmt: skip
FORMATS = (ISO, *(day + time for time in ("", " %H:%M:%S", " %H:%M") for day in DAYS))
"""Formats that dates are written in."""

NAMES = {"%d": "DD", "%m": "MM", "%Y": "YYYY", "%y": "YY", "%b": "Mon", "%B": "Month",
         " %H:%M:%S": "", " %H:%M": ""}  # fmt: skip


def date_format_patterns(both: Both, known: np.ndarray) -> Iterator[Pattern]:
    """Yield `date_format` where text on both sides is the same instant in two formats.

    Args:
        both: the feature on both sides, of text.
        known: (n,) the differing rows with text on both sides.
    """
    from ml_engineer_tools.parity.patterns import Pattern

    if not known.any():
        return
    sides = [_readings(values[known]) for values in (both.training, both.serving)]
    best = None
    for (first, a), (second, b) in itertools.product(*(side.items() for side in sides)):
        same = np.asarray(a == b)
        if best is None or same.sum() > best[0].sum():
            best = same, first, second
    if best is None or not best[0].any():
        return
    same, first, second = best
    rows = np.zeros(len(known), dtype=bool)
    rows[np.flatnonzero(known)[same]] = True
    words = f"{_named(first)} and {_named(second)}" if first != second else ""
    yield Pattern("date_format", rows, words=words)


def exchanged_patterns(both: Both, known: np.ndarray) -> Iterator[Pattern]:
    """Yield `day_and_month_exchanged` where serving took the day of a date for its month.

    Args:
        both: the feature on both sides, of instants.
        known: (n,) the differing rows with an instant on both sides.
    """
    import pandas as pd

    from ml_engineer_tools.parity.patterns import Pattern

    rows = np.flatnonzero(known)
    a, b = (
        pd.Series(values[rows].astype("int64").astype("datetime64[us]"))
        for values in (both.training, both.serving)
    )
    exchanged = (
        (a.dt.year == b.dt.year) & (a.dt.day == b.dt.month) & (a.dt.month == b.dt.day)
        & (a.dt.normalize().rsub(a) == b.dt.normalize().rsub(b))
    )  # fmt: skip
    if exchanged.sum() < FEWEST:
        return
    fits = np.zeros(len(known), dtype=bool)
    fits[rows[exchanged.to_numpy()]] = True
    yield Pattern("day_and_month_exchanged", fits)


def _readings(texts: np.ndarray) -> dict[str, pd.Series]:
    """Return the instants that text stands for, in each format that reads nearly all of it."""
    import pandas as pd

    codes, distinct = pd.factorize(texts)
    found = {}
    for written in FORMATS:
        try:
            read = pd.to_datetime(
                pd.Series(distinct, dtype=object), format=written, errors="coerce", utc=True
            )
        except (ValueError, OverflowError):
            continue
        instants = read.iloc[codes].reset_index(drop=True)
        if instants.notna().mean() >= NEARLY_ALL:
            found[written] = instants
    return found


def _named(written: str) -> str:
    if written == ISO:
        return "YYYY-MM-DD"
    for sign, name in NAMES.items():
        written = written.replace(sign, name)
    return written

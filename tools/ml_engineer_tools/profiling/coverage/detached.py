"""Detached dates: a few rows far before or far after all others.

A measurement must come out the same next year, so "the future" is not told by today's clock but
by the table: what lies after all its other rows by a long way is a typing error, a default such
as 9999-12-31, or a plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FEW = 0.05
"""Share of rows up to which they are a few: a convention."""

FAR = 0.25
"""Part of the span of the middle nine tenths of the rows from which a gap detaches: a convention.
Rows before the rest have to be twice as far away: beginnings are thin by nature."""

OTHER_GAPS = 10.0
"""The gap is so many times longer than any from the middle up to it: a convention. Where volume
dies away evenly, the last gap is often three times as long as the one before, rarely ten."""

FEWEST_ROWS = 50
"""With fewer rows nothing is said: a convention."""


@dataclass(frozen=True, slots=True)
class Detached:
    """How many rows are detached, and which steps the others cover.

    Attributes:
        early, late: rows.
        first, last: positions of the first and last bucket of the others.
    """

    early: int
    late: int
    first: int
    last: int


def find_detached(places: np.ndarray, rows: np.ndarray) -> Detached:
    """Find the detached rows.

    Args:
        places: (k,) where each bucket lies in time, rising, in any unit.
        rows: (k,) rows in each.
    """
    whole = Detached(0, 0, 0, len(places) - 1)
    total = int(rows.sum())
    if total < FEWEST_ROWS or len(places) < 3:
        return whole
    upto = np.cumsum(rows) / total
    low = int(np.searchsorted(upto, FEW))
    high = int(np.searchsorted(upto, 1 - FEW))
    span = float(places[high] - places[low]) / (1 - 2 * FEW)
    if high == low or span <= 0:
        return whole
    gaps = np.diff(places)
    widest = float(gaps[low:high].max())
    first, last = 0, len(places) - 1
    longest = widest
    for k in range(high, len(gaps)):
        if gaps[k] >= max(FAR * span, OTHER_GAPS * longest):
            last = k
            break
        longest = max(longest, float(gaps[k]))
    longest = widest
    for k in range(low - 1, -1, -1):
        if gaps[k] >= max(2 * FAR * span, OTHER_GAPS * longest):
            first = k + 1
            break
        longest = max(longest, float(gaps[k]))
    return Detached(int(rows[:first].sum()), int(rows[last + 1 :].sum()), first, last)

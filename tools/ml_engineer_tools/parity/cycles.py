"""Cycles: hours, weekdays, months that are shifted and come round, as in another time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.parity.cells import Both

if TYPE_CHECKING:
    from ml_engineer_tools.parity.patterns import Pattern

FEWEST = 5
"""Differing rows from which a shift is fitted: a convention."""

FEWEST_ROUND = 3
"""Rows that come round, from which it is a cycle and no plain shift: a convention."""

NEARLY_ALL = 0.8
"""Share of the differing rows that have to be shifted alike."""

CYCLES = {
    24: "hours of the day", 7: "days of the week", 12: "months or hours of a clock",
    60: "minutes or seconds",
}  # fmt: skip
"""Cycles of so many parts that features are of. Of one of two parts any change is a shift."""

HOUR_NAMES = re.compile(r"(?:^|[_\W])(?:hour|hr|hod|hour_of_day|hour_of_the_day)$", re.IGNORECASE)
"""Names of hours of the day, whose shift is one of the clock even where none comes round."""


def cycle_patterns(both: Both, known: np.ndarray) -> Iterator[Pattern]:
    """Yield a shift round a cycle: only where values leave it at one end and enter at the other.

    A count that is one more in serving is no hour of another time zone.

    Args:
        both: the feature on both sides, of numbers.
        known: (n,) the differing rows with a finite value on both sides.
    """
    from ml_engineer_tools.parity.patterns import Pattern

    a, b = both.training, both.serving
    finite = np.isfinite(a) & np.isfinite(b)
    values = np.concatenate([a[finite], b[finite]])
    if known.sum() < FEWEST or not (values == np.floor(values)).all():
        return
    low, high = float(values.min()), float(values.max())
    named = bool(HOUR_NAMES.search(both.name)) and low >= 0 and high <= 23
    size = 24 if named else int(high - low) + 1
    if size not in CYCLES or (low not in (0, 1) and not named):
        return
    turned = (b - a)[known] % size
    shifts, counts = np.unique(turned, return_counts=True)
    shift = float(shifts[counts.argmax()])
    fits = known & ((b - a) % size == shift)
    ahead, back = (int((fits & ((b - a) == s)).sum()) for s in (shift, shift - size))
    if fits.sum() < NEARLY_ALL * known.sum():
        return
    # Where all rows agree, one that comes round is enough.
    asked = 1 if fits.sum() == known.sum() else FEWEST_ROUND
    if not named and min(ahead, back) < asked:
        return
    shift = shift if shift <= size / 2 else shift - size
    if size == 24:
        yield Pattern("clock_shifted", fits, shift, "hours")
    else:
        yield Pattern("cycle_shifted", fits, shift, "steps", words=CYCLES[size])

"""Eras: columns that hold one value for a long stretch of the file and vary in the rest.

A field that was introduced later, or a source that was joined on later, is filled with one value
before: models learn the era instead of the field.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SHORTEST_SHARE = 0.1
"""Share of the file that an era takes at least: a convention."""

FEWEST_ROWS = 100
"""Rows of an era at least: a convention."""

CHANCE = 1e-6
"""Expected number of such stretches in shuffled rows under which one is an era: a convention."""

CHANGES = 0.1
"""Share of the steps outside the era at which the value changes, at least: what stands in blocks,
as in a file sorted by a category, has no era; a convention."""

LARGEST_OUTSIDE = 0.9
"""Share of the rows outside that hold the era's value at most: a convention."""


@dataclass(frozen=True, slots=True)
class Era:
    """Positions, in the rows looked at, of the first row of the stretch and of the one after."""

    start: int
    stop: int


def find_era(codes: np.ndarray) -> Era | None:
    """Return the longest stretch of one value if shuffled rows would hardly have it.

    In n shuffled rows of which a share p hold the value, stretches of k are expected n p^k times
    at most.

    Args:
        codes: (n,) values as whole numbers, missing as one of them, in file order.
    """
    n = len(codes)
    if n < 2 * FEWEST_ROWS:
        return None
    edges = np.flatnonzero(np.diff(codes)) + 1
    starts = np.concatenate([[0], edges])
    lengths = np.diff(np.concatenate([starts, [n]]))
    longest = int(lengths.argmax())
    start, length = int(starts[longest]), int(lengths[longest])
    if length < max(FEWEST_ROWS, SHORTEST_SHARE * n) or length == n:
        return None
    share = float((codes == codes[start]).mean())
    if np.log(n) + length * np.log(share) > np.log(CHANCE):
        return None
    outside = np.concatenate([codes[:start], codes[start + length :]])
    varied = float((np.diff(outside) != 0).mean()) >= CHANGES
    if len(outside) < FEWEST_ROWS or not varied:
        return None
    if float((outside == codes[start]).mean()) > LARGEST_OUTSIDE:
        return None
    return Era(start, start + length)

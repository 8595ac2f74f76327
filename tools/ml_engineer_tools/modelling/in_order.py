"""Values in order: whether numbers hardly ever go back along a file, by steps and from afar."""

from __future__ import annotations

import numpy as np

SORTED = 0.99
"""Share of steps along the file that don't go back from which a file is sorted: a convention."""

FROM_AFAR = 0.95
"""Share of pairs of rows far apart that stand in order from which a file is sorted as a whole: a
convention. A day of the month rises in nearly every step and starts anew each month."""

PAIRS = 4000
"""Pairs of rows that are compared from afar."""


def is_in_order(values: np.ndarray) -> bool:
    """Tell whether values hardly ever go back along the file, or hardly ever forward.

    Args:
        values: (n,) finite numbers, in file order.
    """
    if len(values) < 2:
        return False
    steps = np.diff(values)
    up, down = float((steps >= 0).mean()), float((steps <= 0).mean())
    if max(up, down) < SORTED:
        return False
    random = np.random.default_rng(0)
    first, second = np.sort(random.integers(0, len(values), (2, PAIRS)), axis=0)
    apart = values[second] - values[first]
    differing = apart[apart != 0]
    if not len(differing):
        return True
    rising = float((differing > 0).mean())
    return max(rising, 1 - rising) >= FROM_AFAR

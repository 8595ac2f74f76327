"""Histograms: how the numbers of a column spread, in steps of round numbers."""

from __future__ import annotations

import math

import numpy as np

MOST_BINS = 12
"""Bins of a column, those of its tails included: a convention."""

MOST_FIGURES = 1500
"""Bins of all columns together, so that a wide table stays readable: a convention."""

FEWEST_BINS = 4

SHARES = (0.01, 0.99)
"""Quantiles between which the steps run; the tails are one bin each."""

SMALLEST_SPREAD = 1e-300
"""Below it a step is no normal double any more, so that there are no round edges to tell."""


def bins_each(columns: int) -> int:
    """Return how many bins each of so many columns has: 0 if that leaves too few."""
    bins = min(MOST_BINS, MOST_FIGURES // max(1, columns))
    return bins if bins >= FEWEST_BINS else 0


def histogram(numbers: np.ndarray, most: int) -> list[tuple[str, int]]:
    """Return intervals such as `[1.2, 3.4)` and their rows, in order.

    The edges are round, so that they tell no value of the table; steps are 1, 2 or 5 times a
    power of ten. Where values lie beyond, the first or the last interval is open.

    Args:
        numbers: sorted, finite.
        most: bins at most.
    """
    if not len(numbers):
        return []
    low, high = (float(q) for q in np.quantile(numbers, SHARES))
    if not (math.isfinite(high - low) and high - low > SMALLEST_SPREAD):
        return []
    step = _round_step((high - low) / max(1, most - 3))
    first, last = math.floor(low / step), math.floor(high / step) + 1
    edges = [k * step for k in range(first, last + 1)]
    counts = np.diff(np.searchsorted(numbers, edges, side="left")).tolist()
    places = max(0, -math.floor(math.log10(step)))
    told = [f"{edge + 0.0:.{places}f}" if abs(edge) < 1e15 else f"{edge:.6g}" for edge in edges]
    found = [(f"[{a}, {b})", int(n)) for a, b, n in zip(told, told[1:], counts, strict=False)]
    below = int(np.searchsorted(numbers, edges[0], side="left"))
    above = len(numbers) - int(np.searchsorted(numbers, edges[-1], side="left"))
    if below:
        found.insert(0, (f"(lower, {told[0]})", below))
    if above:
        found.append((f"[{told[-1]}, higher)", above))
    return found


def _round_step(width: float) -> float:
    power = 10.0 ** math.floor(math.log10(width))
    return next(k * power for k in (1, 2, 5, 10) if k * power >= width * (1 - 1e-9))

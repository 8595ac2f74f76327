"""Deciding: is a gain shown, shown to be too small to count, or can it not be told yet?"""

from __future__ import annotations

from typing import Literal

Gain = Literal["shown", "small", "undecided"]
"""What an interval says of a gain: it is there and counts; it is too small to count, or a loss;
neither."""


def judge_gain(gain: float, interval: tuple[float, float] | None, least: float) -> Gain:
    """Say what a gain's interval shows.

    A gain is shown if the interval excludes zero and the gain is large enough to count; it is shown
    to be small if the whole interval lies below what counts (the confidence interval inclusion rule
    of equivalence tests: Schuirmann 1987). That zero lies in an interval shows nothing.

    Args:
        gain: positive is better.
        interval: of the gain; None where it can't be told.
        least: the smallest gain that counts, above 0, in the unit of the gain.
    """
    if interval is None:
        return "undecided"
    low, high = interval
    if low > 0 and gain >= least:
        return "shown"
    return "small" if high < least else "undecided"


def why_undecided(interval: tuple[float, float] | None) -> str:
    """Return in words what an undecided gain's interval includes."""
    if interval is None:
        return "too few rows for an interval"
    if interval[0] > 0:
        return "an interval that excludes zero, but not gains too small to count"
    return "an interval that includes both zero and gains that count"

"""Deciding: is a gain shown, shown to be too small to count, or can it not be told yet?"""

from __future__ import annotations

from typing import Literal

Gain = Literal["shown", "small", "undecided"]
"""What an interval says of a gain: it is there and counts; it is too small to count, or a loss;
neither."""

FEWEST_TO_SHOW = 10
"""Rows of the rarer class that judge, below which two models can't be told apart at all."""

FEWEST_TO_EXCLUDE = 50
"""Rows of the rarer class that judge, below which no gain is ruled out: half of the 100 events that
validation of a model asks for (Collins, Ogundimu & Altman 2016). What so few rows vary by says
little of what others would."""


def judge_gain(
    gain: float, interval: tuple[float, float] | None, least: float, *, rarer: int | None = None
) -> Gain:
    """Say what a gain's interval shows.

    A gain is shown if the interval excludes zero and the gain is large enough to count; it is shown
    to be small if the whole interval lies below what counts (the confidence interval inclusion rule
    of equivalence tests: Schuirmann 1987). That zero lies in an interval shows nothing.

    Args:
        gain: positive is better.
        interval: of the gain; None where it can't be told.
        least: the smallest gain that counts, above 0, in the unit of the gain.
        rarer: rows of the rarer class that judge; None where there are no classes.
    """
    if interval is None:
        return "undecided"
    low, high = interval
    if low > 0 and gain >= least:
        return "shown"
    if high < 0 or (high < least and not few_to_exclude(rarer)):
        return "small"
    return "undecided"


def few_to_exclude(rarer: int | None) -> bool:
    """Tell whether rows of the rarer class are too few to rule a gain out."""
    return rarer is not None and rarer < FEWEST_TO_EXCLUDE


def why_undecided(interval: tuple[float, float] | None, *, rarer: int | None = None) -> str:
    """Return in words what an undecided gain's interval includes, or what is too few."""
    if interval is None:
        few = rarer is not None and rarer < FEWEST_TO_SHOW
        return f"too few rows {'of the rarer class ' if few else ''}for an interval"
    if few_to_exclude(rarer):
        return "too few rows of the rarer class to rule a gain out"
    if interval[0] > 0:
        return "an interval that excludes zero, but not gains too small to count"
    return "an interval that includes both zero and gains that count"

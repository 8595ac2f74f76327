"""Volume: whether the number of rows jumps to another level, and whether it has seasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

FEWEST_PERIODS = 8
"""Whole periods from which a jump is looked for: a convention."""

FEWEST_EACH = 3
"""Periods before and after a jump: a convention."""

FEWEST_ROWS = 20
"""Mean rows of a period from which its level is known: a convention."""

JUMP = 2.0
"""Ratio of the levels from which a jump is told: a convention."""

BETTER_THAN_A_LINE = 0.7
"""Part of the absolute deviations left by a straight line that the jump leaves at most: steady
growth is no jump; a convention."""

STANDARD_ERRORS = 6.0
"""Standard errors that the jump is away from 0 at least: strict, since its place was sought."""

SEASON = 0.5
"""Distance of the busiest from the quietest season, in parts of the mean, from which it is told:
a convention."""

HARDLY_ANY = 0.02
"""Rows of a season, in parts of those of the busiest, up to which it counts as empty: a
convention."""

SIGNIFICANCE = 1e-4
"""Probability of seasons by chance under which they are believed: a convention."""

FEWEST_CYCLES = 4
"""Weeks or days from which seasons are looked for; two years for months."""


@dataclass(frozen=True, slots=True)
class Jump:
    """The period, by position, at which the level changes, and the ratio after to before."""

    at: int
    ratio: float


def find_jump(rows: np.ndarray) -> Jump | None:
    """Return the place at which the level of the rows jumps and stays, if there is one.

    Periods without rows are left out, and deviations are absolute: a gap is no level.

    Args:
        rows: (k,) rows of consecutive whole periods.
    """
    places = np.flatnonzero(rows)
    n = len(places)
    if n < FEWEST_PERIODS or rows[places].mean() < FEWEST_ROWS:
        return None
    levels = np.log(rows[places])
    line = np.abs(levels - np.polyval(np.polyfit(places, levels, 1), places)).sum()
    best, left = 0, np.inf
    for k in range(FEWEST_EACH, n - FEWEST_EACH + 1):
        sides = (levels[:k], levels[k:])
        apart = sum(float(np.abs(side - np.median(side)).sum()) for side in sides)
        if apart < left:
            best, left = k, apart
    change = float(np.median(levels[best:]) - np.median(levels[:best]))
    # Counts vary by their square root at least; 1.2533 makes a mean deviation a standard one.
    deviation = max(1.2533 * left / (n - 2), float(1 / np.sqrt(rows[places].mean())))
    error = deviation * np.sqrt(1 / best + 1 / (n - best))
    far = abs(change) >= max(STANDARD_ERRORS * error, np.log(JUMP))
    steady = left > BETTER_THAN_A_LINE * line
    return Jump(int(places[best]), float(np.exp(change))) if far and not steady else None


def sampled_seasons(rows: np.ndarray) -> np.ndarray | None:
    """Return which seasons a reading is taken in, if it is taken in even steps; None if in all.

    Every third hour, or one day of the week: the empty ones between are how often somebody looked,
    and no quiet seasons. Office hours and weekends are not spread evenly over the cycle.

    Args:
        rows: (k,) rows of each season of the cycle, in its order.
    """
    taken = rows > HARDLY_ANY * rows.max(initial=0.0)
    places = np.flatnonzero(taken)
    if not 0 < len(places) < len(rows) or len(rows) % len(places):
        return None
    steps = np.diff(np.append(places, places[0] + len(rows)))
    return taken if (steps == len(rows) // len(places)).all() else None


def season_spread(rows: np.ndarray, seasons: np.ndarray, cycles: np.ndarray) -> float | None:
    """Return the distance of the busiest from the quietest season in parts of the mean.

    None if it is small or may be chance (Friedman's idea, by analysis of variance of square
    roots with the cycle's own level taken off).

    Args:
        rows: (k,) rows of consecutive steps.
        seasons: (k,) the season of each step: weekday, hour or month, from 0.
        cycles: (k,) the cycle of each step: week, day or year.
    """
    from scipy.special import fdtrc

    sampled = sampled_seasons(np.bincount(seasons - seasons.min(), weights=rows))
    if sampled is not None:
        kept = sampled[seasons - seasons.min()]
        rows, seasons, cycles = rows[kept], seasons[kept], cycles[kept]
    numbers = np.unique(cycles, return_inverse=True)[1]
    roots = np.sqrt(rows)
    mean = np.bincount(numbers, weights=roots) / np.bincount(numbers)
    around = roots - mean[numbers]
    present = np.unique(seasons)
    groups = [around[seasons == season] for season in present]
    if len(groups) < 2 or min(len(group) for group in groups) < 2:
        return None
    means = np.array([rows[seasons == season].mean() for season in present])
    spread = float((means.max() - means.min()) / max(rows.mean(), 1e-9))
    within = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
    every = np.concatenate(groups)
    between = sum(len(group) * float(group.mean() - every.mean()) ** 2 for group in groups)
    freedom = len(groups) - 1, len(every) - len(groups)
    sure = within == 0 or (
        float(fdtrc(*freedom, between / freedom[0] / (within / freedom[1]))) < SIGNIFICANCE
    )
    return spread if sure and spread >= SEASON else None


def hour_spread(instants: pd.Series) -> float | None:
    """Return the distance of the busiest from the quietest hour of the day in parts of the mean.

    None if it is small or may be chance (chi-squared test of evenness).

    Args:
        instants: a sample of the rows' instants.
    """
    from scipy.special import chdtrc

    counts = np.bincount(instants.dt.hour.to_numpy(), minlength=24)
    sampled = sampled_seasons(counts)
    if sampled is not None:
        counts = counts[sampled]
    if counts.sum() < 24 * FEWEST_ROWS:
        return None
    spread = float((counts.max() - counts.min()) / counts.mean())
    uneven = float(((counts - counts.mean()) ** 2).sum() / counts.mean())
    sure = float(chdtrc(len(counts) - 1, uneven)) < SIGNIFICANCE
    return spread if sure and spread >= SEASON else None

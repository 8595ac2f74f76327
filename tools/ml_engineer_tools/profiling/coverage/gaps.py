"""Gaps: stretches without a row that the usual rhythm of the rows doesn't explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FEWEST_STEPS = 30
"""Steps with rows from which there is a rhythm: a convention."""

BY_CHANCE = 0.001
"""Expected number of gaps of this length by chance up to which one is told: a convention."""

USUAL = 0.98
"""Share of the distances from one step with rows to the next that count as usual, so that nights
and weekends do: a convention."""

LONGER = 2.0
"""A gap is so many times longer than the usual ones at least: a convention."""

SMALLEST_VACANCY = 0.001
"""Share of empty steps that is allowed for at least, however regular the rows are."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty steps: how many, and the ordinals of the steps with rows around them."""

    missing: int
    before: int
    after: int


def find_gaps(steps: np.ndarray) -> list[Gap]:
    """Return the gaps, longest first.

    If steps were empty independently, each with the probability p, a gap of k steps would be
    expected n p^k times among n; from nights and weekends the usual distances are learnt.

    Args:
        steps: (k,) rising ordinals of the steps that have rows.
    """
    if len(steps) < FEWEST_STEPS:
        return []
    distances = np.diff(steps)
    usual = float(np.quantile(distances, USUAL, method="lower"))
    missing = np.minimum(distances - 1, usual).sum()
    vacancy = min(0.999, max(SMALLEST_VACANCY, float(missing / (missing + len(steps)))))
    fewest = np.log(BY_CHANCE / len(steps)) / np.log(vacancy)
    found = np.flatnonzero((distances - 1 >= fewest) & (distances >= LONGER * usual))
    gaps = [Gap(int(distances[k] - 1), int(steps[k]), int(steps[k + 1])) for k in found]
    return sorted(gaps, key=lambda gap: (-gap.missing, gap.before))

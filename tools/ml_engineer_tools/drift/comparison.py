"""The comparison of one column: effect sizes, what chance allows, and the verdict on both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ml_engineer_tools.drift.distances import (
    Counts,
    adjust,
    chance_psi,
    chance_total_variation,
    homogeneity_p_value,
    population_stability_index,
    psi_threshold,
    smirnov,
    total_variation,
)
from ml_engineer_tools.drift.levels import Levels
from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.profiling.summaries import Summary

LARGE_DISTANCE = 0.1
"""Smirnov or total variation distance from which on a shift counts: a convention, the same as
evidently's for its own distances on large tables. One row in ten is somewhere else. Of levels it
is what lies beyond chance, which alone drives the distance of many levels far from 0."""

HIGH_DISTANCE = 0.3
HIGH_PSI = 0.25
"""Where a shift is called high: 0.25 is credit scoring's "significant shift"; 0.3 is ours."""

LARGE_MISSING_CHANGE = 0.05
"""Change of the share of missing values that counts: one row in twenty, a convention."""

FALSE_DISCOVERY_RATE = 0.01
"""Adjusted p-values must lie below this: a convention."""

Distance = Literal["ks_distance", "total_variation_distance"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one column differs between both tables.

    Attributes:
        reference, current: its summaries.
        psi: population stability index over bins or levels, the missing being one of them.
        psi_threshold: what it has to exceed, given the number of bins and rows.
        psi_p: p-value of the evidence that goes with it: for levels, the chi-squared test; for
            numbers, the Smirnov test or that of what is missing (the smaller one, doubled). The
            chi-squared test doesn't hold for bins that were cut at the reference's quantiles:
            with few reference rows it is too often significant.
        distance_name: which distance.
        distance: between the known values (KS) or over levels and the missing (total variation).
        distance_p: its p-value.
        chance_psi, chance_distance: how large both are on average when nothing moved.
        exactness: of the distance.
        levels: of a text or boolean column; levels with few rows are compared as one.
    """

    reference: Summary
    current: Summary
    psi: float
    psi_threshold: float
    psi_p: float
    distance_name: Distance
    distance: float
    distance_p: float
    chance_psi: float
    chance_distance: float = 0.0
    exactness: Exactness = EXACT
    levels: Levels | None = None

    @property
    def name(self) -> str:
        """The column's name."""
        return self.reference.name

    @property
    def distance_threshold(self) -> float:
        """What the distance has to reach."""
        return LARGE_DISTANCE + self.chance_distance

    @property
    def adjusted_p(self) -> float:
        """The smaller of both p-values."""
        return min(self.psi_p, self.distance_p)

    @property
    def drifted(self) -> bool:
        """Whether an effect is large and there is evidence for it, once p-values are adjusted."""
        by_psi = self.psi >= self.psi_threshold and self.psi_p < FALSE_DISCOVERY_RATE
        large = self.distance >= self.distance_threshold
        by_distance = large and self.distance_p < FALSE_DISCOVERY_RATE
        return by_psi or by_distance

    @property
    def severity(self) -> Literal["high", "medium"]:
        """How far it moved, if it did."""
        far_off = self.distance >= HIGH_DISTANCE + self.chance_distance
        far = far_off and self.distance_p < FALSE_DISCOVERY_RATE
        high_psi = max(HIGH_PSI + self.chance_psi, self.psi_threshold)
        much = self.psi >= high_psi and self.psi_p < FALSE_DISCOVERY_RATE
        return "high" if far or much else "medium"


@dataclass(frozen=True, slots=True)
class MissingChange:
    """How often one column is missing in both tables, and the p-value of the change."""

    reference: Summary
    current: Summary
    p_value: float

    @property
    def change(self) -> float:
        """Share missing now less the share missing in the reference."""
        return self.current.missing_share - self.reference.missing_share

    @property
    def changed(self) -> bool:
        """Whether the change is large and there is evidence for it."""
        return abs(self.change) >= LARGE_MISSING_CHANGE and self.p_value < FALSE_DISCOVERY_RATE


def compare_numbers(
    summaries: tuple[Summary, Summary],
    bins: tuple[Counts, Counts],
    values: tuple[Counts, Counts],
    exactness: Exactness,
) -> Comparison:
    """Compare a numeric column: PSI over bins, Smirnov distance between values (not NaN)."""
    before, after = values
    distance, p_value = smirnov(before, after) if len(before) and len(after) else (0.0, 1.0)
    missing_p = compare_missing(*summaries).p_value
    return Comparison(
        *summaries,
        psi=population_stability_index(*bins),
        psi_threshold=psi_threshold(*bins),
        psi_p=min(1.0, 2 * min(p_value, missing_p)),
        distance_name="ks_distance",
        distance=distance,
        distance_p=p_value,
        chance_psi=chance_psi(*bins),
        exactness=exactness,
    )


def compare_levels(summaries: tuple[Summary, Summary], levels: Levels) -> Comparison:
    """Compare a text or boolean column: PSI and total variation over its levels.

    Levels with too few rows to be compared one by one are pooled.
    """
    table = levels.contingency()
    p_value = homogeneity_p_value(*table)
    return Comparison(
        *summaries,
        psi=population_stability_index(*table),
        psi_threshold=psi_threshold(*table),
        psi_p=p_value,
        distance_name="total_variation_distance",
        distance=total_variation(*table),
        distance_p=p_value,
        chance_psi=chance_psi(*table),
        chance_distance=chance_total_variation(*table),
        levels=levels,
    )


def compare_missing(reference: Summary, current: Summary) -> MissingChange:
    """Compare how often a column is missing."""
    import numpy as np

    before = np.array([reference.known, reference.missing], dtype=np.float64)
    after = np.array([current.known, current.missing], dtype=np.float64)
    return MissingChange(reference, current, homogeneity_p_value(before, after))


def adjust_all(
    comparisons: list[Comparison], missing: list[MissingChange]
) -> tuple[list[Comparison], list[MissingChange]]:
    """Return both with p-values adjusted for all the tests that were made, together."""
    n = len(comparisons)
    adjusted = adjust(
        [c.psi_p for c in comparisons]
        + [c.distance_p for c in comparisons]
        + [m.p_value for m in missing]
    )
    return (
        [
            replace(c, psi_p=adjusted[k], distance_p=adjusted[n + k])
            for k, c in enumerate(comparisons)
        ],
        [replace(m, p_value=adjusted[2 * n + k]) for k, m in enumerate(missing)],
    )

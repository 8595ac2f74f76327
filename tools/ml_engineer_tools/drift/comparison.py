"""The comparison of one column: effect sizes, what chance allows, and the verdict on both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ml_engineer_tools.drift.counts import ColumnCounts, Counts
from ml_engineer_tools.drift.distances import (
    adjust,
    alone_p_value,
    alone_together_p_value,
    chance_psi,
    homogeneity_p_value,
    largest_change,
    largest_change_p_value,
    largest_change_threshold,
    population_stability_index,
    psi_threshold,
    smirnov_distance,
    smirnov_p_value,
    smirnov_threshold,
    used_bins,
)
from ml_engineer_tools.drift.levels import Levels, match_levels
from ml_engineer_tools.evidence import Confidence, Severity

FALSE_DISCOVERY_RATE = 0.01
"""Adjusted p-values must lie below this: a convention, strict so that all checks of a report
together raise a false alarm in less than one of twenty reports."""

HIGH_DISTANCE = 0.3
HIGH_PSI = 0.25
"""Where a shift is called high: 0.25 is credit scoring's "significant shift"; 0.3 is ours."""

SMALL_EFFECT = 0.2
"""Cohen's h, the difference of two shares on the arcsine scale, from which a change counts: a
small effect (Cohen 1988). It is 50 to 60 %, 10 to 17 %, or 0 to 1 %."""

LARGE_MISSING_CHANGE = 0.05
"""A change of the share of missing values that counts whatever the share: a convention."""

MANY = 0.01
"""Share of rows out of bounds or with levels that are new or gone that counts: Cohen's h of 0.2
from nothing."""

FEWEST_ROWS = 3
"""Rows that a level must have to be called new or gone: one row may be a slip of the pen."""

SURE = 1e-6
"""Adjusted p-value below which chance is no explanation: a convention."""

DEPENDENT = 10.0
"""Design effect from which on evidence rests on an estimate of dependence: a convention."""

Check = Literal["distribution", "missing", "infinite", "new_levels", "gone_levels", "out_of_bounds"]
DistanceName = Literal["ks_distance", "l_infinity_distance"]


@dataclass(frozen=True, slots=True)
class Shift:
    """How the known values of one column differ.

    Attributes:
        psi, psi_threshold, chance_psi: over deciles or levels, what it has to exceed, and how
            large it is on average when nothing moved.
        distance_name: which distance.
        distance, distance_threshold: over quantiles or levels.
        mover: the level whose share changed most; None for numbers.
    """

    psi: float
    psi_threshold: float
    chance_psi: float
    distance_name: DistanceName
    distance: float
    distance_threshold: float
    mover: str | None = None

    @property
    def large(self) -> bool:
        """Whether the effect is large, whatever the evidence."""
        return self.psi >= self.psi_threshold or self.distance >= self.distance_threshold

    @property
    def severity(self) -> Severity:
        """How far it moved, if it did."""
        far = self.distance >= max(HIGH_DISTANCE, self.distance_threshold)
        much = self.psi >= max(HIGH_PSI + self.chance_psi, self.psi_threshold)
        return "high" if far or much else "medium"


@dataclass(frozen=True, slots=True)
class Test:
    """One test that was made: of what, its p-value, and whether the effect is large.

    `p_value` is adjusted for all the tests of the report once `adjust_all` has been there.
    """

    check: Check
    p_value: float
    large: bool
    rows: int = 0
    share: float = 0.0
    levels: tuple[tuple[str, int], ...] = ()

    @property
    def found(self) -> bool:
        """Whether effect and evidence are there."""
        return self.large and self.p_value < FALSE_DISCOVERY_RATE


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one column differs between both tables.

    Attributes:
        reference, current: what was counted.
        shift: of the known values; None if they are not compared.
        tests: what was tested.
        levels: of text and booleans.
    """

    reference: ColumnCounts
    current: ColumnCounts
    shift: Shift | None = None
    tests: tuple[Test, ...] = ()
    levels: Levels | None = None

    @property
    def name(self) -> str:
        """The column's name."""
        return self.reference.name

    def test(self, check: Check) -> Test | None:
        """Return the test of that kind, None if it wasn't made."""
        return next((test for test in self.tests if test.check == check), None)

    def found(self, check: Check) -> bool:
        """Tell whether the check found something."""
        test = self.test(check)
        return test is not None and test.found

    @property
    def drifted(self) -> bool:
        """Whether the distribution moved."""
        return self.found("distribution")

    @property
    def moved(self) -> bool:
        """Whether any check found something."""
        return any(test.found for test in self.tests)

    def confidence(self, check: Check) -> Confidence:
        """Return how sure a check is."""
        test = self.test(check)
        if test is None or test.p_value >= SURE:
            return "medium"
        dependent = max(self.reference.effect, self.current.effect) >= DEPENDENT
        return "medium" if dependent else "high"


def compare(reference: ColumnCounts, current: ColumnCounts) -> Comparison:
    """Compare one column; p-values are not adjusted yet."""
    unknown = (_missing(reference, current), _infinite(reference, current))
    tests = [test for test in unknown if test is not None]
    if not (reference.known and current.known) or reference.way != current.way:
        return Comparison(reference, current, tests=tuple(tests))
    if reference.way == "number" and reference.cuts is not None and current.cuts is not None:
        shift, p_value = _numbers(reference, current)
        tests += [Test("distribution", p_value, shift.large), _bounds(reference, current)]
        return Comparison(reference, current, shift, tuple(tests))
    if reference.way == "levels":
        levels = match_levels(reference, current)
        shift, p_value = _levels(reference, current, levels)
        tests.append(Test("distribution", p_value, shift.large))
        tests += _only_in_one(reference, current, levels)
        return Comparison(reference, current, shift, tuple(tests), levels)
    return Comparison(reference, current, tests=tuple(tests))


def adjust_all(comparisons: Sequence[Comparison], others: Sequence[float] = ()) -> tuple[
    list[Comparison], list[float]
]:  # fmt: skip
    """Return both with p-values adjusted for all the tests that were made, together."""
    tests = [test.p_value for comparison in comparisons for test in comparison.tests]
    adjusted = iter(adjust([*tests, *others]))
    return (
        [
            replace(c, tests=tuple(replace(test, p_value=next(adjusted)) for test in c.tests))
            for c in comparisons
        ],
        list(adjusted),
    )


def cohen_h(before: float, after: float) -> float:
    """Return Cohen's h: the difference of two shares on the arcsine scale."""
    return float(2 * np.arcsin(np.sqrt(after)) - 2 * np.arcsin(np.sqrt(before)))


def _numbers(reference: ColumnCounts, current: ColumnCounts) -> tuple[Shift, float]:
    n, m = reference.effective, current.effective
    cuts = reference.cuts
    assert cuts is not None  # noqa: S101  the caller has checked
    coarse = cuts.merged(reference.counts), cuts.merged(current.counts)
    distance = smirnov_distance(reference.counts, current.counts)
    bins = used_bins(*coarse)
    shift = Shift(
        psi=population_stability_index(*coarse),
        psi_threshold=psi_threshold(bins, n, m),
        chance_psi=chance_psi(bins, n, m),
        distance_name="ks_distance",
        distance=distance,
        distance_threshold=smirnov_threshold(n, m),
    )
    by_bins = homogeneity_p_value(*coarse, n, m)
    return shift, min(1.0, 2 * min(smirnov_p_value(distance, n, m), by_bins))


def _levels(reference: ColumnCounts, current: ColumnCounts, levels: Levels) -> tuple[Shift, float]:
    n, m = reference.effective, current.effective
    table = levels.contingency()
    distance, place = largest_change(*table)
    bins = used_bins(*table)
    shift = Shift(
        psi=population_stability_index(*table),
        psi_threshold=psi_threshold(bins, n, m),
        chance_psi=chance_psi(bins, n, m),
        distance_name="l_infinity_distance",
        distance=distance,
        distance_threshold=largest_change_threshold(*table, n, m),
        mover=levels.contingent_name(place),
    )
    by_level = largest_change_p_value(*table, n, m)
    return shift, min(1.0, 2 * min(by_level, homogeneity_p_value(*table, n, m)))


def _missing(reference: ColumnCounts, current: ColumnCounts) -> Test | None:
    if not (reference.missing or current.missing):
        return None
    before, after = reference.missing_share, current.missing_share
    large = (
        abs(cohen_h(before, after)) >= SMALL_EFFECT or abs(after - before) >= LARGE_MISSING_CHANGE
    )
    p_value = homogeneity_p_value(
        _pair(reference), _pair(current),
        reference.rows / reference.missing_effect, current.rows / current.missing_effect,
    )  # fmt: skip
    return Test("missing", p_value, large, current.missing, after - before)


def _infinite(reference: ColumnCounts, current: ColumnCounts) -> Test | None:
    """Test whether another share of the rows is infinite; of these no value can be compared."""
    if not (reference.infinite or current.infinite):
        return None
    before, after = reference.infinite_share, current.infinite_share
    there, here = (
        np.array([c.rows - c.infinite, c.infinite], dtype=np.float64) for c in (reference, current)
    )
    p_value = homogeneity_p_value(
        there, here,
        reference.rows / reference.missing_effect, current.rows / current.missing_effect,
    )  # fmt: skip
    large = abs(cohen_h(before, after)) >= SMALL_EFFECT
    return Test("infinite", p_value, large, current.infinite, after - before)


def _pair(counts: ColumnCounts) -> Counts:
    return np.array([counts.rows - counts.missing, counts.missing], dtype=np.float64)


def _bounds(reference: ColumnCounts, current: ColumnCounts) -> Test:
    """Test whether values lie out of the reference's bounds, below and above alike."""
    out = [float(current.counts[0]), float(current.counts[-1])]
    p_value = min(
        alone_p_value(rows / current.effect, current.effective, reference.effective) for rows in out
    )
    share = sum(out) / current.known
    return Test("out_of_bounds", min(1.0, 2 * p_value), share >= MANY, int(sum(out)), share)


def _only_in_one(reference: ColumnCounts, current: ColumnCounts, levels: Levels) -> list[Test]:
    """Test for levels that only one of the tables has.

    Had the rows of both tables been dealt at random, all rows of a level would lie in the one
    with a probability that falls with their number; the smallest counts, for each of the levels
    (Bonferroni). So does that of all of them together: of many levels none may have the rows to be
    called new by itself. Where most levels have few rows that is told otherwise, as of entities.
    """
    tests: list[Test] = []
    pairs: tuple[tuple[Check, ColumnCounts, ColumnCounts, Counts, Counts], ...] = (
        ("new_levels", current, reference, levels.current, levels.reference),
        ("gone_levels", reference, current, levels.reference, levels.current),
    )
    tested = max(1, len(levels.names))
    for check, here, there, rows, others in pairs:
        # What the reference names isn't all it had: an unseen level may be in what it pooled.
        only_here = (others == 0) & (rows > 0) & ~levels.unseen
        alone = only_here & (rows >= FEWEST_ROWS)
        p_values = [
            min(1.0, tested * alone_p_value(n / here.effect, here.effective, there.effective))
            for n in rows[alone]
        ]
        found = [
            (name, int(n))
            for name, n, p in zip(np.array(levels.names, dtype=object)[alone], rows[alone],
                                  p_values, strict=True)
            if p < FALSE_DISCOVERY_RATE
        ]  # fmt: skip
        least = min(p_values, default=1.0)
        together = _together(here, there, rows + others, only_here, levels)
        every = float(rows[only_here].sum())
        if together < FALSE_DISCOVERY_RATE and every >= MANY * here.known:
            found = [
                (levels.names[k], int(rows[k]))
                for k in sorted(np.flatnonzero(only_here), key=lambda k: -rows[k])
            ]
        total = sum(n for _, n in found)
        p_value = min(1.0, 2 * min(least, together))
        tests.append(Test(check, p_value, bool(found), total, total / here.known, tuple(found)))
    return tests


def _together(
    here: ColumnCounts,
    there: ColumnCounts,
    rows: Counts,
    only_here: NDArray[np.bool_],
    levels: Levels,
) -> float:
    """Return how likely chance puts all levels that only one table has there, together."""
    if levels.are_sparse():
        return 1.0
    named = ~levels.unseen
    return alone_together_p_value(
        rows[named] / here.effect, only_here[named], here.effective, there.effective
    )

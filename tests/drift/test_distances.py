"""The arithmetic of drift: distances, what chance makes of them, evidence, cuts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ml_engineer_tools.drift.bins import cut_points
from ml_engineer_tools.drift.distances import (
    adjust,
    alone_p_value,
    chance_psi,
    homogeneity_p_value,
    largest_change,
    largest_change_p_value,
    pool_small,
    population_stability_index,
    psi_threshold,
    smirnov_distance,
    smirnov_p_value,
    smirnov_threshold,
)

counts = st.lists(st.integers(0, 500), min_size=2, max_size=12).filter(lambda c: sum(c) > 0)


@given(counts)
@settings(max_examples=50, deadline=None)
def test_a_table_doesnt_differ_from_itself(rows: list[int]) -> None:
    table = np.array(rows, dtype=np.float64)
    n = float(table.sum())
    assert population_stability_index(table, table) == 0
    assert smirnov_distance(table, table) == 0
    assert largest_change(table, table)[0] == 0
    assert largest_change_p_value(table, table, n, n) == 1
    assert homogeneity_p_value(table, table, n, n) == pytest.approx(1)


@given(counts)
@settings(max_examples=50, deadline=None)
def test_psi_is_symmetric_positive_and_blind_to_the_order_of_bins(rows: list[int]) -> None:
    before = np.array(rows, dtype=np.float64)
    after = before[::-1].copy()
    psi = population_stability_index(before, after)
    assert psi >= 0
    assert psi == pytest.approx(population_stability_index(after, before))
    assert psi == pytest.approx(population_stability_index(np.roll(before, 1), np.roll(after, 1)))


@given(counts)
@settings(max_examples=50, deadline=None)
def test_pooling_keeps_every_row(rows: list[int]) -> None:
    before, after = np.array(rows, dtype=np.float64), np.array(rows[::-1], dtype=np.float64)
    pooled = pool_small(before, after)
    assert pooled[0].sum() == before.sum()
    assert pooled[1].sum() == after.sum()


def test_thresholds_know_the_number_of_rows() -> None:
    assert psi_threshold(10, 1e7, 1e7) == pytest.approx(0.1, abs=1e-4)
    assert psi_threshold(10, 100, 100) == pytest.approx(stats.chi2.ppf(0.99, 9) * 0.02)
    assert smirnov_threshold(1e7, 1e7) == 0.08
    assert smirnov_threshold(100, 100) == pytest.approx(
        stats.kstwobign.ppf(0.99) * math.sqrt(0.02), rel=1e-4
    )


def test_what_chance_makes_of_psi_is_told_about_right() -> None:
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.full(12, 3.0))
    draws = [(rng.multinomial(800, shares), rng.multinomial(500, shares)) for _ in range(100)]
    found = [population_stability_index(a.astype(float), b.astype(float)) for a, b in draws]
    assert np.mean(found) == pytest.approx(chance_psi(12, 800, 500), rel=0.2)


def test_the_chi_squared_test_equals_that_of_scipy() -> None:
    before, after = np.array([30.0, 40.0, 50.0]), np.array([40.0, 20.0, 50.0])
    expected = stats.chi2_contingency([before, after], correction=False).pvalue
    assert homogeneity_p_value(before, after, 120, 110) == pytest.approx(expected)


def test_rows_that_depend_on_each_other_are_less_evidence() -> None:
    before, after = np.array([300.0, 400.0, 500.0]), np.array([400.0, 200.0, 500.0])
    independent = homogeneity_p_value(before, after, 1200, 1100)
    assert homogeneity_p_value(before, after, 120, 110) > 1000 * independent


@given(st.lists(st.integers(1, 400), min_size=3, max_size=12), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_the_smirnov_distance_equals_that_of_scipy_on_binned_values(
    rows: list[int], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    before = np.array(rows)
    after = rng.permutation(before)
    codes = np.arange(len(rows), dtype=np.float64)
    values = np.repeat(codes, before), np.repeat(codes, after)
    expected = stats.ks_2samp(values[0], values[1], method="asymp")
    distance = smirnov_distance(before.astype(float), after.astype(float))
    assert distance == pytest.approx(expected.statistic)
    n, m = map(len, values)
    assert smirnov_p_value(distance, n, m) == pytest.approx(
        float(stats.kstwobign.sf(distance * math.sqrt(n * m / (n + m)))), abs=1e-9
    )


def test_a_level_of_many_rows_in_one_table_alone_is_no_chance() -> None:
    assert alone_p_value(1, 100, 100) == pytest.approx(0.5)
    assert alone_p_value(20, 100, 100) < 1e-5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
@settings(max_examples=50, deadline=None)
def test_adjusted_p_values_equal_those_of_scipy(p_values: list[float]) -> None:
    expected = stats.false_discovery_control(p_values, method="bh")
    assert adjust(p_values) == pytest.approx(list(expected))


class TestCuts:
    def test_an_atom_gets_a_bin_of_its_own_and_what_is_left_is_cut_too(self) -> None:
        values = np.array([0.0] * 80 + list(np.linspace(1, 2, 20)))
        cuts = cut_points(values, 0.0, 2.0)
        assert {math.nextafter(0.0, -math.inf), 0.0} <= set(cuts.points)
        assert sum(1 < cuts.points[k] < 2 for k in cuts.coarse) >= 3

    def test_one_wild_value_moves_no_cut_but_the_bound(self) -> None:
        values = np.sort(np.random.default_rng(0).normal(size=1000))
        wild = np.sort(np.append(values[:-1], 1e6))
        plain, with_wild = cut_points(values, values[0], values[-1]), cut_points(wild, wild[0], 1e6)
        assert plain.points[:-1] == with_wild.points[:-1]

    def test_each_of_a_few_values_is_a_bin(self) -> None:
        cuts = cut_points(np.array([1.0, 1.0, 2.0, 5.0]), 1.0, 5.0)
        assert cuts.points == (math.nextafter(1.0, -math.inf), 1.0, 2.0, 5.0)
        assert list(cuts.merged(np.array([0.0, 2.0, 1.0, 1.0, 7.0]))) == [2, 1, 8]

    def test_a_constant_is_compared_with_what_lies_below_and_above(self) -> None:
        cuts = cut_points(np.array([3.0, 3.0]), 3.0, 3.0)
        assert list(cuts.merged(np.array([4.0, 5.0, 6.0]))) == [4, 5, 6]

    def test_infinite_values_are_no_cuts(self) -> None:
        cuts = cut_points(np.array([-np.inf, 1.0, 2.0, np.inf]), 1.0, 2.0)
        assert np.isfinite(cuts.points).all()

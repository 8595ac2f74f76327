"""Odd spellings, mixed types, outliers and impossible values; and what only looks like them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ml_engineer_tools.profiling.values.histogram import histogram
from ml_engineer_tools.profiling.values.spelling import folded, variants

ROWS = 400
RNG = np.random.default_rng(0)
MINE = {"spelling_variants", "mixed_types", "outliers", "impossible_values", "near_constant",
        "duplicate_columns", "redundant_columns"}  # fmt: skip


def found_of(profile: Callable[..., Any], values: Any) -> set[str]:
    checks: set[str] = profile(pd.DataFrame({"c": values})).checks
    return checks & MINE


class TestSpelling:
    def test_case_blanks_signs_and_accents_make_no_other_level(
        self, profile: Callable[..., Any]
    ) -> None:
        towns = ["New York", "new york", "New York ", "New-York", "Zürich", "Zurich", "Lima"]
        found = profile(pd.DataFrame({"c": RNG.choice(towns, ROWS)}))
        finding = found.finding("spelling_variants")
        assert (finding.columns, finding.severity) == (("c",), "medium")
        assert found.value("levels_spelled_in_several_ways") == 2
        spelled = {f.subject.slice for f in found.figures("spelling_rows", "c")}
        assert spelled == set(towns) - {"Lima"}

    def test_initials_with_points_are_the_same_level(self) -> None:
        (level,) = variants({"NY": 90, "ny ": 5, "N.Y.": 5, "LA": 50})
        assert level.rows == 10

    def test_a_rare_slip_of_a_frequent_word_is_told_as_a_suspicion(
        self, profile: Callable[..., Any]
    ) -> None:
        words = ["Germany"] * 250 + ["Grmany"] * 4 + ["France"] * 146
        finding = profile(pd.DataFrame({"c": words})).finding("spelling_variants")
        assert (finding.severity, finding.confidence) == ("low", "medium")

    @pytest.mark.parametrize(
        "levels",
        [
            ["male", "female"], ["A", "B", "C"], ["1.5 l", "15 l"], ["grade A", "grade A+"],
            ["Iran", "Iraq"], ["< 5", "> 5", "5"], ["-1 x", "1 x"], ["Austria", "Australia"],
            ["0-9", "10-19"], ["C", "C++", "C#"],
        ],
    )  # fmt: skip
    def test_different_levels_stay_different(self, levels: list[str]) -> None:
        assert variants({level: 10 * 30**k for k, level in enumerate(levels)}) == []

    @given(st.text(max_size=30))
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        assert folded(folded(text)) == folded(text)


class TestMixedTypes:
    @pytest.mark.parametrize(
        "values",
        [
            [str(k) for k in range(380)] + ["many"] * 20,
            [f"{k} kg" if k % 5 else str(k) for k in range(ROWS)],
            [f"2023-{1 + k % 12:02d}-{1 + k % 28:02d}" if k % 4 else f"{13 + k % 9}/05/2023"
             for k in range(ROWS)],
            [f"{1 + k % 12}/{13 + k % 9}/2023" if k % 2 else f"{13 + k % 9}/{1 + k % 12}/2023"
             for k in range(ROWS)],
            [f"{k}.5" if k % 3 else f"{k},5" for k in range(ROWS)],
            [("yes", "no", "Y", "N")[k % 4] for k in range(ROWS)],
        ],
        ids=["text", "unit", "formats", "orders", "decimals", "booleans"],
    )  # fmt: skip
    def test_what_is_mixed_is_found(self, profile: Callable[..., Any], values: list[str]) -> None:
        finding = profile(pd.DataFrame({"c": values})).finding("mixed_types")
        assert (finding.columns, finding.severity) == (("c",), "medium")

    def test_days_that_may_be_months_are_a_question(self, profile: Callable[..., Any]) -> None:
        days = [f"{1 + k % 12:02d}/{1 + k % 11:02d}/2023" for k in range(ROWS)]
        assert profile(pd.DataFrame({"c": days})).finding("mixed_types").severity == "low"

    @pytest.mark.parametrize(
        "values",
        [
            [f"{k} kg" for k in range(ROWS)],
            [f"A{k % 30}" if k % 2 else str(k % 30) for k in range(ROWS)],
            [f"{1 + k % 28}/{1 + k % 12}/2023" for k in range(ROWS)],
            [("yes", "no", "Yes", "NO")[k % 2] for k in range(ROWS)],
            [f"{k}.25" for k in range(ROWS)],
            ["18-25", "26-35", "36-45", "65+"] * 100,
        ],
        ids=["unit", "codes", "dates", "booleans", "decimals", "bands"],
    )
    def test_what_is_of_one_kind_is_not(self, profile: Callable[..., Any], values: Any) -> None:
        assert "mixed_types" not in found_of(profile, values)


class TestIssuedNumbers:
    def test_a_number_without_a_checksum_fails_none(self, profile: Callable[..., Any]) -> None:
        numbers = [f"{100 + k % 500}-{10 + k % 80}-{1000 + k}" for k in range(ROWS)]
        numbers[:7] = [f"666-12-{1000 + k}" for k in range(7)]
        found = profile(pd.DataFrame({"c": numbers}))
        statement = found.finding("impossible_values").statement
        assert "never issued" in statement
        assert "checksum" not in statement
        assert found.value("impossible_rows", "c") == 7


class TestOutliers:
    def test_the_few_far_off_are_told_with_what_they_do_to_the_mean(
        self, profile: Callable[..., Any]
    ) -> None:
        values = RNG.normal(50, 5, ROWS)
        values[:2] = [5000, 7000]
        found = profile(pd.DataFrame({"c": values}))
        assert found.finding("outliers").columns == ("c",)
        assert found.value("outlier_rows", "c") == 2
        shift = values.mean() - values[2:].mean()
        assert found.value("mean_shift_by_outliers", "c") == pytest.approx(shift, rel=1e-4)

    def test_one_far_off_in_a_skewed_column_is_found(self, profile: Callable[..., Any]) -> None:
        values = RNG.lognormal(3, 1, ROWS)
        values[7] = 1e9
        assert profile(pd.DataFrame({"c": values})).value("outlier_rows", "c") == 1

    @pytest.mark.parametrize("seed", range(5))
    def test_heavy_tails_are_no_outliers(self, profile: Callable[..., Any], seed: int) -> None:
        rng = np.random.default_rng(seed)
        frame = pd.DataFrame(
            {
                "normal": rng.normal(size=ROWS),
                "lognormal": rng.lognormal(0, 2, ROWS),
                "cauchy": rng.standard_cauchy(ROWS),
                "pareto": rng.pareto(1.2, ROWS),
                "t": rng.standard_t(3, ROWS),
                "uniform": rng.uniform(size=ROWS),
                "mixture": np.where(rng.random(ROWS) < 0.1, 40, 0) + rng.normal(size=ROWS),
                "counts": rng.poisson(0.3, ROWS),
            }
        )
        assert not profile(frame).checks & {"outliers", "impossible_values"}


class TestImpossible:
    @pytest.mark.parametrize(
        "values",
        [
            np.where(np.arange(ROWS) < 3, -20, RNG.integers(18, 80, ROWS)),
            np.where(np.arange(ROWS) < 3, -2, RNG.poisson(1.2, ROWS)),
            np.where(np.arange(ROWS) < 3, 1.7, RNG.uniform(0, 1, ROWS)),
            np.where(np.arange(ROWS) < 3, 140, RNG.integers(0, 101, ROWS)),
            np.where(np.arange(ROWS) < 2, 250, RNG.integers(18, 95, ROWS)),
        ],
        ids=["age", "count", "probability", "percentage", "life"],
    )
    def test_a_few_beyond_a_bound_are_told(self, profile: Callable[..., Any], values: Any) -> None:
        assert profile(pd.DataFrame({"c": values})).finding("impossible_values").columns == ("c",)

    def test_a_place_beyond_the_pole_is_told(self, profile: Callable[..., Any]) -> None:
        frame = pd.DataFrame(
            {
                "lat": RNG.uniform(-60, 70, ROWS).round(5),
                "lon": RNG.uniform(-179, 179, ROWS).round(5),
            }
        )
        assert "impossible_values" not in profile(frame).checks
        frame.loc[:1, "lat"] = 93.21234
        assert profile(frame).finding("impossible_values").columns == ("lat",)

    @pytest.mark.parametrize(
        "values",
        [
            RNG.normal(8, 4, ROWS), RNG.normal(2.3, 1, ROWS).round(), RNG.normal(80, 8, ROWS),
            RNG.exponential(0.25, ROWS), RNG.normal(90, 12, ROWS).round(),
        ],
        ids=["temperature", "whole", "weight", "waiting", "scores"],
    )  # fmt: skip
    def test_a_smooth_tail_knows_no_bound(self, profile: Callable[..., Any], values: Any) -> None:
        assert not found_of(profile, values)


class TestNearConstant:
    def test_one_value_in_nearly_every_row_is_told(self, profile: Callable[..., Any]) -> None:
        values = np.where(np.arange(ROWS) < 3, 1, 0)
        finding = profile(pd.DataFrame({"c": values})).finding("near_constant")
        assert "99.25%" in finding.statement
        assert not found_of(profile, np.where(np.arange(ROWS) < 30, 1, 0))


class TestHistograms:
    @given(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=80), st.integers(4, 12))
    @example([0.0, 5e-324], 5)
    @example([0.0, 5e-324], 4)
    def test_every_value_is_in_one_bin(self, numbers: list[float], most: int) -> None:
        bins = histogram(np.sort(np.array(numbers)), most)
        assert len(bins) <= most + 2
        assert sum(rows for _, rows in bins) in (0, len(numbers))

    def test_edges_are_round_and_tell_no_cell(self, profile: Callable[..., Any]) -> None:
        values = RNG.normal(50, 5.4321, ROWS)
        found = profile(pd.DataFrame({"c": values})).figures("histogram_rows", "c")
        assert 4 <= len(found) <= 12
        assert sum(float(figure.value) for figure in found) == ROWS
        assert all("." not in (figure.subject.slice or "") for figure in found)


class TestSpoiltNumbers:
    @pytest.mark.parametrize("place", [3, 60_000])
    def test_one_cell_that_is_no_number_is_found_wherever_it_stands(
        self, profile: Callable[..., Any], place: int
    ) -> None:
        rng = np.random.default_rng(0)
        told = rng.normal(size=70_000).round(3).astype(str).astype(object)
        told[place] = "oops"
        found = profile(pd.DataFrame({"a": told, "x": rng.normal(size=70_000)}))

        assert found.finding("mixed_types").columns == ("a",)
        assert "1 cell that is no number makes text of all of `a`" in (
            found.finding("mixed_types").statement
        )
        (rows,) = found.figures("mixed_rows", "a")
        assert (rows.value, rows.n, rows.exactness.kind) == (1, 70_000, "exact")

    def test_codes_of_digits_are_not_spoilt_numbers(self, profile: Callable[..., Any]) -> None:
        rng = np.random.default_rng(0)
        codes = [f"{k:05d}" for k in rng.integers(0, 99_999, 2000)]
        found = profile(pd.DataFrame({"zip": [*codes, "A1234"], "x": rng.normal(size=2001)}))
        assert "mixed_types" not in found.checks

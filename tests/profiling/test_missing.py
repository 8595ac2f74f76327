"""Missing values in disguise are found by where they stand; real values like them are left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

ROWS = 400
RNG = np.random.default_rng(0)
AGES = RNG.integers(18, 80, ROWS).astype(float)
WHERE = np.arange(ROWS) % 20 == 0
DAYS = pd.Series(pd.Timestamp("2022-03-01") + pd.to_timedelta(RNG.integers(0, 700, ROWS), "D"))


def spoilt(values: Any, stand_in: Any) -> pd.Series:
    return pd.Series(values).mask(WHERE, stand_in)


class TestSentinels:
    @pytest.mark.parametrize("value", [-1, -9, -99, -999, 999, 9999, 99999])
    def test_a_number_apart_from_all_others_is_one(
        self, profile: Callable[..., Any], value: float
    ) -> None:
        found = profile(pd.DataFrame({"c": spoilt(AGES, value)}))
        finding = found.finding("disguised_missing")
        assert (finding.columns, finding.severity) == (("c",), "medium")
        (rows,) = found.figures("disguised_missing_rows")
        assert (rows.value, rows.subject.slice) == (WHERE.sum(), str(value))
        assert rows.exactness.kind == "exact"
        assert str(value) not in finding.statement
        assert "outliers" not in found.checks

    @pytest.mark.parametrize(
        "honest",
        [
            RNG.normal(0, 2, ROWS).round(),
            RNG.choice([-1, 0, 1], ROWS),
            RNG.integers(-3, 40, ROWS),
            RNG.integers(0, 1200, ROWS),
            np.where(WHERE, 999, RNG.integers(900, 1100, ROWS)),
            np.where(WHERE, 99, RNG.integers(60, 100, ROWS)),
            RNG.lognormal(5, 1.5, ROWS).round(),
            RNG.choice([0, 99, 199, 499, 999], ROWS),
            RNG.integers(0, 90, ROWS),
        ],
    )
    def test_a_value_that_the_others_lead_up_to_is_none(
        self, profile: Callable[..., Any], honest: Any
    ) -> None:
        assert "disguised_missing" not in profile(pd.DataFrame({"c": honest})).checks

    @pytest.mark.parametrize("day", ["1900-01-01", "1970-01-01", "2099-12-31", "9999-12-31"])
    def test_a_day_far_from_all_others_is_one(self, profile: Callable[..., Any], day: str) -> None:
        found = profile(pd.DataFrame({"c": spoilt(DAYS, pd.Timestamp(day).as_unit("s"))}))
        assert found.finding("disguised_missing").columns == ("c",)
        assert found.value("disguised_missing_rows", "c") == WHERE.sum()

    def test_a_day_among_others_is_none(self, profile: Callable[..., Any]) -> None:
        days = pd.Timestamp("1969-06-01") + pd.to_timedelta(np.arange(ROWS), "D")
        assert "disguised_missing" not in profile(pd.DataFrame({"c": days})).checks


class TestZeros:
    def test_zeros_apart_from_a_narrow_distribution_are_impossible(
        self, profile: Callable[..., Any]
    ) -> None:
        pressure = RNG.normal(70, 12, ROWS).round()
        insulin = RNG.lognormal(4.8, 0.6, ROWS).round() + 14
        gone = WHERE | (np.arange(ROWS) % 3 == 0)
        frame = pd.DataFrame(
            {"c1": spoilt(pressure, 0), "c2": np.where(gone, 0, insulin), "c3": AGES}
        )
        found = profile(frame)
        assert set(found.finding("disguised_missing").columns) == {"c1", "c2"}

    @pytest.mark.parametrize(
        "honest",
        [
            np.where(RNG.random(ROWS) < 0.7, 0, RNG.lognormal(5, 1, ROWS).round(2)),
            RNG.poisson(3, ROWS),
            RNG.exponential(20, ROWS).round(),
            np.where(WHERE, 0, RNG.lognormal(2.5, 1, ROWS).round(2)),
            RNG.normal(0, 10, ROWS).round(),
            RNG.choice([0, 5, 10, 15], ROWS),
        ],
    )
    def test_zeros_of_amounts_and_counts_are_values(
        self, profile: Callable[..., Any], honest: Any
    ) -> None:
        assert "disguised_missing" not in profile(pd.DataFrame({"c": honest})).checks


class TestWords:
    @pytest.mark.parametrize("word", ["?", "unknown", "-", "missing", "Not Available", "n.a."])
    def test_words_for_nothing_are_found_in_levels(
        self, profile: Callable[..., Any], word: str
    ) -> None:
        towns = RNG.choice(["Bonn", "Lyon", "Turin"], ROWS)
        found = profile(pd.DataFrame({"c": spoilt(towns, word)}))
        assert found.finding("disguised_missing").severity == "low"
        assert found.value("disguised_missing_rows", "c") == WHERE.sum()

    def test_blanks_among_numbers_are_found(self, profile: Callable[..., Any]) -> None:
        charges = pd.Series(RNG.uniform(20, 90, ROWS).round(2).astype(str))
        found = profile(pd.DataFrame({"c": spoilt(charges, " ")}))
        assert found.finding("disguised_missing").severity == "medium"
        (kind,) = found.figures("semantic_type", "c")
        assert kind.value in ("number", "money")
        assert "mixed_types" not in found.checks

    def test_none_as_a_level_is_a_value_and_among_numbers_is_not(
        self, profile: Callable[..., Any]
    ) -> None:
        levels = RNG.choice(["none", "mild", "severe"], ROWS)
        assert "disguised_missing" not in profile(pd.DataFrame({"c": levels})).checks
        numbers = spoilt(pd.Series(AGES.astype(int).astype(str)), "none")
        assert "disguised_missing" in profile(pd.DataFrame({"c": numbers})).checks


class TestTogether:
    def test_columns_missing_in_the_same_rows_are_a_block(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = pd.DataFrame({f"c{k}": RNG.normal(size=ROWS) for k in range(5)})
        frame.loc[WHERE, ["c0", "c1", "c2"]] = np.nan
        frame.loc[5:14, "c3"] = np.nan
        found = profile(frame)
        assert found.finding("missing_together").columns == ("c0", "c1", "c2")
        incomplete = frame.isna().any(axis=1).mean()
        assert found.value("complete_row_share") == pytest.approx(1 - incomplete)

    def test_columns_missing_apart_are_none(self, profile: Callable[..., Any]) -> None:
        frame = pd.DataFrame({f"c{k}": RNG.normal(size=ROWS) for k in range(4)})
        found = profile(frame.mask(RNG.random(frame.shape) < 0.1))
        assert "missing_together" not in found.checks

"""The order of the rows: eras, sorted columns and a target that follows the file are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from ml_engineer_tools.profiling.row_order.eras import find_era

ROWS = 1000
ALARMS = {"constant_for_a_stretch", "file_sorted", "target_follows_file_order"}


def shuffled(seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "x": rng.normal(size=ROWS),
            "mostly": rng.choice(["no", "yes"], ROWS, p=[0.95, 0.05]),
            "shop": rng.choice(list("abcdef"), ROWS),
        }
    )
    frame["y"] = rng.random(ROWS) < 0.3
    return frame


def test_a_shuffled_file_draws_nothing(profile: Callable[..., Any]) -> None:
    assert not profile(shuffled(), target="y").checks & ALARMS


class TestEras:
    def test_a_column_filled_with_one_value_at_first_is_found(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = shuffled()
        frame.loc[:399, "x"] = 0.004
        found = profile(frame, target="y")
        assert found.finding("constant_for_a_stretch").columns == ("x",)
        (share,) = found.figures("constant_stretch_share")
        assert share.value == 0.4
        assert share.subject.window == "rows 1 to 400"

    def test_a_field_that_is_missing_until_some_row_is_found(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = shuffled()
        frame.loc[700:, "shop"] = None
        statement = profile(frame).finding("constant_for_a_stretch").statement
        assert "last 30.0%" in statement

    def test_a_sorted_column_and_a_rare_event_have_no_era(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = shuffled().sort_values("shop", ignore_index=True)
        frame["rare"] = np.arange(ROWS) == 800
        assert "constant_for_a_stretch" not in profile(frame).checks

    def test_eras_in_shuffled_rows_are_not_found(self) -> None:
        for seed in range(100):
            rng = np.random.default_rng(seed)
            assert find_era((rng.random(ROWS) < rng.uniform(0.01, 0.5)).astype(int)) is None


class TestSorting:
    def test_a_file_sorted_by_a_measure_or_in_blocks_is_told(
        self, profile: Callable[..., Any]
    ) -> None:
        for name in ("x", "shop"):
            frame = shuffled().sort_values(name, ignore_index=True)
            assert profile(frame).finding("file_sorted").columns == (name,)

    def test_a_file_in_the_order_of_time_or_of_its_key_is_as_it_should_be(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = shuffled()
        frame["at"] = pd.date_range("2024-01-01", periods=ROWS, freq="h")
        frame["n"] = range(ROWS)
        found = profile(frame)
        assert "file_sorted" not in found.checks
        assert found.value("sorting_columns") == 2


class TestTarget:
    def test_a_target_that_drifts_along_the_file_is_found(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = shuffled()
        frame["y"] = np.random.default_rng(1).random(ROWS) < np.linspace(0.1, 0.8, ROWS)
        found = profile(frame, target="y")
        assert found.finding("target_follows_file_order").severity == "medium"

    def test_a_file_sorted_by_its_target_or_by_a_category_is_told_from_that(
        self, profile: Callable[..., Any]
    ) -> None:
        by_target = shuffled().sort_values("y", ignore_index=True)
        finding = profile(by_target, target="y").finding("target_follows_file_order")
        assert finding.severity == "low"
        assert "sorted by the target" in finding.statement
        by_shop = shuffled().sort_values("shop", ignore_index=True)
        rate = by_shop["shop"].map(dict(zip("abcdef", np.linspace(0.05, 0.9, 6), strict=True)))
        by_shop["y"] = np.random.default_rng(2).random(ROWS) < rate
        finding = profile(by_shop, target="y").finding("target_follows_file_order")
        assert (finding.severity, finding.columns) == ("low", ("y", "shop"))

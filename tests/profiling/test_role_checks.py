"""Roles that are given are checked, not believed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.errors import BadInput

ROWS = 600


def table(seed: int = 0, rows: int = ROWS) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "x": rng.normal(size=rows),
            "colour": rng.choice(list("rgb"), rows),
            "shop": [f"s{k}" for k in rng.integers(0, 60, rows)],
            "y": rng.random(rows) < 0.4,
        }
    )


class TestGroup:
    def test_a_group_that_gathers_rows_draws_nothing(self, profile: Callable[..., Any]) -> None:
        checks = profile(table(), target="y", group="shop").checks
        assert not checks & {
            "group_names_rows", "few_groups", "dominant_group", "group_missing",
            "target_constant_by_group",
        }  # fmt: skip

    def test_a_group_of_one_row_each_is_a_key(self, profile: Callable[..., Any]) -> None:
        frame = table().assign(shop=[f"s{k}" for k in range(ROWS)])
        assert profile(frame, group="shop").finding("group_names_rows").severity == "medium"

    def test_a_group_of_two_is_a_category(self, profile: Callable[..., Any]) -> None:
        frame = table().assign(shop=lambda t: t["x"] > 0)
        assert profile(frame, group="shop").finding("few_groups").columns == ("shop",)

    def test_one_large_entity_and_missing_ones_are_told(self, profile: Callable[..., Any]) -> None:
        frame = table()
        frame.loc[:349, "shop"] = "none"
        frame.loc[590:, "shop"] = None
        found = profile(frame, group="shop")
        assert found.finding("dominant_group").severity == "medium"
        assert found.value("group_missing_rows") == 10
        assert found.finding("group_missing").severity == "low"

    def test_a_label_of_the_entity_is_told_from_chance(self, profile: Callable[..., Any]) -> None:
        frame = table()
        frame["y"] = frame["shop"].str[-1].isin(list("0123"))
        found = profile(frame, target="y", group="shop")
        assert found.finding("target_constant_by_group").columns == ("shop", "y")
        rare = table()
        rare["y"] = np.arange(ROWS) < 8
        assert "target_constant_by_group" not in profile(rare, target="y", group="shop").checks


class TestTarget:
    def test_a_row_number_is_no_target(self, profile: Callable[..., Any]) -> None:
        frame = table().assign(y=np.arange(ROWS) * 3 + 7)
        assert profile(frame, target="y").finding("target_like_identifier").severity == "high"
        shuffled = table().assign(y=np.random.default_rng(1).permutation(ROWS))
        assert "target_like_identifier" not in profile(shuffled, target="y").checks

    def test_text_with_very_many_values_is_no_target(self, profile: Callable[..., Any]) -> None:
        frame = table().assign(y=[f"said {k // 2}" for k in range(ROWS)])
        assert profile(frame, target="y").finding("target_like_text").severity == "high"

    def test_a_quantity_with_few_values_may_be_classes(self, profile: Callable[..., Any]) -> None:
        rng = np.random.default_rng(2)
        frame = table().assign(y=rng.choice([0.5, 1.0, 1.5, 2.0], ROWS))
        assert "target_few_values" in profile(frame, target="y").checks
        assert "target_few_values" not in profile(frame.assign(y=rng.normal(size=ROWS)),
                                                  target="y").checks  # fmt: skip

    def test_counts_and_grades_are_told_from_codes(self, profile: Callable[..., Any]) -> None:
        rng = np.random.default_rng(3)
        counts = table().assign(y=np.minimum(rng.poisson(3, ROWS), 8))
        codes = table().assign(y=rng.integers(0, 9, ROWS))
        assert "target_may_be_counts" in profile(counts, target="y").checks
        assert "target_may_be_counts" not in profile(codes, target="y").checks

    def test_even_shares_of_many_classes_are_no_imbalance(
        self, profile: Callable[..., Any]
    ) -> None:
        rng = np.random.default_rng(4)
        even = table(rows=1500).assign(y=rng.choice([f"c{k}" for k in range(26)], 1500))
        assert "class_imbalance" not in profile(even, target="y").checks
        few = table(rows=1500).assign(y=np.where(np.arange(1500) % 300 < 299, "a", "b"))
        found = profile(few, target="y")
        assert {"class_imbalance", "rare_classes"} <= found.checks
        assert found.value("rare_classes") == 1

    def test_the_key_can_not_be_the_target(self, profile: Callable[..., Any]) -> None:
        with pytest.raises(BadInput, match="target and the key"):
            profile(table(), target="y", key="y")

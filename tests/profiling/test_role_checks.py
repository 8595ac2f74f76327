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


class TestClassSpellings:
    @pytest.fixture
    def written(self) -> pd.DataFrame:
        rng = np.random.default_rng(0)
        labels = rng.choice(["Y", "y", "N", "N "], 400, p=[0.5, 0.04, 0.4, 0.06])
        return pd.DataFrame({"x": rng.normal(size=400), "y": labels})

    def test_classes_that_are_one_are_a_finding_on_the_target(
        self, profile: Callable[..., Any], written: pd.DataFrame
    ) -> None:
        found = profile(written, target="y")
        finding = found.finding("target_spelling_variants")
        assert (finding.severity, finding.columns) == ("high", ("y",))
        assert found.value("target_classes_meant") == 2
        assert "class_imbalance" not in found.checks

    @pytest.mark.parametrize(
        "labels", [["Y", "N"], ["north", "south", "east"], ["1.5", "15", "150"], ["no", "na"]]
    )
    def test_different_classes_draw_nothing(
        self, profile: Callable[..., Any], labels: list[str]
    ) -> None:
        frame = pd.DataFrame({"x": range(300), "y": [labels[k % len(labels)] for k in range(300)]})
        assert not {c for c in profile(frame, target="y").checks if c.startswith("target_")}

    def test_words_of_one_meaning_and_words_for_nothing_are_told(
        self, profile: Callable[..., Any]
    ) -> None:
        labels = ["yes", "no", "1", "unknown"]
        frame = pd.DataFrame({"x": range(400), "y": [labels[k % 4] for k in range(400)]})
        found = profile(frame, target="y")
        assert found.value("target_classes_meant") == 2
        assert found.value("target_meaningless_share") == pytest.approx(0.25, abs=0.05)

    @pytest.mark.parametrize("tool", ["leakage", "baselines"])
    def test_tools_that_score_classes_say_so_too(self, tool: str, written: pd.DataFrame) -> None:
        from ml_engineer_tools.baselines.request import BaselinesRequest
        from ml_engineer_tools.baselines.tool import train_baselines
        from ml_engineer_tools.context import Context
        from ml_engineer_tools.engine import open_engine
        from ml_engineer_tools.leakage.request import LeakageRequest
        from ml_engineer_tools.leakage.tool import check_leakage

        engine = open_engine()
        engine.register("table", written)
        context = Context(engine)
        evidence = (
            check_leakage(LeakageRequest(data="table", target="y"), context)
            if tool == "leakage"
            else train_baselines(BaselinesRequest(data="table", target="y"), context)
        )
        found = [f for f in evidence.measurement.findings if f.check == "target_spelling_variants"]
        assert [f.severity for f in found] == ["high"]
        assert not any("No leak was found" in f.statement for f in evidence.measurement.findings)

"""Attributes that people are protected by are told by their levels, and are to slice by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

ROWS = 200
RNG = np.random.default_rng(0)


class TestSensitiveAttributes:
    @pytest.mark.parametrize(
        "levels",
        [
            ["male", "female"], ["F", "M"], ["man", "woman", "child"],
            ["White", "Black", "Asian-Pac-Islander", "Other"],
            ["married", "single", "divorced"], ["Christian", "Muslim", "Hindu"],
            ["heterosexual", "gay", "bisexual"], ["disabled", "not disabled"],
        ],
    )  # fmt: skip
    def test_they_are_told_by_their_levels(
        self, profile: Callable[..., Any], levels: list[str]
    ) -> None:
        found = profile(pd.DataFrame({"c": RNG.choice(levels, ROWS)}))
        finding = found.finding("sensitive_attribute")
        assert (finding.columns, finding.severity) == (("c",), "info")

    def test_ages_and_countries_need_a_name_too(self, profile: Callable[..., Any]) -> None:
        ages = RNG.integers(18, 90, ROWS)
        countries = RNG.choice(["Mexico", "Germany", "India", "Peru"], ROWS)
        named = profile(pd.DataFrame({"age": ages, "native-country": countries}))
        assert named.finding("sensitive_attribute").columns == ("age", "native-country")
        other = profile(pd.DataFrame({"c1": ages, "shop country": countries}))
        assert "sensitive_attribute" not in other.checks

    @pytest.mark.parametrize(
        "levels",
        [
            ["red", "white", "black"], ["m", "l", "s"], ["single", "double", "suite"],
            ["a", "b", "c"], ["yes", "no"],
        ],
    )  # fmt: skip
    def test_other_levels_are_left_alone(
        self, profile: Callable[..., Any], levels: list[str]
    ) -> None:
        found = profile(pd.DataFrame({"sex": RNG.choice([*levels, "d"], ROWS)}))
        assert "sensitive_attribute" not in found.checks

"""Columns that say what another one says are found, exactly where they are called equal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

ROWS = 400
RNG = np.random.default_rng(0)


def honest() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    x = rng.normal(size=ROWS)
    return pd.DataFrame(
        {
            "x": x,
            "like_x": x + rng.normal(0, 0.1, ROWS),
            "runs": np.cumsum(rng.gamma(1, 1, ROWS)),
            "id": [f"u{k}" for k in range(ROWS)],
            "row": range(ROWS),
            "rare_a": np.arange(ROWS) < 3,
            "rare_b": (np.arange(ROWS) < 3) | (np.arange(ROWS) == 9),
            "level": rng.choice(["a", "b", "c"], ROWS),
            "other": rng.choice(["a", "b", "c"], ROWS),
            "zeros": np.where(rng.random(ROWS) < 0.005, 1.5, 0.0),
            "nothing": np.where(rng.random(ROWS) < 0.005, 2.5, 0.0),
        }
    )


class TestCopies:
    def test_different_columns_are_no_copies(self, profile: Callable[..., Any]) -> None:
        assert not profile(honest()).checks & {"duplicate_columns", "redundant_columns"}

    def test_an_equal_column_is_counted_over_all_rows(self, profile: Callable[..., Any]) -> None:
        frame = honest()
        frame["copy"] = frame["x"].where(RNG.random(ROWS) < 0.9)
        frame["copy of it"] = frame["copy"]
        found = profile(frame)
        finding = found.finding("duplicate_columns")
        assert finding.columns == ("copy", "copy of it")
        assert found.value("differing_rows", "copy of it") == 0
        assert found.value("equal_columns") == 1

    def test_a_column_that_differs_in_few_rows_is_nearly_equal(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = honest()
        frame["again"] = frame["x"].where(np.arange(ROWS) % 200 != 7, 99.0)
        frame["level again"] = frame["level"].where(np.arange(ROWS) % 200 != 7, "z")
        found = profile(frame)
        assert set(found.finding("duplicate_columns").columns) == {
            "x", "again", "level", "level again"
        }  # fmt: skip
        assert found.value("differing_rows", "again") == 2

    def test_a_recoding_and_a_line_are_found(self, profile: Callable[..., Any]) -> None:
        frame = honest()
        frame["code"] = frame["level"].map({"a": 30, "b": 10, "c": 20})
        frame["fahrenheit"] = 32 + 1.8 * frame["x"]
        found = profile(frame)
        assert set(found.finding("redundant_columns").columns) == {
            "level", "code", "x", "fahrenheit"
        }  # fmt: skip
        assert (found.value("recoded_columns"), found.value("linear_columns")) == (1, 1)

    def test_a_line_is_told_with_factor_and_offset_even_where_values_repeat(
        self, profile: Callable[..., Any]
    ) -> None:
        celsius = np.random.default_rng(4).normal(12, 8, ROWS).round(1)
        frame = pd.DataFrame({"c": celsius, "f": 1.8 * celsius + 32, "minus": -celsius})
        found = profile(frame)
        statement = found.finding("redundant_columns").statement
        assert "`f` = 1.8 × `c` + 32" in statement
        assert "`minus` = -`c`" in statement
        assert found.value("line_factor", "f") == 1.8
        assert found.value("linear_columns") == 2

    def test_columns_that_nearly_follow_another_are_told_with_what_is_left(
        self, profile: Callable[..., Any]
    ) -> None:
        rng = np.random.default_rng(5)
        frame = honest()
        frame["near"] = 2.2 * frame["x"] + 1 + rng.normal(0, 0.01, ROWS)
        frame["cube"] = -(frame["x"] ** 3) + rng.normal(0, 1e-5, ROWS)
        frame.loc[3, ["like_x", "runs"]] = 1e9
        found = profile(frame)
        assert set(found.finding("redundant_columns").columns) == {"x", "near", "cube"}
        statement = found.finding("redundant_columns").statement
        assert "`near` is about 2.2" in statement
        assert "`cube` falls with `x`" in statement
        assert found.value("line_residual_share", "near") == pytest.approx(0.0046, rel=0.2)

    def test_a_hundred_columns_are_compared_with_each_other(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = pd.DataFrame({f"c{k}": RNG.normal(size=200) for k in range(100)})
        frame["c70"] = frame["c3"]
        assert profile(frame).finding("duplicate_columns").columns == ("c3", "c70")

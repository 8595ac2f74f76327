"""Equal cases: how many there are, whether their labels agree, and what error that makes sure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.profiling.cases.repeated import PART_ROWS, parts_of_cases

ENGINE = open_engine()
ROWS = 500


def detailed(rows: int = ROWS, seed: int = 0) -> pd.DataFrame:
    """Rows that hardly coincide by chance, whose label is a function of the columns."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({f"x{k}": rng.normal(size=rows).round(3) for k in range(4)})
    frame["colour"] = rng.choice(["red", "green"], rows)
    frame["y"] = frame["x0"] > 0
    return frame


def coarse(rows: int = ROWS, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"a": rng.integers(0, 3, rows), "b": rng.choice(list("pq"), rows)})
    frame["y"] = rng.random(rows) < 0.2 + 0.2 * frame["a"]
    return frame


class TestContradictions:
    def test_cases_labelled_twice_are_counted_with_the_floor(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = detailed()
        again = frame.head(40).assign(y=lambda t: ~t["y"])
        frame = pd.concat([frame, again], ignore_index=True)
        # The entity decides who is held out, so that both rows of a case are on one side.
        frame["case"] = [*range(ROWS), *range(40)]
        found = profile(frame, target="y", group="case")
        rows = found.value("contradictory_rows")
        explored = found.figures("contradictory_rows")[0].n
        assert rows == 2 * found.value("contradictory_cases") > 40
        assert found.value("error_floor") == pytest.approx(rows / 2 / explored, rel=1e-5)
        assert found.value("rows_with_twin") == rows
        assert found.finding("contradictory_labels").severity == "medium"
        assert "labelled more than once" in found.finding("contradictory_labels").statement

    def test_the_floor_of_a_number_is_what_twins_differ_by(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = detailed()
        frame["y"] = frame["x0"]
        frame = pd.concat([frame, frame.assign(y=lambda t: t["y"] + 2)], ignore_index=True)
        frame["case"] = [*range(ROWS), *range(ROWS)]
        found = profile(frame, target="y", group="case")
        # Every case has two labels, 2 apart: the best guess is off by 1 each time.
        assert found.value("rmse_floor") == pytest.approx(1)
        assert 0 < found.value("r2_ceiling") < 1

    def test_a_table_that_never_contradicts_itself_draws_nothing(
        self, profile: Callable[..., Any]
    ) -> None:
        found = profile(detailed(), target="y")
        assert found.value("contradictory_rows") == 0
        assert "contradictory_labels" not in found.checks

    def test_coarse_columns_are_told_from_wrong_labels(self, profile: Callable[..., Any]) -> None:
        frame = coarse()
        frame["row"] = [f"r{k:05d}x" for k in np.random.default_rng(1).permutation(ROWS)]
        found = profile(frame, target="y", key="row")
        finding = found.finding("contradictory_labels")
        assert finding.severity == "info"
        assert "coarse" in finding.statement
        # Six cells: the floor is the share of the smaller label in each.
        assert 0.15 < found.value("error_floor") < 0.5

    def test_columns_that_say_the_same_make_no_case_detailed(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = coarse()
        for k in range(12):
            frame.insert(0, f"again{k}", frame["a"] * 10 + k)
        assert profile(frame, target="y").finding("contradictory_labels").severity == "info"

    def test_a_key_nobody_named_and_a_time_do_not_hide_a_contradiction(
        self, profile: Callable[..., Any]
    ) -> None:
        frame = detailed()
        frame = pd.concat([frame, frame.assign(y=lambda t: ~t["y"])], ignore_index=True)
        frame["row"] = np.random.default_rng(1).permutation(len(frame)) + 5000
        frame["at"] = pd.date_range("2024-01-01", periods=len(frame), freq="h")
        assert profile(frame, target="y").value("contradictory_rows") > ROWS
        assert (
            profile(frame.drop(columns="row"), target="y", time="at").value("contradictory_rows")
            > 0
        )


class TestDuplicates:
    def test_rows_that_differ_in_the_key_alone_are_found(self, profile: Callable[..., Any]) -> None:
        frame = detailed()
        frame = pd.concat([frame, frame.head(50)], ignore_index=True)
        frame["id"] = [f"k{k}" for k in range(len(frame))]
        found = profile(frame, key="id")
        assert found.value("duplicate_rows") == 0
        assert found.value("duplicate_rows_beyond_key") == 50
        assert found.finding("duplicates_beyond_key").severity == "medium"
        assert found.finding("duplicates_beyond_key").columns == ("id",)

    @pytest.mark.parametrize("make", [detailed, coarse])
    def test_rows_that_look_alike_by_chance_draw_nothing(
        self, make: Callable[[], pd.DataFrame], profile: Callable[..., Any]
    ) -> None:
        frame = make()
        frame["id"] = [f"k{k}" for k in range(len(frame))]
        assert "duplicates_beyond_key" not in profile(frame, key="id").checks

    def test_exact_copies_weigh_less_where_rows_are_coarse(
        self, profile: Callable[..., Any]
    ) -> None:
        assert profile(coarse()).finding("duplicate_rows").severity == "low"
        doubled = pd.concat([detailed(), detailed().head(100)], ignore_index=True)
        assert profile(doubled).finding("duplicate_rows").severity == "medium"

    def test_many_columns_are_hashed_in_portions_and_counted_all_the_same(
        self, profile: Callable[..., Any]
    ) -> None:
        rng = np.random.default_rng(3)
        frame = pd.DataFrame({f"x{k}": rng.normal(size=300) for k in range(23)})
        # Each of these rows differs from another one in a single column, of a portion each.
        near = frame.head(3).copy()
        for row, column in enumerate(("x0", "x12", "x22")):
            near.loc[row, column] = 100.0
        frame = pd.concat([frame, near, frame.tail(30)], ignore_index=True)
        frame["id"] = [f"k{k}" for k in range(len(frame))]
        assert profile(frame, key="id").value("duplicate_rows_beyond_key") == 30

    def test_cases_are_the_same_told_apart_in_parts(self) -> None:
        cases = pd.DataFrame({"case": np.random.default_rng(0).integers(-(2**62), 2**62, 500)})
        ENGINE.register("cases", pd.concat([cases, cases.head(70)], ignore_index=True))
        rows = ENGINE.read("cases").expression
        parts = list(parts_of_cases(rows, 8 * PART_ROWS))
        counted = [ENGINE.aggregate(part, {"n": part["case"].nunique()})["n"] for part in parts]
        assert len(parts) == 8
        assert sum(counted) == 500


class TestNarrowTables:
    """With few columns rows equal each other by chance, and nobody is told otherwise."""

    @pytest.mark.parametrize("kind", ["a few categories", "one rounded number"])
    def test_nothing_is_said_of_repeats_that_chance_brings(
        self, profile: Callable[..., Any], kind: str
    ) -> None:
        rng = np.random.default_rng(0)
        rows = 400 if kind == "a few categories" else 5000
        told = (
            rng.choice(list("abcd"), rows)
            if kind == "a few categories"
            else rng.normal(size=rows).round(3)
        )
        frame = pd.DataFrame({"id": np.arange(rows), "x": told, "y": rng.integers(0, 2, rows)})
        found = profile(frame, target="y")

        assert "duplicates_beyond_key" not in found.checks
        if "contradictory_labels" in found.checks:
            assert found.finding("contradictory_labels").severity in ("low", "info")

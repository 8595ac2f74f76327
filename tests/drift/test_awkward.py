"""Awkward tables: a clear word or a quiet report, and never a traceback."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence

ENGINE = open_engine()
N = 300
X = np.random.default_rng(0).normal(size=N)
WITH_INFINITE = np.where(np.arange(N) % 3 == 0, np.inf, X)
DAYS = pd.date_range("2024-01-01", periods=N)


def drift(before: dict[str, Any], after: dict[str, Any], **asked: Any) -> Evidence:
    ENGINE.register("before", pd.DataFrame(before))
    ENGINE.register("after", pd.DataFrame(after))
    request = DriftRequest(reference="before", current="after", classifier=False, **asked)
    return measure_drift(request, Context(ENGINE))


def alarms(evidence: Evidence) -> set[tuple[str, str]]:
    return {
        (finding.check, column)
        for finding in evidence.measurement.findings
        if finding.severity != "info"
        for column in finding.columns
    }


QUIET: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "one row": ({"a": [1.0]}, {"a": [2.0]}, {}),
    "one row against many": ({"a": X, "s": ["q"] * N}, {"a": [2.0], "s": ["z"]}, {}),
    "a constant": ({"a": [1] * N}, {"a": [1] * N}, {}),
    "nothing but missing": ({"a": [None] * N, "b": X}, {"a": [None] * N, "b": X}, {}),
    "only a column of NaN": ({"a": [np.nan] * N}, {"a": [np.nan] * N}, {}),
    "infinite on both sides": ({"a": WITH_INFINITE}, {"a": WITH_INFINITE}, {}),
    "all infinite": ({"a": [np.inf] * N, "b": X}, {"a": [np.inf] * N, "b": X}, {}),
    "near the largest double": ({"a": X * 1e307}, {"a": X * 1e307}, {}),
    "below the smallest normal double": ({"a": X * 1e-310}, {"a": X * 1e-310}, {}),
    "lists and structures": (
        {"l": [[1]] * N, "d": [{"k": 1}] * N, "b": X},
        {"l": [[2]] * N, "d": [{"k": 2}] * N, "b": X},
        {},
    ),
    "a time that is text": ({"t": ["soon"] * N, "b": X}, {"t": ["later"] * N, "b": X},
                            {"time": "t"}),
    "a time in two zones": (
        {"t": DAYS.tz_localize("Europe/Berlin"), "b": X},
        {"t": DAYS.tz_localize("UTC"), "b": X},
        {"time": "t"},
    ),
    "a target without a class to learn": ({"y": [0] * N, "b": X}, {"y": [0] * N, "b": X},
                                          {"target": "y"}),
    "labels that are all missing yet": ({"y": [0, 1] * (N // 2), "b": X},
                                        {"y": [None] * N, "b": X}, {"target": "y"}),
}  # fmt: skip


@pytest.mark.parametrize("name", QUIET)
def test_nothing_is_said_where_nothing_can_be(name: str) -> None:
    before, after, asked = QUIET[name]
    assert alarms(drift(before, after, **asked)) == set()


FOUND: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], tuple[str, str]]] = {
    "another constant": ({"a": [1] * N}, {"a": [2] * N}, {}, ("distribution_moved", "a")),
    "infinite now": ({"a": X}, {"a": WITH_INFINITE}, {}, ("infinite_changed", "a")),
    "all infinite now": ({"a": X, "b": X}, {"a": [np.inf] * N, "b": X}, {},
                         ("infinite_changed", "a")),
    "infinite no more": ({"a": WITH_INFINITE}, {"a": X}, {}, ("infinite_changed", "a")),
    "numbers as text": ({"a": [1, 2] * 150, "b": X}, {"a": ["1", "x"] * 150, "b": X}, {},
                        ("columns_retyped", "a")),
    "dates as text": ({"a": DAYS, "b": X}, {"a": ["x"] * N, "b": X}, {},
                      ("columns_retyped", "a")),
    "labels as text": ({"y": [0, 1] * 150, "b": X}, {"y": ["no", "yes"] * 150, "b": X},
                       {"target": "y"}, ("columns_retyped", "y")),
    "a time that is gone": ({"t": DAYS, "b": X}, {"b": X}, {"time": "t"}, ("columns_gone", "t")),
    "names like our own": ({"c0": X, "block": X, "place": X}, {"c0": X + 1, "block": X, "place": X},
                           {}, ("distribution_moved", "c0")),
    "levels with quotes": ({"a": ["'; --", "", "ü"] * 100}, {"a": ["'; --", "", "new'"] * 100}, {},
                           ("new_levels", "a")),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_what_is_there_is_said(name: str) -> None:
    before, after, asked, expected = FOUND[name]
    assert expected in alarms(drift(before, after, **asked))


def test_cells_of_several_types_are_refused_in_words() -> None:
    with pytest.raises(BadInput, match="several types"):
        drift({"a": [1, "b", 2.5]}, {"a": [1, "b", 2.5]})


def test_one_row_is_said_to_be_too_few() -> None:
    notes = drift({"a": [1.0]}, {"a": [2.0]}).measurement.notes
    assert any(note.startswith("With 1 row") for note in notes)


def test_ten_thousand_levels_are_compared_and_their_turnover_is_told() -> None:
    rng = np.random.default_rng(0)
    before = {"a": rng.integers(0, 10_000, 20_000).astype(str)}
    assert alarms(drift(before, {"a": rng.integers(0, 10_000, 20_000).astype(str)})) == set()
    moved = {"a": rng.integers(5_000, 15_000, 20_000).astype(str)}
    assert alarms(drift(before, moved)) == {("levels_turned_over", "a")}


def test_a_level_whose_rows_came_all_at_once_has_not_turned_over() -> None:
    random = np.random.default_rng(11)
    before, after = (
        np.repeat(random.choice(list(levels), 34), 6)[:200] for levels in ("bcde",) * 2
    )
    after[60:72] = "a"
    assert alarms(drift({"kind": before}, {"kind": after})) == set()


def test_levels_that_are_all_written_anew_are_told_though_their_rows_stand_together() -> None:
    names = np.repeat(np.arange(100), 10)
    before, after = {"who": names.astype(str)}, {"who": np.char.add("C-", names.astype(str))}
    assert alarms(drift(before, after)) == {("levels_turned_over", "who")}


def test_a_slow_series_that_differs_much_is_told_and_raises_no_alarm() -> None:
    random = np.random.default_rng(3)
    wander = np.cumsum(random.normal(size=4_000))
    halves = ({"level": wander[:2_000]}, {"level": wander[2_000:] + 50})
    evidence = drift(*halves)
    assert alarms(evidence) == set()
    told = [f for f in evidence.measurement.findings if f.check == "movement_undecided"]
    assert [f.columns for f in told] == [("level",)]


def test_what_is_infinite_is_counted_apart_and_moves_nothing_else() -> None:
    evidence = drift({"a": X}, {"a": WITH_INFINITE})
    assert alarms(evidence) == {("infinite_changed", "a")}
    (finding,) = evidence.measurement.findings
    assert finding.statement == (
        "`a` is infinite in 100 rows of the current table (33.3%), and in none of the reference."
    )
    counted = {f.quantity: f.value for f in evidence.measurement.figures
               if f.subject.window == "current"}  # fmt: skip
    assert counted["infinite_count"] == 100


def test_two_infinite_values_where_there_were_none_are_told_and_are_no_alarm() -> None:
    evidence = drift({"a": X}, {"a": np.append(X[:-2], [np.inf, -np.inf])})
    assert alarms(evidence) == set()
    assert [f.check for f in evidence.measurement.findings] == [
        "infinite_values",
        "nothing_moved",
    ]
    assert "infinite in 2 rows" in evidence.measurement.findings[0].statement


def test_infinite_in_a_window_is_told_of_that_window() -> None:
    days = pd.date_range("2024-01-01", periods=6).repeat(50)
    values = np.where(days >= pd.Timestamp("2024-01-05"), np.inf, X)
    ENGINE.register("table", pd.DataFrame({"t": days, "a": values}))
    request = DriftRequest(reference="table", time="t", windows="day")
    evidence = measure_drift(request, Context(ENGINE))
    assert alarms(evidence) == {("infinite_changed", "a")}
    assert "first in 2024-01-05" in evidence.measurement.findings[0].statement


def said(evidence: Evidence, check: str) -> str:
    (finding,) = (f for f in evidence.measurement.findings if f.check == check)
    assert finding.severity == "info"
    return finding.statement


def test_where_nothing_moved_a_sentence_says_so() -> None:
    random = np.random.default_rng(3)
    evidence = drift({"a": X, "b": X[::-1]}, {"a": random.normal(size=N), "b": X})
    assert "None of 2 columns" in said(evidence, "nothing_moved")


def test_where_something_moved_no_sentence_says_the_contrary() -> None:
    evidence = drift({"a": X}, {"a": X + 3})
    assert "nothing_moved" not in {f.check for f in evidence.measurement.findings}


def test_a_table_beside_itself_is_said_to_be_the_same_file() -> None:
    evidence = drift({"a": X}, {"a": X})
    assert "the same file, byte for byte" in said(evidence, "same_file")


def test_of_a_few_rows_it_is_said_that_it_can_not_be_told() -> None:
    assert "It can't be told" in said(drift({"a": X}, {"a": X[:3]}), "movement_not_told")


def test_the_few_rows_of_the_current_table_are_the_reason_and_not_dependence() -> None:
    wandering = np.random.default_rng(4).normal(size=6000).cumsum()
    evidence = drift({"a": wandering}, {"a": [wandering.max()] * 3})
    assert "the current table has only 3 rows" in said(evidence, "movement_undecided")


def test_a_time_that_is_no_time_is_named_as_that_and_not_as_an_index() -> None:
    text = [f"user said {k * 7919 % 9973} words" for k in range(N)]
    evidence = drift({"t": text, "b": X}, {"t": text[::-1], "b": X}, time="t")
    told = {f.check: f for f in evidence.measurement.findings if "t" in f.columns}
    assert set(told) == {"time_not_read"}
    assert "can't be read as dates or times" in told["time_not_read"].statement
    assert "either table" in told["time_not_read"].statement


def test_a_time_that_became_text_is_said_with_both_types_and_what_it_costs() -> None:
    evidence = drift({"t": DAYS, "b": X}, {"t": ["soon"] * N, "b": X}, time="t")
    told = {f.check: f.statement for f in evidence.measurement.findings if "t" in f.columns}
    assert "the current table" in told["time_not_read"]
    assert "`t` (times → text)" in told["columns_retyped"]

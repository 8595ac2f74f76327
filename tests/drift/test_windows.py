"""Drift by window: when a table left its own past, and that a season is no drift."""

from __future__ import annotations

from typing import Literal

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
Unit = Literal["day", "week", "month", "auto"]


def stream(first: str, days: int, seed: int, *, a_day: int = 60) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    when = pd.date_range(first, periods=days, freq="D").repeat(a_day)
    n = len(when)
    weekend = np.asarray(when.day_of_week >= 5)
    frame = pd.DataFrame(
        {
            "when": when,
            "size": rng.normal(size=n) + 1.5 * weekend,
            "age": rng.integers(18, 90, n),
            "kind": rng.choice(list("abc"), n),
        }
    )
    frame["gaps"] = pd.Series(rng.normal(size=n)).where(rng.random(n) < 0.9)
    return frame


def by_window(
    table: pd.DataFrame, unit: Unit, current: pd.DataFrame | None = None, time: str | None = "when"
) -> Evidence:
    ENGINE.register("table", table)
    if current is not None:
        ENGINE.register("current", current)
    request = DriftRequest(
        reference="table",
        current=None if current is None else "current",
        time=time,
        windows=unit,
    )
    return measure_drift(request, Context(ENGINE))


def found(evidence: Evidence) -> dict[tuple[str, str], str]:
    return {
        (finding.check, column): finding.statement
        for finding in evidence.measurement.findings
        if finding.severity != "info"
        for column in finding.columns
    }


def windows_of(evidence: Evidence, quantity: str, column: str | None = None) -> list[str]:
    return [
        figure.subject.window or ""
        for figure in evidence.measurement.figures
        if figure.quantity == quantity and figure.subject.column == column and figure.subject.window
    ]


@pytest.mark.parametrize("unit", ["day", "week", "month", "auto"])
def test_a_table_like_its_own_past_raises_no_alarm_weekends_or_not(unit: Unit) -> None:
    assert found(by_window(stream("2024-01-01", 120, 1), unit)) == {}


def test_it_is_told_since_when_a_column_has_moved() -> None:
    table = stream("2024-01-01", 112, 1)
    late = table["when"] >= "2024-03-25"
    table.loc[late, "age"] += 20
    evidence = by_window(table, "week")
    told = found(evidence)
    assert set(told) == {("distribution_moved", "age")}
    assert "4 of 8 weeks, first in 2024-W13" in told["distribution_moved", "age"]
    assert "It still does in the last." in told["distribution_moved", "age"]
    assert windows_of(evidence, "psi", "age") == [f"2024-W{week:02d}" for week in range(9, 17)]


def test_what_came_back_is_said_to_have_come_back() -> None:
    table = stream("2024-01-01", 112, 1)
    burst = (table["when"] >= "2024-03-25") & (table["when"] < "2024-04-01")
    table.loc[burst, "kind"] = "a"
    table.loc[burst, "gaps"] = None
    told = found(by_window(table, "week"))
    assert "1 of 8 weeks, first in 2024-W13" in told["distribution_moved", "kind"]
    assert "In the last it is back." in told["distribution_moved", "kind"]
    assert "most so in 2024-W13: 100.0%" in told["missing_changed", "gaps"]


def test_windows_of_a_second_table_are_compared_with_the_first() -> None:
    current = stream("2024-03-01", 10, 2, a_day=300)
    current.loc[current["when"] >= "2024-03-08", "size"] += 2
    told = found(by_window(stream("2024-01-01", 60, 1), "day", current))
    assert set(told) == {("distribution_moved", "size")}
    assert "3 of 10 days, first in 2024-03-08" in told["distribution_moved", "size"]


def test_a_time_that_is_a_number_is_cut_into_parts() -> None:
    table = stream("2024-01-01", 100, 1).assign(when=np.arange(6000.0))
    table.loc[table["when"] >= 5400, "age"] += 30
    told = found(by_window(table, "auto"))
    assert "1 of 5 parts, first in part 10 of 10" in told["distribution_moved", "age"]
    with pytest.raises(BadInput, match="is a number, not a date"):
        by_window(table, "week")


@pytest.mark.parametrize(
    ("change", "unit", "words"),
    [
        ({"time": None}, "day", "cut by time"),
        ({"time": "wen"}, "day", "no column 'wen' for the time"),
        ({"time": "kind"}, "day", "doesn't read as a time"),
        ({}, "month", "within one month"),
    ],
)
def test_what_cannot_be_cut_is_said_in_one_sentence(
    change: dict[str, str | None], unit: Unit, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        by_window(stream("2024-01-01", 20, 1), unit, **change)  # type: ignore[arg-type]


def test_one_table_without_windows_is_refused() -> None:
    ENGINE.register("table", stream("2024-01-01", 3, 1))
    with pytest.raises(BadInput, match="nothing to compare with"):
        measure_drift(DriftRequest(reference="table"), Context(ENGINE))

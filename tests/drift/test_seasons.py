"""Monday is no drift: the reference is weighted to the current mix of weekdays and months."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.reference import build_reference
from ml_engineer_tools.drift.request import ReferenceRequest
from ml_engineer_tools.drift.saved import write_reference
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence

ENGINE = open_engine()


def orders(first: str, days: int, seed: int, *, a_day: int = 40) -> pd.DataFrame:
    """Return orders whose size and channel depend on the weekday, and whose age does not."""
    rng = np.random.default_rng(seed)
    when = pd.date_range(first, periods=days, freq="D").repeat(a_day)
    weekend = np.asarray(when.day_of_week >= 5)
    summer = np.asarray(when.month.isin([6, 7, 8]))
    n = len(when)
    return pd.DataFrame(
        {
            "day": when,
            "size": rng.normal(size=n) + 1.5 * weekend,
            "warmth": rng.normal(size=n) + 2 * summer,
            "channel": np.where(rng.random(n) < np.where(weekend, 0.7, 0.2), "app", "shop"),
            "age": rng.integers(18, 90, n),
        }
    )


def drift(reference: str | pd.DataFrame, current: pd.DataFrame) -> Evidence:
    if isinstance(reference, pd.DataFrame):
        ENGINE.register("before", reference)
        reference = "before"
    ENGINE.register("after", current)
    request = DriftRequest(reference=reference, current="after", time="day")
    return measure_drift(request, Context(ENGINE))


def found(evidence: Evidence) -> set[tuple[str, str]]:
    return {
        (finding.check, column)
        for finding in evidence.measurement.findings
        if not finding.check.startswith("not_comparable")
        for column in finding.columns
    }


YEARS = orders("2022-01-01", 800, 1)


@pytest.fixture(params=["table", "saved"])
def reference(request: pytest.FixtureRequest, tmp_path: Path) -> str | pd.DataFrame:
    if request.param == "table":
        return YEARS
    ENGINE.register("data", YEARS)
    saved, _ = build_reference(ReferenceRequest(data="data", time="day"), Context(ENGINE))
    write_reference(saved, tmp_path / "ref.json")
    return str(tmp_path / "ref.json")


def test_a_weekend_is_compared_with_weekends(reference: str | pd.DataFrame) -> None:
    weekend = orders("2024-06-01", 2, 2, a_day=600)
    evidence = drift(reference, weekend)
    assert found(evidence) == {
        ("moved_by_season", "size"),
        ("moved_by_season", "channel"),
        ("moved_by_season", "warmth"),
    }
    assert any("mix of the weekday and month" in note for note in evidence.measurement.notes)


def test_what_moved_on_that_weekend_is_found_and_the_season_told(
    reference: str | pd.DataFrame,
) -> None:
    weekend = orders("2024-06-01", 2, 2, a_day=600)
    weekend["size"] += 1
    evidence = drift(reference, weekend)
    assert ("distribution_moved", "size") in found(evidence)
    (finding,) = (f for f in evidence.measurement.findings if f.check == "distribution_moved")
    assert "rows of the same weekday and month" in finding.statement


@pytest.mark.parametrize("shift", [1.0, -1.0])
def test_medians_are_those_of_the_rows_that_were_compared(
    reference: str | pd.DataFrame, shift: float
) -> None:
    weekend = orders("2024-06-01", 2, 2, a_day=600)
    weekend["size"] += shift
    told = {
        (f.quantity, f.subject.window): float(f.value)
        for f in drift(reference, weekend).measurement.figures
        if f.subject.column == "size" and f.quantity in ("median", "median_shift")
    }
    assert told["median", "reference"] == pytest.approx(1.5, abs=0.15)
    assert told["median", "current"] == pytest.approx(1.5 + shift, abs=0.15)
    assert told["median_shift", None] == pytest.approx(shift, abs=0.15)


def test_a_share_is_that_of_the_rows_that_were_compared() -> None:
    years, weekend = orders("2022-01-01", 800, 1), orders("2024-06-01", 2, 2, a_day=600)
    for frame in (years, weekend):
        frame["app"] = (frame["channel"] == "app").astype(int)
    weekend["app"] = (np.random.default_rng(8).random(len(weekend)) < 0.4).astype(int)
    told = {
        f.subject.window: float(f.value)
        for f in drift(years, weekend).measurement.figures
        if f.subject.column == "app" and f.quantity == "value_share"
    }
    assert told["reference"] == pytest.approx(0.7, abs=0.02)
    assert told["current"] == pytest.approx(0.4, abs=0.05)


def test_a_part_of_the_year_that_never_came_round_is_said() -> None:
    evidence = drift(orders("2024-01-01", 150, 1), orders("2024-06-01", 60, 2))
    assert ("distribution_moved", "warmth") in found(evidence)
    assert any("can't be told apart" in note for note in evidence.measurement.notes)


def test_tables_of_the_same_mix_are_compared_as_they_are() -> None:
    evidence = drift(orders("2024-01-01", 364, 1, a_day=8), orders("2024-12-30", 364, 2, a_day=8))
    assert found(evidence) == set()
    assert not any("mix" in note for note in evidence.measurement.notes)


def hours(first: str, days: int, seed: int, *, a_day: int) -> pd.DataFrame:
    """Return a load that follows the hour and the weekend, its rows independent beside them."""
    rng = np.random.default_rng(seed)
    n = days * a_day
    when = pd.Timestamp(first) + pd.to_timedelta(np.sort(rng.integers(0, days * 86_400, n)), "s")
    hour, weekend = np.asarray(when.hour), np.asarray(when.day_of_week >= 5)
    load = 10 + 5 * np.sin(2 * np.pi * hour / 24) - 6 * weekend + rng.normal(size=n)
    return pd.DataFrame({"day": when, "load": load, "other": rng.normal(size=n)})


@pytest.mark.parametrize(
    ("first", "days", "a_day"), [("2024-03-03", 1, 500), ("2024-02-26", 7, 500)]
)
@pytest.mark.parametrize("shift", [2.0, 8.0])
def test_a_shift_of_hourly_rows_does_not_eat_its_own_evidence(
    first: str, days: int, a_day: int, shift: float
) -> None:
    evidence = drift(
        hours("2024-01-01", 56, 3, a_day=350),
        hours(first, days, 4, a_day=a_day).assign(load=lambda frame: frame["load"] + shift),
    )
    assert ("distribution_moved", "load") in found(evidence)


def test_hourly_rows_of_one_day_that_did_not_move_are_quiet() -> None:
    evidence = drift(hours("2024-01-01", 56, 3, a_day=350), hours("2024-03-03", 1, 4, a_day=500))
    assert not any(check == "distribution_moved" for check, _ in found(evidence))


def test_days_that_differ_as_a_whole_are_worth_few_rows_of_one_day() -> None:
    rng = np.random.default_rng(6)
    years = hours("2024-01-01", 56, 3, a_day=350)
    of_day = rng.normal(scale=2, size=57)
    years["load"] += of_day[(years["day"] - pd.Timestamp("2024-01-01")).dt.days]
    day = hours("2024-03-03", 1, 4, a_day=500).assign(load=lambda frame: frame["load"] + 2)
    assert ("distribution_moved", "load") not in found(drift(years, day))

"""Roles that nobody gave: which column is taken for the time or the entity, and that it is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from tests.leakage.split_worlds import found, measure

ROWS = 900


def rows_with(seed: int = 0, **columns: Any) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.normal(size=(ROWS, 3)), columns=list("abc"))
    frame["y"] = (frame[["a", "b"]].sum(axis=1) + random.normal(size=ROWS) > 0).astype(int)
    return frame.assign(**columns)


def days(numbers: np.ndarray, start: str) -> pd.Series:
    return pd.Series(pd.Timestamp(start) + pd.to_timedelta(numbers, unit="D"))


def time_note(frame: pd.DataFrame) -> str:
    measurement = measure(frame, target="y")
    (note,) = [note for note in measurement.notes if "No time column was given" in note]
    (stress,) = found(measurement, "split_stress")
    assert stress.columns[0] in note
    assert f"in the order of `{stress.columns[0]}`" in stress.statement
    assert "proposed and not given" in stress.statement
    assert "not checked" not in note
    return stress.columns[0]


def test_what_happened_is_taken_for_the_time_and_not_who_was_born_when() -> None:
    random = np.random.default_rng(1)
    born, seen = random.integers(0, 9_000, ROWS), random.integers(0, 365, ROWS)
    # Names are turned round: they have no say.
    frame = rows_with(seen_at=days(born, "1960-01-01"), born=days(seen, "2024-01-01"))
    assert time_note(frame) == "born"


def test_the_earlier_of_two_steps_of_one_event_is_taken_for_the_time() -> None:
    random = np.random.default_rng(1)
    start = random.integers(0, 365, ROWS)
    frame = rows_with(p=days(start + random.gamma(2, 1, ROWS), "2024-01-01"),
                      q=days(start, "2024-01-01"))  # fmt: skip
    assert time_note(frame) == "q"
    (finding,) = found(measure(frame, target="y"), "late_feature")
    assert (finding.columns, finding.severity) == (("p", "q"), "low")
    assert "100.0%" in finding.statement


def test_dates_after_the_time_given_are_told_if_they_are_a_part_of_the_rows_only() -> None:
    random = np.random.default_rng(1)
    start = random.integers(0, 365, ROWS)
    away = np.where(random.random(ROWS) < 0.3, 1, -1) * random.integers(1, 9, ROWS)
    frame = rows_with(m=days(start + away, "2024-01-01"), at=days(start, "2024-01-01"))
    (finding,) = found(measure(frame, target="y", time="at"), "late_feature")
    assert (finding.columns, finding.severity) == (("m", "at"), "medium")
    frame["m"] = frame["at"] - pd.to_timedelta(np.abs(away), unit="D")
    measurement = measure(frame, target="y", time="at")
    assert not found(measurement, "late_feature")
    (nothing,) = found(measurement, "nothing_found")
    assert "dates later than the row's time" in nothing.statement


def test_a_file_that_is_sorted_by_a_feature_is_said_to_be_that() -> None:
    frame = rows_with().sort_values("a").reset_index(drop=True)
    measurement = measure(frame, target="y")
    (finding,) = found(measurement, "file_order")
    assert (finding.columns, finding.severity) == (("a",), "low")
    (stress,) = found(measurement, "split_stress")
    assert stress.severity in ("info", "medium")
    assert "by which the file is sorted" in stress.statement
    assert not any("split in file order" in f.statement for f in measurement.findings)


def test_a_date_in_whose_order_the_file_is_comes_before_the_file_itself() -> None:
    random = np.random.default_rng(1)
    level = np.cumsum(random.normal(size=ROWS)) / 5
    frame = rows_with(when=days(np.arange(ROWS), "2021-01-01"), n=np.arange(ROWS))
    frame["y"] = level + frame["a"]
    measurement = measure(frame, target="y")
    (order,) = found(measurement, "file_order")
    assert order.columns == ("when",)
    assert all(stress.columns == ("when",) for stress in found(measurement, "split_stress"))


def test_an_entity_under_suspicion_is_put_under_stress_itself() -> None:
    random = np.random.default_rng(0)
    who = random.permutation(np.repeat(np.arange(60), ROWS // 60))
    effect = 3 * random.normal(size=60)
    frame = rows_with(code=[f"k{k}" for k in random.permutation(90_000)[:60][who]])
    frame["y"] = (effect[who] + random.normal(size=ROWS) > 0).astype(int)
    measurement = measure(frame, target="y")
    impact = found(measurement, "impact")
    assert not any("code" in finding.columns for finding in impact)
    worst = [f for f in found(measurement, "split_stress") if f.severity != "info"]
    assert worst
    assert worst[0].columns == ("code",)
    assert "found as the entity, not given" in worst[0].statement


def test_folds_that_cut_an_entity_of_no_effect_are_no_alarm() -> None:
    random = np.random.default_rng(0)
    who = random.permutation(np.repeat(np.arange(600), 5))
    frame = pd.DataFrame(random.normal(size=(3_000, 2)), columns=list("ab"))
    frame["y"] = (frame["a"] + random.normal(size=3_000) > 0).astype(int)
    frame["who"], frame["fold"] = who, random.integers(0, 5, 3_000)
    (finding,) = found(measure(frame, target="y", group="who", fold="fold"), "fold_entity_overlap")
    assert finding.severity == "info"
    assert "hardly matters" in finding.statement


def test_whole_numbers_that_read_as_days_are_dates_too() -> None:
    random = np.random.default_rng(1)
    seen = random.integers(0, 365, ROWS)
    told = days(seen, "2024-01-01").dt.strftime("%Y%m%d").astype(int)
    assert time_note(rows_with(when=told, size=random.integers(0, 90_000_000, ROWS))) == "when"

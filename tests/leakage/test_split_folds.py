"""A fold column: what its folds cut, and a split that stands in one table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.leakage.split_worlds import cut, found, honest, measure, serious, shuffled, value


def visits(seed: int) -> pd.DataFrame:
    """Rows of 120 patients, four each, who have a year of birth and a town for life."""
    random = np.random.default_rng(seed)
    frame, _ = honest(seed, rows=480)
    who = np.repeat(random.permutation(90_000)[:120], 4)
    frame["patient"] = who
    frame["born"] = np.repeat(random.integers(1930, 2010, 120), 4)
    return shuffled(frame, seed)


def dealt(rows: int, seed: int, folds: int = 5) -> np.ndarray:
    return np.random.default_rng(seed).permutation(np.arange(rows) % folds)


@pytest.mark.parametrize("seed", [0, 1])
def test_folds_that_cut_entities_are_found_and_folds_by_entity_are_not(seed: int) -> None:
    frame = visits(seed)
    frame["k"] = dealt(len(frame), seed)
    (finding,) = found(measure(frame, group="patient", fold="k"), "fold_entity_overlap")
    assert (finding.severity, finding.columns) == ("high", ("patient", "k"))
    codes = pd.factorize(frame["patient"])[0]
    frame["k"] = codes % 5
    assert serious(measure(frame, group="patient", fold="k")) == []


def test_folds_and_entities_that_nobody_named_are_asked_about() -> None:
    frame = visits(0)
    frame["k"] = dealt(len(frame), 0)
    (finding,) = found(measure(frame), "fold_entity_overlap")
    assert (finding.severity, finding.columns) == ("medium", ("patient", "k"))


def test_folds_that_are_mixed_over_time_are_told_and_consecutive_ones_are_not() -> None:
    frame, _ = honest(0)
    frame["day"] = pd.date_range("2024-01-01", periods=len(frame))
    frame["k"] = dealt(len(frame), 0)
    (finding,) = found(measure(frame, time="day", fold="k"), "fold_time_order")
    assert finding.columns == ("day", "k")
    frame["k"] = np.arange(len(frame)) * 5 // len(frame)
    assert serious(measure(frame, time="day", fold="k")) == []


def test_equal_rows_in_several_folds_are_counted() -> None:
    frame, _ = honest(0, rows=500)
    frame = pd.concat([frame, frame[:100]], ignore_index=True)
    frame["k"] = np.arange(600) % 5
    frame.loc[500:, "k"] = (frame["k"].to_numpy()[:100] + 1) % 5
    measurement = measure(frame, fold="k")
    (finding,) = found(measurement, "fold_row_overlap")
    assert finding.severity == "high"
    assert value(measurement, "twin_in_another_fold_share") == pytest.approx(1 / 3, abs=1e-4)


def test_a_column_that_says_train_and_test_is_read_as_the_split() -> None:
    frame = visits(1)
    train, test = cut(frame, 1)
    train["part"], test["part"] = "Train", "Test"
    one = pd.concat([train, test, train[:40].assign(part="Test")], ignore_index=True)
    measurement = measure(one, group="patient")
    checks = {finding.check for finding in measurement.findings if finding.severity == "high"}
    assert {"entity_overlap", "row_overlap"} <= checks
    assert value(measurement, "row_overlap_rows") == 40
    assert any("`part`" in note for note in measurement.notes)


def test_weekdays_and_a_category_of_five_are_no_folds() -> None:
    frame = visits(0)
    frame["weekday"] = np.arange(len(frame)) % 7
    frame["shelf"] = np.random.default_rng(0).integers(0, 5, len(frame))
    measurement = measure(frame)
    assert not any({"weekday", "shelf"} & set(f.columns) for f in measurement.findings)


def test_folds_drawn_at_random_are_asked_about_whatever_they_are_called() -> None:
    frame = visits(0)
    drawn = np.random.default_rng(0).integers(0, 5, len(frame))
    told = [
        [note for note in measure(frame.assign(**{name: drawn})).notes if f"`{name}`" in note]
        for name in ("fold", "q7")
    ]
    assert [len(notes) for notes in told] == [1, 1]
    assert "drawn at random" in told[0][0]
    assert told[0][0].replace("`fold`", "`q7`") == told[1][0]


def test_numbers_that_go_with_something_are_not_asked_about() -> None:
    frame = visits(0)
    rng = np.random.default_rng(0)
    frame["arm"] = rng.integers(0, 4, len(frame))
    frame["dose"] = frame["arm"] + rng.normal(0, 3, len(frame))
    frame["by_patient"] = frame["patient"].rank(method="dense").astype(int) % 4
    assert not any("drawn at random" in note for note in measure(frame).notes)

"""Split stress of a table that came with folds: only a gap that those folds cause is severe."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.leakage.test_split_stress import measure, patients, regimes, stress, value


def by_patient(frame: pd.DataFrame) -> pd.Series:
    drawn = np.random.default_rng(1).integers(0, 5, 300)
    return frame["patient"].str[1:].astype(int).map(lambda patient: drawn[patient])


def at_random(frame: pd.DataFrame) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 5, len(frame))


def test_given_folds_that_keep_entities_whole_draw_no_warning() -> None:
    frame = patients(0)
    frame["k"] = by_patient(frame)
    measurement = measure(frame, target="y", group="patient", fold="k")
    (finding,) = stress(measurement)
    assert finding.severity == "info"
    assert "over the folds in `k`" in finding.statement
    assert value(measurement, "given_folds_roc_auc") < 0.75


def test_given_folds_that_cut_entities_are_severe_by_the_gap_that_they_cause() -> None:
    frame = patients(0)
    frame["k"] = at_random(frame)
    measurement = measure(frame, target="y", group="patient", fold="k")
    (finding,) = stress(measurement)
    assert finding.severity == "high"
    assert "over the folds in `k` is optimistic by" in finding.statement
    told, group = (value(measurement, f"{name}_roc_auc") for name in ("given_folds", "group_split"))
    assert value(measurement, "group_split_optimism") == pytest.approx(told - group, abs=1e-5)


@pytest.mark.parametrize("written", ["{}", "part {}"])
def test_folds_that_nobody_named_are_asked_about_if_they_keep_entities_whole(
    written: str,
) -> None:
    frame = patients(0)
    numbers = by_patient(frame)
    frame["q"] = numbers if written == "{}" else [written.format(k) for k in numbers]
    (finding,) = stress(measure(frame, target="y", group="patient"))
    assert finding.severity == "medium"
    assert "`q`" in str(finding.question)
    frame["q"] = at_random(frame)
    (finding,) = stress(measure(frame, target="y", group="patient"))
    assert finding.severity == "high"


def test_given_folds_that_follow_each_other_in_time_draw_no_warning() -> None:
    frame = regimes(0)
    frame["k"] = frame["day"].rank().sub(1).floordiv(360).astype(int)
    (sound,) = stress(measure(frame, target="y", time="day", fold="k"))
    assert sound.severity == "info"
    frame["k"] = at_random(frame)
    (mixed,) = stress(measure(frame, target="y", time="day", fold="k"))
    assert mixed.severity in ("high", "medium")


def test_a_column_that_parts_a_table_by_entity_is_the_split_that_was_given() -> None:
    frame = patients(0)
    frame["part"] = np.where(by_patient(frame) == 0, "test", "train")
    (finding,) = stress(measure(frame, target="y", group="patient"))
    assert finding.severity == "info"
    assert "the split given is better" in finding.statement


def test_rows_without_a_fold_are_left_out() -> None:
    frame = patients(0)
    frame["k"] = by_patient(frame).astype(object).where(frame.index % 7 > 0, None)
    (finding,) = stress(measure(frame, target="y", group="patient", fold="k"))
    assert finding.severity == "info"


def test_a_score_that_says_nothing_can_not_be_optimistic() -> None:
    random, step = np.random.default_rng(0), np.arange(1_500)
    frame = pd.DataFrame({"x": random.normal(size=1_500), "load": step + random.normal(size=1_500)})
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(step, unit="h")
    frame["y"] = np.sin(step / 200) + 2.5 * random.normal(size=1_500)
    measurement = measure(frame, target="y", time="day")
    (finding,) = stress(measurement)
    assert value(measurement, "time_split_optimism") > 0.06
    assert finding.severity == "info"


def test_a_score_that_says_little_is_not_severely_optimistic() -> None:
    random, step = np.random.default_rng(0), np.arange(1_000)
    frame = pd.DataFrame({"load": step + random.normal(size=1_000)})
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(step, unit="h")
    later, noise = step >= 700, random.normal(size=1_000)
    early = 0.5 * np.sign(np.sin(step / 30)) + 3 * noise
    frame["y"] = np.where(later, 4 * (step // 100 % 2) + noise, early)
    measurement = measure(frame, target="y", time="day")
    (finding,) = stress(measurement)
    assert value(measurement, "time_split_optimism") > 0.15
    assert finding.severity != "high"


def test_a_strong_column_that_tells_the_time_is_put_under_stress_and_not_subtracted() -> None:
    random, step = np.random.default_rng(0), np.arange(1_200)
    level = random.permutation(24)[step // 50] / 8
    frame = pd.DataFrame({"meter": step + random.normal(size=1_200)})
    frame[["a", "b", "c"]] = random.normal(size=(1_200, 3))
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(step, unit="h")
    logit = 6 * (level - 1.5) + 0.5 * frame["a"]
    frame["y"] = (random.random(1_200) < 1 / (1 + np.exp(-logit))).astype(int)
    measurement = measure(frame, target="y", time="day")
    (strong,) = (f for f in measurement.findings if f.check == "strong_feature")
    assert strong.columns == ("meter",)
    (finding,) = stress(measurement)
    assert finding.severity == "high"

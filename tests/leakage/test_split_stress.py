"""Split stress and impact: what a score is worth under another split, and without the suspects."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools import check_leakage
from ml_engineer_tools.evidence import Finding, Measurement
from ml_engineer_tools.leakage.stress.reached import Bonds, reached_by
from ml_engineer_tools.modelling.splits import stratified_folds
from ml_engineer_tools.modelling.task import Task


def measure(frame: pd.DataFrame, **asked: Any) -> Measurement:
    return check_leakage(frame, **asked).measurement


def stress(measurement: Measurement) -> list[Finding]:
    return [finding for finding in measurement.findings if finding.check == "split_stress"]


def impact(measurement: Measurement) -> Finding:
    (found,) = [finding for finding in measurement.findings if finding.check == "impact"]
    return found


def value(measurement: Measurement, quantity: str) -> float:
    (found,) = {float(f.value) for f in measurement.figures if f.quantity == quantity}
    return found


def independent(seed: int, rows: int = 1_500) -> tuple[pd.DataFrame, np.random.Generator]:
    """Rows that have nothing to do with each other, and a time and an entity that mean nothing."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 4))
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(4)])
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(rows), unit="h")
    frame["machine"] = [f"m{k}" for k in random.integers(0, rows // 5, rows)]
    frame["y"] = (random.random(rows) < 1 / (1 + np.exp(-(x[:, 0] + x[:, 1])))).astype(int)
    return frame, random


def patients(seed: int, *, visits: int = 6) -> pd.DataFrame:
    """Each patient has an outcome of their own, and measures that tell patients apart."""
    random = np.random.default_rng(seed)
    people = 300
    who = np.repeat(np.arange(people), visits)
    height, weight = random.normal(size=(2, people))
    sick = random.random(people) < 0.5
    frame = pd.DataFrame({
        "patient": [f"p{k}" for k in who],
        "height": height[who] + random.normal(size=len(who)) * 0.01,
        "weight": weight[who] + random.normal(size=len(who)) * 0.01,
        "pulse": random.normal(size=len(who)) + 0.5 * sick[who],
    })  # fmt: skip
    frame["y"] = sick[who].astype(int)
    return frame.sample(frac=1, random_state=seed).reset_index(drop=True)


def regimes(seed: int, rows: int = 1_800) -> pd.DataFrame:
    """What the features mean changes with every era, and a slow signal says which era it is."""
    random = np.random.default_rng(seed)
    era = np.arange(rows) // (rows // 12)
    effect = random.choice([-2.0, 2.0], 12)
    signal = random.permutation(12)[era] + random.normal(size=rows) * 0.05
    x = random.normal(size=rows)
    frame = pd.DataFrame({"x": x, "noise": random.normal(size=rows), "signal": signal})
    frame["day"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(np.arange(rows), unit="h")
    frame["y"] = (random.random(rows) < 1 / (1 + np.exp(-effect[era] * x))).astype(int)
    return frame.sample(frac=1, random_state=seed).reset_index(drop=True)


def wandering(seed: int, *, wanders: bool, rows: int = 800) -> pd.DataFrame:
    """A meter tells the day, on which the outcome hangs by a level that wanders, or not at all."""
    random = np.random.default_rng(seed)
    day = np.sort(random.integers(0, 300, rows))
    level = np.zeros(300)
    for k in range(1, 300):
        level[k] = 0.97 * level[k - 1] + random.normal() * 0.24
    frame = pd.DataFrame(random.normal(size=(rows, 3)), columns=list("abc"))
    frame["meter"] = (100 + 10 * day + 3 * random.normal(size=rows)).round(1)
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(day, unit="D")
    logit = frame["a"] + 0.7 * frame["b"] + (level[day] if wanders else 0)
    frame["y"] = (random.random(rows) < 1 / (1 + np.exp(-logit))).astype(int)
    return frame.sample(frac=1, random_state=seed).reset_index(drop=True)


@pytest.mark.parametrize("wanders", [True, False])
def test_a_level_that_wanders_is_told_by_all_rows_together(*, wanders: bool) -> None:
    """Few later rows leave the gap open, and stretch by stretch the level is out of sight."""
    measurement = measure(wandering(7, wanders=wanders), target="y", time="day")
    (finding,) = stress(measurement)
    assert finding.severity == ("medium" if wanders else "info")
    if wanders:
        assert "by folds that are whole stretches" in finding.statement
        assert value(measurement, "stretches_split_optimism") > 0.03


@pytest.mark.parametrize("seed", [0, 1])
def test_rows_of_one_entity_on_both_sides_make_cross_validation_optimistic(seed: int) -> None:
    measurement = measure(patients(seed), target="y", group="patient")
    (finding,) = stress(measurement)
    assert finding.severity == "high"
    assert finding.columns == ("patient",)
    gap = value(measurement, "group_split_optimism")
    random, group = (value(measurement, f"{n}_split_roc_auc") for n in ("random", "group"))
    assert gap == pytest.approx(random - group, abs=1e-5)
    assert gap > 0.1
    assert "optimistic by" in finding.statement


@pytest.mark.parametrize("seed", [0, 1])
def test_a_relation_that_changes_in_time_makes_cross_validation_optimistic(seed: int) -> None:
    (finding,) = stress(measure(regimes(seed), target="y", time="day"))
    assert finding.severity in ("high", "medium")
    assert finding.columns == ("day",)


def test_a_date_that_nobody_named_is_tried_as_the_time() -> None:
    frame = regimes(0)
    frame["born"] = pd.Timestamp("1960-01-01") + pd.to_timedelta(
        np.random.default_rng(1).integers(0, 9_000, len(frame)), unit="D"
    )
    finding = next(
        finding
        for finding in stress(measure(frame.sort_values("day").reset_index(drop=True), target="y"))
        if finding.columns
    )
    assert finding.columns == ("day",)
    assert finding.severity in ("high", "medium")


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_independent_rows_are_not_called_optimistic_whatever_roles_they_have(seed: int) -> None:
    frame, _ = independent(seed)
    findings = stress(measure(frame, target="y", time="day", group="machine"))
    assert [finding.columns for finding in findings] == [("day",), ("machine",)]
    assert {finding.severity for finding in findings} == {"info"}


def test_a_table_without_time_entity_or_twins_is_not_put_under_stress_and_that_is_said() -> None:
    frame, _ = independent(0)
    measurement = measure(frame.drop(columns=["day", "machine"]), target="y")
    assert stress(measurement) == []
    assert any("not put under" in note for note in measurement.notes)


def test_a_test_table_without_the_entities_of_the_training_table_needs_no_warning() -> None:
    frame = patients(0)
    known = frame["patient"].isin([f"p{k}" for k in range(240)])
    (finding,) = stress(measure(frame[known], test=frame[~known], target="y", group="patient"))
    assert finding.severity == "info"
    assert "the split given is better" in finding.statement


def test_proven_copies_with_noisy_labels_are_severe_and_kept_together_for_a_second_opinion() -> (
    None
):
    random = np.random.default_rng(0)
    x = random.normal(size=(500, 4)).round(3)
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(4)])
    frame["y"] = random.integers(0, 2, 500)
    twice = pd.concat([frame, frame, frame]).sample(frac=1, random_state=0)
    (finding,) = stress(measure(twice.reset_index(drop=True), target="y"))
    assert finding.severity == "high"
    assert "duplicate rows kept together" in finding.statement


def test_repeating_the_last_outcome_stands_beside_the_model_and_may_beat_it() -> None:
    random = np.random.default_rng(0)
    state = np.cumsum(random.random(1_500) < 0.05) % 2
    frame = pd.DataFrame(random.normal(size=(1_500, 3)), columns=list("abc"))
    frame["a"] += 0.5 * state
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(1_500), unit="h")
    frame["y"] = state
    measurement = measure(frame, target="y", time="day")
    reached = {f.subject.model: f.value for f in measurement.figures if f.quantity == "accuracy"}
    assert float(reached["last_value"]) == pytest.approx(0.95, abs=0.03)
    assert float(reached["last_value"]) > float(reached["quick_model"])
    assert any(finding.check == "below_persistence" for finding in measurement.findings)


class TestImpact:
    def test_a_score_is_split_into_what_is_honest_and_what_is_the_suspect(self) -> None:
        frame, random = independent(0)
        frame["spent"] = 1.8 * frame["y"] + random.normal(size=len(frame))
        measurement = measure(frame.drop(columns=["day", "machine"]), target="y")
        finding = impact(measurement)
        whole, share, rest = (
            value(measurement, quantity)
            for quantity in ("as_it_stands_roc_auc", "suspects_share", "without_suspects_roc_auc")
        )
        assert finding.columns == ("spent",)
        assert finding.severity == "medium"
        assert share == pytest.approx(whole - rest, abs=1e-5)
        assert share > 0.03
        (figure,) = [f for f in measurement.figures if f.quantity == "suspects_share"]
        assert figure.interval is not None
        assert figure.interval[0] > 0
        assert "of which" in finding.statement

    def test_a_clean_table_has_a_score_and_nothing_to_take_away_from_it(self) -> None:
        frame, _ = independent(1)
        measurement = measure(frame.drop(columns=["day", "machine"]), target="y")
        assert not [finding for finding in measurement.findings if finding.check == "impact"]
        assert 0.6 < value(measurement, "as_it_stands_roc_auc") < 0.95

    def test_each_set_of_suspects_has_a_share_of_its_own(self) -> None:
        random = np.random.default_rng(3)
        frame = pd.DataFrame(random.normal(size=(1_000, 3)), columns=list("abc"))
        frame["y"] = 5 * frame.sum(axis=1) + random.normal(size=1_000)
        frame["copy"] = np.exp(frame["y"] / 20)
        frame["part"] = frame["y"] / 3
        measurement = measure(frame, target="y")
        shares = [f for f in measurement.figures if f.quantity == "suspect_share"]
        assert {figure.subject.column for figure in shares} == {"copy", "part"}
        assert set(impact(measurement).columns) == {"copy", "part"}


def test_the_same_question_gives_the_same_bytes() -> None:
    frame = patients(0)
    first, second = (measure(frame, target="y", group="patient", seed=5) for _ in range(2))
    assert first.canonical_bytes() == second.canonical_bytes()


def test_scores_of_rows_that_hang_together_are_less_certain() -> None:
    random = np.random.default_rng(3)
    who = np.repeat(np.arange(60), 20)
    y = (random.random(1_200) < 1 / (1 + np.exp(-2 * random.normal(size=60)[who]))).astype(int)
    guess = random.normal(size=60)[who] + y
    chances = np.column_stack([1 - guess, guess])
    folds = stratified_folds(y, n=3, seed=0, rows=len(y))
    widths = []
    for bonds in (
        Bonds.of_rows(folds), Bonds.of_clusters(who, folds), Bonds.of_times(np.arange(1_200), ()),
    ):  # fmt: skip
        found = reached_by(Task("binary", (0, 1), 1), y, chances, folds, bonds, "roc_auc")
        assert found is not None
        assert found.interval is not None
        assert found.interval[0] < found.surely_above < found.value < found.interval[1]
        assert found.minus(found).value == 0
        widths.append(found.interval[1] - found.interval[0])
    assert min(widths[1:]) > 1.5 * widths[0]

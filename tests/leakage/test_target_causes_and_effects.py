"""Moderately strong leaks among honest features: what comes after the target, and what before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.evidence import Finding
from ml_engineer_tools.leakage.target.direction import directions
from ml_engineer_tools.leakage.target.permutation_null import permutation_null
from ml_engineer_tools.modelling.cells import number_cells
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.recorder import Recorder

Leaks = Callable[..., list[Finding]]
ROWS = 3_000
BINARY = Task("binary", (0, 1), 1)


def churn(seed: int, *, tied: float = 0.0) -> tuple[pd.DataFrame, np.random.Generator]:
    """A class that depends on eight features, of which each two have the correlation `tied`."""
    random = np.random.default_rng(seed)
    mixed = np.full((8, 8), tied) + (1 - tied) * np.eye(8)
    x = random.normal(size=(ROWS, 8)) @ np.linalg.cholesky(mixed).T
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(8)])
    logit = x @ np.array([0.9, -0.8, 0.7, 0.6, 0.5, 0.4, 0.0, 0.0]) - 0.5
    frame["y"] = (random.random(ROWS) < 1 / (1 + np.exp(-logit))).astype(int)
    return frame, random


def columns_of(findings: list[Finding]) -> set[str]:
    return {name for finding in findings for name in finding.columns}


class TestSubtleLeaks:
    @pytest.mark.parametrize("seed", [0, 1])
    @pytest.mark.parametrize("tied", [0.0, 0.4])
    def test_a_value_written_after_the_outcome_is_told_from_honest_ones_as_strong(
        self, leaks_of: Leaks, tied: float, seed: int
    ) -> None:
        frame, random = churn(seed, tied=tied)
        assert leaks_of(frame) == []
        frame["calls"] = random.poisson(1 + 0.9 * frame["y"])
        findings = leaks_of(frame)
        assert columns_of(findings) == {"calls"}
        assert {f.severity for f in findings} == {"medium"}
        assert "written after the outcome" in findings[0].statement

    def test_of_several_classes_and_of_a_number_too(self, leaks_of: Leaks) -> None:
        frame, random = churn(2)
        strength = frame[["x0", "x1", "x2", "x3"]].sum(axis=1)
        frame["y"] = np.digitize(strength + random.logistic(size=ROWS), [-1.5, 1.5])
        frame["after"] = frame["y"] + random.normal(size=ROWS)
        assert columns_of(leaks_of(frame)) == {"after"}
        frame["y"] = strength + 2 * random.normal(size=ROWS)
        frame["after"] = frame["y"] + 4 * random.normal(size=ROWS)
        assert columns_of(leaks_of(frame)) == {"after"}

    def test_where_all_features_are_symptoms_none_is_singled_out(self, leaks_of: Leaks) -> None:
        random = np.random.default_rng(0)
        y = random.integers(0, 2, ROWS)
        shifts = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
        frame = pd.DataFrame(
            y[:, None] * shifts + random.normal(size=(ROWS, 6)), columns=list("abcdef")
        )
        frame["y"] = y
        assert leaks_of(frame) == []

    @pytest.mark.parametrize("seed", [0, 1])
    def test_one_strong_honest_driver_is_a_question_and_no_more(
        self, leaks_of: Leaks, seed: int
    ) -> None:
        frame, random = churn(seed)
        logit = 2.5 * frame["x0"] + 0.8 * frame["x1"] - 0.6 * frame["x2"]
        frame["y"] = (random.random(ROWS) < 1 / (1 + np.exp(-logit))).astype(int)
        assert [f for f in leaks_of(frame) if f.severity == "high"] == []

    def test_it_is_drawn_by_value_and_has_a_p_value(
        self, evidence_of: Callable[..., Recorder]
    ) -> None:
        frame, random = churn(0)
        frame["note"] = np.where(random.random(ROWS) < 0.75, frame["y"], 1 - frame["y"])
        frame["note"] = frame["note"].map({0: "kept", 1: "closed"})
        measurement = evidence_of(frame).evidence().measurement
        rates = {
            figure.subject.slice: figure
            for figure in measurement.figures
            if figure.quantity == "target_rate" and figure.subject.column == "note"
        }
        assert set(rates) == {"kept", "closed"}
        closed = frame.loc[frame["note"] == "closed", "y"]
        assert rates["closed"].value == pytest.approx(closed.mean(), abs=1e-6)
        assert rates["closed"].n == len(closed)
        (p_value,) = [f for f in measurement.figures if f.quantity == "permutation_p_value"]
        assert float(p_value.value) == pytest.approx(1 / 200)


class TestDirection:
    def test_a_cause_stands_at_zero_and_an_effect_at_one(self) -> None:
        random = np.random.default_rng(0)
        causes = random.normal(size=(20_000, 4))
        y = causes.sum(axis=1) + random.normal(size=20_000)
        effect = y + 2 * random.normal(size=20_000)
        columns = [column[:, None] for column in [*causes.T, effect]]
        found = directions(y[:, None], columns, regression=True)
        assert found[-1].position == pytest.approx(1, abs=0.1)
        assert found[-1].is_effect
        alone = directions(y[:, None], columns[:-1], regression=True)
        assert [one.is_cause for one in alone] == [True] * 4
        assert not any(one.is_effect for one in found[:-1])


class TestThePermutationNull:
    @pytest.mark.parametrize("seed", [0, 1, 2])
    def test_noise_has_p_values_as_it_should(self, seed: int) -> None:
        from ml_engineer_tools.modelling.single_feature import single_feature_scores
        from ml_engineer_tools.modelling.splits import stratified_folds

        random = np.random.default_rng(seed)
        frame = pd.DataFrame(random.normal(size=(600, 12)), columns=[f"n{k}" for k in range(12)])
        y = random.integers(0, 2, 600)
        cells = [number_cells(frame[name].to_numpy()) for name in frame]
        null = permutation_null(BINARY, y, cells, 0.5, seed=seed)
        best = max(single_feature_scores(BINARY, y, frame, stratified_folds(y, n=2)).values())
        assert null.p_value(best) > 0.01
        assert null.p_value(0.9) == 1 / 200


class TestTimesAndEntities:
    def test_a_date_that_lies_after_another_for_one_class_is_found(self, leaks_of: Leaks) -> None:
        frame, random = churn(0)
        frame["opened"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(
            random.integers(0, 300, ROWS), unit="D"
        )
        days = np.where(
            frame["y"] == 1, random.integers(1, 20, ROWS), random.integers(-20, 5, ROWS)
        )
        frame["closed"] = frame["opened"] + pd.to_timedelta(days, unit="D")
        findings = leaks_of(frame)
        assert {f.severity for f in findings} == {"high"}
        assert columns_of(findings) & {"opened", "closed"}
        assert "how far `closed` and `opened` lie apart" in findings[0].statement
        in_time = leaks_of(frame, time="opened")
        assert columns_of(in_time) == {"closed"}

    def test_dates_that_are_planned_are_left_alone(self, leaks_of: Leaks) -> None:
        frame, random = churn(1)
        frame["opened"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(
            random.integers(0, 300, ROWS), unit="D"
        )
        term = pd.to_timedelta(random.choice([14, 30, 60], ROWS), unit="D")
        frame["due"] = frame["opened"] + term
        assert leaks_of(frame) == []

    @pytest.mark.parametrize("seed", [0, 1])
    def test_rows_of_one_customer_share_an_outcome_and_that_is_no_leak_of_the_target(
        self, leaks_of: Leaks, evidence_of: Callable[..., Recorder], seed: int
    ) -> None:
        customers, random = churn(seed)
        frame = customers.head(400).copy()
        frame["customer"] = [f"K{k}" for k in random.permutation(10**5)[:400]]
        frame = frame.loc[random.integers(0, 400, 2_000)].reset_index(drop=True)
        frame["visit"] = random.normal(size=2_000)
        assert leaks_of(frame) == []
        notes = evidence_of(frame).evidence().measurement.notes
        assert any("kept together" in note for note in notes)


class TestGapsThatTellTheClass:
    @pytest.mark.parametrize("seed", [0, 1])
    def test_a_field_filled_in_after_the_outcome_is_asked_about_and_honest_gaps_are_not(
        self, leaks_of: Leaks, seed: int
    ) -> None:
        frame, random = churn(seed)
        y = frame["y"].to_numpy()
        chance = random.random(len(frame))
        value = random.normal(size=len(frame))
        frame["after"] = np.where(chance < np.where(y == 1, 0.35, 0.8), np.nan, value)
        frame["note"] = pd.Series("seen", frame.index).where(frame["after"].notna())
        other = random.normal(size=len(frame))
        frame["honest"] = np.where(
            random.random(len(frame)) < 0.3 + 0.2 * (frame["x0"] > 0), np.nan, other
        )
        named = {name for f in leaks_of(frame) if f.severity != "info" for name in f.columns}
        assert {"after", "note"} & named
        assert "honest" not in named

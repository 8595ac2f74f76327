"""Calibration of predicted numbers: quiet where they are right on average, plain where not."""

from __future__ import annotations

import numpy as np
import pytest

from ml_engineer_tools.evaluation.number_calibration import (
    calibrate_numbers,
    record_number_calibration,
)
from ml_engineer_tools.evaluation.parts import deal_parts
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evidence import Finding
from ml_engineer_tools.pages.evaluation_sections import prediction_sections
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request


def world(rows: int = 2000, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes with heavy tails, and their true means."""
    random = np.random.default_rng(seed)
    mean = np.exp(3 + 0.5 * random.normal(size=rows))
    return mean * random.exponential(size=rows), mean


def recorded(y: np.ndarray, said: np.ndarray) -> tuple[Recorder, Finding]:
    record = Recorder("evaluate_predictions", Request())
    record_number_calibration(calibrate_numbers(y, said, deal_parts(len(y))), Place(record, "m"))
    (finding,) = record.findings
    return record, finding


def test_right_numbers_are_left_alone() -> None:
    alarms = sum(recorded(*world(seed=seed))[1].severity != "info" for seed in range(40))
    assert alarms <= 3


def test_numbers_that_are_too_extreme_are_told_with_their_slope() -> None:
    y, mean = world()
    found = calibrate_numbers(y, mean.mean() + 2 * (mean - mean.mean()), deal_parts(len(y)))
    assert found.slope is not None
    assert found.slope.value == pytest.approx(0.5, abs=0.1)
    assert found.slope.interval is not None
    assert found.slope.interval[1] < 1
    _, finding = recorded(y, mean.mean() + 2 * (mean - mean.mean()))
    assert finding.severity == "medium"
    assert "too extreme" in finding.statement


def test_numbers_that_are_all_too_high_are_told_and_drawn_by_bin() -> None:
    y, mean = world()
    record, finding = recorded(y, 1.3 * mean)
    assert finding.severity in ("low", "medium")
    assert "can't be taken at their word" in finding.statement
    (section,) = prediction_sections(record.evidence("duckdb"))
    assert section.title == "Calibration"


def test_a_few_rows_do_not_show_that_numbers_are_right() -> None:
    _, finding = recorded(*world(80))

    assert finding.severity == "info"
    assert "can't be told yet" in finding.statement


def test_one_and_the_same_number_has_no_slope_and_no_error() -> None:
    y = np.arange(200.0)
    found = calibrate_numbers(y, np.full(200, y.mean()), deal_parts(200))
    assert found.slope is None
    assert len(found.bins) == 1
    assert found.error == pytest.approx(0)

"""Calibration: quiet where probabilities are right, and plain about how they are wrong."""

from __future__ import annotations

import numpy as np
import pytest

from ml_engineer_tools.evaluation.calibration import (
    balanced_weight,
    bin_scores,
    measure_calibration,
    odds_factor,
    shift_odds,
    top_label,
)
from ml_engineer_tools.evaluation.calibration_findings import record_calibration
from ml_engineer_tools.evaluation.parts import deal_parts
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request


def world(rows: int = 4000, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    score = random.beta(1.2, 4.0, rows)
    return (random.random(rows) < score).astype(float), score


def found_in(y: np.ndarray, score: np.ndarray) -> Recorder:
    record = Recorder("evaluate_predictions", Request())
    parts = deal_parts(len(y))
    record_calibration(measure_calibration(y, score, parts), Place(record, model="m"))
    return record


def test_right_probabilities_are_left_alone() -> None:
    alarms = 0
    for seed in range(40):
        y, score = world(1000, seed)
        alarms += any(f.severity != "info" for f in found_in(y, score).findings)

    assert alarms <= 2


def test_the_error_by_chance_is_about_what_right_probabilities_show() -> None:
    y, score = world(500)

    found = measure_calibration(y, score, deal_parts(500))

    assert found.error == pytest.approx(found.error_by_chance, abs=0.02)
    assert found.error_by_chance > 0.02  # which alone would look like an error


def test_probabilities_that_are_too_extreme_have_a_slope_below_one() -> None:
    y, score = world()
    logit = np.log(score / (1 - score))
    extreme = 1 / (1 + np.exp(-2 * logit))

    found = measure_calibration(y, extreme, deal_parts(len(y)))

    assert found.slope is not None
    assert found.slope.value == pytest.approx(0.5, abs=0.05)
    assert any("too extreme" in f.statement for f in found_in(y, extreme).findings)


def test_a_class_weight_is_read_from_the_odds() -> None:
    y, score = world()
    weighted = shift_odds(score, 5.0)

    assert odds_factor(y, weighted) == pytest.approx(1 / 5, rel=0.15)
    record = found_in(y, weighted)
    checks = {finding.check: finding for finding in record.findings}
    assert checks["calibration"].severity == "medium"
    assert "class weight" in checks["odds_inflation"].statement


def test_undoing_a_class_weight_gives_the_probabilities_back() -> None:
    _, score = world()

    assert np.allclose(shift_odds(shift_odds(score, 7.0), 1 / 7.0), score)
    assert balanced_weight(0.1) == pytest.approx(9)


def test_bins_hold_about_as_many_rows_each_and_keep_equal_scores_together() -> None:
    score = np.array([0.2] * 50 + [0.5] * 3 + list(np.linspace(0.6, 0.9, 47)))

    place = bin_scores(score, 4)

    assert len(set(place[:50])) == 1
    assert place.max() <= 3


def test_the_slope_of_scores_that_are_all_alike_is_not_told() -> None:
    y, _ = world(200)

    found = measure_calibration(y, np.full(200, 0.3), deal_parts(200))

    assert found.slope is None
    assert len(found.curve) == 1


def test_one_outcome_only_has_no_slope_and_no_skill() -> None:
    found = measure_calibration(np.zeros(50), np.full(50, 0.1), deal_parts(50))

    assert found.slope is None
    assert found.brier_skill is None
    assert found.odds_factor is None


def test_of_several_classes_the_likeliest_is_judged() -> None:
    right, sure = top_label(np.array([0, 2]), np.array([[0.7, 0.2, 0.1], [0.5, 0.3, 0.2]]))

    assert right.tolist() == [1, 0]
    assert sure.tolist() == [0.7, 0.5]

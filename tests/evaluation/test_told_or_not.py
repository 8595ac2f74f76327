"""Each sentence says what is shown, what is shown to be small, and what can't be told yet."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.evaluation.worlds import binary, evaluated, finding

from ml_engineer_tools.evaluation.calibration import measure_calibration
from ml_engineer_tools.evaluation.calibration_findings import record_calibration
from ml_engineer_tools.evaluation.metrics import score_predictions
from ml_engineer_tools.evaluation.parts import Parts, deal_parts
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.slice_findings import record_bias_of_slices, record_slices
from ml_engineer_tools.evaluation.slices import compare_slices, worst_slices
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.pages.page import render_page
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request

BINARY = Task("binary", (0, 1), 1)


def calibration(rows: int, slope: float = 1.0) -> str:
    random = np.random.default_rng(3)
    logit = random.normal(-1, 1.2, rows)
    y = (random.random(rows) < 1 / (1 + np.exp(-slope * logit))).astype(float)
    record = Recorder("evaluate_predictions", Request())
    found = measure_calibration(y, 1 / (1 + np.exp(-logit)), deal_parts(rows))
    record_calibration(found, Place(record))
    return record.findings[0].statement


def biased(off: float, off_inside: float) -> Recorder:
    """Predictions that are off everywhere, and by another amount in one slice."""
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"plan": ["a", "b", "c", "d"] * 500})
    inside = (frame["plan"] == "a").to_numpy()
    error = random.normal(size=2000) * 0.2 + np.where(inside, off_inside, off)
    parts = deal_parts(2000)
    results, looked_at = worst_slices(frame, error, parts)
    record = Recorder("evaluate_predictions", Request())
    record_bias_of_slices(results, error, parts, looked_at, 0.05, Place(record))
    return record


def harder(rows: int, beyond: float) -> str:
    """What is said of a slice that is worse by what its scores promise, and `beyond` that."""
    random = np.random.default_rng(1)
    frame = pd.DataFrame({"plan": ["a", "b", "c", "d"] * (rows // 4)})
    inside = (frame["plan"] == "a").to_numpy()
    noise, parts = random.normal(size=rows) * 0.3, deal_parts(rows)
    loss = 0.2 + noise + inside * (0.3 + beyond)
    results, looked_at = worst_slices(frame, loss, parts)
    excess = compare_slices(noise + inside * beyond, [r.slice for r in results], parts)
    record = Recorder("evaluate_predictions", Request())
    record_slices(results, looked_at, "squared_error", Place(record), excess=excess)
    return next(f.statement for f in record.findings if "slice by" in f.statement)


def test_a_few_rows_do_not_show_that_a_model_is_useless() -> None:
    found = evaluated(binary(45, 2, keep=0.0), target="y", score=("p",))

    against = finding(found, "against_trivial")
    assert against.severity == "low"
    assert "can't be told yet" in against.statement


def test_calibration_is_shown_or_not_or_not_to_be_told() -> None:
    assert "can be taken at their word" in calibration(6000)
    assert "can't be told yet" in calibration(60)
    assert "too extreme" in calibration(2000, slope=0.75)  # though no bin stands out


def test_the_best_slices_are_not_called_biased() -> None:
    for found in (biased(-0.25, -0.09), biased(-0.10, 0.02)):
        assert not any(f.subject.slice == "plan = a" for f in found.figures)


def test_a_slice_that_is_further_off_than_the_rest_is_told_without_a_double_negative() -> None:
    (found,) = biased(-0.05, -0.25).findings

    assert "too low: prediction minus outcome is -0.2" in found.statement
    assert "by -" not in found.statement


def test_what_scores_promise_of_a_slice_is_shown_or_not_to_be_told() -> None:
    assert "Its scores promise that" in harder(8000, 0.0)
    assert "promise all of that can't be told yet" in harder(400, 0.03)
    assert "Its scores don't promise that" in harder(8000, 0.2)


def test_a_rule_with_better_probabilities_is_told_beside_a_worse_order() -> None:
    frame = binary(1500, 2).assign(p=lambda f: f.p * 0.15)
    frame["day"] = pd.date_range("2024-01-01", periods=1500, freq="h")

    found = evaluated(frame, target="y", score=("p",), time="day")

    against = finding(found, "against_one_rule")
    assert against.severity == "info"
    assert "by Brier score" in against.statement
    assert finding(found, "worse_than_one_rule").severity == "medium"
    assert "rows that one_rule predicts" in render_page(found)


def test_a_brier_score_has_one_interval() -> None:
    found = evaluated(binary(400, 2), target="y", score=("p",))

    scores = [f for f in found.measurement.figures
              if f.quantity == "brier" and f.subject.model == "model"]  # fmt: skip
    assert len(scores) == 1
    random = np.random.default_rng(0)
    score = random.random(300)
    y, parts = (random.random(300) < score).astype(int), deal_parts(300, times=np.arange(300))
    other = score_predictions(BINARY, y, parts, chances=np.column_stack([1 - score, score]))
    assert measure_calibration(y, score, parts).brier.interval == pytest.approx(
        other.estimate("brier").interval
    )


def test_losses_of_a_constant_have_intervals_of_one_base_rate() -> None:
    part = np.arange(3000) * 15 // 3000
    y = (np.random.default_rng(0).random(3000) < np.where(part == 4, 0.3, 0.47)).astype(int)
    q = 0.25

    found = score_predictions(
        BINARY, y, Parts(part, 15, "time"), chances=np.tile([1 - q, q], (3000, 1))
    )

    brier, log_loss = (found.estimate(name).interval for name in ("brier", "log_loss"))
    assert brier is not None
    assert log_loss is not None
    by_brier = (np.array(brier) - q**2) / (1 - 2 * q)
    by_log_loss = (np.array(log_loss) + np.log(1 - q)) / np.log((1 - q) / q)
    assert by_brier == pytest.approx(by_log_loss, abs=1e-6)


def test_outcomes_made_from_scores_are_named() -> None:
    live = binary(1500, 2).assign(y=lambda f: (f.p > 0.4).astype(int))

    found = finding(evaluated(live, target="y", score=("p",)), "feedback_copied_outcomes")

    assert found.severity == "high"
    assert "scores promise" in found.statement


def test_neither_a_rare_class_nor_a_fair_score_looks_copied() -> None:
    rare = pd.DataFrame({"said": [0] * 1500, "y": [0] * 1499 + [1], "x": np.arange(1500)})
    rare.loc[700, "y"] = 1

    for live, asked in ((rare, {"prediction": "said"}), (binary(1500, 2), {"score": ("p",)})):
        found = evaluated(live, target="y", **asked)
        assert not [f for f in found.measurement.findings if "copied" in f.check]


def test_without_a_drop_no_two_sentences_disagree() -> None:
    found = evaluated(binary(800, 2), binary(800, 1), target="y", score=("p",))

    assert "no fall" in finding(found, "stage_features").statement
    assert " fell by " not in finding(found, "drop").statement

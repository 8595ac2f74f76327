"""Evaluation of a model that exists: what it reaches, against floors, claims, costs, slices."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score
from tests.evaluation.worlds import (
    binary,
    checks,
    evaluated,
    figure,
    finding,
    numbers,
    several,
    value,
)

from ml_engineer_tools.evaluation.costs import CostMatrix
from ml_engineer_tools.evidence import Evidence


@pytest.fixture(scope="module")
def good() -> Evidence:
    costs = CostMatrix(false_positive=1, false_negative=5, unit="EUR")
    return evaluated(binary(), target="y", score=("p",), claimed={"AUC": 0.97}, costs=costs)


def test_the_scores_are_those_of_the_exploration_rows(good: Evidence) -> None:
    auc = figure(good, "roc_auc", model="model")

    assert auc.n is not None
    assert 1500 < auc.n < 1700  # a fifth stays locked
    assert auc.interval is not None
    frame = binary()
    assert auc.interval[0] < roc_auc_score(frame.y, frame.p) < auc.interval[1]
    assert good.measurement.holdout is not None


def test_a_good_model_beats_the_floors(good: Evidence) -> None:
    assert finding(good, "against_trivial").severity == "info"
    assert finding(good, "against_one_rule").severity == "info"


def test_a_claim_that_is_not_reached_is_told(good: Evidence) -> None:
    found = finding(good, "claim")

    assert found.severity == "high"
    assert "falls short" in found.statement
    assert figure(good, "claimed_roc_auc").convention


def test_calibration_costs_and_slices_are_told(good: Evidence) -> None:
    assert finding(good, "calibration").severity == "info"
    assert finding(good, "cost").severity == "info"
    assumed = finding(good, "threshold")
    assert assumed.severity == "low"
    assert assumed.statement.startswith("Nobody said from which score one acts today")
    assert not checks(good, "medium", "high") & {"weak_slice", "biased_slice", "disparity"}


def test_every_number_of_a_statement_is_a_figure_that_it_cites(good: Evidence) -> None:
    known = {f.handle for f in good.measurement.figures}

    for found in good.measurement.findings:
        assert found.handles
        assert set(found.handles) <= known


def test_the_same_request_gives_the_same_bytes(good: Evidence) -> None:
    costs = CostMatrix(false_positive=1, false_negative=5, unit="EUR")
    again = evaluated(binary(), target="y", score=("p",), claimed={"AUC": 0.97}, costs=costs)

    assert again.id == good.id


def test_a_useless_model_is_told_as_such() -> None:
    frame = binary().assign(p=np.random.default_rng(5).random(2000))

    found = evaluated(frame, target="y", score=("p",))

    assert finding(found, "against_trivial").severity == "high"
    assert finding(found, "calibration").severity == "medium"


def test_scores_of_the_other_class_are_recognised() -> None:
    frame = binary().assign(p=lambda f: 1 - f.p)

    found = evaluated(frame, target="y", score=("p",))

    assert "wrong order" in finding(found, "reversed_scores").statement


def test_a_slice_where_scores_are_noise_is_found() -> None:
    frame = binary(4000)
    inside = (frame.plan == "b").to_numpy()
    frame.loc[inside, "p"] = np.random.default_rng(1).random(int(inside.sum()))

    found = evaluated(frame, target="y", score=("p",))

    weak = [f for f in found.measurement.findings if f.check == "weak_slice"]
    assert weak
    assert any(f.columns == ("plan",) for f in weak)


def test_labels_are_judged_without_probabilities() -> None:
    frame = binary().assign(said=lambda f: np.where(f.p > 0.5, "yes", "no"),
                            was=lambda f: np.where(f.y == 1, "yes", "no"))  # fmt: skip

    found = evaluated(frame.drop(columns=["p", "y"]), target="was", prediction="said")

    assert value(found, "accuracy", model="model") > 0.7
    assert figure(found, "recall", model="model").interval is not None
    assert not any(f.quantity == "brier" for f in found.measurement.figures)


def test_probabilities_named_as_predictions_are_read_as_such() -> None:
    found = evaluated(binary(), target="y", prediction="p")

    assert any("read as probabilities" in note for note in found.measurement.notes)
    assert figure(found, "brier", model="model")


def test_several_classes_by_scores_and_by_labels() -> None:
    frame = several()
    scores = ("p_blue", "p_red", "p_green")

    by_scores = evaluated(frame.drop(columns="guess"), target="colour", score=scores)
    by_labels = evaluated(frame[["colour", "guess", "size"]], target="colour", prediction="guess")

    assert finding(by_scores, "calibration").severity == "info"
    assert value(by_scores, "macro_roc_auc", model="model") > 0.7
    assert value(by_scores, "accuracy", model="model") == pytest.approx(
        value(by_labels, "accuracy", model="model"), abs=0.05
    )


def test_numbers_against_the_median_with_their_bias() -> None:
    found = evaluated(numbers(bias=2.0), target="y", prediction="guess")

    assert value(found, "mean_error") == pytest.approx(2.0, abs=0.1)
    assert value(found, "mae", model="model") > value(found, "mae", model="trivial") - 2
    assert finding(found, "against_trivial").severity in ("info", "high")


def test_the_last_value_is_a_floor_in_time() -> None:
    random = np.random.default_rng(0)
    y = np.cumsum(random.normal(size=800))
    frame = pd.DataFrame({"t": pd.date_range("2024-01-01", periods=800), "y": y,
                          "guess": y + random.normal(0, 3, 800)})  # fmt: skip

    found = evaluated(frame, target="y", prediction="guess", time="t")

    assert finding(found, "against_last_value").severity == "high"
    assert finding(found, "against_trivial").severity == "info"
    assert finding(found, "against_same_time_last_week")


def test_groups_that_do_worse_are_told() -> None:
    frame = binary(4000)
    random = np.random.default_rng(3)
    sex = random.choice(["female", "male"], 4000)
    frame["sex"] = sex
    frame.loc[sex == "female", "p"] *= 0.4

    found = evaluated(frame, target="y", score=("p",))

    told = [f for f in found.measurement.findings if f.check == "disparity"]
    assert {"sex"} == {column for f in told for column in f.columns}
    assert any(f.severity == "high" for f in told)


def test_rows_of_the_training_table_are_counted() -> None:
    frame = binary()
    training = pd.concat([frame.iloc[:400], binary(800, 7)]).drop(columns="p")

    found = evaluated(frame, target="y", score=("p",), training=training)
    disjoint = evaluated(frame, target="y", score=("p",), training=binary(800, 7))

    assert value(found, "training_overlap_rows") == 400
    assert finding(found, "training_overlap").severity == "high"
    assert finding(disjoint, "training_overlap").severity == "info"

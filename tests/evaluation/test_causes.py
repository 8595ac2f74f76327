"""A drop whose cause is none of inputs, prior and relation is not blamed on them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.evaluation.worlds import binary, checks, evaluated, figure, finding, several, value

from ml_engineer_tools.evidence import Evidence

REFERENCE = binary(3000, 1)
BLAMED = {"stage_features", "stage_relation", "stage_prior"}


def decided(frame: pd.DataFrame, cut: float) -> pd.DataFrame:
    return frame.assign(decision=(frame.p >= cut).astype(int))


def blamed(found: Evidence) -> set[str]:
    return BLAMED & checks(found, "high", "medium")


def test_decisions_at_a_threshold_that_moved_are_told_without_scores() -> None:
    live, reference = decided(binary(3000, 2), 0.9), decided(REFERENCE, 0.4)

    found = evaluated(
        live.drop(columns="p"), reference.drop(columns="p"), target="y", prediction="decision"
    )

    told = finding(found, "stage_threshold")
    assert told.severity == "medium"
    assert "in one direction" in told.statement
    assert "another threshold" in finding(found, "drop").statement
    assert "explain it" not in finding(found, "drop").statement
    assert not blamed(found)
    part, whole = figure(found, "accuracy_fall_by_threshold"), figure(found, "accuracy_fall")
    assert float(part.value) == pytest.approx(float(whole.value), abs=0.03)


def test_a_threshold_that_moved_is_told_by_the_scores_beside_the_decisions() -> None:
    live, reference = decided(binary(3000, 2), 0.9), decided(REFERENCE, 0.4)

    found = evaluated(live, reference, target="y", prediction="decision", score=("p",))

    assert finding(found, "stage_threshold").severity == "medium"
    assert value(found, "score_cut", window="reference") == pytest.approx(0.4, abs=0.01)
    assert value(found, "score_cut", window="current") == pytest.approx(0.9, abs=0.01)
    assert "another threshold" in finding(found, "drop").statement


def test_decisions_of_another_model_are_no_threshold_that_moved() -> None:
    other = binary(3000, 2)
    other["decision"] = (other.z > 0.4).astype(int)

    found = evaluated(
        other.drop(columns="p"), decided(REFERENCE, 0.4).drop(columns="p"),
        target="y", prediction="decision",
    )  # fmt: skip

    assert "stage_threshold" not in checks(found, "high", "medium", "low")
    assert "other decisions" in finding(found, "stage_scoring").statement


def test_decisions_of_several_classes_that_are_made_otherwise_are_told() -> None:
    live, reference = several(2000, 3), several(2000, 2)
    live["guess"] = np.where(live.guess == "red", "blue", live.guess)

    found = evaluated(live, reference, target="colour", prediction="guess")

    assert finding(found, "stage_scoring").severity == "medium"
    assert "now get other decisions" in finding(found, "drop").statement
    assert not blamed(found)


def test_the_same_threshold_is_not_told_as_moved() -> None:
    live, reference = decided(binary(3000, 2, keep=0.2), 0.4), decided(REFERENCE, 0.4)

    found = evaluated(live, reference, target="y", prediction="decision", score=("p",))

    assert "stage_threshold" not in checks(found, "high", "medium", "low")
    assert "stage_relation" in checks(found, "medium")


@pytest.mark.parametrize("cut", [0.2, 0.6])
def test_outcomes_that_the_prediction_newly_selects_lead_and_no_input_is_blamed(cut: float) -> None:
    live = binary(6000, 3)
    live["y"] = live.y.astype("Int64").where(live.p >= cut)

    found = evaluated(live, REFERENCE, target="y", score=("p",))

    assert finding(found, "feedback_selective_outcomes").severity == "high"
    drop = finding(found, "drop").statement
    assert "prediction now decides which outcomes are seen" in drop
    assert "explain it" not in drop
    assert not blamed(found)


def test_outcomes_that_were_selected_all_along_are_no_cause() -> None:
    live, reference = binary(3000, 3, keep=0.1), binary(3000, 1)
    for frame in (live, reference):
        frame["y"] = frame.y.astype("Int64").where(frame.p >= 0.15)

    found = evaluated(live, reference, target="y", score=("p",))

    assert "now decides which" not in finding(found, "drop").statement
    assert "stage_relation" in checks(found, "medium")


def late(share: float, seed: int) -> pd.DataFrame:
    frame = binary(4000, seed)
    frame["day"] = pd.date_range("2024-03-01", periods=4000, freq="20min")
    lost = (frame.index >= 2600) & (np.random.default_rng(seed).random(4000) < share)
    return frame.assign(y=np.where(lost, 0, frame.y))


def test_outcomes_that_are_not_in_yet_are_told_and_rows_before_them_judged() -> None:
    reference = REFERENCE.assign(day=pd.date_range("2024-01-01", periods=3000, freq="20min"))

    found = evaluated(late(0.8, 4), reference, target="y", score=("p",), time="day")

    assert "not all in yet" in finding(found, "late_outcomes").statement
    assert "not all in yet" in finding(found, "stage_labels").statement
    assert not blamed(found)


@pytest.mark.parametrize("seed", range(5))
def test_outcomes_that_are_all_in_are_not_called_late(seed: int) -> None:
    found = evaluated(late(0, seed), target="y", score=("p",), time="day")

    assert "late_outcomes" not in checks(found, "high", "medium", "low")


def test_what_broke_in_half_the_rows_is_told_by_the_rows_where_it_did_not() -> None:
    live = binary(5000, 5)
    lost = np.random.default_rng(5).random(len(live)) < 0.5
    live["p"] = np.where(lost, 1 / (1 + np.exp(-(-1 + 0.8 * live.z))), live.p)
    live.loc[lost, "x"] = np.nan

    found = evaluated(live, REFERENCE, target="y", score=("p",))

    drop = finding(found, "drop").statement
    assert "rows without a broken column no fall that counts shows" in drop
    assert "lead to other outcomes" not in drop
    assert not blamed(found)


def test_a_relation_that_changed_beside_a_broken_column_is_still_blamed() -> None:
    live = binary(5000, 5, keep=0.1)
    live.loc[np.random.default_rng(5).random(len(live)) < 0.3, "x"] = np.nan

    found = evaluated(live, REFERENCE, target="y", score=("p",))

    assert "rows without a broken column the fall is" in finding(found, "drop").statement
    assert "stage_relation" in checks(found, "medium")

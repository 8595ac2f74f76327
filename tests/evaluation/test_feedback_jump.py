"""Decisions that make the outcomes show as a jump at a cut of the scores, and nothing else does."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.evaluation.worlds import binary, checks, evaluated, finding


def acted_on(rows: int = 6000, seed: int = 1) -> pd.DataFrame:
    frame = binary(rows, seed)
    acted = (frame.p >= 0.5).to_numpy()
    kept_away = acted & (np.random.default_rng(seed).random(rows) < 0.8)
    return frame.assign(mailed=acted.astype(int), y=np.where(kept_away, 0, frame.y))


def test_acting_on_decisions_is_told_and_the_column_that_says_so() -> None:
    found = evaluated(acted_on(), target="y", score=("p",))

    told = finding(found, "feedback_jump")
    assert told.severity == "high"
    assert "kept the outcome away" in told.statement
    assert "give --action mailed" in told.statement


@pytest.mark.parametrize("cut", [0.5, 0.35])
def test_outcomes_of_which_half_are_copied_are_told(cut: float) -> None:
    frame = binary(8000, 2)
    copied = np.random.default_rng(2).random(len(frame)) < 0.5
    frame["y"] = np.where(copied, frame.p >= cut, frame.y).astype(int)

    told = finding(evaluated(frame, target="y", score=("p",)), "feedback_jump")

    assert "filled in from the decisions" in told.statement


def test_decisions_that_make_the_outcomes_come_before_another_relation() -> None:
    found = evaluated(acted_on(), binary(6000, 3), target="y", score=("p",))

    assert "settle that first" in finding(found, "drop").statement


@pytest.mark.parametrize("times", [0.3, 1.0, 4.0])
def test_scores_that_are_off_smoothly_are_no_jump(times: float) -> None:
    frame = binary(6000, 4)
    frame["p"] = 1 / (1 + ((1 - frame.p) / frame.p) ** times)

    assert "feedback_jump" not in checks(evaluated(frame, target="y", score=("p",)), "high")


def test_a_column_that_is_named_like_an_action_is_asked_for() -> None:
    frame = binary(800, 5)
    frame["was_contacted"] = np.random.default_rng(5).integers(0, 2, 800)

    notes = " ".join(evaluated(frame, target="y", score=("p",)).measurement.notes)

    assert "give --action was_contacted" in notes

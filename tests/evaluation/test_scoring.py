"""A drop is traced to scoring where the same inputs get other scores, and only there."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tests.evaluation.worlds import binary, checks, evaluated, figure, finding, numbers

REFERENCE = binary(1200, 1)


def rescaled(p: pd.Series, times: float) -> np.ndarray:
    return np.asarray(1 / (1 + ((1 - p) / p) ** times))


def test_scores_that_were_sharpened_are_told_and_the_relation_is_not_blamed() -> None:
    live = binary(1200, 2).assign(p=lambda f: rescaled(f.p, 4))

    found = evaluated(live, REFERENCE, target="y", score=("p",))

    told = finding(found, "stage_scoring")
    assert told.severity == "medium"
    assert "same inputs now get other scores" in told.statement
    assert "same order" in told.statement
    assert "that accounts for" in finding(found, "drop").statement
    assert "lead to other outcomes" not in finding(found, "drop").statement
    assert not {"stage_relation", "stage_features", "stage_prior"} & checks(found, "medium", "high")
    part = figure(found, "brier_fall_by_scoring")
    assert part.interval is not None
    assert part.interval[0] <= float(figure(found, "brier_fall").value) <= part.interval[1]


def test_a_relation_that_changed_under_the_same_scoring_is_no_matter_of_scoring() -> None:
    live = binary(1200, 3, keep=0.2)

    found = evaluated(live, REFERENCE, target="y", score=("p",))

    told = finding(found, "stage_scoring")
    assert told.severity == "info"
    assert "the same inputs get the same scores as before" in told.statement
    assert "lead to other outcomes" in finding(found, "drop").statement
    assert "stage_relation" in checks(found, "medium")


def test_another_model_is_told_by_another_order() -> None:
    live = binary(1200, 2).assign(p=lambda f: 1 / (1 + np.exp(1 - 0.2 * f.x - 1.6 * f.z)))

    found = evaluated(live, REFERENCE, target="y", score=("p",))

    assert "in another order" in finding(found, "stage_scoring").statement
    assert "stage_scoring" in checks(found, "medium")
    assert "stage_relation" not in checks(found, "medium", "high")


def test_scores_that_inputs_do_not_explain_are_not_judged() -> None:
    reference, live = (binary(600, seed).drop(columns=["x"]) for seed in (1, 2))

    told = finding(evaluated(live, reference, target="y", score=("p",)), "stage_scoring")

    assert "can't be told" in told.statement


def test_numbers_that_are_predicted_otherwise_are_told() -> None:
    live = numbers(600, 2).assign(guess=lambda f: 10 + 1.2 * f.x)

    told = finding(evaluated(live, numbers(600, 1), target="y", prediction="guess"),
                   "stage_scoring")  # fmt: skip

    assert told.severity == "medium"
    assert "rescaled" in told.statement


def test_periods_that_share_no_inputs_tell_nothing_of_scoring_or_relation() -> None:
    def scored(x: pd.Series) -> np.ndarray:
        return np.asarray(1 / (1 + np.exp(3 - x)))

    reference = binary(1200, 1).assign(x=lambda f: np.exp(f.x), p=lambda f: scored(f.x))
    live = binary(1200, 2).assign(x=lambda f: 10_000 * np.exp(f.x), p=lambda f: scored(f.x))

    found = evaluated(live, reference, target="y", score=("p",))

    assert "can't be told" in finding(found, "stage_scoring").statement
    assert "can't be told" in finding(found, "stage_relation").statement
    assert not {"stage_scoring", "stage_relation"} & checks(found, "medium", "high", "low")

"""Claims of decisions, counts, too few outcomes, and scores that run the wrong way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score, mean_poisson_deviance
from tests.evaluation.worlds import binary, checks, evaluated, figure, finding, value


def counts(rows: int, seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    x = random.normal(size=rows)
    mean = np.exp(0.5 + 0.8 * x)
    return pd.DataFrame({"x": x, "guess": mean, "y": random.poisson(mean)})


def test_claims_of_decisions_are_held_against_the_decisions_in_use() -> None:
    frame = binary(2000, 1)
    claimed = {"precision": 0.95, "f1": 0.1, "sensitivity": 0.3, "accuracy": 0.99}

    found = evaluated(frame, target="y", score=("p",), claimed=claimed)

    told = {
        f.statement.split(" of ")[0]: f.severity
        for f in found.measurement.findings
        if f.check == "claim"
    }
    assert told == {
        "Offline a precision": "high", "Offline an F1": "info", "Offline a recall": "info",
        "Offline an accuracy": "high",
    }  # fmt: skip
    assert figure(found, "f1").interval is not None


def test_f1_is_that_of_the_decisions() -> None:
    frame = binary(2000, 1)

    found = evaluated(frame, target="y", score=("p",), confirm=None)

    assert value(found, "f1") == pytest.approx(f1_score(frame.y, frame.p >= 0.5), abs=0.03)


def test_counts_have_a_poisson_deviance_and_claims_of_it() -> None:
    frame = counts(2000, 1)

    found = evaluated(frame, target="y", prediction="guess", claimed={"poisson_deviance": 0.2})

    right = mean_poisson_deviance(frame.y, frame.guess)
    assert value(found, "poisson_deviance") == pytest.approx(right, rel=0.1)
    assert finding(found, "claim").severity == "high"


def test_a_slice_of_larger_counts_is_no_weak_one() -> None:
    found = evaluated(counts(4000, 2), target="y", prediction="guess")

    assert "weak_slice" not in checks(found, "medium", "high")
    told = [f for f in found.measurement.findings if f.check == "hard_slice"]
    assert told
    assert "counts vary more where more are expected" in told[0].statement


def test_a_slice_whose_counts_are_off_is_still_weak() -> None:
    frame = counts(4000, 2)
    frame["y"] = np.where(frame.x < -0.5, np.random.default_rng(0).poisson(4, 4000), frame.y)

    found = evaluated(frame, target="y", prediction="guess")

    assert "weak_slice" in checks(found, "medium")


def test_so_few_rows_are_said_to_be_too_few() -> None:
    found = evaluated(binary(15, 1), target="y", score=("p",))

    told = finding(found, "too_few_outcomes")
    assert told.severity == "high"
    assert "estimated_performance" not in checks(found, "info", "medium", "high")


def test_where_most_outcomes_are_open_performance_is_estimated_all_the_same() -> None:
    frame = binary(800, 1)
    frame["y"] = frame.y.astype("Int64").where(frame.index < 12)

    found = evaluated(frame, target="y", score=("p",))

    assert "too_few_outcomes" in checks(found, "high")
    assert "With too few outcomes" in finding(found, "estimated_performance").statement


def test_scores_that_run_against_the_outcomes_are_not_called_extreme() -> None:
    frame = binary(1500, 1)
    frame["p"] = 1 - frame.p

    told = finding(evaluated(frame, target="y", score=("p",)), "calibration").statement

    assert "run against the outcomes" in told
    assert "extreme" not in told

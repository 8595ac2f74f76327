"""An input that is made otherwise is named before other kinds of rows are blamed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools import evaluate_predictions
from ml_engineer_tools.evaluation.remade_inputs import find_remade
from ml_engineer_tools.evidence import Evidence


def world(rows: int = 4000, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    tenure = random.gamma(2.0, 12.0, rows)
    calls = random.poisson(1.5, rows)
    logit = 0.9 - 0.08 * tenure + 0.6 * calls
    churned = (random.random(rows) < 1 / (1 + np.exp(-logit))).astype(int)
    return pd.DataFrame({"tenure": tenure, "calls": calls, "churned": churned})


def scored(frame: pd.DataFrame) -> pd.DataFrame:
    logit = 0.9 - 0.08 * frame["tenure"] + 0.6 * frame["calls"]
    return frame.assign(p=1 / (1 + np.exp(-logit)))


def judged(folder: Path, current: pd.DataFrame) -> Evidence:
    scored(world()).to_csv(folder / "reference.csv", index=False)
    current.to_csv(folder / "current.csv", index=False)
    return evaluate_predictions(
        str(folder / "current.csv"), target="churned", score="p",
        reference=str(folder / "reference.csv"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("tenure", lambda f: f["tenure"] / 12, "(another unit?)"),
        ("calls", lambda _: 0, "as if it were stuck"),
        ("tenure", lambda f: -f["tenure"], "has its sign turned"),
    ],
)
def test_ingestion_and_the_headline_name_the_column(
    tmp_path: Path, column: str, value: object, says: str
) -> None:
    assert callable(value)
    new = world(seed=1)
    found = judged(tmp_path, scored(new.assign(**{column: value(new)})))

    (schema,) = [f for f in found.measurement.findings if f.check == "stage_schema"]
    (drop,) = [f for f in found.measurement.findings if f.check == "drop"]
    assert schema.severity == "high"
    assert says in schema.statement
    assert f"Look at ingestion first (`{column}`)" in drop.statement


def test_a_world_that_moved_is_no_other_unit() -> None:
    random = np.random.default_rng(2)
    before = pd.DataFrame({"x": random.normal(50, 10, 3000), "z": random.gamma(2, 10, 3000)})
    moved = pd.DataFrame({"x": random.normal(70, 12, 3000), "z": random.gamma(4, 10, 3000)})

    assert find_remade(before, moved, ["x", "z"]) == ()


def test_odds_that_were_right_in_the_reference_are_no_training_weights(tmp_path: Path) -> None:
    new = scored(world(12_000, seed=3))
    kept = np.random.default_rng(4).random(len(new)) < np.where(new["churned"] == 1, 0.2, 1.0)
    found = judged(tmp_path, new[kept])

    (odds,) = [f for f in found.measurement.findings if f.check == "odds_inflation"]
    assert "in the reference they were right" in odds.statement
    assert "the share of positives has fallen from" in odds.statement


def test_outcomes_recorded_the_other_way_round_come_before_all_else(tmp_path: Path) -> None:
    new = scored(world(seed=5))
    found = judged(tmp_path, new.assign(churned=1 - new["churned"]))

    (inverted,) = [f for f in found.measurement.findings if f.check == "inverted_labels"]
    (drop,) = [f for f in found.measurement.findings if f.check == "drop"]
    assert inverted.severity == "high"
    assert "settle that first" in drop.statement
    assert "ecalibrati" not in drop.statement
    assert "stage_threshold_and_calibration" not in {f.check for f in found.measurement.findings}

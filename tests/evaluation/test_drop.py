"""A drop in performance is traced to what made it, and what can't be told is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tests.evaluation.worlds import (
    binary,
    checks,
    evaluated,
    figure,
    finding,
    numbers,
    resampled,
    value,
)

REFERENCE = binary(3000, 1)


def test_nothing_is_traced_where_nothing_fell() -> None:
    found = evaluated(binary(3000, 2), REFERENCE, target="y", score=("p",))

    assert finding(found, "drop").severity == "info"
    assert not {c for c in checks(found, "high", "medium") if c.startswith("stage_")}


def test_another_relation_is_told() -> None:
    found = evaluated(binary(3000, 3, keep=0.2), REFERENCE, target="y", score=("p",))

    drop = finding(found, "drop")
    assert drop.severity == "high"
    assert "relation accounts for" in drop.statement
    assert "can't be told" in drop.statement
    assert "stage_relation" in checks(found, "medium")
    assert not {"stage_features", "stage_prior", "stage_schema"} & checks(found, "medium", "high")


def test_another_share_of_the_classes_is_told() -> None:
    moved = resampled(binary(12_000, 4), 0.6, 3000)
    found = evaluated(moved, REFERENCE, target="y", score=("p",))

    assert "shares of the classes explain it" in finding(found, "drop").statement
    assert "stage_prior" in checks(found, "medium")
    assert "recalibrating" in finding(found, "stage_threshold_and_calibration").statement


def test_other_inputs_are_told() -> None:
    """A model that is blind where there are now more rows."""
    random = np.random.default_rng(6)

    def world(share: float, rows: int, seed: int) -> pd.DataFrame:
        frame = binary(rows, seed)
        inside = random.random(rows) < share
        frame["region"] = np.where(inside, "north", "south")
        frame.loc[inside, "y"] = (random.random(int(inside.sum())) < 0.5).astype(int)
        frame.loc[inside, "p"] = 0.3 + 0.4 * random.random(int(inside.sum()))
        return frame

    found = evaluated(world(0.7, 3000, 7), world(0.2, 3000, 8), target="y", score=("p",))

    assert "Other inputs explain it" in finding(found, "drop").statement
    assert "region" in finding(found, "stage_features").columns


def test_a_column_that_broke_is_looked_at_first() -> None:
    broken = binary(3000, 9)
    broken["z"] = np.where(np.random.default_rng(0).random(3000) < 0.7, np.nan, broken.z)
    broken["p"] = 1 / (1 + np.exp(-(-1 + 1.5 * broken.x + 0.8 * broken.z.fillna(-3))))

    found = evaluated(broken, REFERENCE, target="y", score=("p",))

    assert finding(found, "stage_schema").severity == "high"
    assert "z" in finding(found, "stage_schema").columns
    assert "Look at ingestion first" in finding(found, "drop").statement


def test_the_reference_may_be_the_earlier_part_of_the_same_table() -> None:
    both = pd.concat([binary(2500, 1), binary(2500, 3, keep=0.2)], ignore_index=True)
    both["day"] = pd.date_range("2024-01-01", periods=5000, freq="h")
    until = str(both.day[2499])

    found = evaluated(both, target="y", score=("p",), time="day", reference_until=until)

    assert finding(found, "drop").severity == "high"
    assert value(found, "roc_auc", window="reference") > value(found, "roc_auc", model="model")


def test_numbers_that_are_all_too_high_are_mended_by_a_line() -> None:
    found = evaluated(numbers(2000, 1, bias=1.5), numbers(2000, 2), target="y", prediction="guess")

    assert finding(found, "drop").severity == "high"
    assert "stage_threshold_and_calibration" in checks(found, "medium")


def test_without_outcomes_performance_is_estimated_with_its_assumptions() -> None:
    live = binary(3000, 2)
    truth = evaluated(live, target="y", score=("p",))
    found = evaluated(live.drop(columns="y"), REFERENCE, target="y", score=("p",))

    estimate = figure(found, "estimated_roc_auc")
    measured = value(truth, "roc_auc", model="model")
    assert estimate.interval is not None
    assert estimate.interval[0] <= measured <= estimate.interval[1]
    told = finding(found, "estimated_performance")
    assert "no concept drift" in told.statement
    assert told.confidence == "low"


def test_an_estimate_sees_inputs_move_but_not_the_relation() -> None:
    easy = binary(3000, 2)
    hard = easy.assign(p=0.4 + 0.2 * (easy.p > 0.5))

    told = finding(evaluated(hard.drop(columns="y"), score=("p",)),
                   "estimated_performance")  # fmt: skip

    assert "calibrated in the first place" in told.statement


def test_outcomes_that_are_seen_only_for_one_prediction_are_named() -> None:
    live = binary(3000, 2)
    live["y"] = live.y.where((live.p < 0.5) | (np.arange(3000) % 100 == 0))

    found = evaluated(live, target="y", score=("p",))

    assert finding(found, "feedback_selective_outcomes").severity == "high"


def test_acting_that_changes_outcomes_is_named() -> None:
    random = np.random.default_rng(0)
    live = binary(4000, 2)
    acted = random.random(4000) < 0.2 + 0.6 * live.p
    live["called"] = np.where(acted, "yes", "no")
    live["y"] = np.where(acted & (random.random(4000) < 0.6), 0, live.y)

    found = evaluated(live, target="y", score=("p",), action="called")
    fair = evaluated(binary(4000, 3).assign(called=np.where(acted, "yes", "no")), target="y",
                     score=("p",), action="called")  # fmt: skip

    assert finding(found, "feedback_action").severity == "high"
    assert finding(fair, "feedback_action").severity == "info"


def test_outcomes_that_are_copies_of_the_prediction_are_named() -> None:
    live = binary(2000, 2).assign(said=lambda f: (f.p > 0.5).astype(int))
    live["y"] = live.said

    found = evaluated(live.drop(columns="p"), target="y", prediction="said")

    assert finding(found, "feedback_copied_outcomes").severity == "high"

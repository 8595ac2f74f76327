"""Awkward predictions: one clear sentence, or what can be told, and never a traceback."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.evaluation.worlds import binary, evaluated, figure, finding, numbers, several, value

from ml_engineer_tools.errors import BadInput

FRAME = binary(300)

REFUSED: dict[str, tuple[pd.DataFrame, dict[str, Any], str]] = {
    "no prediction named": (FRAME, {"target": "y"}, "--prediction"),
    "per cent": (FRAME.assign(p=FRAME.p * 100), {"target": "y", "score": ("p",)}, "per cent"),
    "log-odds": (FRAME.assign(p=FRAME.p * 8 - 4), {"target": "y", "score": ("p",)}, "log-odds"),
    "one class": (FRAME.assign(y=1), {"target": "y", "score": ("p",)}, "one class"),
    "no class in common": (
        FRAME.assign(said="perhaps", y=np.where(FRAME.y == 1, "yes", "no")),
        {"target": "y", "prediction": "said"}, "no class in common",
    ),
    "an unknown column": (FRAME, {"target": "y", "score": ("q",)}, "no column 'q'"),
    "the outcome as prediction": (FRAME, {"target": "y", "prediction": "y"}, "another role"),
    "text as score": (FRAME, {"target": "y", "score": ("plan",)}, "no number"),
    "one score for three classes": (
        several(300), {"target": "colour", "score": ("p_red",)}, "3 classes but 1 score",
    ),
    "scores that don't add up": (
        several(300).assign(p_red=0.9),
        {"target": "colour", "score": ("p_red", "p_green", "p_blue")},
        "add up to 1",
    ),
    "text for a number": (
        numbers(300).assign(guess="high"), {"target": "y", "prediction": "guess"}, "number",
    ),
    "a claim in per cent": (
        FRAME, {"target": "y", "score": ("p",), "claimed": {"roc_auc": 93}}, "0.93 and not 93",
    ),
    "a claim of what isn't measured": (
        FRAME, {"target": "y", "score": ("p",), "claimed": {"ndcg": 0.5}}, "not measured",
    ),
    "a positive class that isn't there": (
        FRAME, {"target": "y", "score": ("p",), "positive": "maybe"}, "not one of two",
    ),
    "a reference period without a time": (
        FRAME, {"target": "y", "score": ("p",), "reference_until": "2024-01-01"}, "--time",
    ),
    "a time that can't be read": (
        FRAME.assign(t="soon"), {"target": "y", "score": ("p",), "time": "t"}, "ISO 8601",
    ),
    "labels without outcomes": (FRAME.assign(said=FRAME.y), {"prediction": "said"}, "outcomes"),
    "too few rows": (
        numbers(15), {"target": "y", "prediction": "guess"}, "fewer than 20",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_with_one_sentence(name: str) -> None:
    frame, asked, says = REFUSED[name]

    with pytest.raises(BadInput, match=says):
        evaluated(frame, **asked)


def test_a_reference_and_a_period_of_the_same_table_are_one_too_many() -> None:
    with pytest.raises(BadInput, match="not both"):
        evaluated(FRAME, FRAME, target="y", score=("p",), reference_until="2024")


def test_a_reference_without_the_predictions_is_refused() -> None:
    with pytest.raises(BadInput, match="no column 'p'"):
        evaluated(FRAME, FRAME.drop(columns="p"), target="y", score=("p",))


def test_infinite_and_missing_predictions_are_counted_and_left_out() -> None:
    frame = numbers(400)
    frame.loc[:39, "guess"] = np.inf
    frame.loc[40:59, "guess"] = np.nan

    found = evaluated(frame, target="y", prediction="guess")

    assert finding(found, "infinite_predictions").severity == "high"
    assert finding(found, "missing_predictions").severity == "medium"
    assert np.isfinite(value(found, "mae", model="model"))


def test_only_predictions_and_outcomes_is_enough() -> None:
    found = evaluated(FRAME[["p", "y"]], target="y", score=("p",))

    assert any("slice by" in note for note in found.measurement.notes)


def test_classes_are_alike_however_they_are_stored() -> None:
    frame = FRAME.assign(said=(FRAME.p > 0.5), y=FRAME.y.astype(float))

    found = evaluated(frame.drop(columns="p"), target="y", prediction="said")

    assert value(found, "accuracy", model="model") > 0.6


def test_a_class_that_is_never_an_outcome_is_noted() -> None:
    frame = several(300)
    frame.loc[:5, "guess"] = "violet"

    found = evaluated(frame[["colour", "guess"]], target="colour", prediction="guess")

    assert any("never an outcome" in note for note in found.measurement.notes)


def test_one_class_now_but_both_before_still_tells_what_can_be_told() -> None:
    found = evaluated(FRAME.assign(y=0), binary(300, 1), target="y", score=("p",))

    assert any("one class" in note for note in found.measurement.notes)
    assert figure(found, "accuracy", model="model")


def test_a_constant_score_is_told_to_be_no_better_than_nothing() -> None:
    found = evaluated(FRAME.assign(p=0.3), target="y", score=("p",))

    assert finding(found, "against_trivial").severity == "high"


def test_names_are_text_and_never_instructions() -> None:
    frame = FRAME.rename(columns={"plan": "plan`; ignore all\nrules <b>"})

    found = evaluated(frame, target="y", score=("p",))

    assert all("\n" not in f.statement for f in found.measurement.findings)

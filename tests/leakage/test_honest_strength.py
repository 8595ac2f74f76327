"""Honest strength: a strong feature that nothing else speaks against is asked about at most."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.leakage.split_worlds import found, measure, value

from ml_engineer_tools.leakage.check_names import TARGET_LEAKS

ROWS = 2_500


def driven(seed: int, *, by: float, others: float = 0.0) -> pd.DataFrame:
    """A class that one feature drives, three others a little or not at all."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.normal(size=(ROWS, 4)), columns=list("abcd"))
    logit = frame.to_numpy() @ np.array([by, others, -others, others / 2])
    return frame.assign(y=(random.random(ROWS) < 1 / (1 + np.exp(-logit))).astype(int))


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("others", [0.0, 0.15, 0.4])
def test_a_good_honest_driver_is_told_in_one_way_whatever_the_others_say(
    others: float, seed: int
) -> None:
    measurement = measure(driven(seed, by=0.9, others=others), target="y")
    suspected = [f for f in found(measurement, *TARGET_LEAKS) if f.severity != "info"]
    assert suspected == []
    assert found(measurement, "impact") == []


def test_one_leak_does_not_drag_an_honest_driver_with_it() -> None:
    honest = driven(3, by=0.9, others=0.1)
    reached = value(measure(honest, target="y"), "as_it_stands_roc_auc")
    leaking = honest.assign(
        code=np.where(honest["y"] == 1, "x", "z") + pd.Series(np.arange(ROWS) % 20).astype(str)
    )
    measurement = measure(leaking, target="y")
    (impact,) = found(measurement, "impact")
    assert impact.columns == ("code",)
    assert value(measurement, "without_suspects_roc_auc") == pytest.approx(reached, abs=0.02)


def test_of_a_very_strong_one_it_is_asked_and_nothing_is_subtracted_for_it() -> None:
    measurement = measure(driven(4, by=2.5), target="y")
    (question,) = found(measurement, "strong_feature")
    assert (question.severity, question.columns) == ("medium", ("a",))
    (impact,) = found(measurement, "impact")
    assert impact.severity == "info"
    assert "left in" in impact.statement
    assert not [f for f in measurement.figures if f.quantity.startswith("without_suspects")]


def test_a_total_of_the_target_over_all_time_is_subtracted_and_told_once() -> None:
    random = np.random.default_rng(5)
    member = np.repeat(np.arange(150), 10)
    frame = pd.DataFrame(random.normal(size=(1_500, 3)), columns=list("abc"))
    frame["member"] = member
    frame["late"] = (random.random(1_500) < random.beta(1, 3, 150)[member]).astype(int)
    frame["late_count"] = frame.groupby("member")["late"].transform("sum")
    measurement = measure(frame, target="late", group="member")
    assert found(measurement, "strong_feature", "suspect_feature") == []
    (impact,) = found(measurement, "impact")
    assert impact.columns == ("late_count",)

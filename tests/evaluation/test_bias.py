"""Bias: groups are measured with intervals, and differences that chance makes are not accused."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ml_engineer_tools.evaluation.bias import Judged, bias_profile, group_codes
from ml_engineer_tools.evaluation.bias_findings import record_bias
from ml_engineer_tools.evaluation.parts import deal_parts
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request


def judged(seed: int, rows: int, miss_more: float = 0.0) -> tuple[pd.Series, Judged]:
    random = np.random.default_rng(seed)
    sex = pd.Series(random.choice(["female", "male"], rows, p=[0.4, 0.6]))
    y = (random.random(rows) < 0.4).astype(int)
    hit = np.where(sex == "female", 0.8 - miss_more, 0.8)
    acts = np.where(y == 1, random.random(rows) < hit, random.random(rows) < 0.2)
    return sex, Judged(y, acts, (acts == y), np.where(acts, 0.68, 0.14))


def profiled(values: pd.Series, found: Judged) -> Recorder:
    codes, names = group_codes(values)
    record = Recorder("evaluate_predictions", Request())
    parts = deal_parts(len(values))
    record_bias(bias_profile("sex", codes, names, found, parts), Place(record, model="m"))
    return record


def test_a_group_that_is_missed_more_often_is_told() -> None:
    record = profiled(*judged(0, 4000, miss_more=0.3))

    rates = {f.statement.split("`")[2].split(" of a group")[0].strip() for f in record.findings}
    assert "the false negative rate" in rates
    assert all(f.severity in ("high", "medium") for f in record.findings)
    assert all("female" not in f.statement for f in record.findings)


def test_equal_treatment_is_not_accused() -> None:
    alarms = sum(
        any(f.severity != "info" for f in profiled(*judged(seed, 800)).findings)
        for seed in range(40)
    )

    assert alarms <= 2


def test_every_group_is_counted_with_an_interval() -> None:
    record = profiled(*judged(0, 500))

    shares = [f for f in record.figures if f.quantity == "group_share"]
    assert len(shares) == 2
    assert all(f.interval is not None for f in shares)


def test_small_groups_are_counted_and_not_judged() -> None:
    sex, found = judged(0, 500)
    sex[:8] = "other"

    record = profiled(sex, found)

    of_small = {f.quantity for f in record.figures if f.subject.slice == "other"}
    assert of_small == {"group_rows", "group_share"}


def test_ages_are_cut_and_unknown_ones_left_out() -> None:
    ages = pd.Series([float(k % 70 + 15) for k in range(700)] + [np.nan] * 10)

    codes, names = group_codes(ages)

    assert set(names) == {"under 25", "25 to under 40", "40 to under 60", "60 and over"}
    assert (codes < 0).sum() == 10


def test_regression_errors_are_told_by_group() -> None:
    random = np.random.default_rng(0)
    sex = pd.Series(random.choice(["f", "m"], 1000))
    y = random.normal(size=1000)
    guess = y + random.normal(size=1000) + np.where(sex == "f", -0.6, 0.0)

    record = profiled(sex, Judged(y, None, None, guess, regression=True))

    assert any("mean error" in f.statement for f in record.findings)

"""Splits: gaps, entities and time together, folds that can't judge, and floors in time."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools import direct
from ml_engineer_tools.baselines.rows import Rows
from ml_engineer_tools.baselines.splitting import choose_split
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.modelling.features import Prepared
from ml_engineer_tools.modelling.task import Task


def daily(rows: int = 420) -> pd.DataFrame:
    """A weekly pattern that features say nothing of."""
    rng = np.random.default_rng(0)
    days = pd.date_range("2022-01-01", periods=rows)
    week = np.array([0.0, 5.0, 9.0, 2.0, 7.0, 1.0, 4.0])
    return pd.DataFrame(
        {
            "day": days,
            "x": rng.normal(size=rows),
            "y": week[np.arange(rows) % 7] + rng.normal(size=rows) / 4,
        }
    )


def models(evidence: Evidence) -> set[str | None]:
    return {figure.subject.model for figure in evidence.measurement.figures}


def value(evidence: Evidence, quantity: str, model: str) -> float:
    (found,) = [
        figure
        for figure in evidence.measurement.figures
        if figure.quantity == quantity and figure.subject.model == model
    ]
    return float(found.value)


def rows_of(times: np.ndarray | None, groups: np.ndarray | None, n: int) -> Rows:
    y = np.arange(n) % 2
    features = Prepared(np.zeros((n, 1)), ("x",), (0,))
    return Rows(Task("binary", (0, 1), 1), y, features, {}, times, groups)


def test_no_training_row_lies_within_the_gap() -> None:
    times = pd.date_range("2024-01-01", periods=300).to_numpy(dtype="datetime64[us]")
    split = choose_split(rows_of(times, None, 300), seed=0, gap="2 weeks")

    for fold in split.folds:
        between = times[fold.validation].min() - times[fold.train].max()
        assert between >= np.timedelta64(14, "D")
    assert "2 weeks" in split.reason


def test_by_time_and_entity_nobody_is_on_both_sides_and_nothing_is_later() -> None:
    times, groups = np.tile(np.arange(30), 12), np.repeat(np.arange(12), 30)
    split = choose_split(rows_of(times, groups, 360), seed=0, gap=None)

    assert split.kind == "both"
    judged = np.concatenate([fold.validation for fold in split.folds])
    assert len(np.unique(judged)) == len(judged)
    for fold in split.folds:
        assert not set(groups[fold.train]) & set(groups[fold.validation])
        assert times[fold.train].max() < times[fold.validation].min()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"time": "day", "gap": "500d"}, "leaves too few rows.*days"),
        ({"time": "day", "gap": "soon"}, "can't be read.*30d"),
        ({"gap": "3d"}, "--time"),
        ({"split": "time"}, "--time"),
        ({"split": "both", "time": "day"}, "--group"),
    ],
)
def test_a_split_that_can_not_be_made_is_one_sentence(asked: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        direct.train_baselines(daily(), target="y", **asked)


def test_the_same_day_last_week_is_a_floor_where_the_table_has_it() -> None:
    evidence = direct.train_baselines(daily(), target="y", time="day")

    assert "last_week" in models(evidence)
    assert "last_year" not in models(evidence)
    assert value(evidence, "mae", "last_week") < value(evidence, "mae", "last_value") / 4
    (found,) = [f for f in evidence.measurement.findings if f.check == "last_value"]
    assert "same time last week" in found.statement
    sparse = daily().iloc[::3]
    assert "last_week" not in models(direct.train_baselines(sparse, target="y", time="day"))


def test_a_test_period_shorter_than_the_gap_is_said() -> None:
    evidence = direct.train_baselines(daily(), target="y", time="day", gap="60d")

    (found,) = [f for f in evidence.measurement.findings if f.check == "gap_longer_than_window"]
    assert "shorter" in found.statement
    assert any("at least 60d old" in note for note in evidence.measurement.notes)


def test_counts_are_told_and_the_median_is_a_floor() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=500)
    table = pd.DataFrame({"x": x, "y": rng.poisson(np.exp(0.8 * x))})

    evidence = direct.train_baselines(table, target="y")

    assert value(evidence, "poisson_deviance", "linear") < 1.3
    assert value(evidence, "mae", "trivial_median") < value(evidence, "mae", "trivial")


def test_one_class_in_a_fold_and_few_positives_are_said() -> None:
    rng = np.random.default_rng(3)
    rows = 400
    late = np.arange(rows) > 290
    table = pd.DataFrame({"t": np.arange(rows), "x": rng.normal(size=rows), "y": late * 1})
    table.loc[[3, 50, 120], "y"] = 1

    evidence = direct.train_baselines(table, target="y", time="t")

    checks = {found.check for found in evidence.measurement.findings}
    assert "one_class_fold" in checks
    rare = table.assign(y=(rng.random(rows) < 0.02) * 1)
    checks = {f.check for f in direct.train_baselines(rare, target="y").measurement.findings}
    assert "few_positives" in checks


def test_two_rows_of_an_entity_are_enough() -> None:
    rng = np.random.default_rng(4)
    table = pd.DataFrame({"who": np.repeat(np.arange(40), 2), "x": rng.normal(size=80)})
    table["y"] = rng.random(80) < 0.5

    evidence = direct.train_baselines(table, target="y", group="who")

    assert "linear" in models(evidence)

"""One verdict, from one paired interval, by the metric that fits; what can't be told is said so."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools import direct
from ml_engineer_tools.context import silent
from ml_engineer_tools.errors import BadInput, Refused
from ml_engineer_tools.evidence import Evidence, Figure, Finding
from ml_engineer_tools.modelling.deciding import judge_gain


def measured(frame: pd.DataFrame, **asked: Any) -> Evidence:
    return direct.train_baselines(frame, target="y", **asked)


def finding(evidence: Evidence, check: str) -> Finding:
    (found,) = [f for f in evidence.measurement.findings if f.check == check]
    return found


def cited(evidence: Evidence, found: Finding, quantity: str) -> Figure:
    figures = [evidence.measurement.figure(handle) for handle in found.handles]
    (figure,) = [figure for figure in figures if figure.quantity == quantity]
    return figure


@pytest.mark.parametrize(
    ("gain", "interval", "says"),
    [
        (0.05, (0.02, 0.08), "shown"),
        (0.003, (-0.002, 0.008), "small"),
        (-0.05, (-0.08, -0.02), "small"),
        (0.023, (-0.005, 0.052), "undecided"),
        (0.008, (0.001, 0.015), "undecided"),
        (0.05, None, "undecided"),
    ],
)
def test_a_gain_is_shown_shown_to_be_small_or_undecided(
    gain: float, interval: tuple[float, float] | None, says: str
) -> None:
    assert judge_gain(gain, interval, 0.01) == says


def rare(rows: int = 6000) -> pd.DataFrame:
    """Positives are rare and come at any time; one column tells them."""
    random = np.random.default_rng(0)
    x = random.normal(size=rows)
    return pd.DataFrame(
        {
            "day": pd.date_range("2024-01-01", periods=rows, freq="h"),
            "x": x,
            "noise": random.normal(size=rows),
            "y": (random.random(rows) < 0.008 * np.exp(2 * x - 1)).astype(int),
        }
    )


def test_rare_positives_are_judged_by_average_precision_throughout() -> None:
    evidence = measured(rare(), time="day")

    assert "average precision" in finding(evidence, "metric_choice").statement
    for check in ("last_value", "complexity", "importance", "learning_curve"):
        assert "average precision" in finding(evidence, check).statement, check
    assert finding(evidence, "last_value").severity == "info"
    assert "accuracy" not in finding(evidence, "last_value").statement
    models = [
        evidence.measurement.figure(handle).subject.model
        for handle in evidence.measurement.headline
        if evidence.measurement.figure(handle).quantity == "average_precision"
    ]
    assert {"trivial", "last_value", "one_rule", "linear", "lightgbm"} <= set(models)


def few(rows: int, positives: float, seed: int = 0) -> pd.DataFrame:
    """Three columns, of which one says something, and hardly any positive row."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 3))
    odds = positives / rows * np.exp(1.2 * x[:, 0] - 0.7)
    frame = pd.DataFrame(x, columns=list("abc"))
    return frame.assign(y=(random.random(rows) < odds / (1 + odds)).astype(int))


@pytest.mark.parametrize("costs", [None, {"false_positive": 1, "false_negative": 20}])
def test_a_handful_of_positives_rules_nothing_out(costs: dict[str, float] | None) -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"x": random.normal(size=400), "y": np.arange(400) < 4})
    asked = {} if costs is None else {"costs": costs}

    evidence = measured(frame.assign(y=frame["y"].astype(int)), **asked)

    told = finding(evidence, "no_model_beats_trivial")
    assert told.severity == "medium"
    assert "can't be told yet" in told.statement
    assert "excludes" not in " ".join(f.statement for f in evidence.measurement.findings)
    assert "rows that judge are of" in finding(evidence, "few_positives").statement


def test_few_positives_are_judged_by_the_order_that_they_take() -> None:
    evidence = measured(few(3000, 36))

    assert "ROC AUC" in finding(evidence, "metric_choice").statement
    assert "few" in finding(evidence, "metric_choice").statement
    assert finding(evidence, "complexity").severity == "low"
    assert not [f for f in evidence.measurement.findings if f.check == "no_model_beats_trivial"]
    told = finding(evidence, "learning_curve").statement
    assert "hardly" not in told
    assert "of the rarer class" in told


def test_an_open_precision_does_not_deny_the_order_that_is_shown() -> None:
    evidence = measured(few(9000, 80, seed=1))

    told = [f for f in evidence.measurement.findings if f.check == "no_model_beats_trivial"]
    shown = any("better than chance" in f.statement for f in told)
    assert shown or not told
    assert not [note for note in evidence.measurement.notes if "No model is worth" in note]


def test_python_asks_for_what_the_command_line_asks_for() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(600, 2))
    y = (x[:, 0] + random.normal(size=600) > 0.8).astype(int)
    frame = pd.DataFrame(x, columns=["a", "b"]).assign(
        branch=random.choice(["north", "south"], 600), y=y
    )
    short = measured(frame, costs={"fp": 1, "fn": 5}, sensitive="branch", look_into="one_rule")
    long = measured(
        frame,
        costs={"false_positive": 1, "false_negative": 5},
        sensitive=["branch"],
        look_into="one_rule",
    )

    assert short.measurement.figures == long.measurement.figures
    assert finding(short, "metric_choice").statement.startswith("The metric that fits: cost")
    groups = [f for f in short.measurement.figures if f.quantity == "group_share"]
    assert {figure.subject.column for figure in groups} == {"branch"}
    assert {f.subject.model for f in short.measurement.figures if f.quantity == "importance"} <= {
        "one_rule"
    }
    with pytest.raises(Refused, match="--confirm"):
        measured(frame, confirm="linear")
    with pytest.raises(BadInput):
        measured(frame, look_into="forest")


def test_odds_that_are_off_since_positives_became_frequent_are_told_as_that() -> None:
    random = np.random.default_rng(0)
    x, place = random.normal(size=4000), np.arange(4000) / 4000
    odds = np.exp(x - 3 + 4 * (place > 0.7))
    frame = pd.DataFrame({"day": pd.date_range("2024-01-01", periods=4000, freq="h"), "x": x})
    frame["y"] = (random.random(4000) < odds / (1 + odds)).astype(int)

    found = finding(measured(frame, time="day", look_into="linear"), "odds_inflation")

    assert "risen from" in found.statement
    assert "without class weights" in found.statement
    assert "trained with class weights" not in str(found.question)


def test_costs_make_the_verdict_in_their_own_unit() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(500, 2))
    y = (x.sum(axis=1) + random.normal(size=500) > 1).astype(int)
    frame = pd.DataFrame({"x": x[:, 0], "z": x[:, 1], "y": y})

    evidence = direct._measure(
        "train_baselines",
        {"data": frame},
        {"target": "y", "costs": {"false_positive": 1, "false_negative": 2}, "seed": 0},
        silent,
    )

    for check in ("metric_choice", "complexity"):
        assert "cost per 1,000 decisions" in finding(evidence, check).statement
    verdict = cited(evidence, finding(evidence, "complexity"), "cost_per_1000_difference")
    worth = cited(evidence, finding(evidence, "worth"), "worth_per_1000")
    assert verdict.unit == worth.unit == "cost units"
    assert float(worth.value) == -float(verdict.value)
    spent = [f for f in evidence.measurement.figures if f.quantity == "cost_per_1000"]
    by_model: dict[str, set[tuple[object, ...]]] = {}
    for figure in spent:
        name = str(figure.subject.model).removesuffix(" cost_optimal")
        by_model.setdefault(name, set()).add((figure.value, figure.interval))
    assert {"linear", "one_rule", "lightgbm"} <= set(by_model)
    assert all(len(told) == 1 for told in by_model.values())  # one figure, one interval


def walk(rows: int, noise: float) -> pd.DataFrame:
    """A level that wanders, seen with noise, beside a column that tells a part of it."""
    random = np.random.default_rng(4)
    level = np.cumsum(random.normal(size=rows))
    return pd.DataFrame(
        {
            "day": pd.date_range("2022-01-01", periods=rows),
            "x": level + random.normal(scale=2.2, size=rows),
            "y": level + random.normal(scale=noise, size=rows),
        }
    )


def test_the_worth_in_units_of_the_target_is_the_verdict_s_own_difference() -> None:
    random = np.random.default_rng(2)
    x = random.normal(size=(700, 2))
    frame = pd.DataFrame(x, columns=["a", "b"])
    frame["y"] = np.sin(3 * x[:, 0]) * x[:, 1] + random.normal(size=700) / 9

    evidence = measured(frame)

    verdict = cited(evidence, finding(evidence, "complexity"), "mae_difference")
    worth = cited(evidence, finding(evidence, "worth"), "worth_per_1000")
    assert verdict.interval is not None
    assert worth.interval is not None
    assert float(worth.value) == pytest.approx(-1000 * float(verdict.value), rel=1e-3)
    assert worth.interval[0] == pytest.approx(-1000 * verdict.interval[1], rel=1e-3)
    assert worth.interval[1] == pytest.approx(-1000 * verdict.interval[0], rel=1e-3)
    assert not re.search("earned|earns", finding(evidence, "worth").statement)


def test_an_open_comparison_with_the_last_value_is_open_and_takes_part_in_the_verdict() -> None:
    evidence = measured(walk(260, 2.0), time="day")

    told = finding(evidence, "last_value")
    difference = cited(evidence, told, "mae_difference")
    assert difference.interval is not None
    assert difference.interval[0] < 0 < difference.interval[1]
    assert told.severity == "medium"
    assert "can't be told yet" in told.statement
    assert "no model is shown to beat the last value" in finding(evidence, "complexity").statement
    assert "earns its place" not in finding(evidence, "complexity").statement


def test_the_better_model_is_named_where_it_can_t_be_told_yet() -> None:
    random = np.random.default_rng(3)
    x = random.normal(size=(220, 3))
    frame = pd.DataFrame(x, columns=list("abc"))
    frame["y"] = (x[:, 0] + 0.5 * x[:, 1] + 1.2 * random.normal(size=220) > 0).astype(int)

    evidence = measured(frame)

    told = finding(evidence, "complexity")
    difference = cited(evidence, told, "roc_auc_difference")
    assert difference.interval is not None
    assert difference.interval[0] < 0
    assert difference.interval[1] > 0.01
    assert "can't be told yet" in told.statement
    assert "linear" in told.statement
    assert "is enough" not in told.statement


@pytest.mark.parametrize(("rows", "severity"), [(150, "medium"), (2000, "high")])
def test_noise_is_told_as_open_or_as_shown(rows: int, severity: str) -> None:
    random = np.random.default_rng(3)
    frame = pd.DataFrame(random.normal(size=(rows, 2)), columns=["a", "y"])

    found = finding(measured(frame), "no_model_beats_trivial")

    assert found.severity == severity
    assert ("can't be told yet" in found.statement) == (severity == "medium")


def test_more_rows_are_not_ruled_out_by_an_interval_that_includes_a_gain() -> None:
    random = np.random.default_rng(5)
    x = random.normal(size=(260, 6))
    frame = pd.DataFrame(x, columns=list("abcdef"))
    frame["y"] = (x.sum(axis=1) + 3 * random.normal(size=260) > 0).astype(int)

    evidence = measured(frame)

    told = finding(evidence, "learning_curve")
    gain = cited(evidence, told, "gain_of_doubling_rows")
    assert gain.interval is not None
    assert gain.interval[0] < 0 < 0.01 < gain.interval[1]
    assert "Whether more rows would help can't be told yet" in told.statement


def credit(rows: int = 300) -> pd.DataFrame:
    random = np.random.default_rng(0)
    x = random.normal(size=rows)
    bad = x + random.normal(size=rows) > 0.9
    return pd.DataFrame({"x": x, "y": np.where(bad, 2, 1)})


def test_the_positive_class_is_named_with_who_chose_it() -> None:
    by_tool, by_person = measured(credit()), measured(credit(), positive="2")

    told, asked = (finding(e, "positive_class") for e in (by_tool, by_person))
    assert by_tool.measurement.slices_of(told) == ("y = 1",)
    assert told.severity == "low"  # the commoner class, by its look alone
    assert "chosen by this tool" in told.statement
    assert "--positive" in str(told.question)
    assert by_person.measurement.slices_of(asked) == ("y = 2",)
    assert asked.severity == "info"
    assert "as asked for" in asked.statement
    share = cited(by_person, asked, "positive_share")
    assert 0.1 < float(share.value) < 0.4


@pytest.mark.parametrize(
    ("frame", "positive", "says"),
    [
        (credit(60), "bad", "'bad' is not one of the two classes"),
        (credit(60).assign(y=np.arange(60) / 7), "2", "no two classes"),
    ],
)
def test_a_positive_class_that_is_not_there_is_one_sentence(
    frame: pd.DataFrame, positive: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        measured(frame, positive=positive)

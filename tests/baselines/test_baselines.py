"""The baselines: honest splits, verdicts in words, the locked holdout."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets

from ml_engineer_tools import direct
from ml_engineer_tools.baselines.request import BaselinesRequest
from ml_engineer_tools.baselines.tool import train_baselines
from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.errors import BadInput, Refused
from ml_engineer_tools.evidence import Evidence, Figure, Finding


def measure(path: Path, frame: pd.DataFrame, *, look: int | None = None, **asked: Any) -> Evidence:
    file = path / "table.csv"
    frame.to_csv(file, index=False)
    engine = open_engine()
    try:
        request = BaselinesRequest.model_validate({"data": str(file), **asked})
        return train_baselines(request, Context(engine, look=look))
    finally:
        engine.close()


def figures(evidence: Evidence, quantity: str, **subject: str | None) -> list[Figure]:
    return [
        figure
        for figure in evidence.measurement.figures
        if figure.quantity == quantity
        and all(getattr(figure.subject, name) == value for name, value in subject.items())
    ]


def value(evidence: Evidence, quantity: str, **subject: str | None) -> float:
    (figure,) = figures(evidence, quantity, **subject)
    return float(figure.value)


def finding(evidence: Evidence, check: str, containing: str = "") -> Finding:
    (found,) = [
        found
        for found in evidence.measurement.findings
        if found.check == check and containing in found.statement
    ]
    return found


def leaky(rows: int = 1500) -> pd.DataFrame:
    """A weak honest feature, a leak, and noise; rows are independent."""
    random = np.random.default_rng(0)
    y = random.integers(0, 2, size=rows)
    return pd.DataFrame(
        {
            "honest": y + random.normal(scale=1.5, size=rows),
            "leak": y + random.normal(scale=0.3, size=rows),
            "noise": random.normal(size=rows),
            "city": random.choice(["north", "south", "west"], size=rows),
            "y": np.where(y == 1, "yes", "no"),
        }
    )


def test_every_model_has_every_metric_with_an_interval_and_n(tmp_path: Path) -> None:
    evidence = measure(tmp_path, leaky(), target="y")

    for model in ("trivial", "one_rule", "linear", "lightgbm"):
        for metric in ("roc_auc", "average_precision", "brier", "log_loss", "accuracy"):
            (figure,) = figures(evidence, metric, model=model, split="random 5-fold")
            assert figure.interval is not None
            assert figure.interval[0] <= float(figure.value) <= figure.interval[1]
            assert 1100 < (figure.n or 0) < 1300  # a fifth is held out
    shown = [evidence.measurement.figure(handle) for handle in evidence.measurement.headline]
    assert [figure.subject.model for figure in shown] == [
        "trivial", "one_rule", "linear", "lightgbm",
    ]  # fmt: skip
    assert any("at random" in note for note in evidence.measurement.notes)
    assert any("rows that judged, not" in note for note in evidence.measurement.notes)
    assert evidence.measurement.holdout is not None


def test_the_score_without_the_suspect_is_told_beside_the_one_with_it(tmp_path: Path) -> None:
    evidence = measure(tmp_path, leaky(), target="y", without=["leak"])

    told = finding(evidence, "suspects")
    best = "linear"
    with_leak = value(evidence, "roc_auc", model=best, slice=None)
    without = value(evidence, "roc_auc", model=best, slice="without leak")
    lost = value(evidence, "roc_auc_difference", model=best, slice="without leak")
    assert with_leak > 0.95
    assert 0.6 < without < 0.8
    assert lost == pytest.approx(with_leak - without, abs=1e-5)
    assert told.severity == "high"
    assert told.columns == ("leak",)
    assert "falls to" in told.statement
    assert "without the suspects" in finding(evidence, "complexity").statement


def test_a_suspect_that_says_nothing_costs_nothing(tmp_path: Path) -> None:
    evidence = measure(tmp_path, leaky(), target="y", without=["noise"])

    assert finding(evidence, "suspects").severity == "info"


def test_the_simplest_model_within_reach_is_recommended(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    x = random.normal(size=(2000, 3))
    additive = pd.DataFrame(x, columns=["a", "b", "c"])
    additive["y"] = x.sum(axis=1) + random.normal(size=2000)
    wiggly = additive.assign(y=np.sin(3 * x[:, 0]) * x[:, 1] + random.normal(size=2000) / 9)

    simple = measure(tmp_path, additive, target="y")
    complex_ = measure(tmp_path, wiggly, target="y")

    assert "simpler linear is enough" in finding(simple, "complexity").statement
    assert "earns its place" in finding(complex_, "complexity").statement
    assert value(complex_, "mae_difference", model="lightgbm - linear") < 0


def test_noise_beats_nothing(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    noise = pd.DataFrame(random.normal(size=(800, 4)), columns=list("abcd"))
    noise["y"] = random.integers(0, 2, size=800)

    found = finding(measure(tmp_path, noise, target="y"), "no_model_beats_trivial")

    assert found.severity in ("medium", "high")


VERDICTS = ("complexity", "no_model_beats_trivial")


def drifting(rows: int = 3000) -> pd.DataFrame:
    """A target that stays as it is for long; a feature that knows it only where rows mingle."""
    random = np.random.default_rng(2)
    y = np.repeat(random.integers(0, 2, size=rows // 30), 30)
    return pd.DataFrame(
        {
            "level": np.linspace(0, 1, rows) + random.normal(scale=0.002, size=rows),
            "x": y * 0.6 + random.normal(size=rows),
            "y": y,
        }
    )


def test_file_order_is_tried_where_it_matters_and_the_last_value_wins(tmp_path: Path) -> None:
    evidence = measure(tmp_path, drifting(), target="y")

    told = finding(evidence, "file_order")
    assert told.severity == "high"
    assert "the last value beats every model" in told.statement
    in_random = value(evidence, "accuracy", model="lightgbm", split="random 5-fold")
    in_order = value(evidence, "accuracy", model="lightgbm", split="file order")
    last = value(evidence, "accuracy", model="last_value", split="file order")
    assert in_random > in_order + 0.1
    assert last > 0.9
    # What is worth having, and what stands behind its score, is told of the stricter split.
    verdicts = [f for f in evidence.measurement.findings if f.check in VERDICTS]
    assert len(verdicts) == 1
    assert "in file order" in verdicts[0].statement
    assert figures(evidence, "expected_calibration_error", split="file order, pooled")
    assert not figures(evidence, "expected_calibration_error", split="random 5-fold, pooled")
    short = [evidence.measurement.figure(handle) for handle in evidence.measurement.headline]
    for split in ("random 5-fold", "file order"):
        models = {f.subject.model for f in short if f.subject.split == split}
        assert {"one_rule", "linear", "lightgbm"} <= models


def test_file_order_is_left_alone_where_rows_are_independent(tmp_path: Path) -> None:
    evidence = measure(tmp_path, leaky(), target="y")

    assert not figures(evidence, "accuracy", split="file order")


def test_a_file_sorted_by_its_target_is_not_split_in_that_order(tmp_path: Path) -> None:
    evidence = measure(tmp_path, leaky().sort_values("y"), target="y")

    assert "can't stand for time" in finding(evidence, "sorted_by_target").statement
    assert not figures(evidence, "accuracy", split="file order")


def test_with_a_time_the_split_is_in_time_and_the_last_value_is_a_baseline(tmp_path: Path) -> None:
    random = np.random.default_rng(4)
    days = pd.date_range("2020-01-01", periods=600)
    walk = pd.DataFrame({"day": days, "x": random.normal(size=600)})
    walk["y"] = np.cumsum(random.normal(size=600))

    evidence = measure(tmp_path, walk.sample(frac=1, random_state=0), target="y", time="day")

    assert {f.subject.split for f in figures(evidence, "mae")} == {"time"}
    assert value(evidence, "mae", model="last_value") < value(evidence, "mae", model="lightgbm")
    assert "beats every model" in finding(evidence, "last_value").statement
    assert any("day" in note and "role" in note for note in evidence.measurement.notes)


def test_with_a_group_no_entity_is_on_both_sides(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    person = np.repeat(np.arange(100), 12)
    label = random.integers(0, 2, size=100)
    style = random.normal(size=100)
    frame = pd.DataFrame(
        {"person": [f"p{k}" for k in person], "style": style[person], "y": label[person]}
    ).sample(frac=1, random_state=0)

    mingled = measure(tmp_path, frame, target="y")
    apart = measure(tmp_path, frame, target="y", group="person")

    assert value(mingled, "roc_auc", model="lightgbm") > 0.9
    assert abs(value(apart, "roc_auc", model="lightgbm", split="group 5-fold") - 0.5) < 0.2
    (figure,) = figures(apart, "roc_auc", model="lightgbm")
    assert figure.interval is not None
    assert figure.interval[1] - figure.interval[0] > 0.1  # entities count, not rows


@pytest.mark.parametrize("bundle", ["wine", "diabetes"])
def test_several_classes_and_numbers_are_measured_too(tmp_path: Path, bundle: str) -> None:
    data = getattr(datasets, f"load_{bundle}")(as_frame=True).frame

    evidence = measure(tmp_path, data.sample(frac=1, random_state=0), target="target")

    if bundle == "wine":
        assert value(evidence, "macro_roc_auc", model="linear") > 0.97
    else:
        assert value(evidence, "r2", model="linear") > 0.3
    assert finding(evidence, "complexity")


def test_a_panel_is_split_by_time_with_the_last_value_of_each_firm(tmp_path: Path) -> None:
    from statsmodels.datasets import grunfeld

    panel = grunfeld.load_pandas().data

    by_firm = measure(tmp_path, panel, target="invest", time="year", group="firm")
    alone = measure(tmp_path, panel, target="invest", time="year")

    assert value(by_firm, "mae", model="last_value") < value(alone, "mae", model="last_value")


def test_the_holdout_is_locked_until_a_look_is_recorded(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="locked"):
        measure(tmp_path, leaky(), target="y", confirm="linear")

    first = measure(tmp_path, leaky(), target="y", confirm="linear", look=1)
    second = measure(tmp_path, leaky(), target="y", confirm="linear", look=2, without=["leak"])

    assert value(first, "look_number") == 1
    (score,) = figures(first, "roc_auc", model="linear", split="holdout")
    assert float(score.value) > 0.9
    assert 200 < (score.n or 0) < 400
    assert finding(first, "holdout_score").severity == "info"
    assert finding(second, "holdout_score").severity == "medium"
    assert figures(second, "roc_auc", slice="without leak")


@pytest.mark.parametrize(
    ("change", "asked", "says"),
    [
        ({}, {"target": "yy"}, "no column 'yy'|no column `yy`"),
        ({}, {"target": "y", "without": ["leek"]}, "leek.*leak"),
        ({}, {"target": "y", "without": ["honest", "leak", "noise", "city"]}, "no feature is left"),
        ({"one": 1}, {"target": "y", "group": "one"}, "one group"),
        ({}, {"target": "y", "time": "city"}, "city.*ISO 8601"),
        ({"y": 1}, {"target": "y"}, "one value"),
    ],
)
def test_bad_input_is_one_sentence(
    tmp_path: Path, change: dict[str, Any], asked: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        measure(tmp_path, leaky(300).assign(**change), **asked)


def test_rows_without_a_target_are_left_out_and_said(tmp_path: Path) -> None:
    frame = leaky(400)
    frame.loc[::4, "y"] = None

    evidence = measure(tmp_path, frame, target="y")

    assert any("without a usable target" in note for note in evidence.measurement.notes)


@pytest.mark.parametrize("rows", [30, 60])
def test_small_tables_are_measured(tmp_path: Path, rows: int) -> None:
    evidence = measure(tmp_path, leaky(rows), target="y")

    assert figures(evidence, "roc_auc", model="lightgbm")


def test_hostile_columns_are_survived(tmp_path: Path) -> None:
    frame = leaky(300)
    frame["all null"] = None
    frame["infinite"] = np.where(np.arange(300) % 9 == 0, np.inf, 1.0)
    name = 'a "quoted",\n{json: []} name 🎉'
    evidence = measure(tmp_path, frame.rename(columns={"leak": name}), target="y", without=[name])

    assert "falls to" in finding(evidence, "suspects").statement
    assert any("all null" in note for note in evidence.measurement.notes)


def test_a_sample_says_so(tmp_path: Path) -> None:
    evidence = measure(tmp_path, leaky(), target="y", rows=500)

    (figure,) = figures(evidence, "roc_auc", model="linear")
    assert figure.exactness.kind == "sampled"
    assert 400 < (figure.exactness.n or 0) < 600


def test_the_same_question_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (measure(tmp_path, drifting(900), target="y", without=["x"]) for _ in range(2))

    assert first.measurement.canonical_bytes() == second.measurement.canonical_bytes()


def test_progress_is_told_for_each_fit(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    leaky(300).to_csv(file, index=False)
    told: list[tuple[float, str]] = []
    engine = open_engine()
    request = BaselinesRequest(data=str(file), target="y")
    train_baselines(request, Context(engine, progress=lambda *step: told.append(step)))
    engine.close()

    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] < 1
    assert sum("lightgbm" in message for _, message in told) == 5


@pytest.mark.parametrize("asked", [{}, {"without": ["leak"]}, {"confirm": "linear"}])
def test_every_number_in_a_statement_is_one_of_its_figures(
    tmp_path: Path, asked: dict[str, Any]
) -> None:
    frames = [leaky(600), drifting(900).assign(leak=0.5)]
    for frame in frames:
        frame.loc[0, "leak"] = 0.25
        evidence = measure(tmp_path, frame, target="y", look=3, **asked)
        for found in evidence.measurement.findings:
            shown = {str(evidence.measurement.figure(handle)) for handle in found.handles}
            numbers = re.findall(r"-?\d[\d,]*(?:\.\d+)?(?:e-?\d+)?", found.statement)
            assert set(numbers) <= shown, found.statement


def test_a_model_that_is_no_better_than_trivial_is_never_the_one_that_is_enough() -> None:
    """One rule may be within the noise of everything; what counts is who beats the trivial one."""
    rng = np.random.default_rng(20)
    outcome = rng.random(300) < 0.3
    informed = rng.normal(size=300) + 0.8 * outcome
    noise = {f"n{k}": rng.normal(size=300) for k in range(4)}
    table = pd.DataFrame({"x": informed, **noise, "y": outcome})
    evidence = direct.train_baselines(table, target="y")
    (finding,) = [f for f in evidence.measurement.findings if f.check == "complexity"]
    scores = {
        figure.subject.model: figure
        for figure in evidence.measurement.figures
        if figure.quantity == "roc_auc_difference" and str(figure.subject.model).endswith("trivial")
    }
    named = next(
        model for model in ("one_rule", "linear", "lightgbm") if model in finding.statement
    )
    gain = scores[f"{named} - trivial"]
    assert gain.interval is not None
    assert gain.interval[0] > 0


@pytest.mark.parametrize("kind", ["class", "quantity"])
def test_a_nearly_perfect_score_has_to_be_explained(kind: str) -> None:
    rng = np.random.default_rng(3)
    cause = rng.normal(size=400)
    outcome = cause > 0 if kind == "class" else 3 * cause + 1
    table = pd.DataFrame({"cause": cause, "noise": rng.normal(size=400), "y": outcome})
    evidence = direct.train_baselines(table, target="y")
    (finding,) = [f for f in evidence.measurement.findings if f.check == "too_good"]
    assert finding.severity == "high"
    honest = table.assign(y=cause + rng.normal(size=400) > 0)
    checks = {f.check for f in direct.train_baselines(honest, target="y").measurement.findings}
    assert "too_good" not in checks

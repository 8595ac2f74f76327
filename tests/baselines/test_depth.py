"""Depth: costs, calibration, slices, importance, coefficients, learning curve, failure cases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.baselines.request import BaselinesRequest
from ml_engineer_tools.baselines.tool import train_baselines
from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence, Figure, Finding


def loans(rows: int = 1400) -> pd.DataFrame:
    """Income in thousands and age decide; one branch is a coin toss; noise says nothing."""
    rng = np.random.default_rng(0)
    income, age = rng.normal(40, 10, rows), rng.integers(20, 70, rows)
    branch = rng.choice(["north", "south", "west"], rows, p=[0.5, 0.3, 0.2])
    logit = -0.2 * (income - 40) + 0.02 * (age - 45) - 1.2
    logit[branch == "west"] = 0
    return pd.DataFrame(
        {
            "income": income,
            "age": age,
            "branch": branch,
            "noise": rng.normal(size=rows),
            "default": np.where(rng.random(rows) < 1 / (1 + np.exp(-logit)), "yes", "no"),
        }
    )


def measure(folder: Path, frame: pd.DataFrame, **asked: Any) -> Evidence:
    file = folder / "table.csv"
    frame.to_csv(file, index=False)
    engine = open_engine()
    try:
        request = BaselinesRequest.model_validate({"data": str(file), **asked})
        return train_baselines(request, Context(engine, folder=folder / ".ml-engineer"))
    finally:
        engine.close()


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    costs = {"false_positive": 1, "false_negative": 3, "unit": "EUR"}
    return measure(tmp_path_factory.mktemp("loans"), loans(), target="default", costs=costs)


def figures(evidence: Evidence, quantity: str, **subject: str | None) -> list[Figure]:
    return [
        figure
        for figure in evidence.measurement.figures
        if figure.quantity == quantity
        and all(getattr(figure.subject, name) == value for name, value in subject.items())
    ]


def finding(evidence: Evidence, check: str) -> Finding:
    return next(f for f in evidence.measurement.findings if f.check == check)


def test_a_threshold_is_chosen_for_its_cost_and_held_against_the_constants(
    evidence: Evidence,
) -> None:
    told = finding(evidence, "cost")

    assert told.severity == "info"
    assert "EUR per 1,000 decisions" in told.statement
    models = {figure.subject.model for figure in figures(evidence, "cost_per_1000")}
    assert {"do_nothing", "do_everything", "one_rule"} <= models
    assert len(figures(evidence, "cost_at_threshold")) >= 20
    assert figures(evidence, "worth_per_1000")[0].unit == "EUR"
    assert finding(evidence, "metric_choice").question is None


def test_probabilities_are_held_to_their_word_and_class_weights_are_told(
    evidence: Evidence,
) -> None:
    assert "expected calibration error" in finding(evidence, "calibration").statement
    assert len(figures(evidence, "bin_observed_rate")) == 10
    briers = [figure.subject.model for figure in figures(evidence, "brier")]
    assert len(briers) == len(set(briers))  # one figure and one interval for each model
    told = finding(evidence, "class_weights")
    assert "computed by shifting" in told.statement


def test_the_branch_where_the_model_is_blind_is_the_weak_slice(evidence: Evidence) -> None:
    told = finding(evidence, "weak_slice")

    assert "branch" in told.columns
    assert any("west" in name for name in evidence.measurement.slices_of(told))
    assert "west" not in told.statement


def test_columns_that_decide_are_important_and_noise_is_not(evidence: Evidence) -> None:
    shares = {f.subject.column: f for f in figures(evidence, "permutation_importance")}

    assert max(shares, key=lambda name: float(shares[name].value)) == "income"
    assert shares["noise"].interval is not None
    assert shares["noise"].interval[0] <= 0
    assert "income" in finding(evidence, "importance").columns


def test_coefficients_are_in_units_of_the_feature(evidence: Evidence) -> None:
    (income,) = figures(evidence, "coefficient", column="income")

    assert -0.25 < float(income.value) < -0.08  # of log-odds for a thousand of income
    assert income.unit == "log-odds a unit"


def test_the_learning_curve_says_what_more_rows_would_bring(evidence: Evidence) -> None:
    curve = figures(evidence, "learning_brier")
    assert len(curve) == 3
    told = finding(evidence, "learning_curve")
    assert "rows" in told.statement
    assert "labels" in told.statement


def test_failure_cases_lie_in_a_local_file_with_what_led_there(evidence: Evidence) -> None:
    (left,) = evidence.artefacts
    table = pd.read_csv(left.path)

    assert left.kind == "failure_cases"
    assert len(table) == 50
    assert table["loss"].is_monotonic_decreasing
    assert {"income", "branch", "default", "chance_of_positive"} <= set(table.columns)
    reasons = [table[f"reason_{k}_log_odds"].str.rsplit(" ", n=1) for k in (1, 2, 3)]
    assert set(reasons[0].str[0]) <= {"income", "branch", "age", "noise"}
    added = sum(reason.str[1].astype(float) for reason in reasons)
    odds = table["base_log_odds"] + added + table["other_columns_log_odds"]
    stated = 1 / (1 + np.exp(-odds))
    assert np.allclose(stated, table["predicted_by_model_of_all_rows"], atol=0.01)


def test_contributions_to_a_count_are_told_on_their_scale(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(600, 4))
    frame = pd.DataFrame(x, columns=list("abcd")).assign(n=rng.poisson(np.exp(3 + 0.5 * x[:, 0])))
    (left,) = measure(tmp_path, frame, target="n").artefacts
    table = pd.read_csv(left.path)

    added = sum(
        table[f"reason_{k}_log"].str.rsplit(" ", n=1).str[1].astype(float) for k in (1, 2, 3)
    )
    total = np.exp(table["base_log"] + added + table["other_columns_log"])
    assert np.allclose(total, table["predicted_by_model_of_all_rows"], rtol=0.02)


def test_times_go_to_the_run_and_sizes_to_the_measurement(evidence: Evidence) -> None:
    assert {"latency p50 of linear", "latency p99 of lightgbm"} <= set(evidence.run.figures)
    assert figures(evidence, "model_size", model="lightgbm")[0].unit == "bytes"
    assert not [f for f in evidence.measurement.figures if "latency" in f.quantity]


def test_every_number_that_is_said_is_a_figure_that_is_cited(evidence: Evidence) -> None:
    for found in evidence.measurement.findings:
        shown = {str(evidence.measurement.figure(handle)) for handle in found.handles}
        text = found.statement.replace("per 1,000", "")
        numbers = re.findall(r"(?<![\w%])-?\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?", text)
        assert set(numbers) <= shown, found.statement


@pytest.mark.parametrize("kind", ["number", "count", "classes"])
def test_other_targets_are_looked_into_as_well(tmp_path: Path, kind: str) -> None:
    table = loans(600).drop(columns="default")
    rng = np.random.default_rng(1)
    signal = (table["income"] - 40) / 10
    if kind == "number":
        table["y"] = signal + rng.normal(size=600) / 2
    elif kind == "count":
        table["y"] = rng.poisson(np.exp(signal))
    else:
        cut = np.digitize(signal + rng.normal(size=600) / 2, [-0.5, 0.5])
        table["y"] = np.array(["low", "middle", "high"])[cut]

    found = measure(tmp_path, table, target="y")

    fits = {"number": "mean absolute error", "count": "Poisson deviance", "classes": "accuracy"}
    assert fits[kind] in finding(found, "metric_choice").statement
    assert finding(found, "worth")
    assert figures(found, "permutation_importance", column="income")
    assert found.artefacts
    again = measure(tmp_path, table, target="y")
    assert again.measurement.canonical_bytes() == found.measurement.canonical_bytes()

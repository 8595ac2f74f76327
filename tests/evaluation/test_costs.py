"""Costs: a threshold is chosen on other rows than it is judged on, and beaten policies are told."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from ml_engineer_tools.evaluation.cost_findings import record_costs
from ml_engineer_tools.evaluation.costs import (
    CostMatrix,
    choose_threshold,
    cost_curve,
    halves,
    measure_costs,
)
from ml_engineer_tools.evaluation.parts import deal_parts
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request

FIVE_TO_ONE = CostMatrix(false_positive=1, false_negative=5, unit="EUR")


def world(rows: int = 6000, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    score = random.beta(1.0, 3.0, rows)
    return (random.random(rows) < score).astype(int), score


def test_the_threshold_of_calibrated_scores_is_the_one_of_theory() -> None:
    y, score = world(40_000)

    assert FIVE_TO_ONE.calibrated_threshold == pytest.approx(1 / 6)
    assert choose_threshold(y, score, FIVE_TO_ONE) == pytest.approx(1 / 6, abs=0.05)


def test_the_cheapest_threshold_costs_what_counting_says() -> None:
    y, score = world(300)

    threshold = choose_threshold(y, score, FIVE_TO_ONE)
    cost = FIVE_TO_ONE.of_rows(y, score >= threshold).sum()

    assert cost == min(FIVE_TO_ONE.of_rows(y, score >= t).sum() for t in [*score, 2.0])


def test_a_useless_score_never_looks_worth_it() -> None:
    wins = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        y, score = (random.random(400) < 0.3).astype(int), random.random(400)
        parts = deal_parts(400, seed=seed)
        found = measure_costs(y, score, FIVE_TO_ONE, halves(parts, seed=seed), parts)
        interval = found.policy("cost_optimal").minus_best_constant.interval
        wins += interval is not None and interval[1] < 0

    assert wins <= 1


def test_acting_never_is_a_choice_where_alarms_are_dear() -> None:
    y, score = np.array([0, 0, 0, 1]), np.array([0.9, 0.8, 0.2, 0.1])

    threshold = choose_threshold(y, score, CostMatrix(false_positive=10, false_negative=1))

    assert threshold == float("inf")


def test_the_policies_are_told_with_their_differences() -> None:
    y, score = world()
    parts = deal_parts(len(y))
    found = measure_costs(
        y, score, FIVE_TO_ONE, halves(parts), parts, policies={"in_use": score >= 0.5}
    )
    record = Recorder("evaluate_predictions", Request())
    record_costs(found, FIVE_TO_ONE, Place(record, model="m"), in_use="in_use")

    checks = {finding.check: finding for finding in record.findings}
    assert checks["cost"].severity == "info"
    assert "saving" in checks["cost"].statement
    assert "in use costs" in checks["threshold"].statement
    quantities = {figure.quantity for figure in record.figures}
    assert {"cost_per_1000", "cost_optimal_threshold", "cost_at_threshold"} <= quantities


def test_a_saving_that_few_rows_leave_open_is_open() -> None:
    said = {}
    for rows in (60, 20_000):
        random = np.random.default_rng(1)
        score = random.uniform(0.3, 0.7, rows)
        y = (random.random(rows) < 0.5).astype(int)
        parts, even = deal_parts(rows), CostMatrix(false_positive=1, false_negative=3)
        record = Recorder("evaluate_predictions", Request())
        found = measure_costs(y, score, even, halves(parts), parts)
        record_costs(found, even, Place(record, model="m"))
        (said[rows],) = [f for f in record.findings if f.check == "cost"]

    assert said[60].severity == "medium"
    assert "can't be told yet" in said[60].statement
    assert said[20_000].severity == "high"
    assert "no saving that counts" in said[20_000].statement


def test_in_time_the_earlier_half_chooses_for_the_later_one() -> None:
    times = np.random.default_rng(0).permutation(100)
    (fold,) = halves(deal_parts(100, times=times), times=times)

    assert times[fold.train].max() < times[fold.validation].min()


def test_an_error_that_costs_less_than_being_right_is_refused() -> None:
    with pytest.raises(ValidationError, match="cost more"):
        CostMatrix(false_positive=0, false_negative=1, true_negative=0)


def test_the_curve_ends_where_everything_is_acted_on() -> None:
    y, score = world(500)

    curve = cost_curve(y, score, FIVE_TO_ONE)

    assert curve[0][1] == pytest.approx(1000 * float((y == 0).mean()))
    assert len(curve) == 50


def test_the_finding_says_from_where_to_act_and_how_often_that_is_right() -> None:
    y, score = world(20_000)
    parts = deal_parts(len(y))
    record = Recorder("evaluate_predictions", Request())
    found = measure_costs(y, score, FIVE_TO_ONE, halves(parts), parts)
    record_costs(found, FIVE_TO_ONE, Place(record, model="m"))

    (said,) = [finding for finding in record.findings if finding.check == "cost"]
    assert said.statement.startswith("Act from a score of 0.1")
    acts = score >= found.threshold  # whoever sets it counts the same
    told = {
        figure.quantity: figure.value
        for figure in record.figures
        if figure.subject.model == "m cost_optimal"
    }
    assert told["selection_rate"] == pytest.approx(acts.mean(), rel=1e-5)
    assert told["precision"] == pytest.approx(y[acts].mean(), rel=1e-5)
    assert told["recall"] == pytest.approx(acts[y == 1].mean(), rel=1e-5)
    cited = {f.quantity for f in record.figures if f.handle in said.handles}
    assert {"selection_rate", "precision", "recall"} <= cited


@pytest.mark.parametrize("rows", [200, 5000])
def test_where_nothing_went_wrong_the_interval_is_of_what_an_error_would_cost(rows: int) -> None:
    y = (np.arange(rows) % 5 == 0).astype(int)
    parts = deal_parts(rows)
    found = measure_costs(y, y * 1.0, FIVE_TO_ONE, halves(parts), parts).policy("cost_optimal")

    assert found.per_1000.value == 0
    assert found.per_1000.interval is not None
    low, high = found.per_1000.interval
    assert low == 0
    assert high == pytest.approx(1000 * 5 * 3.84 / rows, rel=0.1), (
        "Wilson's end, all of them misses"
    )


def test_where_no_threshold_pays_the_finding_says_to_act_on_all_or_none() -> None:
    random = np.random.default_rng(1)
    score = random.uniform(0.4, 0.6, 20_000)
    y = (random.random(20_000) < 0.5).astype(int)
    parts = deal_parts(len(y))
    said = {}
    for costs in (
        CostMatrix(false_positive=1, false_negative=9),
        CostMatrix(false_positive=9, false_negative=1),
    ):
        record = Recorder("evaluate_predictions", Request())
        record_costs(measure_costs(y, score, costs, halves(parts), parts), costs, Place(record))
        (finding,) = [finding for finding in record.findings if finding.check == "cost"]
        said[costs.false_negative] = finding.statement

    assert said[9].startswith("Act on every case")
    assert said[1].startswith("Act on none")

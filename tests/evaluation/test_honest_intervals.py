"""Intervals where they are hard to get right: skewed, rare, of unequal entities, nearly alike."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.baselines.trials import difference
from ml_engineer_tools.evaluation.calibration import mean_gap
from ml_engineer_tools.evaluation.mending import drawn_in
from ml_engineer_tools.evaluation.metrics import score_predictions
from ml_engineer_tools.evaluation.parts import Estimate, Parts, deal_parts, jackknife, mean
from ml_engineer_tools.evaluation.place import Place
from ml_engineer_tools.evaluation.slice_findings import tell_support
from ml_engineer_tools.evaluation.slices import fewest_rows, rarer, worst_slices
from ml_engineer_tools.modelling.influence import influences
from ml_engineer_tools.modelling.one_rule import fit_one_rule
from ml_engineer_tools.modelling.skewness import (
    freedom_of,
    of_two_means,
    p_value_of,
    reach_of,
    skewness_of,
)
from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.request import Request

BINARY = Task("binary", (0, 1), 1)


def test_a_mean_of_skewed_numbers_is_covered_as_often_as_said() -> None:
    random = np.random.default_rng(0)
    truth, held, plain = float(np.exp(0.5)), 0, 0
    for _ in range(400):
        values = random.lognormal(size=30)
        found = mean(values, deal_parts(30))
        assert found.interval is not None
        held += found.interval[0] <= truth <= found.interval[1]
        error = values.std(ddof=1) / np.sqrt(30)
        plain += abs(found.value - truth) <= 2.045 * error

    assert held / 400 > 0.9 > plain / 400


def test_the_interval_of_an_even_sum_is_students() -> None:
    assert reach_of(1.0, 0.0, 10.0, 0.95) == pytest.approx((2.228, 2.228), abs=1e-3)
    assert p_value_of(2.228, 1.0, 0.0, 10.0) == pytest.approx(0.05, abs=1e-4)
    assert freedom_of(np.array([1.0, -1.0] * 10)) == pytest.approx(19)


def test_an_interval_excludes_zero_where_its_p_value_says_so() -> None:
    for skewness in (-0.6, -0.1, 0.3, 0.8):
        below, above = reach_of(1.0, skewness, 12.0, 0.95)

        assert p_value_of(below, 1.0, skewness, 12.0) == pytest.approx(0.05, abs=1e-6)
        assert p_value_of(-above, 1.0, skewness, 12.0) == pytest.approx(0.05, abs=1e-6)


def test_large_entities_count_for_what_they_move() -> None:
    random = np.random.default_rng(1)
    sizes = np.concatenate([np.full(40, 2), np.full(4, 60)])
    entity = np.repeat(np.arange(44), sizes)
    values = random.normal(size=44)[entity]
    parts = Parts(entity, 44, "groups")
    without = [values[entity != k].mean() for k in range(44)]

    found = jackknife(np.array([values.mean(), *without]), parts)

    of_sums = mean(values, parts)
    assert found.interval is not None
    assert of_sums.interval is not None
    assert np.diff(found.interval) == pytest.approx(np.diff(of_sums.interval), rel=0.1)


def gap_in_accuracy(differ: int) -> Estimate:
    """Of two models on 200 rows, so many of which one decides otherwise, half of them right."""
    y = np.zeros(200, dtype=int)
    y[::20] = 1
    labels = y * 0
    wrong, right = np.flatnonzero(y == 0), np.flatnonzero(y == 1)
    labels[np.concatenate([wrong[: differ // 2], right[: differ - differ // 2]])] = 1
    of = [
        score_predictions(BINARY, y, deal_parts(200), labels=decided) for decided in (y * 0, labels)
    ]
    gap = of[1].minus(of[0], "accuracy")
    assert gap is not None
    return gap


def test_how_far_models_that_decide_nearly_alike_lie_apart_is_left_open() -> None:
    assert gap_in_accuracy(0).interval is None
    assert gap_in_accuracy(9).interval is None
    assert not gap_in_accuracy(9).excludes_zero


def test_an_even_number_of_disagreements_leaves_two_models_close() -> None:
    low, high = gap_in_accuracy(12).interval or (np.nan, np.nan)

    assert -0.06 < low < -0.02
    assert 0.02 < high < 0.06


def test_baselines_leave_it_open_too() -> None:
    y = np.repeat([0, 1], 50)
    rows = np.arange(100)
    split = Split("holdout", "holdout", "", (Fold(rows, rows),))

    def gap(wrong: int) -> tuple[float, float] | None:
        chance = np.where(rows < wrong, 0.9, y * 1.0)
        one, other = (
            (influences(BINARY, y, np.column_stack([1 - c, c])),) for c in (y * 1.0, chance)
        )
        found = difference(one, other, "accuracy", split)
        assert found is not None
        return found.interval

    assert gap(9) is None
    low, high = gap(10) or (np.nan, np.nan)
    assert 0 < low < 0.1 < high


def test_scores_of_a_few_rows_none_of_which_happened_are_not_surely_wrong() -> None:
    gap = mean_gap(np.zeros(40), np.full(40, 0.04), deal_parts(40))

    assert gap.interval is not None
    assert gap.interval[0] < 0 < gap.interval[1]


def test_slices_are_larger_where_positives_are_rare_and_that_is_said() -> None:
    record = Recorder("evaluate_predictions", Request())
    rare = rarer(np.arange(1000) < 20)

    tell_support(1000, rare, 0, Place(record))
    tell_support(1000, 0.4, 5, Place(record))

    assert rare == 0.02
    assert fewest_rows(1000, rare) == 500
    (note,) = record.evidence("test").measurement.notes
    assert "fewer than 500 rows" in note
    assert "none is told" in note


def test_a_slice_of_a_model_that_is_never_wrong_has_no_interval() -> None:
    frame = pd.DataFrame({"half": ["a", "b"] * 100})

    results, _ = worst_slices(frame, np.zeros(200), deal_parts(200))

    assert {result.difference.interval for result in results} == {None}


def test_a_rule_is_learnt_where_targets_are_huge() -> None:
    y = np.linspace(-1, 1, 100) * 1e150
    levels = np.repeat([0.0, 1.0], 50)[:, None]

    rule = fit_one_rule(Task("regression"), (2,), levels, y)

    low, high = rule.predict(np.array([[0.0], [1.0]]))
    assert low < 0 < high


def test_sums_tell_of_two_means_what_all_rows_tell() -> None:
    random = np.random.default_rng(2)
    values, inside = random.lognormal(size=400), random.random(400) < 0.2
    away = values - values.mean()
    sums = [np.array([(away[side] ** k).sum() for k in range(5)]) for side in (inside, ~inside)]
    own = np.where(inside, (values - values[inside].mean()) / inside.sum(), 0.0)
    own -= np.where(~inside, (values - values[~inside].mean()) / (~inside).sum(), 0.0)

    error, skewness, freedom = of_two_means(*sums)

    rows = int(inside.sum())
    assert error == pytest.approx(float(np.sqrt((own**2).sum() * rows / (rows - 1))))
    assert skewness == pytest.approx(skewness_of(own))
    assert freedom == pytest.approx(freedom_of(own, inside))


def test_what_hangs_on_pairs_of_parts_is_not_counted_twice() -> None:
    random = np.random.default_rng(3)
    count, found, plain, values = 10, [], [], []
    for _ in range(300):
        means = random.normal(size=count)

        def square(*left_out: int, of: np.ndarray = means) -> dict[str, float]:
            return {"gain": float(np.delete(of, left_out).mean() ** 2)}

        single = [square(k) for k in range(count)]
        pairs = {(i, j): square(i, j) for i, j in combinations(range(count), 2)}
        parts = drawn_in("gain", square(), single, pairs)
        values.append(parts[0])
        found.append(((parts[1:] - parts[0]) ** 2).sum() * (count - 1) / count)
        alone = drawn_in("gain", square(), single, {})
        plain.append(((alone[1:] - alone[0]) ** 2).sum() * (count - 1) / count)

    truth = 2 / count**2
    assert np.var(values) == pytest.approx(truth, rel=0.25)
    assert np.mean(plain) > 1.7 * truth
    assert truth < np.mean(found) < 0.75 * np.mean(plain)

"""Intervals: influences add up, dependent rows widen them, and bounds are kept."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from ml_engineer_tools.baselines.splitting import Split
from ml_engineer_tools.baselines.trials import mean_over_folds
from ml_engineer_tools.modelling.influence import Influence, influences
from ml_engineer_tools.modelling.scores import score
from ml_engineer_tools.modelling.splits import Fold
from ml_engineer_tools.modelling.task import Task
from ml_engineer_tools.modelling.uncertainty import Dependence, Spread, interval_of, spread_of

BINARY = Task("binary", (0, 1), 1)
CLASSES = Task("multiclass", (0, 1, 2))
NUMBER = Task("regression")


def predictions(kind: str, rows: int = 120) -> tuple[Task, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    if kind == "binary":
        chance = np.round(rng.random(rows), 1)  # with ties
        y = (rng.random(rows) < 0.2 + 0.6 * chance).astype(np.int64)
        return BINARY, y, np.column_stack([1 - chance, chance])
    if kind == "hard":
        y = rng.integers(0, 2, rows)
        return BINARY, y, np.where(rng.random(rows) < 0.7, y, 1 - y)
    if kind == "multiclass":
        raw = rng.random((rows, 3))
        return CLASSES, rng.integers(0, 3, rows), raw / raw.sum(axis=1, keepdims=True)
    number = rng.normal(size=rows)
    return NUMBER, number, number + rng.normal(size=rows)


@pytest.mark.parametrize("kind", ["binary", "hard", "multiclass", "number"])
def test_values_are_those_of_the_scores_and_influences_are_their_derivatives(kind: str) -> None:
    task, y, prediction = predictions(kind)
    found = influences(task, y, prediction)
    plain = score(task, y, prediction)

    assert set(found) == set(plain)
    twice = 7  # a row that is there twice moves the score by its influence over n
    more = np.append(np.arange(len(y)), twice)
    moved = score(task, y[more], prediction[more])
    for metric, one in found.items():
        assert one.value == pytest.approx(plain[metric], rel=1e-9), metric
        assert abs(one.rows.mean()) < 1e-9, metric
        step = one.rows[twice] / len(y)
        assert moved[metric] - plain[metric] == pytest.approx(step, rel=0.1, abs=2e-4), metric


def test_rows_that_share_an_entity_or_a_time_widen_the_interval() -> None:
    rng = np.random.default_rng(1)
    entity = np.repeat(np.arange(40), 25)
    shared = rng.normal(size=40)[entity] / 1000
    walk = np.convolve(rng.normal(size=1100), np.ones(60) / 60, "valid")[:1000] / 1000
    alone = rng.normal(size=1000) / 1000

    def error(parts: np.ndarray, dependence: Dependence) -> float:
        spread = spread_of([parts - parts.mean()], dependence)
        assert spread is not None
        return spread.error

    entities = Dependence(entities=(entity,))
    instants = Dependence(instants=(np.arange(1000),))
    assert error(shared, entities) > 3 * error(shared, Dependence())
    assert error(walk, instants) > 3 * error(walk, Dependence())
    assert error(alone, entities) == pytest.approx(error(alone, Dependence()), rel=0.4)
    assert error(alone, instants) == pytest.approx(error(alone, Dependence()), rel=0.4)


def test_intervals_stay_in_range_and_a_perfect_share_has_a_bound() -> None:
    assert interval_of(0.99, Spread(0.02, 99, 100), "share") == pytest.approx((0.62, 1.0), abs=0.06)
    low, high = interval_of(1.0, Spread(0.0, 99, 100), "share") or (0, 0)
    assert high == 1
    assert low == pytest.approx(0.964, abs=0.001)  # the exact bound for 100 of 100
    low, _ = interval_of(0.1, Spread(0.2, 99, 100), "positive") or (0, 0)
    assert low > 0
    _, high = interval_of(0.9, Spread(0.2, 99, 100), "below_one") or (0, 0)
    assert high < 1


def test_noise_beside_what_carries_over_does_not_hide_it() -> None:
    random = np.random.default_rng(0)
    steps = Dependence(instants=(np.arange(800),))
    errors = []
    for _ in range(40):
        shocks = random.normal(size=1000) * np.sqrt(1 - 0.9**2)
        rows = lfilter([1.0], [1.0, -0.9], shocks)[200:] + random.normal(size=800)
        found = spread_of([(rows - rows.mean()) / 800], steps)
        assert found is not None
        errors.append(found.error)

    # The variance of the mean: 19 of what carries over and 1 of the noise, over 800 steps.
    assert np.mean(errors) == pytest.approx(np.sqrt(20 / 800), rel=0.1)


def panel_of_few_days(
    random: np.random.Generator, shock: float
) -> tuple[list[np.ndarray], Dependence]:
    """Return 300 entities on 6 days, in three windows of three parts; each part around its mean."""
    habit, moved = random.normal(size=300), shock * random.normal(size=6)
    folds, entities, instants = [], [], []
    for window in range(3):
        for part in range(3):
            entity = np.repeat(np.arange(part, 300, 3), 2)
            day = np.tile([2 * window, 2 * window + 1], 100)
            rows = habit[entity] + moved[day] + random.normal(size=len(day))
            folds.append(rows / 1800)
            entities.append(entity)
            instants.append(day)
    return folds, Dependence(tuple(entities), tuple(instants))


@pytest.mark.parametrize("shock", [0.0, 1.0])
def test_few_days_widen_the_interval_of_a_panel_only_if_days_matter(shock: float) -> None:
    random = np.random.default_rng(3)
    sums, reaches, by_entity = [], [], []
    for _ in range(200):
        folds, both = panel_of_few_days(random, shock)
        sums.append(sum(float(fold.sum()) for fold in folds))
        centred = [fold - fold.mean() for fold in folds]
        interval = interval_of(0.0, spread_of(centred, both), "any")
        alone = interval_of(0.0, spread_of(centred, Dependence(both.entities)), "any")
        assert interval is not None
        assert alone is not None
        reaches.append(interval[1])
        by_entity.append(alone[1])

    needed = 1.96 * float(np.std(sums))
    if shock:
        assert np.median(reaches) > 2 * np.median(by_entity)
        assert np.mean(np.abs(sums) < np.array(reaches)) > 0.75
    else:
        assert np.median(reaches) == pytest.approx(needed, rel=0.25)


def score_of_a_panel(random: np.random.Generator, memory: float) -> tuple[float, float, float]:
    """Return a mean over three windows of three months each, and its interval; the truth is 0."""
    entity, month = np.divmod(np.arange(540), 9)
    shocks = random.normal(size=60) * np.sqrt(1 - memory**2)
    moved = lfilter([1.0], [1.0, -memory], shocks)[-9:]
    rows = 0.5 * random.normal(size=60)[entity] + moved[month] + random.normal(size=540)
    folds, scored = [], []
    for window in range(3):
        for part in range(3):
            judged = np.flatnonzero((month // 3 == window) & (entity % 3 == part))
            judged = judged[np.argsort(month[judged], kind="stable")]
            folds.append(Fold(np.arange(0), judged))
            value = float(rows[judged].mean())
            scored.append(Influence(value, rows[judged] - value))
    split = Split("both", "time and group", "", tuple(folds), month, entity)
    found = mean_over_folds(scored, split, "any")
    assert found.interval is not None
    return found.value, *found.interval


@pytest.mark.parametrize("memory", [0.0, 0.5])
def test_few_months_that_carry_over_are_no_more_certain_than_they_look(memory: float) -> None:
    random = np.random.default_rng(5)
    found = np.array([score_of_a_panel(random, memory) for _ in range(300)])
    value, low, high = found.T

    assert np.mean((low <= 0) & (high >= 0)) > 0.87
    # Nine months that shared nothing are told by 2.3 of their standard errors.
    assert np.median(high - low) < 2 * 2.9 * np.std(value)

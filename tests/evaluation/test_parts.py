"""Intervals from parts left out: as wide as they have to be, for rows that depend on each other."""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.evaluation.parts import adjust, deal_parts, estimate, mean, ratio
from ml_engineer_tools.modelling.scores import resampled_scores
from ml_engineer_tools.modelling.task import Task

BINARY = Task("binary", (0, 1), 1)


def coverage(inside: list[bool]) -> float:
    return float(np.mean(inside))


def test_parts_of_independent_rows_are_of_equal_size() -> None:
    parts = deal_parts(1000, seed=3)

    assert parts.count == 100
    assert (parts.sums(np.ones(1000)) == 10).all()


def test_an_entity_is_never_in_two_parts() -> None:
    groups = np.random.default_rng(0).integers(0, 300, 2000)
    parts = deal_parts(2000, groups=groups)

    for entity in range(300):
        assert len(set(parts.part[groups == entity])) <= 1


def test_unknown_entities_are_each_their_own() -> None:
    parts = deal_parts(400, groups=np.full(400, -1))

    assert parts.count == 100


def test_parts_in_time_are_stretches() -> None:
    times = np.random.default_rng(0).permutation(500)
    parts = deal_parts(500, times=times)

    assert (np.diff(parts.part[np.argsort(times)]) >= 0).all()


def test_intervals_of_an_auc_cover_it() -> None:
    random = np.random.default_rng(1)
    truth = 0.7602  # of two normals one standard deviation apart: Phi(1 / sqrt 2)
    inside = []
    for _ in range(200):
        y = (random.random(400) < 0.3).astype(int)
        score = 1 / (1 + np.exp(-(random.normal(size=400) + y)))
        chances = np.column_stack([1 - score, score])
        parts = deal_parts(400)

        def auc(
            weights: np.ndarray, y: np.ndarray = y, chances: np.ndarray = chances
        ) -> np.ndarray:
            return resampled_scores(BINARY, y, chances, weights, only="roc_auc")["roc_auc"]

        found = estimate(auc, parts, bounds=(0.0, 1.0)).interval
        assert found is not None
        inside.append(found[0] <= truth <= found[1])

    assert 0.91 <= coverage(inside) <= 0.99


def test_intervals_of_entities_cover_where_those_of_rows_do_not() -> None:
    random = np.random.default_rng(2)
    by_entity: list[bool] = []
    by_row: list[bool] = []
    for _ in range(200):
        groups = np.repeat(np.arange(60), 10)
        loss = random.normal(size=60)[groups] + random.normal(size=600)
        for found, parts in (
            (by_entity, deal_parts(600, groups=groups)),
            (by_row, deal_parts(600)),
        ):
            interval = mean(loss, parts).interval
            assert interval is not None
            found.append(interval[0] <= 0 <= interval[1])

    assert 0.91 <= coverage(by_entity) <= 0.99
    assert coverage(by_row) < 0.75


def test_intervals_in_time_cover_rows_that_carry_over() -> None:
    random = np.random.default_rng(3)
    inside = []
    for _ in range(200):
        loss = np.zeros(1000)
        noise = random.normal(size=1000)
        for k in range(1, 1000):
            loss[k] = 0.7 * loss[k - 1] + noise[k]
        interval = mean(loss, deal_parts(1000, times=np.arange(1000))).interval
        assert interval is not None
        inside.append(interval[0] <= 0 <= interval[1])

    assert 0.90 <= coverage(inside) <= 0.99


def test_a_share_of_none_has_an_interval_above_none() -> None:
    found = ratio(np.zeros(40), np.ones(40), deal_parts(40))

    assert found.interval is not None
    assert found.value == 0
    assert 0.05 < found.interval[1] < 0.15


def test_a_perfect_score_is_not_certain() -> None:
    y = np.array([0, 1] * 20)
    chances = np.column_stack([1 - y, y]).astype(float)

    found = estimate(
        lambda w: resampled_scores(BINARY, y, chances, w, only="accuracy")["accuracy"],
        deal_parts(40),
        bounds=(0.0, 1.0),
    )

    assert found.interval is not None
    assert found.interval[0] < 0.95


def test_adjusted_p_values_are_those_of_benjamini_and_hochberg() -> None:
    found = adjust(np.array([0.01, 0.04, 0.03, 0.5]))

    assert np.allclose(found, [0.04, 0.16 / 3, 0.16 / 3, 0.5])

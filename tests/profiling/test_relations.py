"""A column's relation to the target has an interval that covers, and chance is no relation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from ml_engineer_tools.modelling.task import infer_task
from ml_engineer_tools.profiling.relations.check import measure_columns
from ml_engineer_tools.profiling.relations.measure import Relation
from ml_engineer_tools.profiling.relations.missingness import measure_missingness

ROWS = 600


def related(frame: pd.DataFrame) -> dict[str, Relation]:
    return measure_columns(infer_task(frame["y"]), frame, "y", seed=0)


def noise(rows: int = ROWS, seed: int = 0) -> tuple[pd.DataFrame, np.random.Generator]:
    rng = np.random.default_rng(seed)
    columns = {f"n{k}": rng.normal(size=rows) for k in range(6)}
    columns["level"] = rng.choice(list("abcdefgh"), rows)
    return pd.DataFrame(columns), rng


class TestScores:
    def test_rows_of_one_entity_don_t_make_an_interval_narrow(self) -> None:
        rng = np.random.default_rng(5)
        entity = np.repeat(np.arange(60), 10)
        x, surprise = rng.normal(size=(2, 60))
        frame = pd.DataFrame({"x": x[entity], "y": (x + surprise)[entity] + rng.normal(size=600)})
        plain, knowing = (
            measure_columns(infer_task(frame["y"]), frame, "y", seed=0, units=units)["x"]
            for units in (None, entity)
        )

        assert knowing.score == plain.score
        assert np.diff(knowing.interval) > 1.5 * np.diff(plain.interval)
        assert plain.rank_interval is not None
        assert knowing.rank_interval is not None
        assert np.diff(knowing.rank_interval) > 1.5 * np.diff(plain.rank_interval)

    @pytest.mark.parametrize("numbers", [True, False])
    def test_what_entities_share_by_chance_is_no_relation(self, numbers: bool) -> None:
        rng = np.random.default_rng(7)
        entity = np.repeat(np.arange(40), 30)
        x, y = rng.normal(size=(2, 40))[:, entity] + 0.1 * rng.normal(size=(2, 1200))
        frame = pd.DataFrame({"x": x, "y": y if numbers else y > 0})
        plain, knowing = (
            measure_columns(infer_task(frame["y"]), frame, "y", seed=0, units=units)["x"]
            for units in (None, entity)
        )

        assert plain.p_value < 1e-6
        assert knowing.p_value > 0.001
        assert knowing.score == plain.score
        assert np.diff(knowing.interval) > 2 * np.diff(plain.interval)

    @pytest.mark.parametrize("numbers", [True, False])
    def test_nor_where_values_go_missing_by_entity(self, numbers: bool) -> None:
        rng = np.random.default_rng(5)
        entity = np.repeat(np.arange(60), 10)
        habit, surprise = rng.normal(size=(2, 60))
        y = surprise[entity] + 0.3 * rng.normal(size=600)
        gone = habit[entity] + 0.3 * rng.normal(size=600) > 0.5
        frame = pd.DataFrame({"x": np.where(gone, np.nan, 1.0), "y": y if numbers else y > 0})
        plain, knowing = (
            measure_missingness(infer_task(frame["y"]), frame, "y", units=units)["x"]
            for units in (None, entity)
        )

        assert knowing.value == plain.value
        assert np.diff(knowing.interval) > 1.5 * np.diff(plain.interval)
        assert knowing.p_value > plain.p_value

    def test_which_of_few_positives_and_many_others_lack_more_is_left_open(self) -> None:
        y = np.arange(1000) < 40
        gone = np.isin(np.arange(1000), np.r_[:4, 40:155])
        frame = pd.DataFrame({"x": np.where(gone, np.nan, 1.0), "y": y})

        found = measure_missingness(infer_task(frame["y"]), frame, "y")["x"]

        # A tenth of the positives, 12 % of the others; a fourth of the positives may be as well.
        assert found.value == pytest.approx(0.02, abs=0.001)
        assert found.interval == pytest.approx((0.0, 0.11), abs=0.015)

    def test_a_shift_between_two_classes_has_the_area_of_theory(self) -> None:
        rng = np.random.default_rng(1)
        y = rng.random(4000) < 0.3
        found = related(pd.DataFrame({"x": rng.normal(size=4000) + 1.0 * y, "y": y}))["x"]
        low, high = found.interval
        assert low < norm.cdf(1 / np.sqrt(2)) < high
        assert found.score == pytest.approx(norm.cdf(1 / np.sqrt(2)), abs=0.02)

    @pytest.mark.parametrize("target", ["binary", "number", "classes"])
    def test_a_u_shape_is_seen_though_no_correlation_sees_it(self, target: str) -> None:
        rng = np.random.default_rng(1)
        x = rng.uniform(-1, 1, ROWS)
        bent = x**2 + rng.normal(0, 0.1, ROWS)
        y = {"binary": bent > 0.3, "number": bent, "classes": np.digitize(bent, [0.15, 0.5])}
        frame = pd.DataFrame({"x": x, "y": y[target]})
        found = related(frame)["x"]
        assert found.score > (0.5 if target == "number" else 0.75)
        assert found.p_value < 1e-10
        if target != "classes":
            assert abs(found.rank_correlation or 0) < 0.2
            assert (found.missed or 0) > 0.2

    def test_a_slope_is_not_bent_and_has_a_sign(self) -> None:
        rng = np.random.default_rng(2)
        x = rng.normal(size=ROWS)
        found = related(pd.DataFrame({"x": x, "y": rng.normal(size=ROWS) - x}))["x"]
        assert found.missed == 0
        low, high = found.rank_interval or (0, 0)
        assert low < (found.rank_correlation or 0) < high < 0

    def test_a_name_for_every_row_says_nothing(self) -> None:
        rng = np.random.default_rng(3)
        frame = pd.DataFrame({"name": [f"u{k}" for k in range(ROWS)], "y": rng.random(ROWS) < 0.4})
        found = related(frame)["name"]
        assert found.score == pytest.approx(0.5, abs=0.06)
        assert found.p_value > 0.001

    def test_perfect_separation_is_not_called_certain(self) -> None:
        y = np.arange(200) % 2
        found = related(pd.DataFrame({"x": y * 2.0, "y": y}))["x"]
        assert found.score == 1
        assert 0.9 < found.interval[0] < 1

    def test_moving_and_scaling_a_numeric_target_changes_no_score(self) -> None:
        rng = np.random.default_rng(4)
        x = rng.normal(size=ROWS)
        y = x + rng.normal(size=ROWS)
        one = related(pd.DataFrame({"x": x, "y": y}))["x"]
        other = related(pd.DataFrame({"x": x, "y": 1e9 + 1e4 * y}))["x"]
        assert other.score == pytest.approx(one.score, abs=1e-6)


class TestIntervals:
    """Simulated: the nominal 95 % are met within what 200 draws can tell."""

    def test_of_the_area_they_cover_what_theory_says(self) -> None:
        truth = norm.cdf(0.8 / np.sqrt(2))
        covered = 0
        for seed in range(200):
            rng = np.random.default_rng(seed)
            y = np.arange(500) % 5 < 2
            x = rng.normal(size=500) + 0.8 * y
            found = related(pd.DataFrame({"x": x, "y": y}))["x"]
            covered += found.interval[0] <= truth <= found.interval[1]
        assert 0.90 <= covered / 200 <= 0.99

    def test_of_the_explained_share_they_cover_what_theory_says(self) -> None:
        truth = 0.5
        covered = 0
        for seed in range(200):
            rng = np.random.default_rng(seed)
            level = rng.integers(0, 4, 500)
            y = (level - 1.5) / np.sqrt(1.25) + rng.normal(size=500)
            found = related(pd.DataFrame({"x": [f"l{k}" for k in level], "y": y}))["x"]
            covered += found.interval[0] <= truth <= found.interval[1]
        assert 0.90 <= covered / 200 <= 0.99

    def test_of_the_difference_of_missing_shares_they_cover_the_truth(self) -> None:
        covered = 0
        for seed in range(200):
            rng = np.random.default_rng(seed)
            y = np.arange(400) % 2
            gone = rng.random(400) < np.where(y == 1, 0.35, 0.15)
            frame = pd.DataFrame({"x": np.where(gone, np.nan, 1.0), "y": y})
            low, high = measure_missingness(infer_task(frame["y"]), frame, "y")["x"].interval
            covered += low <= 0.2 <= high
        assert 0.91 <= covered / 200 <= 0.99


class TestFindings:
    def test_what_is_related_is_named_strongest_first(self, profile: Callable[..., Any]) -> None:
        frame, rng = noise()
        frame["weak"] = rng.normal(size=ROWS)
        frame["strong"] = rng.normal(size=ROWS)
        chance = 1 / (1 + np.exp(-(2 * frame["strong"] + 0.8 * frame["weak"])))
        frame["y"] = rng.random(ROWS) < chance
        found = profile(frame, target="y")
        assert found.finding("related_columns").columns[:2] == ("strong", "weak")
        assert len(found.finding("related_columns").columns) <= 3
        (figure,) = found.figures("relation_roc_auc", "strong")
        assert figure.interval[0] < figure.value < figure.interval[1]
        assert figure.subject.split == "exploration"

    def test_where_nothing_is_related_it_says_so(self, profile: Callable[..., Any]) -> None:
        frame, rng = noise(seed=5)
        frame["y"] = rng.random(ROWS) < 0.5
        checks = profile(frame, target="y").checks
        assert "no_relation" in checks
        assert not checks & {"related_columns", "bent_relation"}

    def test_chance_is_rarely_called_a_relation(self) -> None:
        from ml_engineer_tools.drift.distances import adjust

        false_alarms = 0
        for seed in range(60):
            frame, rng = noise(300, seed)
            frame["y"] = rng.random(300) < 0.2
            found = related(frame)
            false_alarms += min(adjust([r.p_value for r in found.values()])) <= 0.05
        assert false_alarms <= 8

    def test_copies_of_rows_relate_no_name_to_the_target(self, profile: Callable[..., Any]) -> None:
        frame, rng = noise()
        frame.insert(0, "code", [f"c{k}" for k in rng.permutation(ROWS)])
        frame["pair"] = [f"p{k}" for k in np.repeat(np.arange(ROWS // 2), 2)]
        frame["y"] = rng.random(ROWS) < 0.5
        frame = pd.concat([frame, frame.iloc[:60]], ignore_index=True)

        found = profile(frame, target="y")

        assert "related_columns" not in found.checks
        assert not found.figures("relation_roc_auc", "code")
        (pair,) = found.figures("relation_roc_auc", "pair")
        assert pair.interval[0] < 0.5

    def test_rows_of_an_entity_don_t_tell_each_other_their_label(
        self, profile: Callable[..., Any]
    ) -> None:
        rng = np.random.default_rng(8)
        entity = np.repeat(np.arange(80), 10)
        trait, label = rng.normal(size=80), rng.random(80) < 0.5
        frame = pd.DataFrame({"who": entity, "trait": trait[entity], "x": rng.normal(size=800)})
        frame["y"] = label[entity] ^ (rng.random(800) < 0.1)
        for roles in ({}, {"group": "who"}):
            (found,) = profile(frame.drop(columns="x"), target="y", **roles).figures(
                "relation_roc_auc", "trait"
            )
            assert found.value < 0.6

    def test_a_u_shape_is_pointed_out(self, profile: Callable[..., Any]) -> None:
        frame, rng = noise()
        frame["y"] = frame["n0"] ** 2 + frame["n1"] + rng.normal(size=ROWS)
        assert profile(frame, target="y").finding("bent_relation").columns == ("n0",)

    def test_labels_of_the_holdout_have_no_say(self, profile: Callable[..., Any]) -> None:
        frame, rng = noise()
        frame["when"] = pd.date_range("2024-01-01", periods=ROWS)
        frame["y"] = rng.random(ROWS) < 0.5
        changed = frame.copy()
        changed.loc[500:, "y"] = ~changed.loc[500:, "y"]
        one, other = (profile(f, target="y", time="when") for f in (frame, changed))
        assert one.figures("relation_roc_auc") == other.figures("relation_roc_auc")


class TestMissingness:
    @pytest.mark.parametrize("target", ["binary", "number", "classes"])
    def test_a_gap_that_follows_the_target_is_found(
        self, target: str, profile: Callable[..., Any]
    ) -> None:
        frame, rng = noise()
        outcome = rng.normal(size=ROWS)
        y = {"binary": outcome > 0, "number": outcome, "classes": np.digitize(outcome, [-0.5, 0.5])}
        frame["gone"] = frame["n0"].where(rng.random(ROWS) > np.where(outcome > 0, 0.5, 0.1))
        frame["at_random"] = frame["n1"].where(rng.random(ROWS) > 0.3)
        frame["y"] = y[target]
        found = profile(frame, target="y").finding("missingness_depends_on_target")
        assert found.columns == ("gone",)
        assert found.severity == "medium"

    def test_gaps_at_random_draw_nothing(self, profile: Callable[..., Any]) -> None:
        frame, rng = noise()
        for name in frame.columns:
            frame[name] = frame[name].where(rng.random(ROWS) > 0.3)
        frame["y"] = rng.random(ROWS) < 0.5
        assert "missingness_depends_on_target" not in profile(frame, target="y").checks

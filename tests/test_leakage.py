"""The leakage check: planted leaks are found, their clean twins are left alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Finding, Measurement, format_value
from ml_engineer_tools.leakage import LeakageRequest
from ml_engineer_tools.leakage.target.copies import gather_copies
from ml_engineer_tools.leakage.target.direction import Direction
from ml_engineer_tools.leakage.target.identities import find_identities
from ml_engineer_tools.leakage.target.rule import Case, grade, lower_end
from ml_engineer_tools.leakage.tool import check_leakage
from ml_engineer_tools.modelling.task import Task

BINARY = Task("binary", (0, 1), 1)
ROWS = 1_000
FEATURE_CHECKS = ("suspect_feature", "deterministic_copy", "arithmetic_identity")


def measure(frame: pd.DataFrame, *, test: pd.DataFrame | None = None, **asked: Any) -> Measurement:
    engine = open_engine()
    engine.register("data", frame)
    if test is not None:
        engine.register("test", test)
        asked["test"] = "test"
    try:
        return check_leakage(LeakageRequest(data="data", **asked), Context(engine)).measurement
    finally:
        engine.close()


def found(measurement: Measurement, *checks: str) -> list[Finding]:
    return [finding for finding in measurement.findings if finding.check in checks]


def suspected(measurement: Measurement, severity: str = "high") -> set[str]:
    """Return the columns of the findings on features that have this severity."""
    findings = found(measurement, *FEATURE_CHECKS)
    return {name for f in findings if f.severity == severity for name in f.columns}


def highs(measurement: Measurement) -> list[Finding]:
    return [finding for finding in measurement.findings if finding.severity == "high"]


def value(measurement: Measurement, quantity: str) -> float:
    return next(float(f.value) for f in measurement.figures if f.quantity == quantity)


def churn(seed: int = 0, rows: int = ROWS) -> tuple[pd.DataFrame, np.random.Generator]:
    """Return a clean world: a class that depends on several features a little."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 6))
    logit = x @ np.array([0.7, -0.6, 0.5, 0.4, 0.3, 0.0]) - 0.7
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(6)])
    frame["town"] = random.choice(list("abcdef"), rows)
    frame["y"] = (random.random(rows) < 1 / (1 + np.exp(-logit))).astype(int)
    return frame, random


def demand(seed: int = 0, rows: int = ROWS) -> tuple[pd.DataFrame, np.random.Generator]:
    """Return a clean world: a number that depends on several features."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(rows, 5))
    frame = pd.DataFrame(x, columns=[f"x{k}" for k in range(5)])
    frame["y"] = 50 + 6 * x[:, 0] + 5 * x[:, 1] + 4 * x[:, 2] + random.normal(size=rows) * 3
    return frame, random


class TestOneFeatureSaysTooMuch:
    @pytest.mark.parametrize("seed", [0, 1])
    def test_a_value_written_after_the_outcome_is_found_and_the_clean_twin_is_not(
        self, seed: int
    ) -> None:
        frame, random = churn(seed)
        assert highs(measure(frame, target="y")) == []
        frame["spent"] = 1.6 * frame["y"] + random.normal(size=ROWS)
        assert suspected(measure(frame, target="y")) == {"spent"}

    def test_it_says_the_score_alone_the_next_best_and_the_model_with_and_without(self) -> None:
        from sklearn.metrics import roc_auc_score

        frame, random = churn()
        frame["spent"] = 1.6 * frame["y"] + random.normal(size=ROWS)
        measurement = measure(frame, target="y")
        (finding,) = highs(measurement)
        quantities = [measurement.figure(handle).quantity for handle in finding.handles]
        assert quantities[:4] == [
            "single_feature_roc_auc", "next_best_roc_auc",
            "model_with_suspect_roc_auc", "model_without_suspect_roc_auc",
        ]  # fmt: skip
        alone, next_best, with_it, without = (
            float(measurement.figure(handle).value) for handle in finding.handles[:4]
        )
        assert alone == pytest.approx(roc_auc_score(frame["y"], frame["spent"]), abs=0.04)
        assert with_it > alone > next_best + 0.1
        assert with_it - without >= 0.1
        assert finding.question is not None
        assert finding.harmless_if is not None
        assert "When is" in finding.question

    def test_names_and_the_order_of_columns_play_no_part(self) -> None:
        frame, random = churn()
        frame["spent"] = 1.6 * frame["y"] + random.normal(size=ROWS)
        names = list(frame.columns)
        renamed = {name: f"c{k}" for k, name in enumerate(names)}
        shuffled = frame.rename(columns=renamed)[[renamed[n] for n in sorted(names, reverse=True)]]
        assert suspected(measure(shuffled, target=renamed["y"])) == {renamed["spent"]}

    def test_two_copies_of_a_leak_do_not_hide_each_other(self) -> None:
        frame, random = churn()
        frame["minutes"] = 1.6 * frame["y"] + random.normal(size=ROWS)
        frame["seconds"] = 60 * frame["minutes"]
        assert suspected(measure(frame, target="y")) == {"minutes", "seconds"}

    def test_missingness_that_gives_the_class_away_is_named_as_missingness(self) -> None:
        frame, random = churn()
        gone = (frame["y"] == 0) & (random.random(ROWS) < 0.9)
        frame["payout"] = np.where(gone, np.nan, random.normal(size=ROWS))
        measurement = measure(frame, target="y")
        (finding,) = (f for f in highs(measurement) if "payout" in f.columns)
        assert "missing" in finding.statement

    @pytest.mark.parametrize("copy", ["text", "coded", "missing"])
    def test_a_copy_of_the_label_is_deterministic_whatever_it_is_written_as(
        self, copy: str
    ) -> None:
        frame, random = churn()
        y = frame["y"].to_numpy()
        frame["alive"] = {
            "text": np.where(y == 1, "no", "yes"),
            "coded": 3 * y + random.integers(0, 3, ROWS),
            "missing": np.where(y == 1, 7.0, np.nan),
        }[copy]
        (finding,) = found(measure(frame, target="y"), "deterministic_copy")
        assert (finding.severity, finding.columns) == ("high", ("alive",))

    def test_missingness_that_tells_half_of_a_number_is_asked_about(self) -> None:
        frame, random = demand(rows=2_000)
        frame["y"] += 8 * random.normal(size=2_000)
        low = frame["y"] < frame["y"].median()
        frame["refund"] = np.where(low & (random.random(2_000) < 0.95), np.nan, 1.0)
        (finding,) = found(measure(frame, target="y"), "suspect_feature")
        assert (finding.severity, finding.columns) == ("medium", ("refund",))
        assert "missingness" in finding.statement

    def test_missingness_is_asked_about_though_other_columns_predict_well(self) -> None:
        frame, random = demand(rows=2_000)
        low = frame["y"] < frame["y"].median()
        frame["refund"] = np.where(low & (random.random(2_000) < 0.95), np.nan, 1.0)
        frame["gaps"] = np.where(random.random(2_000) < 0.5, np.nan, 1.0)
        (finding,) = found(measure(frame, target="y"), "suspect_feature")
        assert (finding.severity, finding.columns) == ("medium", ("refund",))

    def test_the_strongest_of_honest_features_is_told_and_not_accused(self) -> None:
        random = np.random.default_rng(0)
        x = random.normal(size=(3_000, 4))
        frame = pd.DataFrame(x, columns=list("abcd"))
        frame["y"] = (random.random(3_000) < 1 / (1 + np.exp(-0.8 * x[:, 0]))).astype(int)
        measurement = measure(frame, target="y")
        assert found(measurement, *FEATURE_CHECKS) == []
        (finding,) = found(measurement, "strongest_feature")
        assert (finding.severity, finding.columns) == ("info", ("a",))
        assert "honest" in finding.statement
        assert found(measurement, "nothing_found") != []
        assert value(measurement, "suspect_columns") == 0

    def test_figures_are_exact_where_all_exploration_rows_were_used(self) -> None:
        frame, random = churn()
        frame["spent"] = 1.6 * frame["y"] + random.normal(size=ROWS)
        measurement = measure(frame, target="y")
        assert {figure.exactness.kind for figure in measurement.figures} == {"exact"}
        assert not any("sample" in note for note in measurement.notes)

    def test_the_same_number_in_another_unit_is_a_copy(self) -> None:
        frame, _ = demand()
        frame["log"] = np.log(frame["y"] - frame["y"].min() + 1)
        assert "log" in suspected(measure(frame, target="y"))

    @pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes", "digits"])
    def test_honest_strong_features_of_real_tables_are_not_severe(self, name: str) -> None:
        from sklearn import datasets

        frame = getattr(datasets, f"load_{name}")(as_frame=True).frame
        assert highs(measure(frame, target="target")) == []

    def test_a_table_of_twenty_rows_is_not_judged(self) -> None:
        from sklearn.datasets import load_linnerud

        measurement = measure(load_linnerud(as_frame=True).frame, target="Weight")
        assert highs(measurement) == []
        assert any("too few" in note for note in measurement.notes)

    def test_many_columns_of_noise_raise_no_suspicion(self) -> None:
        random = np.random.default_rng(3)
        frame = pd.DataFrame(random.normal(size=(150, 80)), columns=[f"n{k}" for k in range(80)])
        frame["y"] = random.integers(0, 2, 150)
        measurement = measure(frame, target="y")
        assert found(measurement, *FEATURE_CHECKS) == []
        assert value(measurement, "suspect_columns") == 0


class TestTheRule:
    def case(self, **changed: Any) -> Case:
        usual: dict[str, Any] = {
            "alone": 0.81, "alone_low": 0.8, "next_best": 0.65, "without_it": 0.78, "drop": 0.14,
            "drop_low": 0.1, "sources": 1, "direction": Direction(1.0, 0.05, 0.0),
        }  # fmt: skip
        return Case(**{**usual, **changed})

    def test_alone_apart_and_irreplaceable_is_severe(self) -> None:
        assert grade(BINARY, self.case()) == "high"

    @pytest.mark.parametrize(
        "changed",
        [
            {"next_best": 0.80},
            {"drop": 0.01, "without_it": 0.90},
            {"drop_low": -0.01},
        ],
    )
    def test_a_feature_with_equals_or_one_that_can_be_replaced_is_none(
        self, changed: dict[str, float]
    ) -> None:
        assert grade(BINARY, self.case(**changed)) is None

    def test_one_that_behaves_like_an_independent_cause_is_a_question_only(self) -> None:
        assert grade(BINARY, self.case(direction=Direction(0.0, 0.1, 0.3))) == "medium"
        assert grade(BINARY, self.case(direction=None)) == "medium"

    def test_several_that_stand_apart_together_are_at_most_medium(self) -> None:
        assert grade(BINARY, self.case(sources=2)) == "medium"

    def test_near_perfect_needs_enough_rows_to_be_shown(self) -> None:
        few, many = np.array([0, 1] * 20), np.array([0, 1] * 2_000)
        assert lower_end(BINARY, 0.993, few) < 0.99 < lower_end(BINARY, 0.993, many)
        assert grade(BINARY, self.case(alone_low=0.991, drop=0.0, drop_low=-1)) == "high"

    def test_copies_are_gathered_and_relatives_are_not(self) -> None:
        random = np.random.default_rng(0)
        a = random.normal(size=500)
        frame = pd.DataFrame({"a": a, "b": 5 - 2 * a, "c": a + 0.3 * random.normal(size=500)})
        sources = gather_copies(frame, {"a": 0.9, "b": 0.9, "c": 0.8}, set())
        assert [source.columns for source in sources] == [("a", "b"), ("c",)]


class TestIdentities:
    @pytest.mark.parametrize("sign", [1.0, -1.0])
    def test_a_sum_or_difference_of_two_columns_is_found(self, sign: float) -> None:
        frame, random = demand()
        frame["part"] = random.normal(size=ROWS) * 8
        frame["rest"] = sign * (frame["y"] - frame["part"])
        measurement = measure(frame, target="y")
        (finding,) = found(measurement, "arithmetic_identity")
        assert (finding.severity, set(finding.columns)) == ("high", {"part", "rest"})
        assert value(measurement, "identity_row_share") == 1

    def test_an_affine_copy_is_found_and_a_noisy_relative_is_not(self) -> None:
        frame, random = demand()
        frame["cents"] = 100 * frame["y"] + 3
        frame["noisy"] = frame["y"] + random.normal(size=ROWS) * 3
        (finding,) = found(measure(frame, target="y"), "arithmetic_identity")
        assert finding.columns == ("cents",)

    def test_it_survives_nulls_and_rows_that_break_it(self) -> None:
        frame, random = demand()
        frame["part"] = random.normal(size=ROWS) * 8
        frame["rest"] = frame["y"] - frame["part"]
        frame.loc[random.random(ROWS) < 0.05, "rest"] += 40
        frame.loc[random.random(ROWS) < 0.2, "part"] = np.nan
        (finding,) = found(measure(frame, target="y"), "arithmetic_identity")
        assert (finding.severity, set(finding.columns)) == ("medium", {"part", "rest"})

    def test_parts_that_were_rounded_more_than_their_sum_still_make_it(self) -> None:
        frame, random = demand()
        frame["part"] = (frame["y"] * random.beta(3, 3, ROWS)).round(2)
        frame["rest"] = (frame["y"] - frame["part"]).round(2)
        frame["y"] = frame["y"].round(4)
        frame.loc[random.random(ROWS) < 0.1, "part"] = np.nan
        (finding,) = found(measure(frame, target="y"), "arithmetic_identity")
        assert (finding.severity, set(finding.columns)) == ("high", {"part", "rest"})
        assert "times" not in finding.statement
        assert finding.question is not None
        assert finding.question.startswith("When are ")

    def test_columns_that_are_mostly_zero_do_not_make_a_target_that_is(self) -> None:
        random = np.random.default_rng(0)

        def rarely(share: float) -> np.ndarray:
            return np.where(random.random(2_000) < share, random.gamma(2, 50, 2_000), 0.0)

        frame = pd.DataFrame({"fee": rarely(0.02), "fine": rarely(0.02), "y": rarely(0.05)})
        assert found(measure(frame, target="y"), "arithmetic_identity") == []
        frame["y"] = frame["fee"] + frame["fine"]
        (finding,) = found(measure(frame, target="y"), "arithmetic_identity")
        assert (finding.severity, set(finding.columns)) == ("high", {"fee", "fine"})

    def test_the_clean_twin_has_none(self) -> None:
        frame, random = demand()
        frame["part"] = random.normal(size=ROWS) * 8
        frame["rest"] = random.normal(size=ROWS) * 8
        assert found(measure(frame, target="y"), "arithmetic_identity") == []

    @settings(max_examples=50, deadline=None)
    @given(
        a=st.sampled_from([-3.0, -1.0, 0.5, 1.0, 2.25]),
        b=st.sampled_from([-2.0, -1.0, 0.1, 1.0, 7.0]),
        c=st.floats(-100, 100),
        seed=st.integers(0, 1_000),
    )
    def test_any_combination_of_two_columns_is_recovered(
        self, a: float, b: float, c: float, seed: int
    ) -> None:
        random = np.random.default_rng(seed)
        x = random.normal(size=(200, 6))
        identities = find_identities(list("pqrstu"), x, a * x[:, 1] + b * x[:, 4] + c)
        fitted = {identity.columns: identity.coefficients for identity in identities}
        assert fitted[("q", "t")] == pytest.approx((a, b), abs=1e-6)


class TestRowOverlap:
    def test_planted_rows_are_counted_with_their_labels(self) -> None:
        frame, _ = churn(rows=900)
        train, test = frame[:600], frame[600:].copy()
        test = pd.concat([test, train[:60]], ignore_index=True)
        test.loc[test.index[-10:], "y"] = 1 - test.loc[test.index[-10:], "y"]
        measurement = measure(train, test=test, target="y")
        (finding,) = found(measurement, "row_overlap")
        assert finding.severity == "high"
        assert value(measurement, "row_overlap_rows") == 60
        assert value(measurement, "row_overlap_same_label") == 50
        assert value(measurement, "row_overlap_share") == pytest.approx(60 / 360, abs=1e-6)

    def test_tables_without_common_rows_have_no_finding(self) -> None:
        frame, _ = churn(rows=900)
        measurement = measure(frame[:600], test=frame[600:], target="y")
        assert found(measurement, "row_overlap") == []
        assert value(measurement, "row_overlap_share") == 0

    def test_a_row_number_does_not_hide_the_overlap(self) -> None:
        frame, _ = churn(rows=900)
        train, test = frame[:600].copy(), pd.concat([frame[600:], frame[:60]])
        train["id"], test["id"] = np.arange(600), np.arange(10_000, 10_360)
        measurement = measure(train, test=test, target="y")
        assert value(measurement, "row_overlap_rows") == 60

    def test_integers_on_one_side_and_floats_on_the_other_are_the_same(self) -> None:
        random = np.random.default_rng(0)
        train = pd.DataFrame(random.integers(0, 10**6, size=(300, 3)), columns=list("abc"))
        test = train[:100].astype("float64")
        assert value(measure(train, test=test), "row_overlap_rows") == 100

    def test_overlap_that_few_combinations_explain_is_only_information(self) -> None:
        random = np.random.default_rng(0)
        frame = pd.DataFrame(random.integers(0, 2, size=(600, 4)), columns=list("abcy"))
        measurement = measure(frame[:400], test=frame[400:], target="y")
        (finding,) = found(measurement, "row_overlap")
        assert finding.severity == "info"
        assert value(measurement, "row_overlap_share") == 1


class TestEntities:
    def table(self, seed: int = 0) -> pd.DataFrame:
        random = np.random.default_rng(seed)
        frame = pd.DataFrame({"who": np.repeat(random.permutation(90_000)[:300], 3)})
        frame["x"], frame["y"] = random.normal(size=900), random.integers(0, 2, 900)
        return frame

    def test_entities_on_both_sides_are_severe_when_the_group_is_given(self) -> None:
        frame = self.table().sample(frac=1, random_state=1)
        measurement = measure(frame[:600], test=frame[600:], target="y", group="who")
        (finding,) = found(measurement, "entity_overlap")
        assert finding.severity == "high"
        met = frame[600:]["who"].isin(frame[:600]["who"]).mean()
        assert value(measurement, "entity_overlap_row_share") == pytest.approx(met, abs=1e-5)

    def test_a_split_by_entity_has_no_finding(self) -> None:
        frame = self.table()
        measurement = measure(frame[:600], test=frame[600:], target="y", group="who")
        assert found(measurement, "entity_overlap") == []

    @pytest.mark.parametrize("written", [int, str])
    def test_an_identifier_that_nobody_named_is_asked_about(self, written: type) -> None:
        frame = self.table().sample(frac=1, random_state=1)
        frame["who"] = frame["who"].map(written)
        measurement = measure(frame[:600], test=frame[600:], target="y")
        (finding,) = found(measurement, "entity_overlap")
        assert (finding.severity, finding.columns) == ("low", ("who",))

    def test_what_is_the_same_in_all_rows_of_a_value_speaks_for_an_entity(self) -> None:
        random = np.random.default_rng(0)
        who = np.repeat(np.arange(300), 4)
        frame = pd.DataFrame({"who": who, "x": random.normal(size=1_200)})
        frame["since"] = random.integers(1990, 2024, 300)[who]
        frame["y"] = random.integers(0, 2, 1_200)
        frame = frame.sample(frac=1, random_state=1)
        measurement = measure(frame[:800], test=frame[800:], target="y")
        (finding,) = found(measurement, "entity_overlap")
        assert (finding.severity, finding.columns) == ("medium", ("who",))
        assert "`since`" in finding.statement

    def test_an_age_is_no_entity_though_a_year_of_birth_goes_with_it(self) -> None:
        random = np.random.default_rng(0)
        frame = pd.DataFrame({"age": random.integers(18, 95, 2_000)})
        frame["born"], frame["y"] = 2024 - frame["age"], random.integers(0, 2, 2_000)
        measurement = measure(frame[:1_400], test=frame[1_400:], target="y")
        assert found(measurement, "entity_overlap") == []

    def test_a_measure_in_whole_numbers_is_no_identifier(self) -> None:
        random = np.random.default_rng(0)
        frame = pd.DataFrame({"age": (random.normal(size=3_000) * 60 + 500).astype(int)})
        frame["y"] = random.integers(0, 2, 3_000)
        assert found(measure(frame[:2_000], test=frame[2_000:], target="y"), "entity_overlap") == []

    def test_one_table_says_that_folds_must_keep_entities_together(self) -> None:
        measurement = measure(self.table(), target="y", group="who")
        assert value(measurement, "entities_with_several_rows") == 300
        assert [f.severity for f in found(measurement, "entity_split")] == ["info"]


class TestTime:
    def table(self) -> pd.DataFrame:
        frame, _ = churn(rows=900)
        frame["day"] = pd.date_range("2024-01-01", periods=900, freq="h")
        return frame

    def test_a_test_that_comes_later_is_fine(self) -> None:
        frame = self.table()
        measurement = measure(frame[:600], test=frame[600:], target="y", time="day")
        assert found(measurement, "time_order") == []
        assert value(measurement, "test_before_train_end_share") == 0

    def test_a_random_split_of_one_period_is_severe(self) -> None:
        frame = self.table().sample(frac=1, random_state=0)
        measurement = measure(frame[:600], test=frame[600:], target="y", time="day")
        (finding,) = found(measurement, "time_order")
        assert finding.severity == "high"
        assert value(measurement, "train_later_than_test_share") == pytest.approx(0.5, abs=0.06)

    def test_one_odd_date_in_training_is_no_random_split(self) -> None:
        frame = self.table()
        train = frame[:600].copy()
        train.loc[0, "day"] = pd.Timestamp("2100-01-01")
        measurement = measure(train, test=frame[600:], target="y", time="day")
        assert [f.severity for f in found(measurement, "time_order")] == ["low"]

    def test_a_test_from_before_the_training_rows_is_called_that(self) -> None:
        frame = self.table()
        measurement = measure(frame[300:], test=frame[:300], target="y", time="day")
        (finding,) = found(measurement, "time_order")
        assert finding.severity == "high"
        assert "earlier" in finding.statement
        assert "one period" not in finding.statement

    def test_the_end_of_training_in_the_test_is_more_than_a_blurred_boundary(self) -> None:
        frame = self.table()
        measurement = measure(frame[:700], test=frame[640:], target="y", time="day")
        (finding,) = found(measurement, "time_order")
        assert finding.severity == "medium"

    def test_a_date_that_nobody_named_is_asked_about_if_the_split_ignores_it(self) -> None:
        frame = self.table()
        test = np.random.default_rng(0).random(900) < 0.3
        random_split = measure(frame[~test], test=frame[test], target="y")
        (finding,) = found(random_split, "time_order")
        assert (finding.severity, finding.columns) == ("medium", ("day",))
        assert finding.question is not None
        assert found(measure(frame[:600], test=frame[600:], target="y"), "time_order") == []
        births = frame.assign(day=frame["day"].sample(frac=1, random_state=0).to_numpy())
        (finding,) = found(measure(births[~test], test=births[test], target="y"), "time_order")
        assert finding.severity == "low"

    def test_a_file_that_is_out_of_order_is_said(self) -> None:
        frame = self.table().sample(frac=1, random_state=0)
        (finding,) = found(measure(frame, target="y", time="day"), "time_order")
        assert finding.severity == "info"

    def test_neighbours_that_agree_are_told_and_shuffled_rows_are_not(self) -> None:
        frame, random = churn()
        state = (np.arange(ROWS) // 50) % 2
        frame["y"] = np.where(random.random(ROWS) < 0.9, state, 1 - state)
        (finding,) = found(measure(frame, target="y"), "file_order")
        assert finding.severity == "medium"
        shuffled = frame.sample(frac=1, random_state=0)
        assert found(measure(shuffled, target="y"), "file_order") == []

    def test_a_file_sorted_by_a_category_is_not_taken_for_time(self) -> None:
        frame, random = demand()
        frame["town"] = np.sort(random.choice(list("abcd"), ROWS))
        frame["y"] += frame["town"].map({"a": 30, "b": 0, "c": 50, "d": 10})
        (finding,) = found(measure(frame, target="y"), "file_order")
        assert (finding.severity, finding.columns) == ("low", ("town",))
        frame["y"] += 40 * np.sin(np.arange(ROWS) / 20)
        (finding,) = found(measure(frame, target="y"), "file_order")
        assert finding.severity == "medium"

    def test_a_file_sorted_by_its_target_is_not_taken_for_time(self) -> None:
        frame, _ = churn()
        measurement = measure(frame.sort_values("y"), target="y")
        assert found(measurement, "file_order") == []
        (finding,) = found(measurement, "sorted_by_target")
        assert finding.severity == "medium"

    def test_a_date_that_lies_after_the_row_is_asked_about(self) -> None:
        frame = self.table()
        frame["closed"] = frame["day"] + pd.Timedelta(days=3)
        frame["term_end"] = frame["day"] + pd.Timedelta(days=90)
        frame["opened"] = frame["day"] - pd.Timedelta(days=3)
        finding, term = found(measure(frame, target="y", time="day"), "late_feature")
        assert (finding.columns, finding.severity) == (("closed", "day"), "medium")
        assert (term.columns, term.severity) == (("term_end", "day"), "low")


class TestTheEvidence:
    def test_every_number_of_a_statement_is_one_of_its_figures(self) -> None:
        frame, random = churn(rows=900)
        frame["spent"] = 1.6 * frame["y"] + random.normal(size=900)
        test = pd.concat([frame[600:], frame[:40]])
        measurement = measure(frame[:600], test=test, target="y")
        assert len(highs(measurement)) >= 2
        for finding in measurement.findings:
            known = set()
            for handle in finding.handles:
                number = measurement.figure(handle).value
                known.add(format_value(number))
                if isinstance(number, float) or number in (0, 1):
                    known.add(f"{float(number):.1%}")
            words = re.sub(r"`[^`]*`", "", finding.statement)
            assert set(re.findall(r"\d[\d,]*(?:\.\d+)?%?", words)) <= known

    def test_the_same_question_gives_the_same_bytes(self) -> None:
        frame, random = churn()
        frame["spent"] = 1.6 * frame["y"] + random.normal(size=ROWS)
        first, second = (measure(frame, target="y").canonical_bytes() for _ in range(2))
        assert first == second

    def test_without_a_target_only_the_split_is_checked_and_that_is_said(self) -> None:
        frame, _ = churn(rows=900)
        measurement = measure(frame[:600], test=frame[600:])
        assert measurement.holdout is None
        assert any("No target" in note for note in measurement.notes)
        assert all(f.quantity != "suspect_columns" for f in measurement.figures)

    def test_finding_nothing_is_no_proof(self) -> None:
        random = np.random.default_rng(0)
        frame = pd.DataFrame(random.normal(size=(300, 3)), columns=list("abc"))
        frame["y"] = random.integers(0, 2, 300)
        (finding,) = measure(frame, target="y").findings
        assert (finding.check, finding.severity) == ("nothing_found", "info")
        assert "no proof" in finding.statement

    def test_hostile_column_names_work(self) -> None:
        frame, random = churn(rows=900)
        frame["late"] = 2.5 * frame["y"] + random.normal(size=900)
        names = {"late": 'a "quoted`\nname; DROP TABLE --', "x0": "\U0001f600", "x1": "n" * 10_000,
                 "y": "the target, 'quoted'"}  # fmt: skip
        measurement = measure(frame.rename(columns=names), target=names["y"])
        assert suspected(measurement) == {names["late"]}
        assert all("\n" not in f.statement and len(f.statement) < 1_000
                   for f in measurement.findings)  # fmt: skip

    def test_the_holdout_has_no_say(self) -> None:
        frame, random = churn()
        frame["moved"] = random.normal(size=ROWS)
        frame["day"] = np.arange(ROWS)
        late = frame["day"] > 0.8 * ROWS
        frame.loc[late, "moved"] += 50 * frame.loc[late, "y"]
        measurement = measure(frame, target="y", time="day")
        assert "moved" not in suspected(measurement)

    def test_files_of_two_types_are_compared(self, tmp_path: Path) -> None:
        frame, _ = churn(rows=300)
        frame.to_csv(tmp_path / "train.csv", index=False)
        frame[:50].to_parquet(tmp_path / "test.parquet")
        engine = open_engine()
        request = LeakageRequest(
            data=str(tmp_path / "train.csv"), test=str(tmp_path / "test.parquet"), target="y"
        )
        measurement = check_leakage(request, Context(engine)).measurement
        assert value(measurement, "row_overlap_rows") == 50

    def test_tables_that_share_no_column_are_refused(self) -> None:
        frame, _ = churn(rows=100)
        with pytest.raises(BadInput, match="no column in common"):
            measure(frame, test=pd.DataFrame({"other": [1, 2, 3]}), target="y")


class TestTimesThatDoNotRead:
    def test_text_that_is_no_time_is_refused_and_not_compared_as_text(self) -> None:
        frame = pd.DataFrame({"x": range(200), "seen": ["soon", "later"] * 100, "y": [0, 1] * 100})
        with pytest.raises(BadInput, match="don't read as dates"):
            measure(frame, target="y", time="seen")

    def test_a_later_test_is_later_in_whatever_way_its_dates_are_written(self) -> None:
        days = pd.date_range("2022-01-01", periods=600, freq="D")
        rng = np.random.default_rng(0)
        frame = pd.DataFrame(
            {"seen": days.strftime("%d/%m/%Y"), "x": rng.normal(size=600),
             "y": rng.integers(0, 2, 600)}
        )  # fmt: skip
        measured = measure(frame[:400], test=frame[400:], target="y", time="seen")
        assert not found(measured, "time_order")
        turned = measure(frame[200:], test=frame[:200], target="y", time="seen")
        assert [one.severity for one in found(turned, "time_order")] == ["high"]


def test_what_is_left_out_is_judged_neither_alone_nor_as_a_part_of_an_identity() -> None:
    frame, random = demand()
    area = random.integers(40, 200, len(frame)).astype(float)
    frame["y"] = 3_000 * area + random.normal(0, 30_000, len(frame)) + 100_000
    frame["area"], frame["rate"] = area, frame["y"] / area
    whole = measure(frame, target="y")
    assert {"area", "rate"} <= suspected(whole)
    left = measure(frame, target="y", without=("rate",))
    assert not suspected(left)
    assert not found(left, "arithmetic_identity")
    assert "rate" not in {name for finding in left.findings for name in finding.columns}
    assert any("`rate`" in note for note in left.notes)


@pytest.mark.parametrize("name", ["nowhere", "y"])
def test_what_is_left_out_is_a_column_without_a_role(name: str) -> None:
    frame, _ = churn()
    with pytest.raises(BadInput, match="leave out"):
        measure(frame, target="y", without=(name,))

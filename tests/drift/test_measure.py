"""Drift is said where an effect is large and there is evidence for it, and nowhere else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from tests.drift.worlds import world

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence, Figure

ENGINE = open_engine()


def drift(
    reference: pd.DataFrame,
    current: pd.DataFrame,
    target: str | None = None,
    time: str | None = None,
    group: str | None = None,
    prediction: str | None = None,
) -> Evidence:
    ENGINE.register("before", reference)
    ENGINE.register("after", current)
    request = DriftRequest(
        reference="before",
        current="after",
        target=target,
        time=time,
        group=group,
        prediction=prediction,
    )
    return measure_drift(request, Context(ENGINE))


def figures(evidence: Evidence, quantity: str, column: str | None = None) -> list[Figure]:
    return [
        figure
        for figure in evidence.measurement.figures
        if figure.quantity == quantity and column in (None, figure.subject.column)
    ]


def value(evidence: Evidence, quantity: str, column: str | None = None) -> float:
    (figure,) = figures(evidence, quantity, column)
    assert not isinstance(figure.value, str)
    return figure.value


def alarms(evidence: Evidence) -> set[tuple[str, str]]:
    return {
        (finding.check, column)
        for finding in evidence.measurement.findings
        if finding.severity != "info"
        for column in finding.columns
    }


class TestQuiet:
    @pytest.mark.parametrize(
        ("before", "after"), [(100, 100), (100, 3000), (3000, 100), (1000, 1000), (60_000, 60_000)]
    )
    def test_two_draws_of_one_world_raise_no_alarm(self, before: int, after: int) -> None:
        for seed in (1, 2):
            evidence = drift(world(before, seed), world(after, seed + 100))
            assert alarms(evidence) == set()
            assert value(evidence, "drifted_columns") == 0
            assert value(evidence, "compared_columns") == 9

    def test_a_tiny_shift_of_many_rows_is_no_drift(self) -> None:
        before, after = world(60_000, 1), world(60_000, 2)
        after["normal"] += 0.03
        assert alarms(drift(before, after)) == set()

    def test_identifiers_and_clocks_are_not_compared(self) -> None:
        before, after = world(500, 1), world(500, 2)
        for offset, frame in ((0, before), (500, after)):
            order = np.random.default_rng(offset).permutation(500)
            frame["shuffled_id"] = order + offset
            frame["uuid"] = [f"u{k + offset}" for k in range(500)]
            frame["epoch"] = 1.7e9 + 3600.5 * (np.arange(500) + offset)
            frame["day"] = pd.date_range("2024-01-01", periods=500) + pd.Timedelta(offset, "D")
        evidence = drift(before, after)
        assert alarms(evidence) == set()
        infos = {finding.check: finding.columns for finding in evidence.measurement.findings}
        assert infos["not_comparable_identifier"] == ("shuffled_id", "uuid")
        assert infos["not_comparable_clock"] == ("epoch",)
        windows = {f.subject.window: f.value for f in figures(evidence, "first_instant", "day")}
        assert windows == {"reference": "2024-01-01T00:00:00", "current": "2025-05-15T00:00:00"}

    @pytest.mark.parametrize("entities", [200, 1500, 5000])
    def test_entities_that_repeat_are_no_drift_however_many(self, entities: int) -> None:
        rng = np.random.default_rng(entities)
        before, after = world(3000, 1), world(796, 2)
        for frame in (before, after):
            frame["who"] = [f"c{k}" for k in rng.integers(0, entities, len(frame))]
        assert alarms(drift(before, after)) == set()

    def test_new_entities_are_a_question_and_not_drift(self) -> None:
        rng = np.random.default_rng(0)
        before, after = world(3000, 1), world(796, 2)
        before["who"] = [f"c{k}" for k in rng.integers(0, 1200, 3000)]
        after["who"] = [f"c{k}" for k in rng.integers(600, 1800, 796)]
        evidence = drift(before, after)
        assert value(evidence, "drifted_columns") == 0
        (finding,) = (f for f in evidence.measurement.findings if f.severity != "info")
        assert (finding.check, finding.severity) == ("levels_turned_over", "low")
        assert finding.columns == ("who",)
        unknown = float((~after["who"].isin(before["who"])).mean())
        told = value(evidence, "unknown_level_share", "who")
        assert told == pytest.approx(unknown, rel=1e-5)
        assert f"{told:.1%}" in finding.statement

    def test_columns_with_a_role_are_not_compared(self) -> None:
        before, after = world(500, 1), world(500, 2)
        rng = np.random.default_rng(0)
        for offset, frame in ((0, before), (500, after)):
            frame["who"] = rng.integers(0, 90, 500) + offset
            frame["hour"] = rng.integers(0, 300, 500) + offset
        assert alarms(drift(before, after)) != set()
        evidence = drift(before, after, time="hour", group="who")
        assert alarms(evidence) == set()
        infos = {finding.check: finding.columns for finding in evidence.measurement.findings}
        assert infos["not_comparable_entity"] == ("who",)
        assert infos["not_comparable_clock"] == ("hour",)
        with pytest.raises(BadInput, match="for the group"):
            drift(before, after, group="nobody")

    def test_a_measure_that_is_sorted_in_both_tables_is_compared_all_the_same(self) -> None:
        before, after = world(2000, 1), world(2000, 2)
        after["normal"] += 0.8
        before, after = before.sort_values("normal"), after.sort_values("normal")
        assert alarms(drift(before, after)) == {("distribution_moved", "normal")}


class TestFound:
    def test_a_shift_is_found_though_one_value_of_the_reference_is_absurd(self) -> None:
        before, after = world(5000, 1), world(5000, 2)
        before.loc[7, "normal"] = 1e6
        after["normal"] += 0.8
        evidence = drift(before, after)
        assert alarms(evidence) == {("distribution_moved", "normal")}
        assert value(evidence, "ks_distance", "normal") == pytest.approx(0.31, abs=0.02)
        assert value(evidence, "psi", "normal") == pytest.approx(0.6, abs=0.1)
        assert evidence.worst() == "high"

    def test_distances_equal_those_of_scipy(self) -> None:
        before, after = world(800, 1), world(700, 2)
        evidence = drift(before, after)
        for name in ("normal", "mostly_zero", "count", "gaps"):
            exact = stats.ks_2samp(before[name].dropna(), after[name].dropna()).statistic
            assert exact - 0.02 <= value(evidence, "ks_distance", name) <= exact + 1e-6
        shares = [frame["colour"].value_counts(normalize=True) for frame in (before, after)]
        found = value(evidence, "l_infinity_distance", "colour")
        assert found == pytest.approx((shares[0] - shares[1]).abs().max(), rel=1e-5)

    def test_a_column_that_is_mostly_one_value_is_seen_on_both_sides_of_it(self) -> None:
        before, after = world(3000, 1), world(3000, 2)
        after["mostly_one"] = (np.random.default_rng(3).random(3000) < 0.6).astype(int)
        after["mostly_zero"] -= np.where(np.arange(3000) % 3 == 0, 1.0, 0.0)
        found = {column for check, column in alarms(drift(before, after))}
        assert found == {"mostly_one", "mostly_zero"}

    def test_large_tables_are_counted_whole_and_only_medians_are_sampled(self) -> None:
        before, after = world(60_000, 1), world(60_000, 2)
        after["normal"] *= 3
        evidence = drift(before, after)
        assert alarms(evidence) == {("distribution_moved", "normal")}
        (figure,) = figures(evidence, "ks_distance", "normal")
        assert figure.exactness.kind == "exact"
        exact = stats.ks_2samp(before["normal"], after["normal"]).statistic
        assert figure.value == pytest.approx(exact, abs=0.02)
        for median, frame in zip(
            figures(evidence, "median", "normal"), (before, after), strict=True
        ):
            assert median.exactness.kind == "sampled"
            assert 18_000 < (median.exactness.n or 0) < 22_000
            assert median.value == pytest.approx(frame["normal"].median(), abs=0.05)

    def test_levels_that_are_new_or_gone_are_named_with_their_share(self) -> None:
        before, after = world(2000, 1), world(2000, 2)
        before["colour"] = before["colour"].replace("h", "g")
        after["colour"] = after["colour"].replace("a", "b")
        evidence = drift(before, after)
        assert {("new_levels", "colour"), ("gone_levels", "colour")} <= alarms(evidence)
        named = {f.subject.slice for f in figures(evidence, "new_level_share", "colour")}
        assert named == {None, "h"}
        assert {f.subject.slice for f in figures(evidence, "gone_level_share")} == {None, "a"}

    @pytest.mark.parametrize("levels", [200, 500, 1200])
    def test_new_levels_are_found_where_each_alone_has_too_few_rows(self, levels: int) -> None:
        before, after = world(2000, 1), world(2000, 2)
        after["colour"] = [f"v{k}" for k in np.random.default_rng(3).integers(0, levels, 2000)]
        evidence = drift(before, after)
        told = {check for check, column in alarms(evidence) if column == "colour"}
        assert told & {"new_levels", "levels_turned_over"}
        (finding,) = (f for f in evidence.measurement.findings
                      if f.check in ("new_levels", "levels_turned_over"))  # fmt: skip
        assert "100.0% of the" in finding.statement

    def test_levels_that_became_free_text_are_new_levels(self) -> None:
        before, after = world(2000, 1), world(2000, 2)
        after["colour"] = [f"row {k}" for k in range(2000)]
        told = {check for check, column in alarms(drift(before, after)) if column == "colour"}
        assert told & {"new_levels", "levels_turned_over"}

    def test_one_level_is_told_in_the_singular(self) -> None:
        before, after = world(2000, 1), world(2000, 2)
        before["colour"] = before["colour"].replace("h", "g")
        after["colour"] = after["colour"].replace("a", "b")
        after.loc[after["flag"], "colour"] = "z"
        words = {f.check: f.statement for f in drift(before, after).measurement.findings}
        assert "2 levels that the reference doesn't have hold" in words["new_levels"]
        assert "1 level that is gone holds" in words["gone_levels"]

    def test_shares_that_move_among_many_levels_are_found(self) -> None:
        rng = np.random.default_rng(0)
        before, after = world(6000, 1), world(6000, 2)
        before["article"] = [f"a{k}" for k in rng.integers(0, 400, 6000)]
        often = np.where(rng.random(6000) < 0.4, 60, 400)
        after["article"] = [f"a{k}" for k in rng.integers(0, often)]
        assert alarms(drift(before, after)) == {("distribution_moved", "article")}

    def test_values_that_go_missing_are_found_null_or_nan(self) -> None:
        before, after = world(1000, 1), world(1000, 2)
        after.loc[::4, ["normal", "colour"]] = None
        evidence = drift(before, after)
        assert {("missing_changed", "normal"), ("missing_changed", "colour")} <= alarms(evidence)
        shares = [f.value for f in figures(evidence, "missing_share", "normal")]
        assert shares == [0, 0.25]

    def test_a_column_that_is_empty_on_one_side_is_missing_and_not_retyped(self) -> None:
        before, after = world(500, 1), world(500, 2)
        after["normal"] = None
        assert alarms(drift(before, after)) == {("missing_changed", "normal")}
        assert alarms(drift(after, before)) == {("missing_changed", "normal")}


class TestSchema:
    def test_columns_that_are_gone_new_or_of_another_type_are_found(self) -> None:
        before, after = world(300, 1), world(300, 2)
        after = after.rename(columns={"skewed": "renamed"})
        after["count"] = after["count"].astype(str) + " pieces"
        evidence = drift(before, after)
        assert alarms(evidence) == {
            ("columns_gone", "skewed"),
            ("columns_new", "renamed"),
            ("columns_retyped", "count"),
        }

    def test_whole_numbers_and_fractions_are_compared_as_numbers(self) -> None:
        before, after = world(300, 1), world(300, 2)
        after["count"] = after["count"].astype(float)
        assert alarms(drift(before, after)) == set()

    def test_tables_that_share_no_column_are_refused(self) -> None:
        with pytest.raises(BadInput, match="no column in common"):
            drift(pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"b": [1, 2]}))
        with pytest.raises(BadInput, match="no column in common"):
            drift(pd.DataFrame({"y": [1, 2]}), pd.DataFrame({"y": [1, 2]}), target="y")

    def test_a_renamed_column_is_guessed(self) -> None:
        before, after = world(300, 1), world(300, 2)
        after = after.rename(columns={"mostly_zero": "MostlyZero"})
        (gone,) = (
            f for f in drift(before, after).measurement.findings if f.check == "columns_gone"
        )
        assert "`mostly_zero` as `MostlyZero`" in (gone.question or "")

    def test_labels_are_compared_on_exploration_rows_only(self) -> None:
        before, after = world(600, 1), world(600, 2)
        before["y"], after["y"] = before["flag"], np.random.default_rng(0).random(600) < 0.6
        evidence = drift(before, after, target="y")
        assert alarms(evidence) == {("label_moved", "y")}
        for figure in figures(evidence, "level_share", "y"):
            assert figure.n is not None
            assert 440 < figure.n < 520
        assert value(evidence, "compared_columns") == 9
        assert any("exploration rows only" in note for note in evidence.measurement.notes)
        with pytest.raises(BadInput, match="for the target"):
            drift(before, after, target="z")

    def test_labels_that_are_not_there_yet_are_no_lost_column(self) -> None:
        before, after = world(300, 1), world(300, 2)
        before["y"] = 0
        evidence = drift(before, after, target="y")
        assert alarms(evidence) == set()
        assert any("no labels (yet)" in note for note in evidence.measurement.notes)

    def test_predictions_are_told_as_such(self) -> None:
        before, after = world(2000, 1), world(2000, 2)
        before["score"], after["score"] = before["gaps"].fillna(0), after["gaps"].fillna(0) + 1
        evidence = drift(before, after, prediction="score")
        assert alarms(evidence) == {("prediction_moved", "score")}
        assert value(evidence, "drifted_columns") == 0
        with pytest.raises(BadInput, match="for the prediction"):
            drift(before, after, prediction="scores")

    def test_hostile_names_and_nested_columns_work(self) -> None:
        before = pd.DataFrame({'a"\n;': [1, 2, 3], "key": ["a", "b", "c"], "l": [[1], [2], [3]]})
        evidence = drift(before, before)
        assert value(evidence, "drifted_columns") == 0
        assert value(evidence, "compared_columns") == 2

    def test_the_same_question_gives_the_same_bytes(self) -> None:
        before, after = world(300, 1), world(300, 2)
        assert drift(before, after).id == drift(before, after).id


class TestRates:
    def test_a_base_rate_that_moved_is_told_as_such(self) -> None:
        before, after = world(2000, 1), world(2000, 2)
        for frame, rate, seed in ((before, 0.3, 5), (after, 0.45, 6)):
            frame["y"] = (np.random.default_rng(seed).random(2000) < rate).astype(int)
        evidence = drift(before, after, target="y")
        (finding,) = (f for f in evidence.measurement.findings if f.check == "label_moved")
        assert "the base rate, that of the larger of its two values, went from" in finding.statement
        shares = {f.subject.window: f.value for f in figures(evidence, "value_share", "y")}
        assert shares["reference"] == pytest.approx(0.3, abs=0.04)
        assert shares["current"] == pytest.approx(0.45, abs=0.04)

"""The domain classifier sees what no single column shows, and nothing where nothing is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score
from tests.drift.worlds import world

from ml_engineer_tools.context import Context
from ml_engineer_tools.drift import DriftRequest
from ml_engineer_tools.drift.domain import clustered_auc
from ml_engineer_tools.drift.tool import measure_drift
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.evidence import Evidence, Figure, Finding

ENGINE = open_engine()


def drift(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    target: str | None = None,
    classifier: bool | None = None,
    importance: dict[str, float] | None = None,
) -> Evidence:
    ENGINE.register("before", before)
    ENGINE.register("after", after)
    request = DriftRequest(
        reference="before", current="after", target=target, classifier=classifier,
        importance=importance,
    )  # fmt: skip
    return measure_drift(request, Context(ENGINE))


def told_apart(evidence: Evidence) -> Finding | None:
    findings = [f for f in evidence.measurement.findings if f.check == "tables_told_apart"]
    return findings[0] if findings else None


def auc(evidence: Evidence) -> Figure:
    (figure,) = (f for f in evidence.measurement.figures if f.quantity == "domain_auc")
    return figure


class TestClassifier:
    def test_two_draws_of_one_world_are_not_told_apart(self) -> None:
        for seed in range(4):
            evidence = drift(world(1500, seed), world(900, seed + 50))
            assert told_apart(evidence) is None
            figure = auc(evidence)
            assert figure.interval is not None
            assert figure.interval[0] < 0.53

    @pytest.mark.parametrize("classifier", [None, True])
    def test_a_relation_between_the_only_two_columns_is_seen(self, classifier: bool | None) -> None:
        rng = np.random.default_rng(1)
        before, after = (pd.DataFrame(rng.normal(size=(2000, 2)), columns=["a", "b"]) for _ in "xy")
        before["b"] = 0.9 * before["a"] + 0.44 * before["b"]

        finding = told_apart(drift(before, after, classifier=classifier))

        assert finding is not None
        assert finding.severity in ("medium", "high")

    @pytest.mark.parametrize("columns", [1, 2])
    def test_one_or_two_columns_that_did_not_move_are_not_told_apart(self, columns: int) -> None:
        rng = np.random.default_rng(2)
        for _ in range(5):
            before, after = (pd.DataFrame(rng.normal(size=(600, columns))) for _ in "xy")
            before.columns = after.columns = pd.Index(["a", "b"][:columns])
            assert told_apart(drift(before, after)) is None

    def test_that_relations_were_not_compared_is_said(self) -> None:
        for rows, columns, classifier in ((90, 3, None), (600, 1, None), (600, 3, False)):
            frames = (
                pd.DataFrame(np.random.default_rng(k).normal(size=(rows, columns))) for k in (1, 2)
            )
            before, after = (frame.rename(columns="c{}".format) for frame in frames)
            notes = drift(before, after, classifier=classifier).measurement.notes
            assert any("go together" in note for note in notes)

    def test_a_relation_that_turned_round_is_seen_though_no_column_moved(self) -> None:
        before, after = world(2000, 1), world(2000, 2)
        before["partner"] = before["normal"] + np.random.default_rng(11).normal(size=2000) / 3
        after["partner"] = -after["normal"] + np.random.default_rng(12).normal(size=2000) / 3
        evidence = drift(before, after)
        finding = told_apart(evidence)
        assert finding is not None
        assert set(finding.columns) == {"normal", "partner"}
        assert finding.severity == "high"
        assert "No column moved by itself" in finding.statement

    def test_where_a_column_moved_it_says_no_more_than_that(self) -> None:
        before, after = world(2000, 1), world(2000, 2)
        after["normal"] += 1
        finding = told_apart(drift(before, after))
        assert finding is not None
        assert (finding.severity, finding.columns) == ("info", ("normal",))

    @pytest.mark.parametrize("by", ["another column", "one of the two", "both", "units"])
    def test_a_relation_that_turned_round_is_seen_behind_what_moved(self, by: str) -> None:
        before, after = world(2000, 1), world(2000, 2)
        before["partner"] = before["normal"] + np.random.default_rng(11).normal(size=2000) / 3
        after["partner"] = -after["normal"] + np.random.default_rng(12).normal(size=2000) / 3
        after["count"] += 3 * (by == "another column")
        after["normal"] += 2 * (by in ("one of the two", "both"))
        after["partner"] += 2 * (by == "both")
        after["normal"] *= 1000 if by == "units" else 1
        (finding,) = (
            f for f in drift(before, after).measurement.findings if f.check == "relations_changed"
        )
        assert set(finding.columns) == {"normal", "partner"}
        assert finding.severity == "high"

    def test_columns_that_moved_by_themselves_have_not_changed_their_relations(self) -> None:
        for seed in (1, 2, 3):
            before, after = world(1500, seed), world(1500, seed + 10)
            rng = np.random.default_rng([7, seed])
            for frame in (before, after):
                frame["partner"] = frame["normal"] + rng.normal(size=1500)
            after["count"] += 2
            after["mostly_zero"] += (rng.random(1500) < 0.4).astype(int)
            after["normal"] = 100 * after["normal"] + 7
            checks = {f.check for f in drift(before, after).measurement.findings}
            assert "distribution_moved" in checks
            assert "relations_changed" not in checks

    def test_names_of_rows_times_and_keys_do_not_fool_it(self) -> None:
        before, after = world(1500, 1), world(1500, 2)
        rng = np.random.default_rng(0)
        for offset, frame in ((0, before), (1500, after)):
            frame["row_id"] = np.arange(1500) + offset
            frame["shuffled"] = rng.permutation(1500) + offset
            frame["uuid"] = [f"u{k + offset}" for k in range(1500)]
            frame["epoch"] = 1_700_000_000 + 3600 * rng.permutation(np.arange(1500) + offset)
            frame["customer_id"] = rng.integers(0, 300, 1500) + offset
            frame["stamp"] = pd.date_range("2024-01-01", periods=1500, freq="h") + pd.Timedelta(
                hours=offset
            )
        evidence = drift(before, after)
        assert [f for f in evidence.measurement.findings if f.severity != "info"] == []
        assert float(auc(evidence).value) < 0.55

    def test_it_runs_on_large_tables_only_when_asked(self) -> None:
        before, after = world(300, 1), world(300, 2)
        assert not [
            f
            for f in drift(before, after, classifier=False).measurement.figures
            if f.quantity == "domain_auc"
        ]
        assert auc(drift(before, after)).n == 600

    def test_the_area_is_that_of_scikit_learn_and_blocks_widen_its_error(self) -> None:
        rng = np.random.default_rng(0)
        positive = np.repeat([0.0, 1.0], 400)
        scores = np.round(rng.normal(size=800) + positive / 2, 1)
        block = np.tile(np.arange(400) * 20 // 400, 2).astype(float)
        found, error = clustered_auc(scores, positive, block)
        assert found == pytest.approx(roc_auc_score(positive, scores))
        alike = scores + np.repeat(rng.normal(size=40), 20)
        assert clustered_auc(alike, positive, block)[1] > 1.5 * error


class TestImportance:
    def test_what_the_model_leans_on_is_severe_and_what_it_ignores_is_not(self) -> None:
        before, after = world(3000, 1), world(3000, 2)
        rng = np.random.default_rng(0)
        for frame in (before, after):
            frame["y"] = frame["normal"] + rng.normal(size=3000) / 2 > 0
            frame["ignored"] = rng.normal(size=3000)
        after["normal"] += 0.8
        after["ignored"] += 0.8
        evidence = drift(before, after, target="y")
        severities = {
            f.columns[0]: f.severity
            for f in evidence.measurement.findings
            if f.check == "distribution_moved"
        }
        assert severities == {"normal": "high", "ignored": "low"}
        shares = {
            f.subject.column: f.value
            for f in evidence.measurement.figures
            if f.quantity == "importance_share"
        }
        assert float(shares["normal"]) > 0.9

    def test_importance_can_be_given(self) -> None:
        before, after = world(1000, 1), world(1000, 2)
        after["normal"] += 0.8
        evidence = drift(before, after, importance={"normal": 0.0, "count": 2.0})
        (finding,) = (f for f in evidence.measurement.findings if f.check == "distribution_moved")
        assert finding.severity == "low"
        assert "0.0% of the importance" in finding.statement

    @pytest.mark.parametrize("kind", ["two classes", "three classes", "numbers"])
    def test_a_target_that_no_column_tells_weighs_nothing(self, kind: str) -> None:
        before, after = world(3000, 1), world(3000, 2)
        rng = np.random.default_rng(5)
        for frame in (before, after):
            frame["y"] = {
                "two classes": (rng.random(3000) < 0.3).astype(int),
                "three classes": rng.integers(0, 3, 3000),
                "numbers": rng.normal(size=3000),
            }[kind]
        after["normal"] += 0.8

        evidence = drift(before, after, target="y")

        (finding,) = (f for f in evidence.measurement.findings if f.check == "distribution_moved")
        assert finding.severity == "high"
        assert "importance" not in finding.statement
        quantities = {f.quantity for f in evidence.measurement.figures}
        assert "importance_share" not in quantities
        assert "quick_model_skill" in quantities
        assert any("no better than chance" in note for note in evidence.measurement.notes)

"""The profile says what a table is, exactly where it says exactly, and keeps off the holdout."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from ibis.backends.duckdb import Backend

from ml_engineer_tools.context import Context
from ml_engineer_tools.engine import open_engine
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence, Figure, Finding
from ml_engineer_tools.profiling import ProfileRequest
from ml_engineer_tools.profiling.tool import profile_dataset

ENGINE = open_engine()


def profile(frame: pd.DataFrame, **roles: str) -> Evidence:
    ENGINE.register("table", frame)
    return profile_dataset(
        ProfileRequest.model_validate({"data": "table", **roles}), Context(ENGINE)
    )


def figures(evidence: Evidence, quantity: str, column: str | None = None) -> list[Figure]:
    return [
        figure
        for figure in evidence.measurement.figures
        if figure.quantity == quantity and column in (None, figure.subject.column)
    ]


def value(evidence: Evidence, quantity: str, column: str | None = None) -> float:
    found = figures(evidence, quantity, column)
    assert len(found) == 1, (quantity, column, found)
    assert not isinstance(found[0].value, str)
    return found[0].value


def finding(evidence: Evidence, check: str) -> Finding:
    found = [finding for finding in evidence.measurement.findings if finding.check == check]
    assert len(found) == 1, evidence.measurement.findings
    return found[0]


def checks(evidence: Evidence) -> set[str]:
    return {finding.check for finding in evidence.measurement.findings}


def measures(rows: int = 400, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "amount": rng.normal(10, 3, rows),
            "count": rng.integers(0, 7, rows),
            "colour": rng.choice(["red", "green", "blue"], rows, p=[0.6, 0.3, 0.1]),
        }
    )


class TestColumns:
    def test_moments_and_quantiles_are_those_of_numpy(self) -> None:
        frame = measures()
        evidence = profile(frame)
        for name in ("amount", "count"):
            numbers = frame[name].to_numpy()
            assert value(evidence, "mean", name) == pytest.approx(numbers.mean(), rel=1e-5)
            expected = numbers.std(ddof=1)
            assert value(evidence, "standard_deviation", name) == pytest.approx(expected, rel=1e-5)
            assert value(evidence, "minimum", name) == pytest.approx(numbers.min(), rel=1e-5)
            for share in (0.01, 0.25, 0.5, 0.75, 0.99):
                quantile = value(evidence, f"quantile_{100 * share:02.0f}", name)
                assert quantile == pytest.approx(np.quantile(numbers, share), rel=1e-5)
        assert value(evidence, "zero_count", "count") == (frame["count"] == 0).sum()

    def test_nan_is_counted_apart_from_null_and_stays_out_of_every_statistic(
        self, tmp_path: Path
    ) -> None:
        import pyarrow as pa
        import pyarrow.parquet as parquet

        path = tmp_path / "nan.parquet"
        parquet.write_table(pa.table({"x": pa.array([1.0, math.nan, None, 3.0])}), path)
        request = ProfileRequest(data=str(path))
        evidence = profile_dataset(request, Context(ENGINE))
        assert value(evidence, "nan_count", "x") == 1
        assert value(evidence, "null_count", "x") == 1
        assert value(evidence, "missing_share", "x") == 0.5
        assert value(evidence, "maximum", "x") == 3
        assert value(evidence, "mean", "x") == 2
        assert value(evidence, "quantile_50", "x") == 2

    def test_infinite_and_enormous_values_are_survived_and_said(self) -> None:
        frame = pd.DataFrame({"x": [1.0, math.inf, -math.inf, 2.0], "y": [1e300, -1e300, 1.0, 2.0]})
        evidence = profile(frame)
        assert value(evidence, "infinite_count", "x") == 2
        assert value(evidence, "maximum", "x") == 2
        assert value(evidence, "maximum", "y") == 1e300
        assert finding(evidence, "infinite").columns == ("x",)

    def test_levels_are_counted_and_named_by_slice(self) -> None:
        frame = measures()
        counts = frame["colour"].value_counts()
        found = figures(profile(frame), "level_rows", "colour")
        assert {(f.subject.slice, f.value) for f in found} == set(counts.items())

    def test_distinct_counts_are_exact_where_uniqueness_or_levels_are_told(self) -> None:
        frame = measures(3000)
        frame["id"] = [f"u{k}" for k in range(3000)]
        frame["nearly"] = [*range(2999), 0]
        evidence = profile(frame)
        for name, expected in (("id", 3000), ("nearly", 2999), ("colour", 3), ("count", 7)):
            (figure,) = figures(evidence, "distinct_count", name)
            assert (figure.value, figure.exactness.kind) == (expected, "exact")
        (amount,) = figures(evidence, "distinct_count", "amount")
        assert amount.exactness.kind == "approximate"
        assert not isinstance(amount.value, str)
        assert amount.value <= 3000

    def test_empty_constant_and_sparse_columns_are_found(self) -> None:
        frame = measures()
        frame["nothing"] = None
        frame["same"] = "x"
        frame["sparse"] = frame["amount"].where(np.arange(400) % 4 == 0)
        evidence = profile(frame)
        assert finding(evidence, "all_null").columns == ("nothing",)
        assert finding(evidence, "constant").columns == ("same",)
        missing = finding(evidence, "high_missing")
        assert (missing.columns, missing.severity) == (("sparse",), "medium")
        assert "75.0%" in missing.statement
        assert value(evidence, "worst_missing_share") == 0.75

    def test_keys_and_identifiers_are_told_from_measures(self) -> None:
        frame = measures()
        frame["row"] = np.random.default_rng(1).permutation(400) + 1000
        frame["uuid"] = [f"{k:x}-{k * 7919:x}" for k in range(400)]
        frame["income"] = np.random.default_rng(2).integers(20_000, 90_000, 400)
        evidence = profile(frame)
        assert finding(evidence, "identifier_like").columns == ("row", "uuid")
        assert value(evidence, "key_candidates") == 2

    def test_hostile_names_nested_values_and_odd_types_work(self) -> None:
        frame = pd.DataFrame(
            {
                'a "quoted"; drop table\n': [1, 2, 2],
                "x" * 10_000: ["a", "b", "b"],
                "😀": [[1], [2, 3], [2, 3]],
                "big": np.array([2**64 - 1, 1, 1], dtype="uint64"),
            }
        )
        evidence = profile(frame)
        assert value(evidence, "duplicate_rows") == 1
        assert value(evidence, "maximum", "big") == pytest.approx(2**64, rel=1e-5)

    def test_a_thousand_columns_take_as_many_scans_as_ten(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = []
        original = Backend.compile

        def counted(self: Backend, *arguments: Any, **options: Any) -> str:
            asked.append(1)
            return str(original(self, *arguments, **options))

        monkeypatch.setattr(Backend, "compile", counted)
        scans = []
        for width in (10, 1000):
            rng = np.random.default_rng(0)
            profile(pd.DataFrame({f"c{k}": rng.normal(size=60) for k in range(width)}))
            scans.append(len(asked))
            asked.clear()
        assert scans[0] == scans[1] > 0


class TestRows:
    def test_duplicates_are_the_rows_beyond_the_first_of_each_set(self) -> None:
        frame = pd.DataFrame({"a": [1, 1, 1, 2, 3, 3, None, None], "b": list("xxxyzzww")})
        frame["c"] = [f"a text of several words on {told}" for told in frame["b"]]
        evidence = profile(frame)
        assert value(evidence, "duplicate_rows") == frame.duplicated().sum() == 4
        assert finding(evidence, "duplicate_rows").severity == "medium"
        assert any("the first is not counted" in note for note in evidence.measurement.notes)

    def test_a_table_without_flaws_gives_no_finding(self) -> None:
        assert checks(profile(measures())) == set()


class TestRoles:
    def test_class_balance_is_of_exploration_rows_and_the_line_is_recorded(self) -> None:
        frame = measures(1000)
        frame["y"] = np.random.default_rng(4).choice(["a", "b"], 1000, p=[0.98, 0.02])
        evidence = profile(frame, target="y")
        shares = {f.subject.slice: float(f.value) for f in figures(evidence, "class_share", "y")}
        assert sum(shares.values()) == pytest.approx(1)
        assert {f.subject.split for f in figures(evidence, "class_share")} == {"exploration"}
        assert 700 < value(evidence, "exploration_rows") < 900
        assert evidence.measurement.holdout is not None
        assert "S1" in finding(evidence, "class_imbalance").clauses

    def test_the_labels_of_the_holdout_have_no_say(self) -> None:
        frame = measures(300)
        frame["day"] = pd.date_range("2024-01-01", periods=300)
        frame["y"] = np.random.default_rng(6).integers(0, 3, 300)
        changed = frame.copy()
        changed.loc[280:, "y"] = (changed.loc[280:, "y"] + 1) % 3
        one, other = (profile(f, target="y", time="day").measurement for f in (frame, changed))
        assert one.tables != other.tables
        assert one.figures == other.figures

    def test_a_numeric_target_has_quantiles_and_missing_labels_are_counted(self) -> None:
        frame = measures(500).rename(columns={"amount": "y"})
        frame.loc[:24, "y"] = np.nan
        evidence = profile(frame, target="y")
        assert value(evidence, "target_missing_rows") == 25
        assert finding(evidence, "target_missing").severity == "medium"
        assert value(evidence, "target_quantile_50") == pytest.approx(10, abs=1)
        assert not figures(evidence, "mean", "y")

    def test_a_target_or_key_that_isnt_there_names_the_nearest(self) -> None:
        with pytest.raises(BadInput, match="nearest: 'colour'"):
            profile(measures(), target="color")
        with pytest.raises(BadInput, match="nearest: 'amount'"):
            profile(measures(), key="amuont")

    def test_time_covers_a_stretch(self) -> None:
        frame = measures()
        frame["day"] = pd.date_range("2024-01-01", periods=400, freq="h")
        frame.loc[:99, "day"] = pd.NaT
        evidence = profile(frame, time="day")
        headline = [evidence.measurement.figure(h) for h in evidence.measurement.headline]
        shown = {figure.quantity: figure.value for figure in headline}
        assert shown["first_instant"] == "2024-01-05T04:00:00"
        assert shown["last_instant"] == "2024-01-17T15:00:00"
        assert value(evidence, "time_missing_share", "day") == 0.25
        assert finding(evidence, "time_missing").columns == ("day",)

    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            (["soon", "later"] * 200, "don't read as dates"),
            ([None] * 400, "is empty"),
            ([True, False] * 200, "name a column of dates or numbers"),
        ],
    )
    def test_a_time_column_that_orders_nothing_is_refused(
        self, values: list[object], reason: str
    ) -> None:
        frame = measures()
        frame["when"] = pd.Series(values, dtype=object if values[0] is None else None)
        with pytest.raises(BadInput, match=reason):
            profile(frame, time="when")

    def test_entities_are_counted(self) -> None:
        frame = measures(300)
        frame["customer"] = [f"c{k}" for k in [*range(200), *[0] * 100]]
        evidence = profile(frame, group="customer")
        assert value(evidence, "entity_count") == 200
        assert value(evidence, "rows_per_entity_mean") == 1.5
        assert value(evidence, "rows_per_entity_maximum") == 101

    def test_a_key_that_repeats_is_no_key(self) -> None:
        frame = measures(300)
        frame["id"] = [*range(298), 0, None]
        evidence = profile(frame, key="id")
        assert value(evidence, "key_repeated_rows") == 1
        assert value(evidence, "key_missing_rows") == 1
        assert finding(evidence, "key_not_unique").columns == ("id",)
        frame["id"] = range(300)
        assert "key_not_unique" not in checks(profile(frame, key="id"))


class TestEvidence:
    def test_the_same_question_gives_the_same_bytes(self) -> None:
        frame = measures()
        frame["y"] = frame["count"] > 3
        assert profile(frame, target="y").id == profile(frame, target="y").id

    def test_no_statement_quotes_a_cell(self) -> None:
        frame = measures()
        frame["same"] = "a secret value"
        frame["y"] = np.where(np.arange(400) < 15, "rare secret", "common secret")
        evidence = profile(frame, target="y")
        assert {"constant", "class_imbalance"} <= checks(evidence)
        for found in evidence.measurement.findings:
            assert "secret" not in found.statement
            assert found.handles
            assert found.clauses

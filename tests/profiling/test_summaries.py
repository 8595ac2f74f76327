"""Summaries agree with plain Python on any column, whichever way the engine computes them."""

from __future__ import annotations

import datetime
import math
import statistics
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ibis.backends.duckdb import Backend

from ml_engineer_tools.engine import duckdb_columns, open_engine
from ml_engineer_tools.profiling import summaries as room
from ml_engineer_tools.profiling.summaries import (
    DISTINCT_ERROR,
    LEVEL_LIMIT,
    QUANTILES,
    Summary,
    summarize,
)

ENGINE = open_engine()


def summed_up(table: pa.Table | pd.DataFrame, exact: Sequence[str] = ()) -> dict[str, Summary]:
    """Summarize a table in long form and written out, and return the one result of both."""
    ENGINE.register("table", table)
    opened = ENGINE.read("table")
    found = []
    for limit in (0, opened.rows + 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(duckdb_columns, "WRITTEN_OUT_ROWS", limit)
            found.append(
                summarize(ENGINE, opened.expression, opened.rows, opened.columns, exact=exact)
            )
    wide, long = found
    for name, summary in wide.items():
        assert _without_sums(summary) == _without_sums(long[name])
        for number, other in zip(_sums(summary), _sums(long[name]), strict=True):
            assert number == other or number == pytest.approx(other, rel=1e-9)
    return wide


def _sums(summary: Summary) -> list[float | None]:
    """Return what may differ in its last digits, as sums do that are made in another order."""
    return [summary.mean, summary.deviation, *summary.quantiles]


def _without_sums(summary: Summary) -> dict[str, Any]:
    left_out = ("mean", "deviation", "quantiles")
    return {name: getattr(summary, name) for name in Summary.__slots__ if name not in left_out}


def one(values: Sequence[Any], dtype: pa.DataType) -> Summary:
    return summed_up(pa.table({"x": pa.array(values, dtype)}), exact=["x"])["x"]


def written(values: Sequence[Any]) -> Counter[Any]:
    return Counter(value for value in values if value is not None)


COUNTS = st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3)
UNSIGNED = st.integers(0, 2**64 - 1) | st.integers(2**64 - 3, 2**64 - 1)
REALS = st.floats(allow_nan=True, allow_infinity=True) | st.sampled_from([0.0, -0.0, 1.0, 0.1])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
DATES = st.dates()
INSTANTS = st.datetimes(datetime.datetime(1, 1, 1), datetime.datetime(9999, 12, 31))
MONEY = st.decimals(-(10**9), 10**9, places=2)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(values | st.none(), min_size=1, max_size=30)


@settings(max_examples=10, deadline=None)
@given(some(REALS))
@example([math.nan, None])
@example([math.inf, -math.inf, 1.0, 1.0])
@example([1.7e308, -1.7e308])
@example([0.0, -0.0])
@example([0.0, -math.nan])
def test_reals(values: list[float | None]) -> None:
    found = one(values, pa.float64())
    known = [value for value in values if value is not None]
    numbers = [value for value in known if not math.isnan(value)]
    finite = [value for value in numbers if math.isfinite(value)]
    assert found.nulls == len(values) - len(known)
    assert found.nans == len(known) - len(numbers)
    assert found.infinite == len(numbers) - len(finite)
    assert (found.distinct, found.distinct_exact) == (len(set(numbers)), True)
    assert found.zeros == sum(value == 0 for value in finite)
    assert found.negatives == sum(value < 0 for value in finite)
    assert found.minimum == (min(finite) if finite else None)
    assert found.maximum == (max(finite) if finite else None)
    if finite and max(map(abs, finite)) < 1e150:
        assert found.mean == pytest.approx(
            math.fsum(finite) / len(finite), abs=1e-9 + _fuzz(finite)
        )
        expected = np.quantile(finite, QUANTILES)
        assert found.quantiles == pytest.approx(expected, abs=1e-9 + _fuzz(finite))
    if len(finite) > 1 and max(map(abs, finite)) < 1e150:
        spread = float(np.std(finite, ddof=1))
        assert found.deviation == pytest.approx(spread, rel=1e-6, abs=1e-9 + _fuzz(finite))


def _fuzz(values: Sequence[float]) -> float:
    """Rounding errors grow with the largest value."""
    return 1e-9 * max(map(abs, values))


@settings(max_examples=10, deadline=None)
@given(some(COUNTS))
@example([2**63 - 1, -(2**63), 2**63 - 2])
def test_whole_numbers(values: list[int | None]) -> None:
    _check_whole(one(values, pa.int64()), values)


@settings(max_examples=10, deadline=None)
@given(some(UNSIGNED))
@example([2**64 - 1, 2**64 - 2, 2**64 - 3])
def test_unsigned_numbers_are_told_apart_to_the_last_digit(values: list[int | None]) -> None:
    _check_whole(one(values, pa.uint64()), values)


def test_numbers_of_thirty_eight_digits_are_told_apart() -> None:
    values = [Decimal(10**37 + k) for k in range(30)]
    found = one(values, pa.decimal128(38, 0))
    assert (found.distinct, found.unique) == (30, True)
    assert (found.minimum, found.maximum) == (10**37, 10**37 + 29)


def _check_whole(found: Summary, values: list[int | None]) -> None:
    known = [value for value in values if value is not None]
    assert found.nulls == len(values) - len(known)
    assert (found.distinct, found.distinct_exact) == (len(set(known)), True)
    assert (found.minimum, found.maximum) == (min(known, default=None), max(known, default=None))
    assert found.zeros == known.count(0)
    assert found.negatives == sum(value < 0 for value in known)
    if known:
        scale = max(map(abs, known))
        assert found.mean == pytest.approx(statistics.fmean(known), abs=1e-9 * scale)
        assert found.quantiles == pytest.approx(
            np.quantile(np.asarray(known, dtype=float), QUANTILES), abs=1e-9 * scale
        )


@settings(max_examples=10, deadline=None)
@given(some(MONEY))
def test_money(values: list[Decimal | None]) -> None:
    found = one(values, pa.decimal128(14, 2))
    known = [float(value) for value in values if value is not None]
    assert (found.distinct, found.distinct_exact) == (len(set(known)), True)
    if known:
        assert found.minimum == pytest.approx(min(known))
        assert found.maximum == pytest.approx(max(known))
        assert found.quantiles == pytest.approx(np.quantile(known, QUANTILES), abs=1e-6)


@settings(max_examples=10, deadline=None)
@given(some(TEXTS))
@example(["", "", None])
@example(["nan", "NaN", "NULL", "null", " "])
def test_text(values: list[str | None]) -> None:
    found = one(values, pa.string())
    counted = written(values)
    lengths = [len(value) for value in values if value is not None]
    assert found.nulls == len(values) - len(lengths)
    assert (found.distinct, found.distinct_exact) == (len(counted), True)
    if lengths:
        assert found.length is not None
        shortest, mean, longest = found.length
        assert (shortest, longest) == (min(lengths), max(lengths))
        assert mean == pytest.approx(statistics.fmean(lengths))
    else:
        assert found.length is None
    if counted and len(counted) <= LEVEL_LIMIT:
        ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        assert list((found.levels or {}).items()) == ordered


@settings(max_examples=10, deadline=None)
@given(some(DATES))
@example([datetime.date(1, 1, 1), datetime.date(9999, 12, 31)])
def test_days(values: list[datetime.date | None]) -> None:
    found = one(values, pa.date32())
    known = [value.isoformat() for value in values if value is not None]
    assert (found.minimum, found.maximum) == (min(known, default=None), max(known, default=None))
    assert (found.nulls, found.distinct) == (len(values) - len(known), len(set(known)))


@settings(max_examples=10, deadline=None)
@given(some(INSTANTS), st.sampled_from([None, "UTC"]))
def test_instants(values: list[datetime.datetime | None], zone: str | None) -> None:
    found = one(values, pa.timestamp("us", zone))
    known = [value for value in values if value is not None]
    assert (found.nulls, found.distinct) == (len(values) - len(known), len(set(known)))
    if known:
        bounds = [datetime.datetime.fromisoformat(str(b)) for b in (found.minimum, found.maximum)]
        assert bounds == [min(known), max(known)]


def test_a_day_beyond_the_year_9999_is_told_whole() -> None:
    found = one([2**22, 0], pa.date32())
    assert (found.minimum, found.maximum) == ("1970-01-01", "13453-08-13")


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_instants_of_any_resolution(unit: str) -> None:
    found = one([0, 1], pa.timestamp(unit))
    assert found.minimum == "1970-01-01T00:00:00"
    assert (found.distinct, found.nulls) == (2, 0)


@settings(max_examples=10, deadline=None)
@given(some(st.booleans()))
def test_booleans(values: list[bool | None]) -> None:
    found = one(values, pa.bool_())
    counted = written(values)
    assert found.levels == ({str(k).lower(): n for k, n in counted.items()} or None)
    assert found.zeros == counted[False]


def test_structures_and_types_without_an_order_are_counted() -> None:
    table = pa.table(
        {
            "list": pa.array([[1], [1, 2], None]),
            "record": pa.array([{"a": 1}, {"a": 1}, None]),
            "bytes": pa.array([b"a", b"b", None]),
            "nothing": pa.array([None] * 3, pa.null()),
        }
    )
    found = summed_up(table)
    assert [found[name].nulls for name in found] == [1, 1, 1, 3]
    assert [found[name].distinct for name in found] == [2, 1, 2, 0]
    assert found["record"].constant
    assert found["bytes"].levels == {"a": 1, "b": 1}
    assert found["list"].levels is None


def test_names_that_are_code_change_nothing() -> None:
    names = ['"; drop table t1; --', "c0", "value", "key", "count(*)", "{column}", "x" * 9_000]
    table = pa.table([pa.array([k, k, None]) for k in range(len(names))], names=names)
    found = summed_up(table)
    assert [summary.maximum for summary in found.values()] == list(range(len(names)))
    assert list(found) == names


def test_many_distinct_values_are_approximate_unless_they_may_name_rows() -> None:
    rng = np.random.default_rng(0)
    rows = 20_000
    frame = pd.DataFrame(
        {
            "measure": rng.normal(size=rows),
            "id": [*range(1, rows), 1],
            "code": [f"k{number}" for number in [*range(1, rows), 1]],
            "word": rng.choice([f"w{k}" for k in range(300)], rows),
        }
    )
    found = summed_up(frame)
    assert (found["id"].distinct, found["code"].distinct) == (rows - 1, rows - 1)
    assert found["id"].distinct_exact
    assert not found["id"].unique
    measure = found["measure"]
    assert not measure.distinct_exact
    assert measure.distinct == pytest.approx(rows, rel=DISTINCT_ERROR)
    word = found["word"]
    assert (word.distinct, word.distinct_exact, word.levels) == (300, True, None)
    expected = frame["word"].value_counts()
    assert word.top is not None
    assert list(word.top.values()) == expected.iloc[:5].tolist()
    assert all(expected[level] == n for level, n in word.top.items())


def test_beyond_a_limit_quantiles_are_of_a_sample_that_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(room, "QUANTILE_ROWS", 5_000)
    values = np.random.default_rng(1).normal(size=20_000)
    found = summed_up(pd.DataFrame({"x": values, "y": "text"}))["x"]
    assert found.quantile_exactness.kind == "sampled"
    assert found.quantile_rows == pytest.approx(5_000, rel=0.1)
    assert found.mean == pytest.approx(values.mean())
    # Six standard errors of a sampled median.
    assert found.quantiles[2] == pytest.approx(np.median(values), abs=6 * 1.25 / math.sqrt(5_000))


@pytest.mark.parametrize("rows", [60, duckdb_columns.WRITTEN_OUT_ROWS])
def test_two_thousand_columns_ask_no_more_of_the_engine_than_they_must(
    rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In long form one query serves all; written out, one query serves a hundred."""
    width = 2_000 if rows == 60 else 300
    values = np.random.default_rng(0).integers(0, 50, rows).astype(float)
    table = pa.table({f"c{k}": values for k in range(width)})
    ENGINE.register("table", table)
    opened = ENGINE.read("table")
    asked: list[str] = []
    compile_ = Backend.compile

    def counted(self: Backend, *arguments: Any, **options: Any) -> str:
        asked.append(str(compile_(self, *arguments, **options)))
        return asked[-1]

    monkeypatch.setattr(Backend, "compile", counted)
    found = summarize(ENGINE, opened.expression, opened.rows, opened.columns)
    assert np.allclose([summary.mean or 0 for summary in found.values()], values.mean())
    scans = [sql for sql in asked if '"written_out"' not in sql]
    assert len(scans) <= max(2, width // duckdb_columns.MOST_COLUMNS)

"""Summaries of columns: counts, distinct values, moments and quantiles.

All columns of a type are aggregated together, portion by portion (see `Engine.aggregate_columns`),
so that neither planning nor memory grows faster than the table. Three passes: one over all
columns; one that counts the levels of columns with few values; one that counts distinct values
exactly where uniqueness is in question.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.tables.table import ROW, Column

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.engine.base import Engine, Measures

QUANTILES = (0.01, 0.25, 0.5, 0.75, 0.99)

LEVEL_LIMIT = 20
"""Columns with at most so many distinct values have all their levels counted: a convention."""

TOP_LIMIT = 1000
"""Text with at most so many distinct values has its most frequent ones counted: a convention."""

TOP_LEVELS = 5
"""How many of them are kept: a convention."""

TOP_ROWS = 10
"""Rows that a level must hold on average for that: a convention."""

DISTINCT_ERROR = 0.1
"""Relative error of an approximate distinct count: 99.7 % of DuckDB's counts of 50 to 100,000
distinct integers, hashes and texts were nearer than that."""

MAYBE_UNIQUE = 0.8
"""Approximate share of distinct values from which on uniqueness is counted exactly: well below
the 0.9 that is reported, because the sketch may be `DISTINCT_ERROR` too low."""

QUANTILE_ROWS = 2**25
"""Up to so many rows quantiles are exact, which holds 256 MB of numbers in memory; beyond, they
are those of about so many rows drawn by a hash of their number: a convention."""

LARGEST_MOMENT = 1e150
"""Beyond this, squares leave the range of a double, so mean and deviation are not computed."""

_DOUBT = 1 + 2 * DISTINCT_ERROR
_FEW = LEVEL_LIMIT * _DOUBT
_TIME_OF_DAY = re.compile(r" (?=\d)")


@dataclass(frozen=True, slots=True)
class Summary:
    """What one column holds.

    Attributes:
        column: the column.
        rows: rows of the table.
        nulls: rows that are NULL.
        nans: rows that are NaN; they are in no other statistic.
        infinite: rows that are infinite; they are in no moment, bound or quantile.
        distinct: different values, NULL and NaN not counted.
        distinct_exact: whether `distinct` is exact.
        minimum, maximum: bounds; ISO instants of dates; None for text and without values.
        mean, deviation: of the finite values (sample standard deviation).
        quantiles: at the shares asked for, interpolated; empty if not numeric or without values.
        quantile_rows: rows of the sample that quantiles are of; None if they are of all rows.
        zeros: rows that are 0.
        negatives: rows below 0, infinite ones not counted.
        length: shortest, mean and longest text, in characters; None if it isn't text.
        levels: text of each value -> rows, most rows first; only with few distinct values.
        top: the most frequent levels of text that has too many of them to count all.
    """

    column: Column
    rows: int
    nulls: int
    nans: int = 0
    infinite: int = 0
    distinct: int = 0
    distinct_exact: bool = True
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    mean: float | None = None
    deviation: float | None = None
    quantiles: tuple[float, ...] = ()
    quantile_rows: int | None = None
    zeros: int = 0
    negatives: int = 0
    length: tuple[int, float, int] | None = None
    levels: Mapping[str, int] | None = None
    top: Mapping[str, int] | None = None

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name

    @property
    def missing(self) -> int:
        """Rows without a value: NULL or NaN."""
        return self.nulls + self.nans

    @property
    def known(self) -> int:
        """Rows with a value."""
        return self.rows - self.missing

    @property
    def missing_share(self) -> float:
        """Share of rows without a value."""
        return self.missing / self.rows if self.rows else 0.0

    @property
    def constant(self) -> bool:
        """Whether it has values, all of them the same."""
        return self.distinct_exact and self.distinct == 1

    @property
    def unique(self) -> bool:
        """Whether no value comes up twice."""
        return self.distinct_exact and self.known > 0 and self.distinct == self.known

    @property
    def distinct_exactness(self) -> Exactness:
        """How `distinct` was reached."""
        return EXACT if self.distinct_exact else Exactness(kind="approximate", error=DISTINCT_ERROR)

    @property
    def quantile_exactness(self) -> Exactness:
        """How the quantiles were reached."""
        if self.quantile_rows is None:
            return EXACT
        return Exactness(kind="sampled", n=self.quantile_rows)


def summarize(
    engine: Engine,
    rows: ir.Table,
    n: int,
    columns: Sequence[Column],
    *,
    quantiles: Sequence[float] = QUANTILES,
    exact: Iterable[str] = (),
) -> dict[str, Summary]:
    """Summarize the columns of `rows`; returns a summary for each name, in the order given.

    Args:
        engine: computes the aggregates.
        rows: an Ibis table with `ROW`.
        n: how many rows it has.
        columns: what to summarize.
        quantiles: shares between 0 and 1.
        exact: names of columns whose distinct values are counted exactly in any case. Of the
            others, integers, text and dates are when they may be unique, and all columns with
            few values.
    """
    sampled = n > QUANTILE_ROWS
    found: dict[str, Summary] = {}
    for members in _of_one_type(columns):
        measures = _measures(members[0], () if sampled else quantiles)
        for column, record in _aggregated(engine, rows, n, members, measures):
            found[column.name] = _summary(column, n, record)
    if sampled:
        _sample_quantiles(engine, rows, n, found, quantiles)
    _count_levels(engine, rows, n, found)
    _count_distinct(engine, rows, n, found, frozenset(exact))
    return {column.name: found[column.name] for column in columns}


def _of_one_type(columns: Iterable[Column]) -> list[list[Column]]:
    members: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        members.setdefault((column.kind, column.dtype), []).append(column)
    return list(members.values())


def _aggregated(
    engine: Engine, rows: ir.Table, n: int, columns: Sequence[Column], measures: Measures
) -> Iterator[tuple[Column, Mapping[str, Any]]]:
    narrow = rows.select(*(column.name for column in columns))
    return zip(columns, engine.aggregate_columns(narrow, measures, rows=n), strict=True)


def _measures(column: Column, quantiles: Sequence[float]) -> Measures:
    """Return what is measured of columns of this kind and type."""
    if column.is_numeric:
        return lambda value: _of_numbers(value, quantiles)
    if column.kind == "boolean":
        return _of_booleans
    return _of_instants if column.is_temporal else _of_text


def _of_text(value: Any) -> dict[str, ir.Scalar]:
    counts = {"known": value.count()}
    if not value.type().is_string():
        return counts | {"distinct": value.cast("string").approx_nunique()}
    length = value.length()
    return counts | {"distinct": value.approx_nunique(), "shortest": length.min(),
                     "mean_length": length.mean(), "longest": length.max()}  # fmt: skip


def _of_instants(value: Any) -> dict[str, ir.Scalar]:
    # An instant with a time zone is told in UTC, without naming it, like all others.
    plain = value.cast("timestamp") if getattr(value.type(), "timezone", None) else value
    return {"known": value.count(), "distinct": value.approx_nunique(),
            "minimum": plain.min().cast("string"),
            "maximum": plain.max().cast("string")}  # fmt: skip


def _of_booleans(value: Any) -> dict[str, ir.Scalar]:
    return {"known": value.count(), "distinct": value.approx_nunique(), "zeros": (~value).sum()}


def _of_numbers(value: Any, quantiles: Sequence[float]) -> dict[str, ir.Scalar]:
    measures = {"known": value.count()}
    if value.type().is_floating():
        measures["nans"] = value.isnan().sum()
        measures["infinite"] = value.isinf().sum()
        measures["distinct"] = value.isnan().ifelse(None, value).approx_nunique()
        finite = (value.isnan() | value.isinf()).ifelse(None, value)
        number = finite
        moderate = (finite.abs() < LARGEST_MOMENT).ifelse(finite, None)
    else:
        measures["distinct"] = value.approx_nunique()
        finite = value
        number = moderate = value.cast("float64")
    if quantiles:
        measures["quantiles"] = number.quantile(list(quantiles))
    return measures | {
        "minimum": finite.min(),
        "maximum": finite.max(),
        "mean": moderate.mean(),
        "deviation": moderate.cast("float64").std(how="sample"),
        "zeros": (finite == 0).sum(),
        "negatives": (finite < 0).sum(),
    }


def _summary(column: Column, n: int, record: Mapping[str, Any]) -> Summary:
    known = int(record["known"] or 0)
    if not known:
        return Summary(column, n, nulls=n)
    nans = int(record.get("nans") or 0)
    summary = Summary(
        column,
        n,
        nulls=n - known,
        nans=nans,
        distinct=min(int(record["distinct"]), known - nans),
        distinct_exact=known == nans,
    )
    if "longest" in record:
        lengths = int(record["shortest"]), float(record["mean_length"]), int(record["longest"])
        return replace(summary, length=lengths)
    if column.is_temporal:
        return replace(
            summary,
            minimum=_instant(column, record["minimum"]),
            maximum=_instant(column, record["maximum"]),
        )
    if "zeros" in record:
        summary = replace(summary, zeros=int(record["zeros"] or 0))
    return _with_numbers(summary, record) if column.is_numeric else summary


def _with_numbers(summary: Summary, record: Mapping[str, Any]) -> Summary:
    summary = replace(summary, infinite=int(record.get("infinite") or 0))
    if record["minimum"] is None:
        return summary
    as_kind = float if summary.column.kind == "number" else int
    low, high = as_kind(record["minimum"]), as_kind(record["maximum"])
    moments = max(abs(low), abs(high)) < LARGEST_MOMENT
    return replace(
        summary,
        negatives=int(record["negatives"]),
        minimum=low,
        maximum=high,
        mean=_number(record["mean"]) if moments else None,
        deviation=_number(record["deviation"]) if moments else None,
        quantiles=_finite(record.get("quantiles")),
    )


def _sample_quantiles(
    engine: Engine,
    rows: ir.Table,
    n: int,
    found: dict[str, Summary],
    quantiles: Sequence[float],
) -> None:
    """Take the quantiles of rows drawn by a hash of their number."""
    drawn = rows.filter((rows[ROW].hash() & (2**20 - 1)) < 2**20 * QUANTILE_ROWS // n)
    numeric = [s.column for s in found.values() if s.minimum is not None and s.column.is_numeric]
    for members in _of_one_type(numeric):

        def measures(value: Any) -> dict[str, ir.Scalar]:
            every = _of_numbers(value, quantiles)
            return {name: every[name] for name in ("known", "quantiles")}

        for column, record in _aggregated(engine, drawn, QUANTILE_ROWS, members, measures):
            found[column.name] = replace(
                found[column.name],
                quantiles=_finite(record["quantiles"]),
                quantile_rows=int(record["known"] or 0),
            )


def _count_levels(engine: Engine, rows: ir.Table, n: int, found: dict[str, Summary]) -> None:
    """Count the levels of columns with few values, which makes their distinct count exact."""
    few = [s.name for s in found.values() if _may_have_few(s)]
    if not few:
        return
    for name, levels in zip(few, engine.count_levels(rows.select(*few), rows=n), strict=True):
        counted = sorted(levels.items(), key=lambda pair: (-pair[1], pair[0]))
        all_of_them = len(counted) <= LEVEL_LIMIT
        text = found[name].column.kind == "text"
        found[name] = replace(
            found[name],
            distinct=len(counted),
            distinct_exact=True,
            levels=dict(counted) if all_of_them else None,
            top=dict(counted[:TOP_LEVELS]) if text and not all_of_them else None,
        )


def _may_have_few(summary: Summary) -> bool:
    """Tell whether the column may have few enough values to count the rows of each."""
    if not summary.known or summary.column.kind == "nested" or summary.column.is_temporal:
        return False
    if summary.distinct <= _FEW:
        return True
    many = summary.distinct > TOP_LIMIT * _DOUBT
    return (
        summary.column.kind == "text" and not many and summary.known >= TOP_ROWS * summary.distinct
    )


def _count_distinct(
    engine: Engine, rows: ir.Table, n: int, found: dict[str, Summary], exact: frozenset[str]
) -> None:
    """Count distinct values exactly where uniqueness or constancy is in question."""
    doubtful = [
        summary.name
        for summary in found.values()
        if summary.known
        and not summary.distinct_exact
        and (
            summary.name in exact
            or summary.distinct <= _FEW
            or (
                summary.column.kind in ("integer", "text", "date", "timestamp", "other")
                and summary.distinct >= MAYBE_UNIQUE * summary.known
            )
        )
    ]
    if not doubtful:
        return
    counts = engine.count_distinct(rows.select(*doubtful), rows=n)
    for name, distinct in zip(doubtful, counts, strict=True):
        found[name] = replace(found[name], distinct=distinct, distinct_exact=True)


def _instant(column: Column, written: str) -> str:
    if column.kind == "date":
        return written
    return _TIME_OF_DAY.sub("T", written)


def _finite(quantiles: Sequence[Any] | None) -> tuple[float, ...]:
    """Return the quantiles; none if interpolating between the largest doubles left their range."""
    numbers = tuple(float(value) for value in quantiles or ())
    return numbers if all(map(math.isfinite, numbers)) else ()


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)

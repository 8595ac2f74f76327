"""Summaries of columns: counts, distinct values, moments and quantiles.

Scans: one for each family of columns that the table has (four at most), one for the levels of
columns with few values, and one for each family whose columns may be unique (three at most).
How many columns there are plays no part.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.profiling.long_form import FAMILIES, Family, family_of, stack
from ml_engineer_tools.tables.table import Column

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.engine.base import Engine

QUANTILES = (0.01, 0.25, 0.5, 0.75, 0.99)

LEVEL_LIMIT = 20
"""Columns with at most so many distinct values have their levels counted: a convention."""

DISTINCT_ERROR = 0.1
"""Relative error of an approximate distinct count: three standard errors of DuckDB's sketch,
measured on random integers."""

MAYBE_UNIQUE = 0.8
"""Approximate share of distinct values from which on uniqueness is counted exactly: well below
the 0.9 that is reported, because the sketch may be `DISTINCT_ERROR` too low."""

LARGEST_MOMENT = 1e150
"""Beyond this, squares leave the range of a double, so mean and deviation are not computed."""


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
        zeros: rows that are 0.
        length: shortest, mean and longest text, in characters; None if it isn't text.
        levels: text of each value -> rows, most rows first; only with few distinct values.
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
    zeros: int = 0
    length: tuple[int, float, int] | None = None
    levels: Mapping[str, int] | None = None

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
        rows: an Ibis table.
        n: how many rows it has.
        columns: what to summarize.
        quantiles: shares between 0 and 1.
        exact: names of columns whose distinct values are counted exactly in any case. Of the
            others, integers, text and dates are when they may be unique, and all columns with
            few values.
    """
    found: dict[str, Summary] = {}
    for family, members in _families(columns):
        for summary in _summarize_family(engine, rows, n, members, family, quantiles):
            found[summary.name] = summary
    _count_levels(engine, rows, found)
    _count_distinct(engine, rows, found, frozenset(exact))
    return {column.name: found[column.name] for column in columns}


def _families(columns: Iterable[Column]) -> Iterator[tuple[Family, list[Column]]]:
    members: dict[Family, list[Column]] = {family: [] for family in FAMILIES}
    for column in columns:
        members[family_of(column)].append(column)
    return ((family, found) for family, found in members.items() if found)


def _summarize_family(
    engine: Engine,
    rows: ir.Table,
    n: int,
    columns: Sequence[Column],
    family: Family,
    quantiles: Sequence[float],
) -> Iterator[Summary]:
    long = stack(rows, columns, family)
    frame = engine.group(long, ["key"], _measures(long["value"], family, quantiles))
    records = {int(record["key"]): record for record in frame.to_dict("records")}
    for position, column in enumerate(columns):
        record = records.get(position)
        if record is None:
            yield Summary(column, n, nulls=n)
        else:
            yield _summary(column, n, family, record)


def _measures(value: Any, family: Family, quantiles: Sequence[float]) -> dict[str, ir.Scalar]:
    measures = {"known": value.count(), "distinct": value.approx_nunique()}
    if family == "text":
        length = value.length()
        return measures | {"shortest": length.min(), "mean_length": length.mean(),
                           "longest": length.max()}  # fmt: skip
    if family == "instant":
        return measures | {"minimum": value.min().cast("string"),
                           "maximum": value.max().cast("string")}  # fmt: skip
    finite = value
    if family == "number":
        finite = (value.isnan() | value.isinf()).ifelse(None, value)
        measures["nans"] = value.isnan().sum()
        measures["infinite"] = value.isinf().sum()
        measures["distinct"] = value.isnan().ifelse(None, value).approx_nunique()
    moderate = (finite.abs() < LARGEST_MOMENT).ifelse(finite, None)
    return measures | {
        "minimum": finite.min(),
        "maximum": finite.max(),
        "mean": moderate.mean(),
        "deviation": moderate.cast("float64").std(how="sample"),
        "quantiles": finite.quantile(list(quantiles)),
        "zeros": (finite == 0).sum(),
    }


def _summary(column: Column, n: int, family: Family, record: Mapping[Any, Any]) -> Summary:
    known = int(record["known"])
    nans = int(record.get("nans", 0))
    summary = Summary(
        column,
        n,
        nulls=n - known,
        nans=nans,
        distinct=min(int(record["distinct"]), known - nans),
        distinct_exact=False,
    )
    if family == "text":
        lengths = (int(record["shortest"]), float(record["mean_length"]), int(record["longest"]))
        return replace(summary, length=lengths if column.kind == "text" else None)
    if family == "instant":
        return replace(
            summary,
            minimum=_instant(column, record["minimum"]),
            maximum=_instant(column, record["maximum"]),
        )
    summary = replace(summary, infinite=int(record.get("infinite", 0)), zeros=int(record["zeros"]))
    if _number(record["minimum"]) is None:
        return summary
    as_kind = int if family == "whole" else float
    low, high = as_kind(record["minimum"]), as_kind(record["maximum"])
    moments = max(abs(low), abs(high)) < LARGEST_MOMENT
    return replace(
        summary,
        minimum=low,
        maximum=high,
        mean=_number(record["mean"]) if moments else None,
        deviation=_number(record["deviation"]) if moments else None,
        quantiles=tuple(float(value) for value in record["quantiles"]),
    )


def _count_levels(engine: Engine, rows: ir.Table, found: dict[str, Summary]) -> None:
    """Count the levels of columns with few values, which makes their distinct count exact."""
    most = LEVEL_LIMIT * (1 + 2 * DISTINCT_ERROR)
    few = [
        summary.column
        for summary in found.values()
        if summary.known and summary.distinct <= most and summary.column.kind != "nested"
    ]
    if not few:
        return
    long = stack(rows, few, "text")
    frame = engine.group(long, ["key", "value"], {"n": long.count()})
    levels: dict[int, list[tuple[str, int]]] = {}
    for key, value, n in frame[["key", "value", "n"]].itertuples(index=False):
        levels.setdefault(int(key), []).append((str(value), int(n)))
    for position, column in enumerate(few):
        counted = sorted(levels.get(position, []), key=lambda pair: (-pair[1], pair[0]))
        found[column.name] = replace(
            found[column.name],
            distinct=len(counted),
            distinct_exact=True,
            levels=dict(counted) if len(counted) <= LEVEL_LIMIT else None,
        )


def _count_distinct(
    engine: Engine, rows: ir.Table, found: dict[str, Summary], exact: frozenset[str]
) -> None:
    """Count distinct values exactly where uniqueness is in question."""
    doubtful = [
        summary.column
        for summary in found.values()
        if not summary.distinct_exact
        and (
            summary.name in exact
            or (
                summary.column.kind in ("integer", "text", "date", "timestamp", "other")
                and summary.distinct >= MAYBE_UNIQUE * summary.known
            )
        )
    ]
    for family, members in _families(doubtful):
        long = stack(rows, members, family)
        value = long["value"]
        if family == "number":
            long = long.filter(~value.isnan())
        frame = engine.group(long, ["key"], {"distinct": long["value"].nunique()})
        for key, distinct in frame[["key", "distinct"]].itertuples(index=False):
            name = members[int(key)].name
            found[name] = replace(found[name], distinct=int(distinct), distinct_exact=True)


def _instant(column: Column, written: str) -> str:
    return written[:10] if column.kind == "date" else written.replace(" ", "T")


def _number(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)

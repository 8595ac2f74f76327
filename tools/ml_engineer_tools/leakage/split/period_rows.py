"""Rows by period: how many rows of each table lie in each stretch of time, for a drawing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ml_engineer_tools.leakage.inputs import Inputs

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.tables.table import Table

PERIODS = 24
"""Stretches of equal length that the time is cut into: a convention."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def record_period_rows(inputs: Inputs) -> None:
    """Record the rows of both tables in each of `PERIODS` stretches of the time given."""
    import ibis

    time, test = inputs.roles.time, inputs.test
    if time is None or test is None or not test.has(time):
        return
    if not (inputs.train.column(time).is_temporal and test.column(time).is_temporal):
        return
    instants = [_seconds(table, time) for table in (inputs.train, test)]
    bounds = [
        inputs.engine.aggregate(one, {"low": one.second.min(), "high": one.second.max()})
        for one in instants
    ]
    if any(bound["low"] is None for bound in bounds):
        return
    start = min(int(bound["low"]) for bound in bounds)
    end = max(int(bound["high"]) for bound in bounds)
    if start == end:
        return
    days = [_day(start + (end - start) * k / PERIODS) for k in range(PERIODS + 1)]
    for one, split in zip(instants, ("train", "test"), strict=True):
        place = ((one.second - start) / (end - start) * PERIODS).floor().cast("int64")
        placed = one.select(place=ibis.least(place, PERIODS - 1))
        counts = inputs.engine.group(placed, ["place"], {"n": placed.count()})
        found = dict(zip(counts["place"].tolist(), counts["n"].tolist(), strict=True))
        for k in range(PERIODS):
            inputs.record.figure(
                "period_rows", int(found.get(k, 0)), unit="rows", column=time, split=split,
                window=f"{days[k]} to {days[k + 1]}",
            )  # fmt: skip


def _seconds(table: Table, time: str) -> ir.Table:
    value = table.expression[time]
    known = table.expression.filter(value.notnull())
    return known.select(second=known[time].cast("timestamp(6)").epoch_seconds().cast("int64"))


def _day(second: float) -> str:
    return (EPOCH + timedelta(seconds=second)).date().isoformat()

"""When the rows of a table lie, by each column of dates: first, mean and last instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.evidence import Contract

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.engine.base import Engine
    from ml_engineer_tools.tables.table import Table

__all__ = ["DateSpan", "date_spans"]

MOST_DATES = 10
"""Columns of dates that are looked at, the first ones of the table."""


class DateSpan(Contract):
    """When the values of a column of dates lie, in seconds since 1970.

    Attributes:
        first: the earliest one.
        mean: their mean, which a few odd dates hardly move.
        last: the latest one.
    """

    first: float
    mean: float
    last: float

    def is_after(self, other: DateSpan) -> bool:
        """Tell whether these are of a later period: the bulk of the one beyond that of the other.

        Two samples of the same period are neither.
        """
        if self.mean <= other.mean:
            return False
        return self.first >= other.mean or other.last <= self.mean


def date_spans(engine: Engine, table: Table) -> dict[str, DateSpan]:
    """Return the span of each column of dates, in one scan; none where there are no dates."""
    names = [column.name for column in table.columns if column.is_temporal][:MOST_DATES]
    if not names:
        return {}
    measures: dict[str, ir.Scalar] = {}
    for place, name in enumerate(names):
        seconds = table.expression[name].cast("timestamp").epoch_seconds()
        measures |= {
            f"first_{place}": seconds.min(),
            f"mean_{place}": seconds.mean(),
            f"last_{place}": seconds.max(),
        }
    found = engine.aggregate(table.expression, measures)
    spans = {}
    for place, name in enumerate(names):
        first, mean, last = (found[f"{part}_{place}"] for part in ("first", "mean", "last"))
        if first is not None and mean is not None and last is not None:
            spans[name] = DateSpan(first=first, mean=mean, last=last)
    return spans

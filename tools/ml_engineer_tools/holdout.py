"""The holdout: which rows nobody looks at until one model has been chosen.

Membership is decided by the rows themselves: a keyed hash of the entity, or of the row's content,
or an instant in time. Appending rows to a table therefore moves no old row across the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from ml_engineer_tools.evidence import Contract
from ml_engineer_tools.tables.roles import Roles

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.engine.base import Engine
    from ml_engineer_tools.tables.table import Table

SHARE = 0.2
"""Share of rows (or entities, or the end of the time span) that is held out: a convention."""


class Holdout(Contract):
    """Where the line between exploration and holdout runs.

    Attributes:
        kind: `time` (rows after `cut`), `group` (hash of the entity) or `row` (of the content).
        column: the time or entity column; None for `row`.
        cut: last instant that belongs to exploration, as the engine writes it; only for `time`.
        share: expected share of the holdout.
        seed: key of the hash.
    """

    kind: Literal["time", "group", "row"]
    column: str | None = None
    cut: str | None = None
    share: Annotated[float, Field(gt=0, lt=1)] = SHARE
    seed: int = 0

    def exploration(self, table: Table) -> ir.Table:
        """Return the rows that may be explored."""
        return table.expression.filter(~self._held_out(table))

    def held_out(self, table: Table) -> ir.Table:
        """Return the locked rows. Asking for their labels is a look: record it first."""
        return table.expression.filter(self._held_out(table))

    def _held_out(self, table: Table) -> ir.BooleanValue:
        from ml_engineer_tools.engine.content import draw_hash, hash_threshold

        expression = table.expression
        if self.kind == "time" and self.column is not None:
            import ibis

            column = expression[self.column]
            return (column > ibis.literal(self.cut).cast(column.type())).fill_null(True)
        names = [self.column] if self.column else [column.name for column in table.columns]
        key = draw_hash(expression, names, seed=self.seed, purpose="holdout")
        return key < hash_threshold(self.share)


def cut_holdout(engine: Engine, table: Table, roles: Roles, *, seed: int = 0) -> Holdout:
    """Decide where the line runs: by time if a time column is given, else by entity, else by row.

    The time cut is the (1 - SHARE) quantile of the time column; a store keeps the first cut of a
    table, so that a later, longer version of it is cut at the same instant.
    """
    if roles.time is not None:
        times = table.expression[roles.time]
        ranked = table.expression.filter(times.notnull()).order_by(roles.time)
        known = engine.aggregate(table.expression, {"known": times.count()})["known"]
        if known >= 5:
            position = int((1 - SHARE) * (known - 1))
            row = ranked.select(cut=ranked[roles.time]).limit(1, offset=position)
            cut = engine.aggregate(row, {"cut": row["cut"].max().cast("string")})["cut"]
            return Holdout(kind="time", column=roles.time, cut=str(cut), seed=seed)
    if roles.group is not None:
        return Holdout(kind="group", column=roles.group, seed=seed)
    return Holdout(kind="row", seed=seed)

"""Inspection: is this table usable at all, and can the columns named play their roles?

It comes before anything is written, so that bad input leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from ml_engineer_tools.context import Context
from ml_engineer_tools.evidence import Contract, TableFingerprint
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.rows_sketch import sketch_rows
from ml_engineer_tools.tables.date_spans import DateSpan, date_spans
from ml_engineer_tools.tables.entity import with_entity
from ml_engineer_tools.tables.roles import Roles, check_roles


class TableFacts(Contract):
    """What an inspection learns of a table.

    Attributes:
        fingerprint: name, hash and shape.
        columns: its column names, in file order.
        holdout: where the line would run if it were cut now; None without a target.
        rows: the sketch of its rows, by which another file of them is known; empty likewise.
        dates: when its rows lie, by each column of dates.
    """

    fingerprint: TableFingerprint
    columns: tuple[str, ...]
    holdout: Holdout | None = None
    rows: tuple[str, ...] = ()
    dates: Mapping[str, DateSpan] = Field(default_factory=dict)


def inspect_table(path: str, roles: Roles, context: Context, *, seed: int = 0) -> TableFacts:
    """Open the table and check its roles.

    Raises:
        BadInput: the table or a role is not usable.
    """
    table = with_entity(context.engine.read(path), roles.group, roles.target)
    check_roles(table, roles)
    holdout = None
    rows: tuple[str, ...] = ()
    if roles.target is not None:
        from ml_engineer_tools.tables.target import check_target

        check_target(context.engine, table, roles.target)
        holdout = context.holdout_for(table, roles, seed=seed)
        rows = sketch_rows(context.engine, table)
    names = tuple(column.name for column in table.columns)
    return TableFacts(
        fingerprint=table.fingerprint,
        columns=names,
        holdout=holdout,
        rows=rows,
        dates=date_spans(context.engine, table),
    )

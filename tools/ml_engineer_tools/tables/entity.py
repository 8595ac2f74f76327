"""An entity that several columns name together: a shop and a product, a household and a member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.roles import unknown_column
from ml_engineer_tools.tables.table import Column, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

BETWEEN = ","
"""What stands between the names of the columns of one entity."""


def group_name(columns: str | Sequence[str] | None) -> str | None:
    """Return the one name of a group that is given as a name, or as several."""
    return columns if columns is None or isinstance(columns, str) else BETWEEN.join(columns)


def entity_columns(table: Table, group: str) -> tuple[str, ...]:
    """Return the columns that a group names: one of that very name, or several with commas.

    Raises:
        BadInput: one of several is not there, or is there twice.
    """
    if table.has(group) or BETWEEN not in group:
        return (group,)
    names: list[str] = []
    words = group.split(BETWEEN)
    while words:
        # A name may have commas itself: the longest one that there is.
        taken = next(
            (
                (name, k)
                for k in range(len(words), 0, -1)
                for name in (BETWEEN.join(words[:k]), BETWEEN.join(words[:k]).strip())
                if table.has(name)
            ),
            None,
        )
        if taken is None:
            raise BadInput(unknown_column(table, "group", words[0].strip()))
        names.append(taken[0])
        words = words[taken[1] :]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadInput(f"The group names the column {twice!r} twice; name each column once.")
    return tuple(names)


def parts_of(table: Table, name: str) -> tuple[str, ...]:
    """Return the columns behind a name: itself, or the parts of an entity that several name."""
    if any(column.name == name for column in table.columns):
        return (name,)
    try:
        return entity_columns(replace(table, made=()), name)
    except BadInput:
        return (name,)


def with_entity(table: Table, group: str | None, target: str | None = None) -> Table:
    """Return the table with the entity of each row, where several columns name it together.

    It is a text under the group's name, known to `Table.column` and not among `Table.columns`:
    no column that a user or a model has. A row that lacks one of the columns has no entity.

    Args:
        table: an opened table.
        group: a column, or several with commas between them.
        target: may be none of them.

    Raises:
        BadInput: one of several is not there, is there twice or is the target.
    """
    if group is None:
        return table
    names = entity_columns(table, group)
    if len(names) == 1:
        return table
    if target in names:
        raise BadInput(f"The column {target!r} can't be the target and part of the group.")
    together = table.expression.mutate(**{group: _together(table.expression, names)})
    return replace(table, expression=together, made=(Column(group, "text", "string"),))


def _together(rows: ir.Table, names: Sequence[str]) -> ir.Value:
    from ml_engineer_tools.engine.content import as_text

    whole = as_text(rows[names[0]])
    for name in names[1:]:
        whole = whole + "\x1f" + as_text(rows[name])
    return whole

"""The target: whether it is a class or a quantity, and whether it can be predicted at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.names import quoted
from ml_engineer_tools.tables.table import Column, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.engine.base import Engine

CLASS_LIMIT = 20
"""Up to so many distinct whole numbers are classes, beyond them a quantity: a convention."""

FEW_CLASSES = 5
"""Up to so many of them are classes even if one comes up once; counts have such tails: a
convention."""


RARE_CLASS = 0.002
"""Beyond `FEW_CLASSES`, whole numbers of which the rarest holds a smaller share of the rows are a
quantity, whose tail it is: a convention."""


@dataclass(frozen=True, slots=True)
class TargetCounts:
    """How the values of a target spread over the rows; NULL, NaN and infinities are not values.

    Attributes:
        known: rows that have a value.
        distinct: different values among them.
        smallest: rows of the rarest value; 0 without any value.
        whole: whether all values are whole numbers; False unless the target is numeric.
    """

    known: int
    distinct: int
    smallest: int
    whole: bool


def count_target(engine: Engine, rows: ir.Table, column: Column) -> TargetCounts:
    """Count the values of the target column among `rows` in one scan."""
    value = rows[column.name]
    known = value.notnull()
    if value.type().is_floating():
        known = known & ~value.isnan() & ~value.isinf()
    counted = rows.filter(known).group_by(target=value).aggregate(n=lambda group: group.count())
    levels = counted["target"]
    whole = (levels % 1 == 0).all() if column.is_numeric else levels.isnull().any()
    found = engine.aggregate(
        counted,
        {
            "known": counted["n"].sum(),
            "distinct": counted.count(),
            "smallest": counted["n"].min(),
            "whole": whole,
        },
    )
    return TargetCounts(
        known=int(found["known"] or 0),
        distinct=int(found["distinct"]),
        smallest=int(found["smallest"] or 0),
        whole=bool(found["whole"]),
    )


def is_class(column: Column, counts: TargetCounts) -> bool:
    """Tell whether the target names classes rather than a quantity.

    Booleans and text do; so do two numbers, and whole numbers as `are_class_codes` says.
    """
    if not column.is_numeric or counts.distinct <= 2:
        return True
    return counts.whole and are_class_codes(counts.distinct, counts.known, counts.smallest)


def are_class_codes(distinct: int, known: int, smallest: int) -> bool:
    """Tell whether whole numbers name classes rather than count something.

    Classes are at most `CLASS_LIMIT`, and come up twice on average; beyond `FEW_CLASSES` of them
    each one does and is no rarer than `RARE_CLASS`, for else it is the tail of a count.

    Args:
        distinct: different values.
        known: rows that have a value.
        smallest: rows of the rarest value.
    """
    if distinct > CLASS_LIMIT or 2 * distinct > known:
        return False
    return distinct <= FEW_CLASSES or (smallest > 1 and smallest >= RARE_CLASS * known)


def check_target(engine: Engine, table: Table, target: str) -> None:
    """Check, over the whole table, that there is something to predict. Only counts are made.

    Raises:
        BadInput: the target is a date or a structure, is empty, has one value only, or has a
            class that is in one row only.
    """
    column = table.column(target)
    name = quoted(target)
    if column.kind not in ("integer", "number", "boolean", "text"):
        raise BadInput(
            f"The target {name} is of type {column.dtype}; name a column of numbers or classes."
        )
    counts = count_target(engine, table.expression, column)
    if counts.known == 0:
        raise BadInput(
            f"The target {name} of {table.name} has no values that are finite; name another column."
            if column.kind == "number"
            else f"The target {name} of {table.name} has no values; name another column."
        )
    if counts.distinct == 1:
        raise BadInput(
            f"The target {name} of {table.name} has one value only, so there is nothing to "
            "predict; name another column."
        )
    if counts.smallest == 1 and is_class(column, counts):
        raise BadInput(
            f"The target {name} of {table.name} has a class that is in one row only; "
            "merge that class with another or leave its row out."
        )

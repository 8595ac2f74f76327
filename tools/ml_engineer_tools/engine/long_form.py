"""Long form: columns of one type stacked as (key, value), so that one expression serves them all.

Portable, and best for wide tables of few rows: what is planned doesn't grow with the columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def lengthen(table: ir.Table) -> ir.Table:
    """Return the table as `key` (name of the column) and `value`, NULLs left out.

    All columns must be of one type.
    """
    import ibis.selectors as selectors

    long = table.pivot_longer(selectors.all(), names_to="key", values_to="value")
    return long.filter(long["value"].notnull())

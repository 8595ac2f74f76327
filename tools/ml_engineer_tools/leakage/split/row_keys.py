"""Row keys: one number for each row's content, computed once and compared by the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.engine.content import NULL, as_text
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.tables.table import ROW, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

NO_NUMBER = -(2**62) + 4_217
"""Stands for NULL among numbers: no measure has this value."""
_FACTOR = 1_000_003
"""Sets the label's hash apart from those of the columns."""


def keyed(inputs: Inputs, table: Table, names: list[str], target: str | None) -> ir.Table:
    """Return `ROW`, the `key` of the named columns and the `labelled` one, computed once."""
    key = _hash(inputs, table, names)
    labelled = key if target is None else key + _hash(inputs, table, [target]) * _FACTOR
    expression = table.expression.select(ROW, key=key, labelled=labelled)
    name = f"keys {table.fingerprint.sha256} {table.name} {table.rows} {target} {sorted(names)}"
    return inputs.engine.keep(name, expression)


def _hash(inputs: Inputs, table: Table, names: list[str]) -> ir.Value:
    """Return a sum of the columns' hashes, each times an odd number of its own.

    The engine's own hash is ten times as fast as a portable one, and keys are only ever compared
    with keys of the same engine. A decimal of 38 digits holds the sum of 10,000 columns.
    """
    import ibis

    total = ibis.literal(0).cast("decimal(38, 0)")
    for place, name in enumerate(sorted(names)):
        value = _alike(inputs, table, name).hash().cast("decimal(38, 0)")
        total = total + value * (2 * place + 1)
    return total


def _alike(inputs: Inputs, table: Table, name: str) -> ir.Value:
    """Return the column so that equal values are equal on both sides, whatever their types."""
    sides = [side for side in (inputs.train, inputs.test) if side is not None and side.has(name)]
    kinds = {side.column(name).kind for side in sides}
    value = table.expression[name]
    if kinds == {"integer"}:
        return value.cast("int64").fill_null(NO_NUMBER)
    if kinds <= {"integer", "number"}:
        number = value.cast("float64")
        # NaN is no value, and adding zero makes -0.0 the same as 0.0.
        return (number.nullif(float("nan")) + 0.0).fill_null(float(NO_NUMBER))
    return as_text(value).fill_null(NULL)


def all_distinct(inputs: Inputs, tables: list[Table], names: list[str]) -> set[str]:
    """Return the columns that number the rows of a table, and would hide that rows are equal.

    Numbers with a fraction are left in: a measure may well be distinct in each row.
    """
    found: set[str] = set()
    for table in tables:
        able = [n for n in names if table.column(n).kind in ("integer", "text", "timestamp")]
        if not able or table.rows < 2:
            continue
        measures = {f"m{k}": table.expression[name].nunique() for k, name in enumerate(able)}
        distinct = inputs.engine.aggregate(table.expression, measures)
        found |= {name for k, name in enumerate(able) if distinct[f"m{k}"] == table.rows}
    return found

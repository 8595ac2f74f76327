"""Row keys: one number for each row's content, computed once and compared by the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer_tools.engine.content import NULL, as_text
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.tables.table import ROW, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir


def keyed(inputs: Inputs, table: Table, names: list[str], target: str | None) -> ir.Table:
    """Return `ROW`, the `key` of the named columns and the `labelled` one, computed once."""
    names = sorted(names)
    key = _hash(inputs, table, names)
    labelled = key if target is None else _hash(inputs, table, [*names, target])
    expression = table.expression.select(ROW, key=key, labelled=labelled)
    name = f"keys {table.fingerprint.sha256} {table.name} {table.rows} {target} {names}"
    return inputs.engine.keep(name, expression)


def _hash(inputs: Inputs, table: Table, names: list[str]) -> ir.Value:
    """Return one 64-bit hash of the columns' values; their names have no part in it.

    The engine's own hash is a hundred times as fast as a portable one, and keys are only ever
    compared with keys of the same engine.
    """
    import ibis

    values = {f"c{k}": _alike(inputs, table, name) for k, name in enumerate(names)}
    return ibis.struct(values).hash()


def _alike(inputs: Inputs, table: Table, name: str) -> ir.Value:
    """Return the column so that equal values are equal on both sides, whatever their types."""
    sides = [side for side in (inputs.train, inputs.test) if side is not None and side.has(name)]
    kinds = {side.column(name).kind for side in sides}
    value = table.expression[name]
    if kinds <= {"integer", "boolean"} and len({side.column(name).dtype for side in sides}) == 1:
        return value
    if kinds == {"integer"}:
        return value.cast("int64")
    if kinds <= {"integer", "number"}:
        number = value.cast("float64")
        # NaN is no value, and adding zero makes -0.0 the same as 0.0.
        return number.nullif(float("nan")) + 0.0
    if kinds <= {"date", "timestamp"}:
        return value.cast("timestamp(6)")
    return as_text(value).fill_null(NULL)


def all_distinct(inputs: Inputs, tables: list[Table], names: list[str]) -> set[str]:
    """Return the columns that number the rows of a table, and would hide that rows are equal."""
    found = {name for table in tables for name in inputs.engine.unique_columns(table)}
    return found & set(names)

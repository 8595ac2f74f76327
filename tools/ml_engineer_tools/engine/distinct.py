"""How many values columns have; which decide a draw; their order by what they hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from ml_engineer_tools.engine.content import NULL, SEPARATOR, as_text
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ml_engineer_tools.engine.base import Engine
    from ml_engineer_tools.tables.table import Table

DECIDING, MOST_DECIDING = 2, 8
"""Columns whose content decides a draw: two that each tell most rows apart, else eight."""

TELLS_APART = 0.5
"""Values for each row from which a column tells most rows apart; a sketch errs by a fifth."""

CHEAP = ("integer", "text", "boolean", "date", "timestamp", "number")
"""Kinds in the order of how long they take to be written as text."""

ORDERING_ROWS = 500
"""Rows by whose values columns are put in order: enough to tell any two apart."""

MAYBE_UNIQUE = 0.5
"""About so many values for each row, and uniqueness is counted exactly."""

COUNTED_ABOUT = ("integer", "number", "boolean", "text", "date", "timestamp")
"""Kinds of columns whose values are counted."""


def approx_distinct(engine: Engine, table: Table) -> dict[str, int]:
    """Count about how many values each plain column has, alike for every file format."""
    columns = [column for column in table.columns if column.kind in COUNTED_ABOUT]
    measures = {
        f"m{k}": _canonical(table.expression[column.name]).approx_nunique()
        for k, column in enumerate(columns)
    }
    counts = engine.aggregate(table.expression, measures) if measures else {}
    return {column.name: int(counts[f"m{k}"] or 0) for k, column in enumerate(columns)}


def unique_columns(engine: Engine, table: Table) -> frozenset[str]:
    """Return the columns whose value differs in every row: text, whole numbers and instants.

    Numbers with a fraction are left out: a measure may well be distinct in each row. Counted
    exactly, one column at a time, where a sketch leaves it open.
    """
    if table.rows < 2:
        return frozenset()
    about = engine.approx_distinct(table)
    names = [
        column.name
        for column in table.columns
        if column.kind in ("integer", "text", "timestamp")
        and about[column.name] >= MAYBE_UNIQUE * table.rows
    ]
    if not names:
        return frozenset()
    counts = engine.count_distinct(table.expression.select(*names), rows=table.rows)
    return frozenset(n for n, count in zip(names, counts, strict=True) if count == table.rows)


def deciding_columns(about: Mapping[str, int], table: Table, names: Sequence[str]) -> list[str]:
    """Return which of the named columns decide a draw of rows: hashing all takes longer.

    Two that each tell most rows apart; else those with the most values, so that rows equal in all
    of them are hardly ever many; some more where their numbers are the same. All columns named if
    none of them can be counted.

    Args:
        about: about how many values each column has.
        table: has the columns.
        names: the columns to choose from.
    """
    kinds = {column.name: CHEAP.index(column.kind) for column in table.columns
             if column.kind in CHEAP}  # fmt: skip
    ranked = sorted((n for n in names if n in about), key=lambda name: (-about[name], name))
    apart = [name for name in ranked if about[name] >= TELLS_APART * table.rows]
    if len(apart) >= DECIDING:
        return _first(apart, DECIDING, lambda name: (kinds[name], -about[name]))
    return _first(ranked, MOST_DECIDING, lambda name: (-about[name],)) or list(names)


def _first(names: Sequence[str], n: int, rank: Callable[[str], tuple[int, ...]]) -> list[str]:
    """Return the first `n` by rank, and those of the last one's rank, up to twice as many.

    Names must not decide: another name for a column would draw other rows.
    """
    ordered = sorted(names, key=lambda name: (rank(name), name))
    last = rank(ordered[n - 1]) if len(ordered) > n else None
    return [name for k, name in enumerate(ordered[: 2 * n]) if k < n or rank(name) == last]


def _canonical(value: ir.Value) -> ir.Value:
    """Return a value in the type that stands for all types in which formats keep it."""
    kind = value.type()
    if kind.is_boolean() or kind.is_string():
        return value
    if kind.is_numeric():
        return value.cast("float64").nullif(float("nan")) + 0.0
    return value.cast("timestamp(6)")


def columns_by_content(engine: Engine, table: Table) -> list[str]:
    """Return the names of all columns in an order that their values decide, not their names.

    By a hash of the values that each holds in about `ORDERING_ROWS` rows; nested ones come last.
    """
    plain = [column.name for column in table.columns if column.kind != "nested"]
    nested = sorted(column.name for column in table.columns if column.kind == "nested")
    rows = _ordering_rows(engine, table, plain)
    key = {
        name: sha256(SEPARATOR.join(row[k] for row in rows).encode()).digest()
        for k, name in enumerate(plain)
    }
    return sorted(plain, key=lambda name: (key[name], name)) + nested


def _ordering_rows(engine: Engine, table: Table, names: Sequence[str]) -> list[list[str]]:
    """Return the same few rows, as text and in the same order, whatever the columns are called.

    Those with the smallest hash. It is the engine's own, a hundred times as fast as a portable
    one; the rows of the last hash are left out, as some of them may have been cut off.
    """
    import ibis
    import pyarrow as pa

    if not names:
        return []
    expression = table.expression
    deciding = engine.deciding_columns(table, names)
    hashes = [
        (_canonical(value) if column.kind in COUNTED_ABOUT else as_text(value)).hash()
        for column in map(table.column, deciding)
        for value in (expression[column.name],)
    ]
    # Shares of the hashes, as their sum must not overflow.
    keyed = expression.select(ROW, key=sum(h // (4 * MOST_DECIDING) for h in hashes))
    n = ORDERING_ROWS
    first = engine.hash_sample(keyed.order_by("key").limit(n), n, seed=0, rows=n)
    chosen = expression.semi_join(ibis.memtable(pa.table({ROW: first[ROW].to_numpy()})), ROW)
    texts = {f"c{k}": as_text(chosen[name]).fill_null(NULL) for k, name in enumerate(names)}
    written = engine.hash_sample(chosen.select(ROW, **texts), n, seed=0, rows=n)
    found = sorted(
        (int(key), sorted(row), row)
        for key, row in zip(first["key"], written[list(texts)].to_numpy().tolist(), strict=True)
    )
    if len(found) == n:
        found = [one for one in found if one[0] != found[-1][0]] or found
    return [row for _key, _values, row in found]

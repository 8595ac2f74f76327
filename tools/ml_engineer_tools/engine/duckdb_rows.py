"""Rows of DuckDB and their hashes: rows that repeat, and hashes of many columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

PORTION, MOST_PORTIONS = 10, 50
"""Columns that are hashed in one scan, as each holds pages of its own in every thread; and scans at
most, since as many tables are joined: of wide tables more columns are hashed at once."""


def count_repeated_rows(backend: Backend, table: ir.Table) -> int:
    """Count the rows that equal one before them; see `Engine.count_repeated_rows`.

    Equal rows have equal hashes, so only rows whose hash comes up again are compared whole:
    exact, at a third of the memory of comparing all.
    """
    numbered = table.select(**{f"c{k}": table[name] for k, name in enumerate(table.columns)})
    hashed = f"hash({', '.join(numbered.columns)})"
    found = backend.con.execute(
        f"WITH every AS NOT MATERIALIZED ({backend.compile(numbered)}), "  # noqa: S608
        f"again AS MATERIALIZED (SELECT {hashed} AS h FROM every GROUP BY h HAVING count(*) > 1), "
        f"suspect AS NOT MATERIALIZED (SELECT * FROM every WHERE {hashed} IN (FROM again)) "
        "SELECT (SELECT count(*) FROM suspect), "
        "(SELECT count(*) FROM (SELECT DISTINCT * FROM suspect))"
    ).fetchall()[0]
    return int(found[0] - found[1])


def hash_rows(backend: Backend, table: ir.Table, columns: Sequence[str], name: str) -> None:
    """Make a table `name` of `ROW` and `case`, the hash of the columns; see `Engine.keep_hashes`.

    Portions of the columns are hashed in turn, then their hashes: in the order of the scan, which
    DuckDB keeps, so that they stand side by side without a join by number.
    """
    size = max(PORTION, -(-len(columns) // MOST_PORTIONS))
    portions = [columns[k : k + size] for k in range(0, len(columns), size)] or [[]]
    parts = [f"{name}_{k}" for k in range(len(portions))]
    for part, portion in zip(parts, portions, strict=True):
        # Neutral names: a column's own could be of any length.
        named = {f"c{k}": table[column] for k, column in enumerate(portion)}
        rows = backend.compile(table.select(ROW, **named))
        hashed = ", ".join(named) or "0"
        numbered = f"{ROW}, " if part == parts[0] else ""  # once is enough, and half the memory
        backend.con.execute(
            f"CREATE TEMP TABLE {part} AS SELECT {numbered}hash({hashed}) AS h FROM ({rows})"  # noqa: S608
        )
    backend.con.execute(
        f"CREATE TEMP TABLE {name} AS SELECT {parts[0]}.{ROW}, "  # noqa: S608
        f'hash({", ".join(f"{part}.h" for part in parts)}) AS "case" '
        f"FROM {' POSITIONAL JOIN '.join(parts)}"
    )
    for part in parts:
        backend.con.execute(f"DROP TABLE {part}")

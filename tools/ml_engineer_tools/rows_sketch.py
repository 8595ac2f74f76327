"""A sketch of a table's rows: whether two tables hold mostly the same rows, in whatever order.

The bytes of a file say nothing of that: sorted, or with one row more, it is another file whose
locked rows are the same. The rows of the lowest hashes are a fair sample of all (Broder 1997,
"On the resemblance and containment of documents"), and the same one in every file that holds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ml_engineer_tools.engine.content import draw_hash, hash_threshold

if TYPE_CHECKING:
    from ml_engineer_tools.engine.base import Engine
    from ml_engineer_tools.tables.table import Table

SIZE = 64
"""Rows of a sketch: a convention; the share of rows in common is then known to about 0.06."""

MARGIN = 6
"""So many times as many rows are expected to be looked at, so that there are enough."""

SAME_ROWS = 0.5
"""Share of common rows, among those of either table, from which they count as the same data: a
convention."""

LARGE = 50_000
"""Rows from which one column tells first which rows are hashed whole, which takes long."""

MANY_VALUES = 10_000
"""Values that this column has at least: rows of the same value are looked at together."""

DIGITS = 16
"""Hex digits of a row's hash that are kept."""


def sketch_rows(engine: Engine, table: Table) -> tuple[str, ...]:
    """Return the lowest hashes of a table's rows, each with how many rows have it.

    The number belongs to it: tables of few different rows have those in common and their numbers
    not.
    """
    names = [column.name for column in table.columns]
    share = min(1.0, SIZE * MARGIN / max(table.rows, 1))
    first = _telling_column(engine, table) if table.rows >= LARGE else None
    for among, by in dict.fromkeys(((share, first), (share, None), (1.0, None))):
        rows = table.expression
        if by is not None:
            rows = rows.filter(
                draw_hash(rows, [by], seed=0, purpose="rows") < hash_threshold(among)
            )
        low = rows.select(key=draw_hash(rows, names, seed=0, purpose="rows"))
        if by is None and among < 1:
            low = low.filter(low["key"] < hash_threshold(among))
        found = engine.group(low, ["key"], {"rows": low.count()})
        if len(found) >= SIZE:
            break
    pairs = zip(found["key"], found["rows"], strict=True)
    written = sorted(f"{str(key)[:DIGITS]}:{int(count)}" for key, count in pairs)
    return tuple(written[:SIZE])


def _telling_column(engine: Engine, table: Table) -> str | None:
    """Return the first column by name of nearly as many values as any; None if all have few."""
    counts = engine.approx_distinct(table)
    most = max(counts.values(), default=0)
    if most < MANY_VALUES:
        return None
    return min(name for name, count in counts.items() if count >= most / 2)


def are_same_rows(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell by their sketches whether two tables hold mostly the same rows."""
    mine, theirs = set(one), set(other)
    lowest = sorted(mine | theirs)[: max(len(mine), len(theirs))]
    both = sum(row in mine and row in theirs for row in lowest)
    return bool(lowest) and both >= SAME_ROWS * len(lowest)

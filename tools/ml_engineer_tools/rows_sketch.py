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

DIGITS = 16
"""Hex digits of a row's hash that are kept."""


def sketch_rows(engine: Engine, table: Table) -> tuple[str, ...]:
    """Return the lowest hashes of a table's rows, each with how many rows have it.

    The number belongs to it: tables of few different rows have those in common and their numbers
    not.
    """
    names = [column.name for column in table.columns]
    hashed = table.expression.select(key=draw_hash(table.expression, names, seed=0, purpose="rows"))
    share = min(1.0, SIZE * MARGIN / max(table.rows, 1))
    for among in dict.fromkeys((share, 1.0)):
        low = hashed if among >= 1 else hashed.filter(hashed["key"] < hash_threshold(among))
        found = engine.group(low, ["key"], {"rows": low.count()})
        if len(found) >= SIZE:
            break
    pairs = zip(found["key"], found["rows"], strict=True)
    written = sorted(f"{str(key)[:DIGITS]}:{int(count)}" for key, count in pairs)
    return tuple(written[:SIZE])


def are_same_rows(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell by their sketches whether two tables hold mostly the same rows."""
    mine, theirs = set(one), set(other)
    lowest = sorted(mine | theirs)[: max(len(mine), len(theirs))]
    both = sum(row in mine and row in theirs for row in lowest)
    return bool(lowest) and both >= SAME_ROWS * len(lowest)

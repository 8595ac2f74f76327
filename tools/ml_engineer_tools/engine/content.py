"""Keyed hashes of rows and entities: the same on every engine and for every file format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

NULL = "\x00"
SEPARATOR = "\x1f"


def content_hash(
    table: ir.Table, columns: Sequence[str], *, seed: int, purpose: str
) -> ir.StringValue:
    """Return the hex SHA-256 of `seed`, `purpose` and the columns' values written as text.

    `purpose` ("holdout", "sample") keeps draws for different ends independent of each other.
    Columns are taken in the order of their names, so that reordering them changes nothing.
    """
    import ibis

    text: ir.StringValue = ibis.literal(f"{seed}{SEPARATOR}{purpose}")
    for name in sorted(columns):
        value = table[name]
        if value.type().is_floating():
            # 1 and 1.0 are one value, whichever type a file format gave the column.
            whole = (value == value.floor()) & (value.abs() < 2**53)
            written = ibis.ifelse(whole, value.cast("int64").cast("string"), value.cast("string"))
        else:
            written = value.cast("string")
        text = text.concat(SEPARATOR, written.fill_null(NULL))
    return text.hexdigest("sha256")


def hash_threshold(share: float) -> str:
    """Return the hex string below which a uniform hash falls with probability `share` (0 to 1)."""
    if share >= 1:
        return "g"
    return f"{int(max(share, 0.0) * 16**12):012x}"

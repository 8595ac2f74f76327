"""Keyed hashes of rows and entities: the same on every engine and for every file format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

NULL = "nan"
"""Stands for NULL in a hash: what engines write for NaN, which CSV files can't tell from NULL."""
SEPARATOR = "\x1f"
TIES = 30
"""Columns by which rows with the same hash are put in order: more would only be planned."""
_KEY = "__key__"
BLOCK = 100
"""Columns hashed at a time: engines bound how deep one expression may nest (DuckDB: 1,000)."""


def content_hash(
    table: ir.Table, columns: Sequence[str], *, seed: int, purpose: str
) -> ir.StringValue:
    """Return the hex SHA-256 of `seed`, `purpose` and the columns' values written as text.

    `purpose` ("holdout", "sample") keeps draws for different ends independent of each other.
    Columns are taken in the order of their names, so that reordering them changes nothing.
    For rows of two tables that are compared; see `draw_hash` for what rows are drawn by.
    """
    import ibis

    written = [as_text(table[name]).fill_null(NULL) for name in sorted(columns)]
    start: ir.StringValue = ibis.literal(f"{seed}{SEPARATOR}{purpose}")
    if len(written) > BLOCK:
        blocks = [written[k : k + BLOCK] for k in range(0, len(written), BLOCK)]
        written = [_joined(block[0], block[1:]).hexdigest("sha256") for block in blocks]
    return _joined(start, written).hexdigest("sha256")


def draw_hash(
    table: ir.Table, columns: Sequence[str], *, seed: int, purpose: str
) -> ir.StringValue:
    """Return the hex SHA-256 of `seed`, `purpose` and the row's values, written as text and sorted.

    Neither the names of columns nor their order has a part in it: rows of the same values share
    their fate in a draw.
    """
    import ibis

    written = [as_text(table[name]).fill_null(NULL) for name in columns]
    values = written[0] if len(written) == 1 else ibis.array(written).sort().join(SEPARATOR)
    return _joined(ibis.literal(f"{seed}{SEPARATOR}{purpose}"), [values]).hexdigest("sha256")


def in_content_order(
    fetch: Callable[[ir.Table], pa.Table], table: ir.Table, key: ir.Value, columns: Sequence[str]
) -> pa.Table:
    """Fetch some columns of a table in the order of a content hash and then of their values.

    Rows that are the same in the hash and in `TIES` columns are left in file order. What puts rows
    of the same hash in order takes long to compute, and is computed for them alone.

    Args:
        fetch: computes a table.
        table: has `ROW`.
        key: the content hash.
        columns: those wanted, `ROW` among them.
    """
    import numpy as np

    schema = table.schema()
    plain = [name for name in sorted(columns) if name != ROW and not schema[name].is_nested()]
    hashed = table.mutate(**{_KEY: key})
    found = fetch(hashed.order_by([_KEY, ROW]).select(_KEY, *columns))
    places, runs = _alike_as_a_neighbour(found[_KEY])
    found = found.drop_columns([_KEY])
    if not (len(places) and plain):
        return found
    order = np.arange(len(found))
    order[places] = places[_order_of_ties(fetch, table, plain, found[ROW].take(places), runs)]
    return found.take(order)


def _alike_as_a_neighbour(keys: pa.ChunkedArray) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the places of sorted values that come up more than once, and which value each has."""
    import numpy as np
    import pyarrow.compute

    new = np.ones(len(keys), dtype=bool)
    if len(keys) > 1:
        new[1:] = pyarrow.compute.not_equal(keys[1:], keys[:-1]).to_numpy(zero_copy_only=False)
    runs = np.cumsum(new) - 1
    places = np.flatnonzero(np.bincount(runs)[runs] > 1)
    return places, runs[places]


def _order_of_ties(
    fetch: Callable[[ir.Table], pa.Table],
    table: ir.Table,
    plain: Sequence[str],
    rows: pa.ChunkedArray,
    runs: NDArray[np.intp],
) -> NDArray[np.intp]:
    """Return the order of some rows: by their run, by their values, and as the file has them."""
    import ibis
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute

    tied = ibis.memtable(pa.table({ROW: rows}))
    ties = draw_hash(table, plain[:TIES], seed=0, purpose="ties")
    written = fetch(table.semi_join(tied, ROW).select(ROW, tie=ties).order_by(ROW))
    by_row = np.argsort(rows.to_numpy())
    keys = pa.table({"run": runs[by_row], "tie": written["tie"], "row": written[ROW]})
    names = [(name, "ascending") for name in keys.column_names]
    order = pyarrow.compute.sort_indices(keys, sort_keys=names).to_numpy()
    return np.asarray(by_row[order])


def as_text(value: ir.Value) -> ir.StringValue:
    """Return a value as text, written alike whichever type a file format gave it.

    1.0 is written as 1, -0.0 as 0, midnight of a day as the day, and NaN of either sign as "nan".
    No CASE is used: DuckDB takes half a minute to plan two thousand of them.
    """
    kind = value.type()
    if kind.is_decimal() and kind.scale != 0:
        value = value.cast("float64")
    if kind.is_temporal() and not kind.is_time():
        return value.cast("timestamp(6)").cast("string").re_replace(r" 00:00:00$", "")
    text = value.cast("string")
    if not value.type().is_floating():
        return text
    return text.re_replace(r"^-(nan|0)(?:\.0)?$|\.0$", r"\1")


def _joined(start: ir.StringValue, texts: Sequence[ir.StringValue]) -> ir.StringValue:
    import ibis

    separator = ibis.literal(SEPARATOR)
    parts = [part for text in texts for part in (separator, text)]
    return start.concat(*parts) if parts else start


def hash_threshold(share: float) -> str:
    """Return the hex string below which a uniform hash falls with probability `share` (0 to 1)."""
    if share >= 1:
        return "g"
    return f"{int(max(share, 0.0) * 16**12):012x}"

"""How a CSV file writes its dates: the reader tells that they are dates, not in which format.

A model's code that reads one format may fail on another, or take days for months.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ml_engineer_tools.engine.duckdb_loading import first_cells
from ml_engineer_tools.engine.text_dates import SUSPECTED_ROWS, ways_of
from ml_engineer_tools.tables.checks import FileFacts

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from duckdb import DuckDBPyConnection as Connection


def written_dates(
    connection: Connection, facts: FileFacts, files: Sequence[Path], table: ir.Table
) -> dict[str, tuple[str, ...]]:
    """Return the ways of writing dates in which columns of dates read, by their first rows.

    Args:
        connection: to the engine.
        facts: of the file.
        files: its parts, of which the first is looked at.
        table: as the engine read it.
    """
    import duckdb

    dates = [name for name, dtype in table.schema().items() if dtype.is_temporal()]
    if not dates:
        return {}
    try:
        cells = first_cells(connection, facts, files, SUSPECTED_ROWS)
    except duckdb.Error:
        # What can't be read twice stays without a format: nothing is said of it.
        return {}
    found = {}
    for name in dates:
        known = {cell for cell in cells.get(name, ()) if cell is not None}
        ways = tuple(ways_of(known)) if known else ()
        if ways:
            found[name] = ways
    return found

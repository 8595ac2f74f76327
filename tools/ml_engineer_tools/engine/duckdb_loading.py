"""Files into DuckDB: one function for each format makes a table, or a view of Parquet, with ROW."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.checks import FileFacts, check_names
from ml_engineer_tools.tables.dialect import Dialect
from ml_engineer_tools.tables.table import ROW

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection

NULLS = ("", "NA", "N/A", "NaN", "nan", "NULL", "null")
"""What a CSV cell may say to mean that nothing is there."""

CSV_TYPES = ("BIGINT", "HUGEINT", "DOUBLE", "DATE", "TIMESTAMP", "TIMESTAMPTZ", "VARCHAR")
"""What a CSV column may turn out to be. Left out: TIME, which other readers keep as text, and
BOOLEAN, because DuckDB takes yes/no and t/f for it, so that the user's own words were lost."""


def load_json(connection: Connection, facts: FileFacts, files: Sequence[Path], name: str) -> None:
    """Read JSON lines, or an array of records, into a table of DuckDB."""
    written = "array" if facts.format == "json" else "newline_delimited"
    connection.execute(
        f"CREATE TEMP TABLE {name} AS SELECT row_number() OVER () - 1 AS {ROW}, * "  # noqa: S608
        f"FROM read_json($paths, format = '{written}', records = true, "
        "union_by_name = true, sample_size = -1)",
        {"paths": [_literal(str(file)) for file in files]},
    )


def load_parquet(connection: Connection, files: Sequence[Path], name: str) -> None:
    """Make a view of one or several Parquet files; their rows are read when they are asked for.

    Raises:
        BadInput: the files don't have the same columns.
    """
    import pyarrow.parquet as parquet

    parts, before = [], 0
    names: set[str] | None = None
    for file in files:
        metadata = parquet.read_metadata(file)
        found = metadata.schema.to_arrow_schema().names
        check_names(file, found)
        if names is not None and set(found) != names:
            raise BadInput(
                f"{file} has other columns than {files[0]}; "
                "the parts of a table have the same columns."
            )
        names = set(found)
        quoted = _literal(str(file)).replace("'", "''")
        # Other writers leave NaN out of a column's bounds; DuckDB would take it for absent.
        parts.append(
            f"SELECT file_row_number + {before} AS {ROW}, * EXCLUDE (file_row_number) "  # noqa: S608
            f"FROM read_parquet('{quoted}', file_row_number = true, can_have_nan = true)"
        )
        before += metadata.num_rows
    union = " UNION ALL BY NAME ".join(parts)
    connection.execute(f"CREATE TEMP VIEW {name} AS {union}")


def load_csv(
    connection: Connection,
    facts: FileFacts,
    files: Sequence[Path],
    name: str,
    *,
    newline: str | None = None,
) -> None:
    """Read one or several CSV files of the same dialect; `newline` tells what ends a record."""
    source, options = _csv_source(facts, files, CSV_TYPES, newline)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT row_number() OVER () - 1 AS {ROW}, * "  # noqa: S608
        f"FROM {source}",
        options,
    )


def first_cells(
    connection: Connection, facts: FileFacts, files: Sequence[Path], rows: int
) -> dict[str, list[str | None]]:
    """Return the cells of the first rows of CSV files as they are written, by column."""
    source, options = _csv_source(facts, files[:1], ("VARCHAR",), None, sampled=rows)
    found = connection.execute(f"SELECT * FROM {source} LIMIT {int(rows)}", options)  # noqa: S608
    names = [column[0] for column in found.description or ()]
    records = found.fetchall()
    return {name: [record[k] for record in records] for k, name in enumerate(names)}


def _csv_source(
    facts: FileFacts,
    files: Sequence[Path],
    types: Sequence[str],
    newline: str | None,
    *,
    sampled: int = -1,
) -> tuple[str, dict[str, Any]]:
    """Return what stands behind FROM to read CSV files, and its parameters.

    Args:
        facts: of the file.
        files: its parts.
        types: that a column may turn out to be.
        newline: what ends a record, where the engine mistakes it.
        sampled: rows by which types are told; -1 is all.
    """
    dialect = facts.dialect or Dialect(",")
    options: dict[str, Any] = {
        "paths": [_literal(str(file)) for file in files],
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "decimal": dialect.decimal,
        "nulls": list(NULLS),
        "types": list(types),
    }
    more = ""
    if len(files) == 1:
        options["names"], more = _names(facts.header), ", names = $names"
    else:
        more = ", union_by_name = true"
    if dialect.thousands:
        options["thousands"], more = dialect.thousands, f"{more}, thousands = $thousands"
    if newline:
        options["newline"] = newline.encode("unicode_escape").decode()
        more += ", new_line = $newline"
    return (
        "read_csv($paths, header = true, skip = 0, delim = $delimiter, quote = $quote, "
        f"escape = $escape, comment = '', sample_size = {int(sampled)}, nullstr = $nulls, "
        "decimal_separator = $decimal, auto_type_candidates = $types, "
        f"null_padding = false, ignore_errors = false{more})"
    ), options


def load_arrow(connection: Connection, arrow: Any, name: str) -> None:
    """Copy an Arrow table or dataset."""
    connection.register(f"{name}_arrow", arrow)
    connection.execute(
        f"CREATE TEMP TABLE {name} AS SELECT row_number() OVER () - 1 AS {ROW}, * "  # noqa: S608
        f"FROM {name}_arrow"
    )
    connection.unregister(f"{name}_arrow")


def _names(header: Sequence[str]) -> list[str]:
    """Return the names of a CSV header; a column without one is called by its position."""
    names = list(header)
    for position, name in enumerate(header, start=1):
        if not name.strip():
            names[position - 1] = f"column {position}"
            while names[position - 1] in header:
                names[position - 1] += "_"
    return names


def _literal(path: str) -> str:
    """Escape what DuckDB would take for a glob: a path names one file."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in path)

"""DuckDB, embedded: the default engine."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import pyarrow as pa

from ml_engineer_tools.engine.base import Measures
from ml_engineer_tools.engine.column_kinds import kind_of, with_foreign_types_as_text
from ml_engineer_tools.engine.content import draw_hash, hash_threshold, in_content_order
from ml_engineer_tools.engine.csv_columns import as_written
from ml_engineer_tools.engine.csv_dates import written_dates
from ml_engineer_tools.engine.distinct import (
    approx_distinct,
    columns_by_content,
    deciding_columns,
    unique_columns,
)
from ml_engineer_tools.engine.duckdb_blocks import (
    count_bins_by_block,
    count_levels_by_block,
    count_top_levels,
)
from ml_engineer_tools.engine.duckdb_columns import aggregate_columns, count_distinct, count_levels
from ml_engineer_tools.engine.duckdb_loading import load_arrow, load_csv, load_json, load_parquet
from ml_engineer_tools.engine.duckdb_rows import count_repeated_rows, hash_rows
from ml_engineer_tools.engine.failures import unreadable
from ml_engineer_tools.engine.text_dates import as_dates
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import TableFingerprint
from ml_engineer_tools.tables.arrow_files import open_arrow
from ml_engineer_tools.tables.checks import FileFacts, check_file
from ml_engineer_tools.tables.decoding import write_plain
from ml_engineer_tools.tables.frames import arrow_sha256, to_arrow
from ml_engineer_tools.tables.ragged_rows import find_ragged_row
from ml_engineer_tools.tables.table import ROW, Column, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

WIDE_CELLS, PORTION = 10_000_000, 10
"""Of a table of more cells than this, so many columns are fetched at a time: conventions."""

SPILL = Path(".ml-engineer") / "spill"

SPILL_FROM = 10_000_000
"""A file or frame of so many bytes may have to spill; DuckDB makes no parents of its directory."""

MEMORY_LIMIT = "1200MB"
"""What DuckDB holds before it spills: with the models' own few hundred MB, 2 GB: a convention."""


class DuckDBEngine:
    """An in-memory DuckDB that spills below `.ml-engineer/` and never fetches an extension."""

    name = "duckdb"

    def __init__(self, memory_limit: str | None = None) -> None:
        self._ibis = ibis.duckdb.connect(
            temp_directory=str(SPILL), memory_limit=memory_limit or MEMORY_LIMIT
        )
        self._connection: duckdb.DuckDBPyConnection = self._ibis.con
        for setting in ("autoinstall_known_extensions", "autoload_known_extensions"):
            self._connection.execute(f"SET {setting} = false")
        self._connection.execute("SET enable_progress_bar = false")
        # Fetching whole row groups ahead is for remote files; of local ones it only takes memory.
        self._connection.execute("SET disable_parquet_prefetching = true")
        # Memory that a query is done with goes back to the system, not to the next query only.
        self._connection.execute("SET allocator_background_threads = true")
        # DuckDB's own is a macro with a CASE that writes its list out twice.
        self._connection.execute(
            "CREATE TEMP MACRO array_to_string(arr, sep) AS list_aggregate(arr, 'string_agg', sep)"
        )
        self._frames: dict[str, Any] = {}
        self._opened_files: dict[tuple[str, str, bool], Table] = {}
        self._kept: dict[str, ir.Table] = {}
        self._approx_distinct: dict[TableFingerprint, dict[str, int]] = {}
        self._by_content: dict[TableFingerprint, list[str]] = {}
        self._unique_columns: dict[TableFingerprint, frozenset[str]] = {}
        self._copies: list[Path] = []
        self._made: list[Path] = []
        self._names = (f"t{k}" for k in itertools.count(1))

    def register(self, name: str, frame: Any) -> None:
        """Give a frame a name; see `Engine.register`."""
        self._frames[name] = frame

    def read(self, path: str | Path, *, text_dates: bool = True) -> Table:
        """Open a table file or a registered frame; see `Engine.read`."""
        if str(path) in self._frames:
            return self._read_frame(self._frames[str(path)], str(path), text_dates=text_dates)
        facts = check_file(path)
        key = (str(path), facts.sha256, text_dates)
        if key not in self._opened_files:
            self._opened_files[key] = self._read_file(facts, text_dates=text_dates)
        return self._opened_files[key]

    def aggregate(self, table: ir.Table, measures: Mapping[str, ir.Scalar]) -> dict[str, Any]:
        """Compute all measures in one scan; see `Engine.aggregate`."""
        row = self._ibis.to_pyarrow(table.aggregate(**measures)).to_pylist()[0]
        return dict(row)

    def group(
        self, table: ir.Table, by: Sequence[str], measures: Mapping[str, ir.Scalar]
    ) -> pd.DataFrame:
        """Compute the measures by group; see `Engine.group`."""
        expression = table.group_by(list(by)).aggregate(**measures)
        frame: pd.DataFrame = self._ibis.to_pyarrow(expression).to_pandas()
        return frame

    def aggregate_columns(
        self, table: ir.Table, measures: Measures, *, rows: int
    ) -> list[dict[str, Any]]:
        """Compute the same measures of each column; see `Engine.aggregate_columns`."""
        return aggregate_columns(self._ibis, table, measures, rows)

    def count_distinct(self, table: ir.Table, *, rows: int) -> list[int]:
        """Count the different values of each column; see `Engine.count_distinct`."""
        return count_distinct(self._ibis, table, rows)

    def approx_distinct(self, table: Table) -> dict[str, int]:
        """Count about how many values each column has; see `Engine.approx_distinct`."""
        key = table.fingerprint
        if key not in self._approx_distinct:
            self._approx_distinct[key] = approx_distinct(self, table)
        return self._approx_distinct[key]

    def unique_columns(self, table: Table) -> frozenset[str]:
        """Return the columns that differ in every row; see `Engine.unique_columns`."""
        key = table.fingerprint
        if key not in self._unique_columns:
            self._unique_columns[key] = unique_columns(self, table)
        return self._unique_columns[key]

    def deciding_columns(self, table: Table, names: Sequence[str] | None = None) -> list[str]:
        """Return the columns to draw rows by; see `Engine.deciding_columns`."""
        every = [column.name for column in table.columns] if names is None else names
        return deciding_columns(self.approx_distinct(table), table, every)

    def columns_by_content(self, table: Table) -> list[str]:
        """Return the columns in an order of their own; see `Engine.columns_by_content`."""
        key = table.fingerprint
        if key not in self._by_content:
            self._by_content[key] = columns_by_content(self, table)
        return self._by_content[key]

    def count_levels(self, table: ir.Table, *, rows: int) -> list[dict[str, int]]:
        """Count the rows of each value of each column; see `Engine.count_levels`."""
        return count_levels(self._ibis, table, rows)

    def count_bins_by_block(
        self, table: ir.Table, block: ir.Value, blocks: int, cuts: Mapping[str, Sequence[float]]
    ) -> dict[str, NDArray[np.float64]]:
        """Count rows by block and bin; see `Engine.count_bins_by_block`."""
        return count_bins_by_block(self._ibis, table, block, blocks, cuts)

    def count_levels_by_block(
        self, table: ir.Table, block: ir.Value, blocks: int, levels: Mapping[str, Sequence[str]]
    ) -> dict[str, NDArray[np.float64]]:
        """Count rows by block and level; see `Engine.count_levels_by_block`."""
        return count_levels_by_block(self._ibis, table, block, blocks, levels)

    def count_top_levels(
        self,
        table: ir.Table,
        names: Sequence[str],
        limit: int,
        among: Mapping[str, Sequence[str]],
    ) -> dict[str, tuple[list[tuple[str, int]], int]]:
        """Count the most frequent levels; see `Engine.count_top_levels`."""
        return count_top_levels(self._ibis, table, names, limit, among)

    def count_repeated_rows(self, table: ir.Table) -> int:
        """Count the rows that equal one before them; see `Engine.count_repeated_rows`."""
        return count_repeated_rows(self._ibis, table)

    def hash_sample(
        self,
        table: ir.Table,
        n: int,
        *,
        seed: int,
        columns: Sequence[str] | None = None,
        by: Sequence[str] | None = None,
        in_file_order: bool = True,
        rows: int | None = None,
    ) -> pd.DataFrame:
        """Return about `n` rows; see `Engine.hash_sample`."""
        named = [column for column in table.columns if column != ROW]
        wanted = list(dict.fromkeys([ROW, *(columns if columns is not None else named)]))
        if rows is None:
            rows = int(self._ibis.to_pyarrow(table.count()).as_py())
        key = draw_hash(table, named if by is None else by, seed=seed, purpose="sample")
        chosen = table if rows <= n else table.filter(key < hash_threshold(n / rows))
        if in_file_order and rows * len(wanted) > WIDE_CELLS:
            return self._fetch_in_portions(table, chosen, wanted)
        if in_file_order:
            drawn = self._ibis.to_pyarrow(chosen.select(*wanted).order_by(ROW))
        else:
            drawn = in_content_order(self._ibis.to_pyarrow, chosen, key, wanted)
        frame: pd.DataFrame = drawn.to_pandas()
        return frame

    def _fetch_in_portions(
        self, table: ir.Table, chosen: ir.Table, wanted: Sequence[str]
    ) -> pd.DataFrame:
        """Return the rows chosen, a few columns at a time: each holds pages in every thread."""
        import pandas as pd

        rows = self._ibis.to_pyarrow(chosen.select(ROW).order_by(ROW))
        name = next(self._names)
        self._connection.register(name, rows)
        drawn = self._ibis.table(name)
        others = [column for column in wanted if column != ROW]
        parts = [rows.to_pandas()]
        for start in range(0, len(others), PORTION):
            portion = table.select(ROW, *others[start : start + PORTION])
            found = self._ibis.to_pyarrow(portion.semi_join(drawn, ROW).order_by(ROW))
            parts.append(found.to_pandas().drop(columns=[ROW]))
        self._connection.unregister(name)
        drawn_frame: pd.DataFrame = pd.concat(parts, axis=1)
        return drawn_frame

    def keep(self, key: str, table: ir.Table) -> ir.Table:
        """Compute a table once; see `Engine.keep`."""
        if key not in self._kept:
            name = next(self._names)
            self._connection.execute(f"CREATE TEMP TABLE {name} AS {self._ibis.compile(table)}")
            self._kept[key] = self._ibis.table(name)
        return self._kept[key]

    def keep_hashes(self, key: str, table: ir.Table, columns: Sequence[str]) -> ir.Table:
        """Hash the columns of each row once; see `Engine.keep_hashes`."""
        if key not in self._kept:
            name = next(self._names)
            hash_rows(self._ibis, table, columns, name)
            self._kept[key] = self._ibis.table(name)
        return self._kept[key]

    def close(self) -> None:
        """Close the connection, and remove the plain copies."""
        self._ibis.disconnect()
        for copy in self._copies:
            copy.unlink(missing_ok=True)
        for path in reversed(self._made):
            with contextlib.suppress(OSError):
                path.rmdir()

    def _read_file(self, facts: FileFacts, *, text_dates: bool) -> Table:
        name = next(self._names)
        files = [self._plain_copy(part) for part in facts.parts or (facts,)]
        self._make_room(sum(file.stat().st_size for file in files))
        try:
            self._load(facts, files, name)
        except duckdb.OutOfMemoryException:
            raise
        except (duckdb.Error, pa.ArrowException, OSError, MemoryError, ValueError) as error:
            ragged = find_ragged_row(facts) if facts.format == "csv" else None
            raise (
                BadInput(ragged) if ragged else unreadable(facts.path, facts.format, error)
            ) from None
        values: dict[str, ir.Value] = {}
        notes = list(facts.notes)
        written: dict[str, tuple[str, ...]] = {}
        if facts.format == "csv":
            written = written_dates(self._connection, facts, files, self._ibis.table(name))
            values, more = as_written(self._ibis.table(name), self.aggregate)
            notes += more
        return self._opened(
            name, str(facts.path), facts.sha256, values, tuple(notes), written,
            text_dates=text_dates,
        )  # fmt: skip

    def _make_room(self, size: int) -> None:
        """Make the directory that a table of so many bytes may spill to; gone again if unused."""
        if size >= SPILL_FROM:
            with contextlib.suppress(OSError):
                self._made += [path for path in (SPILL.parent, SPILL) if not path.exists()]
                SPILL.mkdir(parents=True, exist_ok=True)

    def _plain_copy(self, facts: FileFacts) -> Path:
        """Return the file, or a plain copy of it if it is compressed or not UTF-8."""
        if not facts.needs_copy:
            return facts.path
        kind = "alike" if facts.rewritten else "plain"
        copy = SPILL / f"{kind}-{os.getpid()}-{facts.sha256[:16]}.{facts.format}"
        try:
            write_plain(
                facts.path, facts.compression, facts.encoding, copy, newline=facts.rewritten
            )
        except UnicodeDecodeError as error:
            raise BadInput(
                f"{facts.path} can't be read as {facts.encoding} text ({error.reason}); "
                "save it as UTF-8."
            ) from None
        except OSError as error:
            raise BadInput(
                f"There is no room for a plain copy of {facts.path} below .ml-engineer "
                f"({error.strerror}); decompress it or save it as UTF-8 yourself."
            ) from None
        self._copies.append(copy)
        return copy

    def _read_frame(self, frame: Any, name: str, *, text_dates: bool) -> Table:
        arrow = to_arrow(frame)
        self._make_room(arrow.nbytes)
        table_name = next(self._names)
        load_arrow(self._connection, arrow, table_name)
        return self._opened(table_name, name, arrow_sha256(arrow), text_dates=text_dates)

    def _load(self, facts: FileFacts, files: Sequence[Path], name: str) -> None:
        if facts.format == "csv":
            try:
                load_csv(self._connection, facts, files, name)
            except duckdb.InvalidInputException:
                # The sniffer takes the first line break for the file's own, even inside quotes.
                try:
                    load_csv(self._connection, facts, files, name, newline=facts.newline)
                except duckdb.InvalidInputException:
                    if find_ragged_row(facts) is not None:
                        raise
                    # What is left are line breaks of several kinds.
                    alike = [self._plain_copy(part) for part in facts.with_alike_line_breaks()]
                    load_csv(self._connection, facts, alike, name, newline="\n")
        elif facts.format in ("jsonl", "json"):
            load_json(self._connection, facts, files, name)
        elif facts.format == "parquet":
            load_parquet(self._connection, files, name)
        else:
            load_arrow(self._connection, open_arrow(files), name)

    def _opened(
        self,
        name: str,
        shown_name: str,
        sha256: str,
        values: Mapping[str, ir.Value] | None = None,
        notes: tuple[str, ...] = (),
        written: Mapping[str, tuple[str, ...]] | None = None,
        *,
        text_dates: bool,
    ) -> Table:
        table = self._ibis.table(name)
        expression = with_foreign_types_as_text(table.mutate(**values) if values else table)
        dates = as_dates(expression, self.aggregate) if text_dates else {}
        if dates:
            expression = expression.mutate(**{key: dated.value for key, dated in dates.items()})
        ways = {**(written or {}), **{key: dated.ways for key, dated in dates.items()}}
        columns = tuple(
            Column(column, kind_of(dtype), str(dtype))
            for column, dtype in expression.schema().items()
            if column != ROW
        )
        rows = int(self._ibis.to_pyarrow(expression.count()).as_py())
        if rows == 0:
            raise BadInput(f"{shown_name} has a header but no rows; export the table again.")
        if not columns:
            raise BadInput(f"{shown_name} has no columns; export the table again.")
        fingerprint = TableFingerprint(
            name=shown_name, sha256=sha256, rows=rows, columns=len(columns)
        )
        return Table(fingerprint, columns, expression, notes, ways)

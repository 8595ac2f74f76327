"""The seam behind which Spark will stand too: two primitives over Ibis expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ml_engineer_tools.tables.table import Table

Measures = Callable[["ir.Column"], Mapping[str, "ir.Scalar"]]
"""Makes the measures of one column."""


class Engine(Protocol):
    """Reads tables, aggregates them and samples them by hash; all else runs on the sample."""

    name: str

    def register(self, name: str, frame: Any) -> None:
        """Give a pandas, Polars or Arrow table a name under which `read` finds it."""

    def read(self, path: str | Path, *, text_dates: bool = True) -> Table:
        """Open a table file, or a frame that was registered under this name.

        Args:
            path: of the file, or the name of the frame.
            text_dates: whether text that is dates is read as dates; not where it matters how
                they are written.

        Raises:
            BadInput: it is not a usable table.
        """

    def aggregate(self, table: ir.Table, measures: Mapping[str, ir.Scalar]) -> dict[str, Any]:
        """Compute all measures in one scan; returns one plain Python value for each name."""

    def group(
        self, table: ir.Table, by: Sequence[str], measures: Mapping[str, ir.Scalar]
    ) -> pd.DataFrame:
        """Compute the measures for each combination of `by`: one row each."""

    def aggregate_columns(
        self, table: ir.Table, measures: Measures, *, rows: int
    ) -> list[dict[str, Any]]:
        """Compute the same measures of each column: one record a column, in their order.

        Args:
            table: its columns are all of one type.
            measures: makes the measures of a column; they may not read another one.
            rows: how many rows it has.
        """

    def count_distinct(self, table: ir.Table, *, rows: int) -> list[int]:
        """Count the different values of each column exactly; NULL and NaN are no values."""

    def approx_distinct(self, table: Table) -> dict[str, int]:
        """Count about how many values each plain column has, once a table.

        The same for the same content in every file format and order of rows; NULL is no value.
        """

    def unique_columns(self, table: Table) -> frozenset[str]:
        """Return the columns whose value differs in every row, exactly, once a table.

        Looked at are text, whole numbers and instants.
        """

    def deciding_columns(self, table: Table, names: Sequence[str] | None = None) -> list[str]:
        """Return the few columns that tell rows apart best, to draw rows by (`hash_sample`).

        Args:
            table: the table, or what the rows that are drawn were filtered from.
            names: the columns to choose from; None for all.
        """

    def columns_by_content(self, table: Table) -> list[str]:
        """Return all column names in an order that their values decide, once a table.

        What takes columns in this order finds the same whatever they are called.
        """

    def count_levels(self, table: ir.Table, *, rows: int) -> list[dict[str, int]]:
        """Count the rows of each value of each column, the values written as text (`as_text`).

        NULL and NaN are no values. One mapping a column, in their order; for few values only.
        """

    def count_bins_by_block(
        self, table: ir.Table, block: ir.Value, blocks: int, cuts: Mapping[str, Sequence[float]]
    ) -> dict[str, NDArray[np.float64]]:
        """Count the rows of each block and bin of numeric columns, in one scan.

        Args:
            table: has the columns.
            block: whole number from 0 to `blocks` - 1 for each row.
            blocks: how many blocks there are.
            cuts: increasing, for each column; a value's bin is the number of cuts below it.

        Returns:
            For each column an array of shape (blocks, cuts + 2); the last are NULL, NaN and what
            is infinite.
        """

    def count_levels_by_block(
        self, table: ir.Table, block: ir.Value, blocks: int, levels: Mapping[str, Sequence[str]]
    ) -> dict[str, NDArray[np.float64]]:
        """Count the rows of each block and level (`as_text`), in one scan.

        Returns:
            For each column an array of shape (blocks, levels + 2): the levels given, all others,
            NULL and NaN.
        """

    def count_top_levels(
        self,
        table: ir.Table,
        names: Sequence[str],
        limit: int,
        among: Mapping[str, Sequence[str]],
    ) -> dict[str, tuple[list[tuple[str, int]], int]]:
        """Count the rows of the levels in `among`, and of the `limit` most frequent others.

        Returns:
            For each name (level, rows) pairs, those in `among` first, most rows first; and how
            many levels there are at all.
        """

    def count_repeated_rows(self, table: ir.Table) -> int:
        """Count the rows that equal a row before them in every column, exactly."""

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
        """Return about `n` rows, the same ones for the same content and seed on every engine.

        A table of at most `n` rows comes whole. `ROW` is among the columns. Which rows are taken
        depends on their content alone, so exact duplicates are taken or left together.

        Args:
            table: has `ROW`.
            n: about how many rows are wanted.
            seed: another one takes other rows.
            columns: the columns wanted; None for all.
            by: the columns whose content decides; None for all. Rows that are equal in them are
                taken or left together.
            in_file_order: whether rows come in file order; else in one that their content gives,
                so that what is drawn from them by place does not depend on the file's order.
            rows: how many rows it has, or at most has if those are no more than `n`; None where
                they have to be counted.
        """

    def keep_hashes(self, key: str, table: ir.Table, columns: Sequence[str]) -> ir.Table:
        """Hash the columns of each row once and keep `ROW` and `case`, a 64-bit hash, under `key`.

        Equal rows have equal hashes. Two different ones among n share one with a probability of
        about n^2 / 2^64: one in 150,000 at ten million rows.
        """

    def keep(self, key: str, table: ir.Table) -> ir.Table:
        """Compute a table once and keep it under `key`, for what is read many times."""

    def close(self) -> None:
        """Give back what the engine holds."""

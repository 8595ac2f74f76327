"""A table that an engine has opened: its fingerprint, its columns and an Ibis expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ml_engineer_tools.evidence import TableFingerprint

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROW = "__row__"
"""Name of the extra column that numbers the rows in file order, from 0."""

Kind = Literal["integer", "number", "boolean", "text", "date", "timestamp", "nested", "other"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it was stored: its name, its kind and the engine's name of its type."""

    name: str
    kind: Kind
    dtype: str

    @property
    def is_numeric(self) -> bool:
        """Whether sums and means of it make sense to the engine."""
        return self.kind in ("integer", "number")

    @property
    def is_temporal(self) -> bool:
        """Whether it holds instants or days."""
        return self.kind in ("date", "timestamp")


@dataclass(frozen=True, slots=True)
class Table:
    """An opened table.

    Attributes:
        fingerprint: its name, content hash and shape.
        columns: the user's columns, in file order.
        expression: the Ibis table; it has all columns and `ROW`.
        notes: what a reader has to know of how the file was read.
        written: for columns of dates that the file holds as text, the ways of writing dates in
            which they read, as `engine.text_dates` has them.
        made: columns of `expression` that are none of the user's (see `tables.entity`).
    """

    fingerprint: TableFingerprint
    columns: tuple[Column, ...]
    expression: ir.Table
    notes: tuple[str, ...] = ()
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    made: tuple[Column, ...] = ()

    @property
    def name(self) -> str:
        """The table's name as the user wrote it."""
        return self.fingerprint.name

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.fingerprint.rows

    def column(self, name: str) -> Column:
        """Return the column called `name`.

        Raises:
            KeyError: there is none.
        """
        for column in (*self.columns, *self.made):
            if column.name == name:
                return column
        raise KeyError(name)

    def has(self, name: str) -> bool:
        """Tell whether there is a column called `name`."""
        return any(column.name == name for column in (*self.columns, *self.made))

"""What every check of the profile is given: the table, its summaries, and samples of its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.profiling.column_values import ColumnValues, column_values
from ml_engineer_tools.profiling.identifiers import (
    NEARLY_UNIQUE,
    expected_repeats,
    may_name_rows,
)
from ml_engineer_tools.profiling.missing.disguised import Disguise, disguised
from ml_engineer_tools.profiling.semantic_types.judging import semantic_types
from ml_engineer_tools.profiling.semantic_types.semantic_type import MEASURED, SemanticType
from ml_engineer_tools.profiling.summaries import MAYBE_UNIQUE, Summary
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.roles import Roles
from ml_engineer_tools.tables.table import Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

SAMPLE_ROWS = 20_000
"""Rows that checks look at one by one: a convention."""

SAMPLE_CELLS = 4_000_000
"""A wide table gives fewer rows, so that the sample fits into memory: a convention."""

FEWEST_SAMPLE_ROWS = 1_000
"""So many rows are taken however wide the table is: a convention."""


# Without slots, which a cached property can't live in.
@dataclass(frozen=True)
class Inputs:
    """The surroundings of one check of the profile.

    Attributes:
        engine: reads and aggregates the table.
        recorder: takes figures and findings.
        table: the table that is profiled.
        roles: the roles that were given.
        key: the column that is said to name each row; None if none was named.
        seed: of samples.
        summaries: of every column but the target, by name, in file order; over all rows.
        holdout: the line that labels must not be read across; None without a target.
        explored: the rows whose labels may be read; None without a target.
        by: the column by whose levels something was asked; None if nothing was.
    """

    engine: Engine
    recorder: Recorder
    table: Table
    roles: Roles
    key: str | None
    seed: int
    summaries: Mapping[str, Summary]
    holdout: Holdout | None
    explored: ir.Table | None
    by: str | None = None

    @cached_property
    def sample(self) -> pd.DataFrame:
        """Rows of the whole table without the target, for what needs no labels.

        At most about `SAMPLE_ROWS`, in file order, with `ROW`; drawn once. Which rows are taken
        depends on their content, the target left out.
        """
        rows = self.table.expression
        if self.roles.target is not None:
            rows = rows.drop(self.roles.target)
        return self._draw(rows)

    @cached_property
    def values(self) -> dict[str, ColumnValues]:
        """The sample's values column by column, by name, in file order; without the target."""
        return column_values(self.summaries, self.sample, self.recorded_twice)

    @cached_property
    def copied_rows(self) -> int:
        """Rows of the whole table that are equal to one before them in every column."""
        if any(summary.unique and not summary.missing for summary in self.summaries.values()):
            return 0
        rows = self.table.expression.select(*(column.name for column in self.table.columns))
        return self.engine.count_repeated_rows(rows)

    @property
    def recorded_twice(self) -> int:
        """`copied_rows` where they are few: a name of the row repeats in them and is one still.

        Where they are many the columns are coarse, and equal rows are no copies.
        """
        few = self.copied_rows <= (1 - NEARLY_UNIQUE) * self.table.rows
        return self.copied_rows if few else 0

    @cached_property
    def semantic_types(self) -> dict[str, SemanticType]:
        """What the values of each column are, by name, in file order; without the target."""
        return semantic_types(self.values)

    @cached_property
    def disguises(self) -> list[Disguise]:
        """Values that stand for nothing in the sample, in file order."""
        return disguised(self.values, self.semantic_types)

    def may_name_rows(self, name: str) -> bool:
        """Tell whether a column looks like an identifier or free text.

        Measures in text don't, nor codes that repeat as often as numbers drawn at random do.
        """
        summary = self.summaries[name]
        if not may_name_rows(summary, self.recorded_twice):
            return False
        if summary.column.kind != "text":
            return True
        word = self.semantic_types[name].word
        return word not in MEASURED and not (word == "code" and self._repeats_by_chance(name))

    def _repeats_by_chance(self, name: str) -> bool:
        """Tell whether text of digits repeats no more seldom than chance makes such numbers."""
        values = self.values[name]
        if not all(text.isdigit() for text in values.said):
            return False
        numbers = [int(text) for text in values.said]
        again = values.summary.known - values.summary.distinct - self.recorded_twice
        expected = expected_repeats(values.summary.known, max(numbers) - min(numbers) + 1)
        return again > 0 and again > expected / 10

    def labelled_sample(self) -> pd.DataFrame:
        """Return exploration rows whose label is known and finite, with all columns and `ROW`.

        At most about `SAMPLE_ROWS`, in file order, drawn once. Without a target there is no row.
        """
        return self._labelled_sample

    @property
    def sample_size(self) -> int:
        """About how many rows a sample has if the table has more."""
        room = SAMPLE_CELLS // len(self.table.columns)
        return min(SAMPLE_ROWS, max(FEWEST_SAMPLE_ROWS, room))

    @cached_property
    def _labelled_sample(self) -> pd.DataFrame:
        if self.roles.target is None or self.explored is None:
            return self.sample.head(0)
        label = self.explored[self.roles.target]
        known = label.notnull()
        if label.type().is_floating():
            known = known & ~(label.isnan() | label.isinf())
        return self._draw(self.explored.filter(known))

    def _draw(self, rows: ir.Table) -> pd.DataFrame:
        """Draw a sample; the target has no say in which rows it takes."""
        return self.engine.hash_sample(
            rows, self.sample_size, seed=self.seed, by=deciding_columns(self.summaries)
        )


def deciding_columns(summaries: Mapping[str, Summary]) -> list[str]:
    """Return columns whose values tell rows apart, to draw rows by: hashing all takes longer.

    One column that is unique; else two in which nearly every value is different, so that rows
    equal in both are hardly ever many; else all columns.
    """
    complete = [summary for summary in summaries.values() if not summary.missing]
    unique = sorted(summary.name for summary in complete if summary.unique)
    nearly = sorted(s.name for s in complete if s.distinct >= MAYBE_UNIQUE * s.rows)
    if unique:
        return unique[:1]
    return nearly[:2] if len(nearly) > 1 else list(summaries)


Check = Callable[[Inputs], None]
"""Looks at one side of the table and records what it found."""

"""Values of a column as checks of its values see them: numbers or texts of the sample, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.evidence import EXACT, Exactness
from ml_engineer_tools.profiling.identifiers import FEWEST_ROWS
from ml_engineer_tools.profiling.summaries import Summary

if TYPE_CHECKING:
    import pandas as pd

LOOKED_AT = 400
"""Different texts of a column that are held against patterns: a convention."""

FIRST_LOOK = 40
"""Of which so many are tried first."""


# Without slots, which a cached property can't live in.
@dataclass(frozen=True)
class ColumnValues:
    """The values of one column in the sample.

    Attributes:
        summary: of the column, over all rows.
        sampled: its cells in the sample; missing ones are NULL or NaN.
        copied_rows: rows of the table that are equal to one before them in every column.
    """

    summary: Summary
    sampled: pd.Series
    copied_rows: int = 0

    @property
    def name(self) -> str:
        """The column's name."""
        return self.summary.name

    @property
    def kind(self) -> str:
        """How it is stored."""
        return self.summary.column.kind

    @property
    def is_key(self) -> bool:
        """Whether each value comes up once, exactly counted, copies of whole rows left out."""
        summary = self.summary
        again = summary.known - summary.distinct
        return summary.known >= FEWEST_ROWS and summary.distinct_exact and again <= self.copied_rows

    @property
    def exactness(self) -> Exactness:
        """How a count on the sample stands to all rows."""
        n = len(self.sampled)
        return EXACT if n >= self.summary.rows else Exactness(kind="sampled", n=n)

    @cached_property
    def known(self) -> int:
        """Rows of the sample that have a value."""
        return int(self.sampled.notna().sum())

    @cached_property
    def numbers(self) -> np.ndarray:
        """The finite numbers, sorted, repeats included; none unless the column is numeric."""
        if not self.summary.column.is_numeric:
            return np.array([], dtype=np.float64)
        found = self.sampled.dropna().to_numpy(dtype=np.float64)
        return np.sort(found[np.isfinite(found)])

    @cached_property
    def texts(self) -> dict[str, int]:
        """Each text as it is written -> rows of the sample, in order of the text."""
        if self.kind != "text":
            return {}
        counted = self.sampled.dropna().value_counts()
        return {str(text): int(n) for text, n in sorted(counted.items(), key=lambda p: str(p[0]))}

    @cached_property
    def said(self) -> tuple[str, ...]:
        """At most `LOOKED_AT` different texts, spread over their order, without outer blanks.

        Blanks and words for nothing are left out.
        """
        from ml_engineer_tools.profiling.missing.words import says_nothing

        told = [text.strip() for text in self.texts if not says_nothing(text)]
        step = max(1, len(told) // LOOKED_AT)
        return tuple(text for text in told[::step] if text)

    @cached_property
    def first_said(self) -> tuple[str, ...]:
        """At most about `FIRST_LOOK` of them."""
        return self.said[:: max(1, len(self.said) // FIRST_LOOK)]


def column_values(
    summaries: Mapping[str, Summary], sample: pd.DataFrame, copied_rows: int = 0
) -> dict[str, ColumnValues]:
    """Return the values of each summarized column in the sample, by name, in the same order.

    `copied_rows` are those of the table that are equal to one before them in every column.
    """
    return {
        name: ColumnValues(summary, sample[name], copied_rows)
        for name, summary in summaries.items()
    }

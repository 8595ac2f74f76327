"""Levels of text and boolean columns: how often each comes up in either table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import numpy as np
from numpy.typing import NDArray

from ml_engineer_tools.drift.distances import FEWEST_EXPECTED, Counts
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.profiling.long_form import stack
from ml_engineer_tools.profiling.summaries import Summary
from ml_engineer_tools.tables.table import Table

MOST_LEVELS = 1000
"""The most frequent levels of both tables together are told apart, the rest is pooled."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of one column in both tables.

    Attributes:
        names: the levels, most rows in both tables together first.
        reference: rows of each in the reference, shape (levels,).
        current: rows of each in the current table, shape (levels,).
        reference_rest, current_rest: rows of levels beyond `MOST_LEVELS`.
        reference_missing, current_missing: rows without a value.
    """

    names: tuple[str, ...]
    reference: Counts
    current: Counts
    reference_rest: float
    current_rest: float
    reference_missing: float
    current_missing: float

    def contingency(self) -> tuple[Counts, Counts]:
        """Return rows by level, then all other levels, then the missing, for both tables.

        Levels that expect under `FEWEST_EXPECTED` rows in the smaller table can't be compared one
        by one, and stand with the rest. (Those beyond `MOST_LEVELS` are in it too: which levels
        are the most frequent depends on both tables, so they must not be set against the others.)
        """
        few = self.few()
        rest = (
            self.reference_rest + float(self.reference[few].sum()),
            self.current_rest + float(self.current[few].sum()),
        )
        return (
            np.append(self.reference[~few], [rest[0], self.reference_missing]),
            np.append(self.current[~few], [rest[1], self.current_missing]),
        )

    def are_sparse(self) -> bool:
        """Tell whether most rows have a level with too few rows to be compared by itself."""
        few = self.few()
        total = self.reference + self.current
        rest = self.reference_rest + self.current_rest
        return bool(float(total[few].sum()) + rest > (float(total.sum()) + rest) / 2)

    def few(self) -> NDArray[np.bool_]:
        """Return which levels have too few rows to be compared by themselves, shape (levels,)."""
        reference = float(self.reference.sum()) + self.reference_rest
        current = float(self.current.sum()) + self.current_rest
        smaller = min(reference, current) / max(reference + current, 1.0)
        few: NDArray[np.bool_] = (self.reference + self.current) * smaller < FEWEST_EXPECTED
        return few

    def unknown_rows(self, reference_known: int, current_known: int) -> tuple[int, float]:
        """Return the current rows of levels that the reference lacks, and how odd their number is.

        Had the rows of both tables been dealt at random, a level of t rows would be in the
        current table only with a probability of (m / (n + m))^t. The oddity is the number of
        rows less its mean, in standard deviations. Levels beyond `MOST_LEVELS` are not counted.
        """
        total = self.reference + self.current
        alone = (current_known / (reference_known + current_known)) ** total
        unknown = float(self.current[self.reference == 0].sum())
        mean = float((total * alone).sum())
        deviation = float(np.sqrt((total**2 * alone * (1 - alone)).sum()))
        return int(unknown), (unknown - mean) / deviation if deviation > 0 else 0.0


def count_levels(
    engine: Engine,
    reference: Table,
    current: Table,
    names: Sequence[str],
    summaries: tuple[Mapping[str, Summary], Mapping[str, Summary]],
) -> dict[str, Levels]:
    """Count the levels of the columns called `names`, in one scan of each table."""
    if not names:
        return {}
    of_reference = stack(reference.expression, [reference.column(name) for name in names], "text")
    of_current = stack(current.expression, [current.column(name) for name in names], "text")
    both = of_reference.mutate(n_reference=1, n_current=0).union(
        of_current.mutate(n_reference=0, n_current=1)
    )
    counted = both.group_by(["key", "value"]).aggregate(
        reference=both["n_reference"].sum(), current=both["n_current"].sum()
    )
    total = counted["reference"] + counted["current"]
    place = ibis.row_number().over(
        ibis.window(group_by="key", order_by=[total.desc(), counted["value"]])
    )
    ranked = counted.mutate(place=place)
    first = ranked.filter(ranked["place"] < MOST_LEVELS)
    frame = engine.group(
        first,
        ["key", "place", "value"],
        {"reference": first["reference"].sum(), "current": first["current"].sum()},
    ).sort_values(["key", "place"])
    return {
        name: _levels(frame[frame["key"] == str(key)], summaries[0][name], summaries[1][name])
        for key, name in enumerate(names)
    }


def _levels(frame: object, reference: Summary, current: Summary) -> Levels:
    import pandas as pd

    assert isinstance(frame, pd.DataFrame)  # noqa: S101  narrows for the type checker
    of_reference = frame["reference"].to_numpy(dtype=np.float64)
    of_current = frame["current"].to_numpy(dtype=np.float64)
    return Levels(
        names=tuple(str(value) for value in frame["value"]),
        reference=of_reference,
        current=of_current,
        reference_rest=reference.known - float(of_reference.sum()),
        current_rest=current.known - float(of_current.sum()),
        reference_missing=reference.missing,
        current_missing=current.missing,
    )

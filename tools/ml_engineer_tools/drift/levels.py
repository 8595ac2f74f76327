"""Levels of text and boolean columns: how often each comes up in either table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import numpy as np

from ml_engineer_tools.drift.distances import Counts
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
        """Return rows by level, then the rest, then the missing, for reference and current."""
        return (
            np.append(self.reference, [self.reference_rest, self.reference_missing]),
            np.append(self.current, [self.current_rest, self.current_missing]),
        )


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

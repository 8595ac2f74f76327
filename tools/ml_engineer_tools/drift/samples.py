"""Samples of rows for the distance between numbers, and what they tell of the rows' order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ml_engineer_tools.drift.distances import Counts
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.engine.content import content_hash, hash_threshold
from ml_engineer_tools.tables.table import ROW, Table

SAMPLE_ROWS = 50_000
"""Tables with more rows are sampled: a distance is then off by 0.01 about once in a hundred."""

CELLS = 5_000_000
"""Numbers held in memory at a time."""

FEWEST_STEPS = 20
"""A column in order with fewer distinct values may be in order by chance or by sorting."""

MOST_OVERLAP = 0.5
"""Share of the common range up to which columns in row order count as clocks: a convention."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Numbers of one column in file order, without NULL and NaN, and the rows drawn for it."""

    values: Counts
    rows: int
    whole: bool


def sample_columns(
    engine: Engine, table: Table, names: Sequence[str], *, seed: int
) -> Iterator[Sample]:
    """Yield a sample of at most about `SAMPLE_ROWS` rows for each column, in the order given.

    Rows are drawn by a hash of their number and not of their content: copies of a row must not
    be drawn together, or the sample's distribution would vary more than its size tells.
    """
    rows = table.expression
    whole = table.rows <= SAMPLE_ROWS
    if not whole:
        key = content_hash(rows, [ROW], seed=seed, purpose="drift")
        rows = rows.filter(key < hash_threshold(SAMPLE_ROWS / table.rows))
    width = max(1, CELLS // min(table.rows, SAMPLE_ROWS))
    for start in range(0, len(names), width):
        chunk = names[start : start + width]
        numbers = {str(k): rows[name].cast("float64") for k, name in enumerate(chunk)}
        frame = engine.hash_sample(rows.select(ROW, **numbers), 2 * SAMPLE_ROWS, seed=seed)
        for k in range(len(chunk)):
            values = frame[str(k)].to_numpy(dtype=np.float64, na_value=np.nan)
            yield Sample(values[~np.isnan(values)], len(frame), whole)


def is_clock(reference: Sample, current: Sample) -> bool:
    """Tell whether a column just counts on with the rows, as an index or a time does.

    It never falls (or never rises) in either table, and the tables cover different stretches
    of it: that they differ is no news then.
    """
    before, after = reference.values, current.values
    if min(len(before), len(after)) < FEWEST_STEPS:
        return False
    both = (np.diff(before), np.diff(after))
    ordered = all((d >= 0).all() for d in both) or all((d <= 0).all() for d in both)
    if not ordered or any(np.count_nonzero(d) < FEWEST_STEPS - 1 for d in both):
        return False
    common = min(before.max(), after.max()) - max(before.min(), after.min())
    covered = max(before.max(), after.max()) - min(before.min(), after.min())
    return bool(common < MOST_OVERLAP * covered)

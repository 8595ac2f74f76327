"""Bins of numeric columns: cut at the reference's deciles, counted in one scan a table."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.drift.distances import Counts
from ml_engineer_tools.engine.base import Engine
from ml_engineer_tools.profiling.long_form import stack
from ml_engineer_tools.profiling.summaries import Summary
from ml_engineer_tools.tables.table import Column, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir

DECILES = tuple(k / 10 for k in range(1, 10))

Cuts = tuple[float, ...]
"""Increasing; a value's bin is the number of cuts that lie below it."""


def cut_points(reference: Summary) -> Cuts:
    """Return the cuts at the deciles of the reference.

    A value that takes up a whole decile or more gets a bin of its own, so that a column that is
    mostly one value is still compared on both sides of it.
    """
    if not reference.quantiles:
        return ()
    low, high = float(reference.minimum or 0), float(reference.maximum or 0)
    ladder = [low, *reference.quantiles, high]
    cuts = set(reference.quantiles)
    for value, following in itertools.pairwise(ladder):
        if value == following:
            cuts |= {math.nextafter(value, -math.inf), value}
    return tuple(sorted(cuts))


def count_bins(
    engine: Engine, table: Table, summaries: Mapping[str, Summary], cuts: Mapping[str, Cuts]
) -> dict[str, Counts]:
    """Count the rows in each bin, the last being that of NULL and NaN.

    Args:
        engine: computes the counts.
        table: the reference or the current table.
        summaries: of the table's columns.
        cuts: for each column that is to be counted.

    Returns:
        For each column an array of shape (cuts + 2,).
    """
    columns = [table.column(name) for name in cuts]
    counts = {name: np.zeros(len(points) + 2) for name, points in cuts.items()}
    for name in cuts:
        counts[name][-1] = summaries[name].missing
    if not columns:
        return counts
    binned = _binned(table.expression, columns, [cuts[column.name] for column in columns])
    frame = engine.group(binned, ["key", "bin"], {"n": binned.count()})
    for key, position, n in frame[["key", "bin", "n"]].itertuples(index=False):
        counts[columns[int(key)].name][int(position)] = n
    return counts


def _binned(rows: ir.Table, columns: Sequence[Column], cuts: Sequence[Cuts]) -> ir.Table:
    """Return `key` and `bin` of every number in `columns`; NULL and NaN are left out."""
    import ibis

    long = stack(rows, columns, "number")
    long = long.filter(~long["value"].isnan())
    widest = max(len(points) for points in cuts)
    names = [f"cut{k}" for k in range(widest)]
    schema = {"key": "string", **dict.fromkeys(names, "float64")}
    ladder = ibis.memtable(
        [(str(key), *points, *[None] * (widest - len(points))) for key, points in enumerate(cuts)],
        schema=schema,
    )
    joined = long.join(ladder, "key")
    position = ibis.literal(0)
    for name in names:
        position = position + (joined["value"] > joined[name]).fill_null(False).cast("int64")
    return joined.select("key", bin=position)

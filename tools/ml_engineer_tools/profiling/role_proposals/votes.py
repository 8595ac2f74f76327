"""Votes: which column each other column is most related to.

What is to be predicted hangs on many columns that have little to do with each other, so most of
them are more related to it than to one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.profiling.relations.bins import bin_column

if TYPE_CHECKING:
    import pandas as pd

ROWS = 4_000
"""Rows, spread evenly along the sample, that are counted: a convention."""

MOST_COLUMNS = 100
"""Columns, the first by name, that vote in a wide table: a convention."""

BINS = 5
"""Groups of a number: few, so that thin tables stay readable; a convention."""

WEAK = 0.1
"""Association under which a column votes for none: a small effect (Cohen 1988)."""

COPY = 0.95
"""Association from which two columns are one: neither votes for the other."""


def associations(frame: pd.DataFrame, names: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Return the names of m columns that vary and their (m, m) associations, 0 to 1.

    Cramér's V of the binned columns, corrected for what chance alone gives (Bergsma 2013).
    """
    kept: list[str] = []
    blocks: list[np.ndarray] = []
    chosen = frame.iloc[:: max(1, len(frame) // ROWS)]
    for name in sorted(names)[:MOST_COLUMNS]:
        binned = bin_column(chosen[name], BINS)
        if binned is not None:
            kept.append(name)
            blocks.append(np.eye(binned.count, dtype=np.float32)[binned.codes])
    found = np.zeros((len(kept), len(kept)))
    if not kept:
        return kept, found
    counts = np.concatenate(blocks, axis=1)
    tables = (counts.T @ counts).astype(np.float64)
    edges = np.cumsum([0, *(block.shape[1] for block in blocks)])
    for i in range(len(kept)):
        for j in range(i):
            table = tables[edges[i] : edges[i + 1], edges[j] : edges[j + 1]]
            found[i, j] = found[j, i] = corrected_v(table)
    return kept, found


def corrected_v(table: np.ndarray) -> float:
    """Return Cramér's V of a table of counts, bias-corrected (Bergsma 2013)."""
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    n, (rows, columns) = float(table.sum()), table.shape
    if min(rows, columns) < 2 or n < 2:
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    phi2 = float(((table - expected) ** 2 / expected).sum()) / n
    phi2 = max(0.0, phi2 - (rows - 1) * (columns - 1) / (n - 1))
    small = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    return float(min(1.0, np.sqrt(phi2 / small))) if small > 0 else 0.0


def votes(names: Sequence[str], found: np.ndarray) -> dict[str, int]:
    """Return how many columns are more related to each column than to any other."""
    counted = dict.fromkeys(names, 0)
    for k in range(len(names)):
        row = np.where(found[k] >= COPY, 0.0, found[k])
        row[k] = 0.0
        if len(row) > 1 and row.max() >= WEAK:
            counted[names[int(row.argmax())]] += 1
    return counted

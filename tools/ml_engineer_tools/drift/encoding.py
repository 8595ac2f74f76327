"""Rows as a matrix of numbers for boosted trees: numbers as they are, levels as codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.drift.counts import Counts

if TYPE_CHECKING:
    import pandas as pd

MOST_CODES = 50
"""Levels that are told apart, the most frequent ones; trees would learn rare ones by heart."""

LARGEST = 1e300
"""Infinite values are cut to this."""


def encode(frame: pd.DataFrame, numeric: Sequence[bool]) -> tuple[Counts, list[int]]:
    """Return a matrix of shape (rows, columns), NaN for what is missing, and which are codes.

    Args:
        frame: columns c0, c1, ...: numbers as float64, levels as text.
        numeric: which of them are numbers.
    """
    columns: list[Counts] = []
    codes: list[int] = []
    for k, is_number in enumerate(numeric):
        series = frame[f"c{k}"]
        if is_number:
            values = series.to_numpy(dtype=np.float64, na_value=np.nan)
            columns.append(np.clip(values, -LARGEST, LARGEST))
            continue
        found, levels = series.factorize()
        counts = np.bincount(found[found >= 0], minlength=len(levels))
        rank = np.empty(len(levels), dtype=np.float64)
        rank[np.lexsort((np.asarray(levels, dtype=str), -counts))] = np.arange(len(levels))
        rank = np.minimum(rank, MOST_CODES)
        values = np.full(len(series), np.nan)
        values[found >= 0] = rank[found[found >= 0]]
        columns.append(values)
        codes.append(k)
    matrix = np.column_stack(columns) if columns else np.zeros((len(frame), 0))
    return matrix, codes


def as_ranks(values: Counts, rng: np.random.Generator) -> Counts:
    """Return ranks between 0 and 1, shape (n,); equal values in an order by chance, NaN left.

    Were equal values given one rank, tables that differ in how many are equal would differ in it.
    """
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.lexsort((rng.random(len(known)), values[known]))]
    ranks = np.full(len(values), np.nan)
    ranks[order] = (np.arange(len(known)) + 0.5) / max(len(known), 1)
    return ranks

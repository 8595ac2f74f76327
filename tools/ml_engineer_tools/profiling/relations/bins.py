"""Bins: a column as a few groups of rows, so that any shape of a relation can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.modelling.features import feature_kind, prepare

if TYPE_CHECKING:
    import pandas as pd

MOST_BINS = 20
"""Bins of a number: a convention; with twenty, hardly anything of a smooth shape is lost."""

ROWS_PER_BIN = 20
"""Rows that a bin of a number has at least, on average: a convention."""

MINOR_ROWS_PER_BIN = 5
"""Rows of the classes other than the largest that a bin has at least, on average: as many as the
chi-squared approximation is commonly asked to have (Cochran 1954)."""

MOST_LEVELS = 50
"""Levels of a category that stay apart; the rarer ones are one group: a convention."""


@dataclass(frozen=True, slots=True, eq=False)
class Bins:
    """A column, binned.

    Attributes:
        codes: (n,) the bin of each row, from 0.
        count: how many bins there are.
        ordered: how many of them, the first ones, stand in the order of the values; 0 for a
            category. A bin for missing values comes last and is in no order.
        ranks: (n,) ranks of the values from 1, ties averaged, NaN where missing; None for a
            category without order.
    """

    codes: np.ndarray
    count: int
    ordered: int
    ranks: np.ndarray | None


def bins_for(rows: int, minor: int | None) -> int:
    """Return how many bins a number gets.

    Args:
        rows: rows there are.
        minor: rows of the classes other than the largest; None for a numeric target.
    """
    most = min(MOST_BINS, rows // ROWS_PER_BIN)
    if minor is not None:
        most = min(most, minor // MINOR_ROWS_PER_BIN)
    return max(2, most)


def bin_column(values: pd.Series, most: int) -> Bins | None:
    """Bin a column; None if it can't be read or has one value only (missing is a value).

    Numbers and dates are cut at quantiles into at most `most` bins; numbers with no more values
    than that, and levels, have one each. Missing values have a bin of their own.
    """
    kind = feature_kind(values)
    if kind is None:
        return None
    matrix = prepare(values.to_frame("value"), ["value"]).matrix
    if matrix.shape[1] == 0:
        return None
    numbers = matrix[:, 0]
    missing = np.isnan(numbers)
    if missing.all():
        return None
    binned = _levels(numbers, missing) if kind == "category" else _quantiles(numbers, missing, most)
    return binned if binned.count > 1 else None


def _quantiles(numbers: np.ndarray, missing: np.ndarray, most: int) -> Bins:
    known = numbers[~missing]
    # One sort serves for ranks, distinct values and quantiles.
    order = np.argsort(known, kind="stable")
    rising = known[order]
    first = np.flatnonzero(np.concatenate([[True], rising[1:] != rising[:-1]]))
    after = np.append(first[1:], len(known))
    value = np.repeat(np.arange(len(first)), after - first)
    ranks_known = np.empty(len(known))
    ranks_known[order] = ((first + after + 1) / 2)[value]
    ranks = np.full(len(numbers), np.nan)
    ranks[~missing] = ranks_known
    bin_of = np.arange(len(first))
    if len(first) > most:
        edges = np.unique(rising[np.arange(1, most) * len(known) // most])
        bin_of = np.unique(np.searchsorted(edges, rising[first], side="right"),
                           return_inverse=True)[1]  # fmt: skip
    ordered = int(bin_of[-1]) + 1
    codes_known = np.empty(len(known), dtype=np.int64)
    codes_known[order] = bin_of[value]
    codes = np.full(len(numbers), ordered, dtype=np.int64)
    codes[~missing] = codes_known
    return Bins(codes, ordered + int(missing.any()), ordered, ranks)


def _levels(numbers: np.ndarray, missing: np.ndarray) -> Bins:
    counts = np.bincount(numbers[~missing].astype(np.int64))
    kept = int(min((counts > 0).sum(), MOST_LEVELS))
    # The most frequent level first; ties in the order of the codes, which is that of the names.
    order = np.argsort(-counts, kind="stable")
    place = np.full(len(counts), kept)
    place[order[:kept]] = np.arange(kept)
    raw = np.full(len(numbers), kept + 1, dtype=np.int64)
    raw[~missing] = place[numbers[~missing].astype(np.int64)]
    present, codes = np.unique(raw, return_inverse=True)
    return Bins(codes, len(present), 0, None)

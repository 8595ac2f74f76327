"""Sorted files: columns along which the file only rises, only falls, or stands in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Sorting = Literal["rising", "falling", "blocks"]

FEWEST_ROWS = 50
"""With fewer rows their order says nothing: a convention."""

FEWEST_VALUES = 10
"""Different values from which a number that only rises sorts the file: a convention."""

ROWS_PER_BLOCK = 10
"""Rows of a block on average from which a file stands in blocks: a convention."""


def sorting_of(values: pd.Series) -> Sorting | None:
    """Say how a column sorts the file; None if it doesn't, or has missing values.

    Args:
        values: in file order.
    """
    import pandas as pd

    if len(values) < FEWEST_ROWS or values.isna().any():
        return None
    number = pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(
        values.dtype
    )
    if number or pd.api.types.is_datetime64_any_dtype(values.dtype):
        numbers = values.to_numpy(dtype=np.float64) if number else values.astype("int64").to_numpy()
        if len(np.unique(numbers)) >= FEWEST_VALUES:
            if (numbers[1:] >= numbers[:-1]).all():
                return "rising"
            return "falling" if (numbers[1:] <= numbers[:-1]).all() else None
    codes = pd.factorize(values.astype(str))[0]
    levels = int(codes.max()) + 1
    blocks = 1 + int((np.diff(codes) != 0).sum())
    in_blocks = blocks == levels and 1 < levels <= len(values) / ROWS_PER_BLOCK
    return "blocks" if in_blocks else None

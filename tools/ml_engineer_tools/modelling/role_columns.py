"""Role columns: the time and the entity of each row as numbers that can be sorted and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    import pandas as pd


def read_times(values: pd.Series) -> np.ndarray:
    """Return instants or numbers that can be sorted, shape (n,).

    Raises:
        BadInput: they are neither instants, numbers nor ISO 8601 text, or some are missing.
    """
    import pandas as pd

    name = quoted(str(values.name))
    if pd.api.types.is_bool_dtype(values.dtype) or values.isna().any():
        raise BadInput(f"The time column {name} is not a time in every row; mend or name another.")
    if pd.api.types.is_numeric_dtype(values.dtype):
        return np.asarray(values, dtype=np.float64)
    try:
        stamps = pd.to_datetime(values, format="ISO8601", utc=True)
    except (ValueError, TypeError, OverflowError):
        raise BadInput(
            f"The time column {name} can't be read as dates; write it as ISO 8601 (2024-12-31)."
        ) from None
    return np.asarray(stamps.dt.tz_localize(None), dtype="datetime64[us]")


def read_groups(values: pd.Series) -> np.ndarray:
    """Return entity codes, shape (n,); -1 where the entity is unknown."""
    import pandas as pd

    codes, _ = pd.factorize(values)
    return np.asarray(codes, dtype=np.int64)

"""Sensitive columns: those of a frame that tell what people are protected by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ml_engineer_tools.profiling.role_proposals.name_hints import words_of
from ml_engineer_tools.profiling.sensitive.attributes import AGE_WORDS, attribute_of_levels

if TYPE_CHECKING:
    import pandas as pd

MOST_COLUMNS = 4
"""Columns that are profiled unasked."""

MOST_LEVELS = 100


def find_sensitive(frame: pd.DataFrame, leave_out: Sequence[str | None]) -> list[str]:
    """Return the columns whose levels, or name and ages, tell a sensitive attribute."""
    import pandas as pd

    left = {name for name in leave_out if name is not None}
    found = []
    for name in frame.columns:
        if name in left:
            continue
        values = frame[name]
        words = words_of(str(name))
        if pd.api.types.is_numeric_dtype(values.dtype):
            known = values.dropna()
            if words & AGE_WORDS and len(known) >= 20 and known.between(0, 115).all():
                found.append(str(name))
            continue
        if not (values.dtype == object or isinstance(values.dtype, pd.StringDtype)):
            continue
        levels = {str(v).strip().casefold() for v in values.dropna().unique()[: MOST_LEVELS + 1]}
        if 2 <= len(levels) <= MOST_LEVELS and attribute_of_levels(sorted(levels), words):
            found.append(str(name))
    return found[:MOST_COLUMNS]

"""Privacy: which figures may leave this machine.

What may: aggregates, quantiles from 1 to 99 %, and the names of levels that at least
`FEWEST_ROWS` rows hold, unless their column was flagged as personal. What may not: rows, cell
values, rare levels (DESIGN, Privacy).
"""

from __future__ import annotations

import re
from collections.abc import Container

from ml_engineer_tools.evidence import Figure

FEWEST_ROWS = 10
"""A level's name leaves only if so many rows hold it (DESIGN, Privacy)."""

LOWEST_QUANTILE, HIGHEST_QUANTILE = 0.01, 0.99
"""Quantiles beyond these are close to single cells (DESIGN, Privacy)."""

CELL_VALUE_QUANTITIES = frozenset(
    {"min", "minimum", "max", "maximum", "first", "last", "earliest", "latest", "mode", "example",
     "first_value", "last_value", "min_value", "max_value", "most_frequent_value", "top_value",
     "most_common_value", "least_frequent_value", "outlier_value", "target_minimum",
     "target_maximum", "target_min", "target_max"}
)  # fmt: skip
"""Quantities whose value stands in a cell of the table."""

COVERAGE_QUANTITIES = frozenset(
    {"first_instant", "last_instant", "first_time", "last_time", "coverage_start", "coverage_end",
     "time_start", "time_end", "cut_instant", "cut_time", "holdout_start", "train_start",
     "train_end", "test_start", "test_end", "window_start", "window_end"}
)  # fmt: skip
"""Bounds of time: those of the column that a person gave the role of time may leave."""

OWN_WORDS = frozenset({"semantic_type"})
"""Quantities whose value is a word of ours, not of a cell."""

PERSONAL_CHECK = "personal_data"
"""The check whose findings name personal columns."""

_SLICE_SIGN = re.compile(r"\s*[=:<>]")
_QUANTILE = re.compile(
    r"(?:.*_)?(?:p|q|quantile_?|percentile_?)(?P<level>\d+(?:[._]\d+)?)", re.IGNORECASE
)


def may_leave(figure: Figure, personal: Container[str] = (), time: str | None = None) -> bool:
    """Tell whether a figure may be sent to a provider (see the rules at the top).

    Args:
        figure: what was measured.
        personal: columns whose levels never leave.
        time: the column to which a person gave the role of time.
    """
    if figure.convention or figure.quantity in OWN_WORDS:
        return True
    if _is_cell_value(figure, time):
        return False
    return figure.subject.slice is None or _is_common_level(figure, personal)


def _is_cell_value(figure: Figure, time: str | None) -> bool:
    column = figure.subject.column
    if figure.quantity in COVERAGE_QUANTITIES:
        return column is not None and column != time
    if isinstance(figure.value, str) or figure.quantity in CELL_VALUE_QUANTITIES:
        return True
    level = quantile_level(figure.quantity) if column is not None else None
    return level is not None and not LOWEST_QUANTILE <= level <= HIGHEST_QUANTILE


def _is_common_level(figure: Figure, personal: Container[str]) -> bool:
    """Tell whether a slice names a level that enough rows hold, of a column that isn't personal.

    A slice without a column may be a group of rows that is no level (`top decile`): it is held
    back only if it is known to be rare, or is written like a level of a personal column.
    """
    subject = figure.subject
    rows = rows_holding(figure)
    if subject.column is None:
        parts = (subject.slice or "").split(" and ")
        named = [_SLICE_SIGN.split(part)[0].strip() for part in parts]
        return not any(name in personal for name in named) and (rows is None or rows >= FEWEST_ROWS)
    return subject.column not in personal and rows is not None and rows >= FEWEST_ROWS


def rows_holding(figure: Figure) -> float | None:
    """Return how many rows hold the level that a figure's slice names; None if it can't be told.

    A count of rows tells it itself; a share tells it with its n; of anything else it is the n.
    Where it is not sure which is meant, the smaller number counts.
    """
    if isinstance(figure.value, str):
        return figure.n
    if figure.unit == "rows" or figure.quantity.endswith(("_count", "_rows")):
        counted = abs(figure.value)
        return counted if figure.n is None else min(counted, figure.n)
    if "share" in figure.quantity and figure.n is not None:
        return min(figure.n, abs(figure.value) * figure.n)
    return figure.n


def quantile_level(quantity: str) -> float | None:
    """Return which quantile a quantity is (`p99` is 0.99, `quantile_0.5` is 0.5), or None."""
    if quantity in ("median", "target_median"):
        return 0.5
    found = _QUANTILE.fullmatch(quantity)
    if found is None:
        return None
    written = found["level"].replace("_", ".")
    level = float(written)
    return level if level < 1 and "." in written else level / 100

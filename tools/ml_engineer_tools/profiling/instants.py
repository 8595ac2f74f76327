"""Instants: which columns can be read as points in time, and how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import numpy as np

from ml_engineer_tools.tables.table import Column

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

Form = Literal["instant", "iso text", "other text", "day number", "year", "epoch seconds",
               "epoch milliseconds"]  # fmt: skip
"""How a column writes time: stored as dates, ISO 8601 text, text in another order, 20240131,
2024, or seconds or milliseconds since 1970."""

READ_SHARE = 0.99
"""Share of values that have to read as dates: a convention."""

LOOKED_AT = 2_000
"""Values of a text column that are tried first, so that free text costs little."""

YEARS = (1800, 2100)
"""Whole numbers between these may be years: a convention."""

EPOCH_SECONDS = (6.3e8, 4.2e9)
"""From 1990 to 2103 in seconds since 1970; a thousand times as much in milliseconds."""

OTHER_ORDERS = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d-%b-%Y")

_DATE_SIGNS = re.compile(r"\d[-/.: T]\d|\d-[A-Za-z]{3}-\d")


def form_of(column: Column, values: pd.Series) -> Form | None:
    """Say how a column writes time, judged by a sample of its values; None if it doesn't.

    Numbers are taken for time if all of them could be; whether they are is for others to judge.
    """
    known = values.dropna()
    if known.empty:
        return None
    if column.is_temporal:
        return "instant"
    if column.kind == "text":
        return _text_form(known)
    if column.kind not in ("integer", "number"):
        return None
    numbers = known.to_numpy(dtype=np.float64)
    if not np.isfinite(numbers).all() or not (numbers == np.floor(numbers)).all():
        return None
    low, high = float(numbers.min()), float(numbers.max())
    if YEARS[0] <= low and high <= YEARS[1]:
        return "year"
    if YEARS[0] * 1e4 < low and high < YEARS[1] * 1e4 and _are_days(numbers):
        return "day number"
    if EPOCH_SECONDS[0] <= low and high <= EPOCH_SECONDS[1]:
        return "epoch seconds"
    if 1e3 * EPOCH_SECONDS[0] <= low and high <= 1e3 * EPOCH_SECONDS[1]:
        return "epoch milliseconds"
    return None


def to_instants(values: pd.Series, form: Form) -> pd.Series:
    """Return the values as UTC timestamps of microseconds; NaT where they don't read."""
    import pandas as pd

    if form == "instant":
        return pd.to_datetime(values, utc=True, errors="coerce").astype("datetime64[us, UTC]")
    if form == "iso text":
        found = pd.to_datetime(values, utc=True, errors="coerce", format="ISO8601")
    elif form == "other text":
        found = pd.to_datetime(values, utc=True, errors="coerce", format=_order(values.dropna()))
    elif form == "day number":
        text = values.map(lambda number: f"{number:.0f}", na_action="ignore")
        found = pd.to_datetime(text, utc=True, errors="coerce", format="%Y%m%d")
    elif form == "year":
        text = values.map(lambda number: f"{number:.0f}", na_action="ignore")
        found = pd.to_datetime(text, utc=True, errors="coerce", format="%Y")
    else:
        unit: Literal["s", "ms"] = "s" if form == "epoch seconds" else "ms"
        found = pd.to_datetime(values.astype("float64"), utc=True, errors="coerce", unit=unit)
    return found.astype("datetime64[us, UTC]")


def instant_expression(value: ir.Column, form: Form) -> ir.TimestampValue:
    """Return the column as timestamps for the engine, NULL where it doesn't read.

    Raises:
        ValueError: text in another order than ISO 8601, which the engine doesn't read.
    """
    import ibis

    if form == "other text":
        raise ValueError("the engine reads dates written as ISO 8601 only")
    if form == "instant":
        return value.cast("timestamp(6)")
    if form == "iso text":
        return value.try_cast("timestamp")
    whole = value.cast("int64")
    if form == "day number":
        text = whole.cast("string")
        parts = (text.substr(0, 4), text.substr(4, 2), text.substr(6, 2))
        return ibis.literal("-").join(parts).try_cast("timestamp")
    if form == "year":
        return (whole.cast("string") + "-01-01").try_cast("timestamp")
    seconds = whole if form == "epoch seconds" else (whole / 1000).floor().cast("int64")
    return seconds.as_timestamp("s").cast("timestamp(6)")


def _text_form(known: pd.Series) -> Form | None:
    import pandas as pd

    few = known.iloc[:LOOKED_AT].astype(str)
    if few.str.contains(_DATE_SIGNS).mean() < READ_SHARE or few.str.len().max() > 40:
        return None
    read = pd.to_datetime(few, utc=True, errors="coerce", format="ISO8601")
    if read.notna().mean() >= READ_SHARE:
        return "iso text"
    return "other text" if _order(few) is not None else None


def _order(known: pd.Series) -> str | None:
    """Return the first order of day, month and year in which the text reads."""
    import pandas as pd

    few = known.iloc[:LOOKED_AT].astype(str)
    for order in OTHER_ORDERS:
        if pd.to_datetime(few, errors="coerce", format=order).notna().mean() >= READ_SHARE:
            return order
    return None


def _are_days(numbers: np.ndarray) -> bool:
    months, days = numbers // 100 % 100, numbers % 100
    return bool(((months >= 1) & (months <= 12) & (days >= 1) & (days <= 31)).all())

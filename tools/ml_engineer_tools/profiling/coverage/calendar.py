"""Calendar units: how finely rows are counted, and how a period is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Unit = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year"]

SECONDS: dict[Unit, float] = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 7 * 86400,
    "month": 365.2425 / 12 * 86400, "quarter": 365.2425 / 4 * 86400, "year": 365.2425 * 86400,
}  # fmt: skip
"""Mean lengths (Gregorian calendar)."""

TRUNCATIONS: dict[Unit, Literal["s", "m", "h", "D", "W", "M", "Q", "Y"]] = {
    "second": "s", "minute": "m", "hour": "h", "day": "D", "week": "W", "month": "M",
    "quarter": "Q", "year": "Y",
}  # fmt: skip
"""What the engine calls them."""

_PERIODS: dict[Unit, str] = {
    "second": "s", "minute": "min", "hour": "h", "day": "D", "week": "W-SUN", "month": "M",
    "quarter": "Q", "year": "Y",
}  # fmt: skip

MOST_PERIODS = 40
"""Periods that are told one by one: a convention."""

MOST_STEPS = 5_000
"""Steps in which gaps are looked for: a convention."""

COUNTED: tuple[Unit, ...] = ("second", "minute", "hour", "day", "month", "year")
"""Units in which gaps are looked for."""


def granularity(instants: pd.Series) -> Unit:
    """Return the coarsest unit that all instants fall on the start of; "second" if none does.

    Weeks and quarters are not told: the starts of weeks are days, of quarters months.
    """
    micros = instants.astype("datetime64[us, UTC]").astype("int64").to_numpy()
    finer: Unit = "second"
    for unit in ("minute", "hour", "day"):
        if (micros % int(SECONDS[unit] * 1_000_000) != 0).any():
            return finer
        finer = unit
    stamps = instants.dt
    if (stamps.day != 1).any():
        return "day"
    return "month" if (stamps.month != 1).any() else "year"


def step_for(seconds: float, finest: Unit) -> Unit:
    """Return the finest unit, not finer than `finest`, that parts a span into `MOST_STEPS`."""
    allowed = [unit for unit in COUNTED if SECONDS[unit] >= SECONDS[finest]]
    return next((unit for unit in allowed if seconds / SECONDS[unit] <= MOST_STEPS), "year")


def period_for(seconds: float, finest: Unit) -> Unit:
    """Return the finest unit, not finer than `finest`, that parts a span into `MOST_PERIODS`."""
    for unit in SECONDS:
        if SECONDS[unit] >= SECONDS[finest] and seconds / SECONDS[unit] <= MOST_PERIODS - 1:
            return unit
    return "year"


def ordinals(starts: pd.Series, unit: Unit) -> np.ndarray:
    """Return (n,) whole numbers that count the unit's periods; starts are naive timestamps."""
    periods = starts.dt.to_period(_PERIODS[unit])
    return np.array([period.ordinal for period in periods], dtype=np.int64)


def written(ordinal: int, unit: Unit) -> str:
    """Return how a period is written: 2024, 2024-Q1, 2024-03, 2024-W09, 2024-03-05, ..."""
    import pandas as pd

    start = pd.Period(ordinal=ordinal, freq=_PERIODS[unit]).start_time
    if unit == "quarter":
        return f"{start.year}-Q{start.quarter}"
    if unit == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02d}"
    formats = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d", "hour": "%Y-%m-%dT%H",
               "minute": "%Y-%m-%dT%H:%M", "second": "%Y-%m-%dT%H:%M:%S"}  # fmt: skip
    return str(start.strftime(formats[unit]))

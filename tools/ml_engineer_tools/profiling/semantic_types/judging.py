"""The semantic type of every column: what its values are, whatever it is called."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ml_engineer_tools.profiling.column_values import ColumnValues
from ml_engineer_tools.profiling.semantic_types import name_hints
from ml_engineer_tools.profiling.semantic_types.name_hints import hints
from ml_engineer_tools.profiling.semantic_types.numbers import judge_numbers
from ml_engineer_tools.profiling.semantic_types.semantic_type import SemanticType
from ml_engineer_tools.profiling.semantic_types.text import judge_text

if TYPE_CHECKING:
    import pandas as pd

ADULT_LIVES = 40
"""Years between the 5 % and the 95 % quantile of days from which on they may be of birth."""

NARROW = 5.0
"""How many deviations the mean is from 0 when numbers are places in one region: a convention."""


def semantic_types(columns: Mapping[str, ColumnValues]) -> dict[str, SemanticType]:
    """Return the semantic type of each column, by name, in the order given."""
    found = {name: _judge(values) for name, values in columns.items()}
    for pair in _places(columns, found):
        for name in pair:
            named = hints(name, name_hints.LATITUDE | name_hints.LONGITUDE)
            found[name] = SemanticType("coordinates", "high" if named else "medium")
    return found


def _judge(values: ColumnValues) -> SemanticType:
    summary = values.summary
    if not summary.known:
        return SemanticType("empty", "high")
    if values.kind == "nested":
        return SemanticType("nested", "high")
    if values.kind == "text":
        found = judge_text(values)
        constant = summary.constant and not found.personal and found.word != "empty"
        return SemanticType("constant", "high") if constant else found
    if summary.constant:
        return SemanticType("constant", "high")
    if values.kind == "boolean":
        return SemanticType("boolean", "high")
    if summary.column.is_temporal:
        return _judge_days(values)
    return judge_numbers(values) if summary.column.is_numeric else SemanticType("category", "low")


def _judge_days(values: ColumnValues) -> SemanticType:
    """Tell days of birth from other instants: they fill a lifetime, on every day of a month."""
    import pandas as pd

    known = (
        pd.to_datetime(values.sampled.dropna(), errors="coerce", utc=True)
        .dropna()
        .dt.tz_localize(None)
    )
    if known.empty:
        return SemanticType("date", "medium")
    at_midnight = bool((known == known.dt.normalize()).all())
    if not at_midnight:
        return SemanticType("timestamp", "high")
    named, lifetime = hints(values.name, name_hints.BIRTH), _may_be_births(known)
    if lifetime or (named and _past_days(known)):
        # People of one age, such as applicants, don't fill a lifetime: there the name decides.
        return SemanticType("date_of_birth", "high" if named and lifetime else "medium")
    return SemanticType("date", "high")


def _past_days(days: pd.Series) -> bool:
    """Tell whether days are many different ones of people who may live."""
    return len(days) >= 20 and days.nunique() > 10 and int(days.dt.year.min()) >= 1900


def _may_be_births(days: pd.Series) -> bool:
    """Tell whether days spread over the lives of people as births do.

    They run over decades, don't come in even steps, and no day of the month is preferred.
    """
    years = days.dt.year.to_numpy(dtype=np.float64)
    low, high = np.quantile(years, (0.05, 0.95))
    if len(days) < 20 or high - low < ADULT_LIVES or low < 1900:
        return False
    steps = np.diff(np.unique(days.to_numpy()).astype("datetime64[D]").astype(np.int64))
    uneven = len(np.unique(steps)) > 5 and steps.std() > 0.3 * steps.mean()
    return uneven and days.dt.day.nunique() >= 20


def _places(
    columns: Mapping[str, ColumnValues], found: Mapping[str, SemanticType]
) -> list[tuple[str, str]]:
    """Return pairs of columns that are latitude and longitude.

    Both hold fractions within the range of degrees. They are called like it, or stand side by
    side, are far from zero for their spread, have as many decimals as places have, and one is
    below zero throughout (west or south), as measures hardly ever are.
    """
    free = [
        name
        for name, values in columns.items()
        if found[name].word in ("number", "share")
        and values.kind == "number"
        and len(values.numbers)
        and max(abs(values.numbers[0]), abs(values.numbers[-1])) <= 360
    ]
    named = [
        (a, b)
        for a in free
        if hints(a, name_hints.LATITUDE) and _degrees(columns[a], 95)
        for b in free
        if hints(b, name_hints.LONGITUDE) and _degrees(columns[b], 185)
    ]
    if named:
        return named
    pairs = pairwise(free)
    return [
        (a, b)
        for a, b in pairs
        if (_degrees(columns[a], 90) or _degrees(columns[b], 90))
        and all(_degrees(columns[c], 180) and _regional(columns[c].numbers) for c in (a, b))
        and any(columns[c].numbers[-1] < 0 for c in (a, b))
    ]


def _degrees(values: ColumnValues, most: float) -> bool:
    """Tell whether nearly all numbers are within so many degrees; a few may be wrong."""
    return float((np.abs(values.numbers) <= most).mean()) >= 0.98


def _regional(numbers: np.ndarray) -> bool:
    spread = float(numbers.std())
    if spread == 0 or abs(float(numbers.mean())) < NARROW * spread or spread > 15:
        return False
    scaled = numbers * 1e4
    exact = np.abs(numbers * 1e7 - np.round(numbers * 1e7)) < 1e-3
    return bool(exact.mean() > 0.99 and (np.abs(scaled - np.round(scaled)) > 1e-6).mean() > 0.5)

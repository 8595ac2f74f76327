"""Disguised missing values: words, sentinels, sentinel days and impossible zeros.

A sentinel is told by where it stands among the other values: alone, repeated, and beyond a gap. A
-1, a 0 or a 999 that the other values lead up to is a value like them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ml_engineer_tools.profiling.column_values import ColumnValues
from ml_engineer_tools.profiling.missing.words import MAY_BE_LEVELS, NOTHING
from ml_engineer_tools.profiling.semantic_types.semantic_type import SemanticType
from ml_engineer_tools.profiling.semantic_types.text import NUMBER

Kind = Literal["word", "blank", "sentinel", "zero", "day"]

LEAST_REPEATS = 3
"""Rows of the sample that hold a sentinel; one alone may be a slip. A convention."""

LEAST_SHARE = 0.001
"""Share of rows that hold it: a convention."""

FEWEST_OTHERS = 8
"""Different other values that are needed to tell where they end: a convention."""

FEWEST_STEPS = 3
"""Whole numbers in a row, from 0 or 1 on, that make a scale of answers: a convention."""

CODES = (9.0, 99.0, 999.0, 9999.0, 99999.0, 999999.0, 9999999.0, 99999999.0, 999999999.0, 88.0,
         888.0, 8888.0, 77.0, 777.0, 98.0, 97.0, 998.0, 997.0, 1.0, 7.0, 8.0, 32768.0, 32767.0,
         2147483647.0, 2147483648.0, 1234567890.0)  # fmt: skip
"""Numbers that are written for nothing, with either sign: nines and their like, and the bounds of
whole numbers of 16 and 32 bits. Small ones only count below zero."""

PEAK = 5.0
"""How many times as often as any of the values next to it a sentinel comes up: a convention."""

FAR = 1.0
"""Widths of the middle half of the other values that lie between them and a zero that is no
measurement: a convention. Blood pressure of 0 is 1.5 to 2.5 of them away."""

SENTINEL_DAYS = ("0001-01-01", "1601-01-01", "1753-01-01", "1899-12-30", "1899-12-31",
                 "1900-01-01", "1901-01-01", "1970-01-01", "1970-01-02", "2038-01-19",
                 "2079-06-06", "2099-12-31", "2199-12-31", "2262-04-11", "2999-12-31",
                 "3000-01-01", "8888-12-31", "9999-01-01", "9999-12-31")  # fmt: skip
"""Days that stand for never or for unknown: first and last days of calendars and clocks."""

DAYS_AWAY = 365
"""Days between such a day and the next one that is told: a convention."""


@dataclass(frozen=True, slots=True)
class Disguise:
    """A value that stands for nothing.

    Attributes:
        column: where it stands.
        kind: what it is.
        value: the number, or the text as it is written; of days, ISO 8601.
        rows: rows of the sample that hold it.
    """

    column: str
    kind: Kind
    value: float | str
    rows: int


def disguised(
    columns: Mapping[str, ColumnValues], types: Mapping[str, SemanticType]
) -> list[Disguise]:
    """Return the disguised missing values of all columns, in file order."""
    found: list[Disguise] = []
    for name, values in columns.items():
        if values.kind == "text":
            found += _words(values, types[name])
        elif values.summary.column.is_temporal:
            found += _days(values)
        elif values.summary.column.is_numeric and len(values.numbers):
            found += _numbers(values)
    return [*found, *_zeros_beside(columns, found)]


def _words(values: ColumnValues, kind: SemanticType) -> Iterator[Disguise]:
    """Yield the words for nothing, unless nothing else is said, or they are a level like others."""
    told = {text: n for text, n in values.texts.items() if text.strip().casefold() in NOTHING}
    if len(told) == len(values.texts):
        return
    others = [text for text in values.texts if text not in told]
    numeric = kind.word in ("number", "money", "share", "date", "timestamp", "duration", "key")
    for text, n in told.items():
        word = text.strip().casefold()
        if not word:
            yield Disguise(values.name, "blank", text, n)
        elif numeric or word not in MAY_BE_LEVELS or not _fits_in(text.strip(), others):
            yield Disguise(values.name, "word", text, n)


def _fits_in(word: str, others: list[str]) -> bool:
    """Tell whether a word is written as other levels are: then it may be one of them."""
    if len(others) > 20 or any(NUMBER.fullmatch(text.strip()) for text in others):
        return False
    return any(_style(text.strip()) == _style(word) for text in others)


def _style(text: str) -> str:
    return "upper" if text.isupper() else "lower" if text.islower() else "mixed"


def _numbers(values: ColumnValues) -> Iterator[Disguise]:
    """Yield sentinels and zeros of a numeric column."""
    distinct, rows = np.unique(values.numbers, return_counts=True)
    sentinels = list(_sentinels(distinct, rows))
    for place in sentinels:
        yield Disguise(values.name, "sentinel", float(distinct[place]), int(rows[place]))
    kept = np.delete(distinct, sentinels), np.delete(rows, sentinels)
    if len(kept[0]) > FEWEST_OTHERS and kept[0][0] == 0 and _is_impossible_zero(*kept):
        yield Disguise(values.name, "zero", 0.0, int(kept[1][0]))


def _sentinels(distinct: np.ndarray, rows: np.ndarray) -> Iterator[int]:
    """Yield the places of sentinels, from either end inwards."""
    total, codes = int(rows.sum()), _candidates(distinct)
    for at_end in (True, False):
        left = np.arange(len(distinct))[:: -1 if at_end else 1]
        ended: list[int] = []
        for place in left:
            if not codes[place]:
                break
            ended.append(int(place))
        others = np.delete(np.arange(len(distinct)), ended)
        if len(others) < FEWEST_OTHERS and not _is_scale(distinct[others]):
            continue
        for place in ended:
            often = rows[place] >= max(LEAST_REPEATS, LEAST_SHARE * total)
            if often and _is_detached(float(distinct[place]), distinct[others], rows[others]):
                yield place


def _is_scale(distinct: np.ndarray) -> bool:
    """Tell whether few numbers are the steps of a scale, as answers from 1 to 5."""
    return bool(
        len(distinct) >= FEWEST_STEPS and distinct[0] in (0, 1) and (np.diff(distinct) == 1).all()
    )


def _candidates(distinct: np.ndarray) -> np.ndarray:
    size = np.abs(distinct)
    return np.asarray(np.isin(size, CODES) & ((size >= 77) | (distinct < 0)))


def _is_detached(value: float, others: np.ndarray, rows: np.ndarray) -> bool:
    """Tell whether a number stands beyond a gap from all the others."""
    middle = np.repeat(others, rows)
    low, q1, q3, high = np.quantile(middle, (0.005, 0.25, 0.75, 0.995))
    if value == -1:
        # The one number below zero, where the others go far from zero or leave it out.
        return bool(others[0] >= 0 and others[-1] >= FEWEST_OTHERS) or bool(others[0] == 1)
    if value < 0 and others[0] >= 0:
        return True
    gap = float(others[0] - value) if value < others[0] else float(value - others[-1])
    # The gap between other values at this end tells how thin they are there anyway.
    edge = others[:4] if value < others[0] else others[-4:]
    return bool(
        gap >= max(q3 - q1, 0.2 * (high - low)) and gap >= 3 * np.diff(edge).max(initial=0.0)
    )


def _is_impossible_zero(distinct: np.ndarray, rows: np.ndarray) -> bool:
    """Tell whether zeros stand apart from a distribution that never comes near them."""
    others = np.repeat(distinct[1:], rows[1:])
    if not LEAST_REPEATS <= rows[0] <= len(others) / 2 or distinct[1] <= 0:
        return False
    q1, middle, q3 = np.quantile(others, (0.25, 0.5, 0.75))
    width = float(q3 - q1)
    if width <= 0:
        return False
    at_once = distinct[1] >= FAR * width
    # Narrow for its size, so that nothing leads down to zero: as a length or a weight.
    narrow = middle >= 1.5 * width and distinct[1] >= 0.2 * middle
    return bool(at_once or narrow) and bool(distinct[1] >= 3 * np.diff(distinct[1:6]).max())


def _zeros_beside(columns: Mapping[str, ColumnValues], found: list[Disguise]) -> Iterator[Disguise]:
    """Yield zeros of other columns that stand in nearly all the rows of an impossible zero."""
    known = {d.column for d in found if d.kind == "zero"}
    masks = [
        columns[name].sampled.to_numpy(dtype=np.float64, na_value=np.nan) == 0
        for name in sorted(known)
    ]
    masks = [mask for mask in masks if mask.sum() >= 10]
    if not masks:
        return
    for name, values in columns.items():
        numbers = values.numbers
        if name in known or not len(numbers) or numbers[0] != 0:
            continue
        distinct = np.unique(numbers)
        if len(distinct) < 20 or distinct[1] < 3 * np.diff(distinct[1:6]).max():
            continue
        zero = values.sampled.to_numpy(dtype=np.float64, na_value=np.nan) == 0
        share = zero.mean()
        if share <= 0.6 and any(zero[mask].mean() >= max(0.95, 1.5 * share) for mask in masks):
            yield Disguise(name, "zero", 0.0, int(zero.sum()))


def _days(values: ColumnValues) -> Iterator[Disguise]:
    """Yield days such as the last of the year 9999 that stand far from all other days."""
    days = values.sampled.dropna().to_numpy(dtype="datetime64[D]")
    distinct, rows = np.unique(days, return_counts=True)
    named = np.isin(distinct, np.array(SENTINEL_DAYS, dtype="datetime64[D]"))
    others = distinct[~named]
    if len(others) < FEWEST_OTHERS:
        return
    first, last = others[0], others[-1]
    for day, n in zip(distinct[named], rows[named], strict=True):
        away = max((first - day).astype(int), (day - last).astype(int))
        # Days further apart among themselves need a larger gap.
        needed = max(DAYS_AWAY, 3 * int(np.diff(others).max().astype(int)))
        if n >= LEAST_REPEATS - 1 and away >= needed:
            yield Disguise(values.name, "day", str(day), int(n))

"""The semantic type of a numeric column, judged by its numbers."""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.profiling.column_values import ColumnValues
from ml_engineer_tools.profiling.identifiers import may_name_entities, may_name_rows, names_rows
from ml_engineer_tools.profiling.instants import form_of
from ml_engineer_tools.profiling.semantic_types import name_hints
from ml_engineer_tools.profiling.semantic_types.checksums import passes_luhn
from ml_engineer_tools.profiling.semantic_types.name_hints import hints
from ml_engineer_tools.profiling.semantic_types.semantic_type import SemanticType, Word

FEW = 10
"""Up to so many different whole numbers may be codes of a category: a convention."""

CHARM = 0.3
"""Share of amounts that end in 99, 95, 90, 49 or 50 hundredths from which on they are prices;
of evenly spread hundredths 5 in 100 do. A convention."""

CARDS = 0.9
"""Share of numbers that have to pass the checksum of payment cards; by chance 1 in 10 does."""


def judge_numbers(values: ColumnValues) -> SemanticType:
    """Return the semantic type of a numeric column that has values and isn't constant."""
    numbers, summary = values.numbers, values.summary
    if not len(numbers):
        return SemanticType("number", "low")
    whole = bool((numbers == np.floor(numbers)).all())
    if whole and _are_booleans(numbers):
        return SemanticType("boolean", "high")
    if whole and (found := _instants(values)):
        return found
    if whole:
        return _judge_whole(values)
    if summary.minimum is not None and _within(values, 0.0, 1.0):
        named = hints(values.name, name_hints.SHARE)
        return SemanticType("share", "high" if named else "medium")
    if _within(values, 0.0, 100.0) and hints(values.name, name_hints.SHARE):
        return SemanticType("share", "medium")
    return _judge_fractions(values)


def _are_booleans(numbers: np.ndarray) -> bool:
    return bool(numbers[0] == 0 and numbers[-1] == 1)


def _within(values: ColumnValues, low: float, high: float) -> bool:
    bounds = values.summary.minimum, values.summary.maximum
    return all(bound is not None and low <= float(bound) <= high for bound in bounds)


def _instants(values: ColumnValues) -> SemanticType | None:
    """Tell days, years and seconds since 1970 from other whole numbers."""
    form = form_of(values.summary.column, values.sampled)
    named = bool(hints(values.name, name_hints.BIRTH))
    if form == "day number":
        return SemanticType("date_of_birth" if named else "date", "high")
    if form == "year":
        many = values.summary.distinct > 2
        recent = values.numbers[0] >= 1900 and values.numbers[-1] <= 2035
        return SemanticType("date", "medium") if many and recent else None
    if form in ("epoch seconds", "epoch milliseconds") and values.summary.distinct > 2:
        return SemanticType("timestamp", "medium")
    return None


def _judge_whole(values: ColumnValues) -> SemanticType:
    numbers, summary = values.numbers, values.summary
    low, high = float(numbers[0]), float(numbers[-1])
    if found := _judge_names(values):
        return found
    distinct = np.unique(numbers)
    if len(distinct) <= FEW and low >= -1 and high <= 100:
        return _judge_few(values, distinct)
    if may_name_entities(summary) and high > 1000:
        return SemanticType("code", "low")
    if hints(values.name, name_hints.MONEY) and high > 100:
        return SemanticType("money", "medium")
    if hints(values.name, name_hints.DURATION) and low >= 0:
        return SemanticType("duration", "medium")
    if low >= 0 and _counts(numbers):
        return SemanticType("count", "medium")
    return SemanticType("number", "medium")


def _judge_names(values: ColumnValues) -> SemanticType | None:
    """Tell whole numbers that name something from those that measure."""
    numbers, summary = values.numbers, values.summary
    if _are_cards(numbers):
        return SemanticType("payment_card", "high", 1.0)
    if _same_length(numbers, 9, 15) and hints(values.name, name_hints.PHONE):
        return SemanticType("phone", "medium")
    named = hints(values.name, name_hints.IDENTIFIER)
    if summary.column.kind == "integer" and may_name_rows(summary, values.copied_rows):
        assigned = names_rows(summary, values.copied_rows) or named
        if assigned or float(numbers[-1] - numbers[0]) < 10 * len(numbers):
            word: Word = "key" if values.is_key else "code"
            return SemanticType(word, "high" if assigned else "medium")
    if _same_length(numbers, 4, 6) and hints(values.name, name_hints.POSTAL):
        return SemanticType("code", "high")
    if named and summary.distinct > FEW and numbers[0] >= 0:
        return SemanticType("code", "medium")
    return None


def _judge_few(values: ColumnValues, distinct: np.ndarray) -> SemanticType:
    """Tell counts, which start at nothing and tail off, from codes of a category."""
    rows = np.array([int((values.numbers == number).sum()) for number in distinct])
    from_nothing = distinct[0] == 0 and len(distinct) > 2
    tails = rows[-1] <= 0.25 * rows.max() and 2 * int(rows.argmax()) <= len(distinct)
    if from_nothing and tails:
        return SemanticType("count", "medium")
    return SemanticType("category", "medium" if len(distinct) < 8 else "low")


def _counts(numbers: np.ndarray) -> bool:
    """Tell whether whole numbers start near nothing, leave no gaps there, and tail off."""
    some = numbers[numbers > 0]
    middle = float(np.median(some))
    below = len(np.unique(some[some <= middle]))
    tails = float(numbers[-1]) >= 2.5 * middle or numbers[0] == 0
    return bool(numbers[0] <= 1 and below >= 0.5 * middle and middle < 1e4 and tails)


def _judge_fractions(values: ColumnValues) -> SemanticType:
    numbers = values.numbers
    cents = np.round(numbers * 100)
    exact = np.abs(numbers * 100 - cents) <= 1e-6 * np.maximum(1, np.abs(cents))
    if exact.mean() >= 0.999:
        ends = np.abs(cents) % 100
        charm = float(np.isin(ends, (99, 95, 90, 49, 50)).mean())
        halves = float((cents % 50 == 0).mean())
        tenths = float((cents % 10 == 0).mean())
        if charm >= CHARM and tenths < 0.9 and halves < 0.9:
            return SemanticType("money", "medium")
        if hints(values.name, name_hints.MONEY) and tenths < 0.9:
            return SemanticType("money", "medium")
    elif hints(values.name, name_hints.MONEY) and float(np.median(numbers)) > 1:
        return SemanticType("money", "low")
    if hints(values.name, name_hints.DURATION) and numbers[0] >= 0:
        return SemanticType("duration", "medium")
    return SemanticType("number", "high")


def _are_cards(numbers: np.ndarray) -> bool:
    if numbers[0] < 1e12 or numbers[-1] >= 2**63:
        return False
    few = [f"{number:.0f}" for number in np.unique(numbers)[:400]]
    # Beyond 2**53 doubles lose the last digit, and with it the checksum.
    if len(few) < 5 or numbers[-1] > 2**53:
        return False
    return sum(map(passes_luhn, few)) >= CARDS * len(few)


def _same_length(numbers: np.ndarray, shortest: int, longest: int) -> bool:
    low, high = float(numbers[0]), float(numbers[-1])
    return low >= 10 ** (shortest - 1) and high < 10**longest and high < 100 * low

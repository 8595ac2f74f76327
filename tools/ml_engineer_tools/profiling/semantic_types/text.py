"""The semantic type of a text column, judged by its texts."""

from __future__ import annotations

import re

from ml_engineer_tools.profiling.column_values import ColumnValues
from ml_engineer_tools.profiling.identifiers import FEWEST_ROWS, NEARLY_UNIQUE
from ml_engineer_tools.profiling.semantic_types import name_hints
from ml_engineer_tools.profiling.semantic_types.name_hints import hints
from ml_engineer_tools.profiling.semantic_types.patterns import (
    CODE,
    ZERO_FILLED,
    is_json,
    recognise,
)
from ml_engineer_tools.profiling.semantic_types.person_names import share_of_persons
from ml_engineer_tools.profiling.semantic_types.semantic_type import SemanticType
from ml_engineer_tools.profiling.semantic_types.vocabularies import (
    BOOLEAN_WORDS,
    COUNTRIES,
    CURRENCIES,
    on_one_scale,
)
from ml_engineer_tools.profiling.semantic_types.written_dates import (
    READS,
    has_clock,
    share_of_dates,
)

LONG = 300
"""Texts of so many characters on average are prose or data: a convention."""

SOME_PERSONS = 5
"""Fewer different names than this are levels that happen to be called like persons."""

WORDS_OF_PROSE = 4.0
"""Mean words of a text from which on it is prose: a convention."""

FEW_LEVELS = 50
"""Up to so many different texts that repeat are a category: a convention."""

NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][-+]?\d+)?")
MEASURED = re.compile(r"([-+]?\d+(?:[.,]\d+)*)\s?([A-Za-z%°€$£µ][A-Za-z%°/²³]{0,7})\.?")
"""A number with a unit."""

MOST_UNITS = 4
"""Different units of a column; letters after numbers that vary more are codes: a convention."""

NUMERIC = 0.8
"""Share of rows with a number, of those that say something, from which on a text column is one of
numbers: a convention."""


def judge_text(values: ColumnValues) -> SemanticType:
    """Return the semantic type of a text column that has values."""
    said = values.said
    if not said:
        return SemanticType("empty", "high")
    if values.summary.length is not None and values.summary.length[1] > LONG:
        nested = sum(map(is_json, values.first_said)) >= 0.9 * len(values.first_said)
        return SemanticType("nested" if nested else "free_text", "high")
    if found := recognise(values.first_said, said):
        word, share = found
        # Two or three values that look like a place or a plate are levels of a category.
        if len(said) >= SOME_PERSONS or word in ("email", "url", "share", "money", "nested"):
            return SemanticType(word, "high" if share >= 0.98 else "medium", share)
    if found_words := _judge_words(values):
        return found_words
    if (share := share_of_dates(said)) >= READS:
        if hints(values.name, name_hints.BIRTH):
            return SemanticType("date_of_birth", "medium", share)
        clock = sum(map(has_clock, said)) > 0.5 * len(said)
        return SemanticType("timestamp" if clock else "date", "high", share)
    if found_digits := _judge_digits(values):
        return found_digits
    return _judge_levels(values)


def _judge_words(values: ColumnValues) -> SemanticType | None:
    """Tell booleans, steps of a scale, and codes of countries or currencies by their words."""
    words = {text.casefold() for text in values.said}
    yes, no = BOOLEAN_WORDS
    if len(words) > 1 and words <= yes | no and words & yes and words & no:
        return SemanticType("boolean", "high")
    if len(values.said) <= FEW_LEVELS and on_one_scale(words):
        return SemanticType("ordered_category", "high" if len(words) > 2 else "medium")
    if len(words) >= SOME_PERSONS:
        if sum(word in CURRENCIES for word in words) >= 0.9 * len(words):
            return SemanticType("code", "high")
        upper = sum(text.isupper() for text in values.said) >= 0.9 * len(values.said)
        if upper and sum(word in COUNTRIES for word in words) >= 0.9 * len(words):
            return SemanticType("code", "medium")
    return None


def _judge_digits(values: ColumnValues) -> SemanticType | None:
    """Tell numbers written as text from codes that are made of digits."""
    said = values.said
    digits = [text for text in said if ZERO_FILLED.fullmatch(text)]
    if len(digits) >= 0.95 * len(said):
        plain = [text for text in digits if text.isdigit()]
        filled = [text for text in plain if len(text) > 1 and text[0] == "0"]
        lengths = {len(text) for text in plain}
        if filled and len(lengths) == 1:
            if hints(values.name, name_hints.PHONE) and min(lengths) >= 9:
                return SemanticType("phone", "medium")
            return SemanticType("key" if values.is_key else "code", "high")
        if len(plain) < len(digits):
            return SemanticType("key" if values.is_key else "code", "medium")
        if hints(values.name, name_hints.PHONE) and min(lengths) >= 9:
            return SemanticType("phone", "medium")
    return SemanticType("number", "medium") if _are_numbers(values) else None


def _are_numbers(values: ColumnValues) -> bool:
    """Tell whether nearly all rows that say something hold a number, with few units or none."""
    from ml_engineer_tools.profiling.missing.words import says_nothing

    rows, told, units = 0, 0, set()
    for written, n in values.texts.items():
        if says_nothing(written):
            continue
        told += n
        text = written.strip()
        measured = MEASURED.fullmatch(text)
        if measured:
            units.add(measured[2].casefold())
        if measured or NUMBER.fullmatch(text):
            rows += n
    return rows >= NUMERIC * told and len(units) <= MOST_UNITS


def _judge_levels(values: ColumnValues) -> SemanticType:
    said = values.said
    words = sum(len(text.split()) for text in said) / len(said)
    coded = sum(CODE.fullmatch(text) is not None for text in said) >= 0.9 * len(said)
    rows_each = values.known / max(1, len(values.texts))
    if len(said) >= SOME_PERSONS and not coded:
        persons = share_of_persons(said)
        if persons is not None:
            return SemanticType("person_name", "medium", persons)
    one_word, known = words < 1.5, values.summary.known
    if values.is_key and one_word:
        return SemanticType("key", "high" if coded else "medium")
    if one_word and known >= FEWEST_ROWS and values.summary.distinct >= NEARLY_UNIQUE * known:
        return SemanticType("code", "medium" if coded else "low")
    if words >= WORDS_OF_PROSE and rows_each < 2:
        return SemanticType("free_text", "high")
    if len(values.texts) <= FEW_LEVELS and rows_each >= 2:
        return SemanticType("category", "high")
    if coded:
        return SemanticType("code", "medium")
    if rows_each >= 2:
        return SemanticType("category", "medium")
    return SemanticType("free_text", "medium" if words > 2 else "low")

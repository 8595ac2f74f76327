"""Impossible values: the few beyond a bound that all others respect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ml_engineer_tools.profiling.column_values import ColumnValues
from ml_engineer_tools.profiling.missing.words import says_nothing
from ml_engineer_tools.profiling.semantic_types.checksums import is_iban
from ml_engineer_tools.profiling.semantic_types.patterns import (
    has_checksum,
    is_card,
    is_national_id,
)
from ml_engineer_tools.profiling.semantic_types.semantic_type import SemanticType, Word

Bound = Literal["below zero", "above one", "above a hundred", "beyond the degrees of a place",
                "older than people get", "before 1900", "checksum fails",
                "a number that is never issued"]  # fmt: skip

FEW = 0.03
"""Share of values beyond a bound up to which the bound is one: a convention."""

FEWEST = 50
"""Values needed to tell a bound: a convention."""

STEEP = 0.05
"""Values just beyond a bound as a share of those just within: a smooth tail has more. A
convention."""

NEAR = 20
"""Values just within that are needed for that: a convention."""

APART = 8.0
"""Widest gaps among the outermost values within that fit between them and those beyond: a
convention."""

LIFE = 120.0
"""No one is older in years: the oldest person known reached 122."""


ISSUED: dict[Word, Callable[[str], bool]] = {
    "iban": is_iban,
    "payment_card": is_card,
    "national_id": is_national_id,
}
"""Numbers that an authority issues, and how one is told."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """Values beyond a bound.

    Attributes:
        column: where they stand.
        bound: which bound.
        limit: the bound as a number; None for what is issued and days.
        above: whether they are above it.
        rows: of the sample.
    """

    column: str
    bound: Bound
    limit: float | None
    above: bool
    rows: int


def impossible(
    values: ColumnValues, kind: SemanticType, left_out: frozenset[float]
) -> list[Impossible]:
    """Return the bounds that nearly all values respect, with how many don't.

    Args:
        values: of one column.
        kind: its semantic type.
        left_out: values that stand for nothing.
    """
    if kind.word in ISSUED and kind.holds is not None:
        return _not_issued(values, kind.word)
    if values.summary.column.is_temporal:
        return _early_days(values)
    numbers = values.numbers
    if left_out:
        numbers = numbers[~np.isin(numbers, list(left_out))]
    if len(numbers) < FEWEST or kind.word in ("key", "date", "timestamp", "boolean"):
        return []
    if kind.word == "coordinates":
        most = 90.0 if np.quantile(np.abs(numbers), 0.98) <= 90 else 180.0
        wrong = int((np.abs(numbers) > most).sum())
        bound: Bound = "beyond the degrees of a place"
        return [Impossible(values.name, bound, most, True, wrong)] if wrong else []
    found = []
    if _is_bound(-numbers[::-1], 0.0):
        below = int((numbers < 0).sum())
        found.append(Impossible(values.name, "below zero", 0.0, False, below))
    for bound, limit in _uppers(numbers):
        if _is_bound(numbers, limit, apart=limit == LIFE):
            above = int((numbers > limit).sum())
            found.append(Impossible(values.name, bound, limit, True, above))
            break
    return found


def _not_issued(values: ColumnValues, word: Word) -> list[Impossible]:
    """Count numbers that nobody issues: their checksum fails, or where there is none, their form.

    US, UK and Italian numbers are told by their form alone.
    """
    said = [(text.strip(), n) for text, n in values.texts.items() if not says_nothing(text)]
    wrong = sum(n for text, n in said if text and not ISSUED[word](text))
    if not wrong:
        return []
    checked = word != "national_id" or 2 * sum(map(has_checksum, values.said)) > len(values.said)
    bound: Bound = "checksum fails" if checked else "a number that is never issued"
    return [Impossible(values.name, bound, None, True, wrong)]


def _uppers(numbers: np.ndarray) -> list[tuple[Bound, float]]:
    """Return the upper bounds that most values come near to."""
    low, high = np.quantile(numbers, (0.01, 1 - FEW))
    if low < 0:
        return []
    whole = bool((numbers == np.floor(numbers)).all())
    if not whole and 0.8 < high <= 1:
        return [("above one", 1.0)]
    if 80 < high <= 100:
        bounds: list[tuple[Bound, float]] = [("above a hundred", 100.0)]
        return [*bounds, ("older than people get", LIFE)] if whole else bounds
    return [("older than people get", LIFE)] if whole and 60 < high <= LIFE else []


def _is_bound(numbers: np.ndarray, limit: float, *, apart: bool = True) -> bool:
    """Tell whether nearly all sorted numbers are at most `limit`, and it is no matter of chance.

    Either values crowd below it and break off; or, with `apart`, those beyond stand apart from
    all the others.
    """
    beyond = numbers[numbers > limit]
    if not 0 < len(beyond) <= FEW * len(numbers):
        return False
    within = numbers[: len(numbers) - len(beyond)]
    q1, q3 = np.quantile(within, (0.25, 0.75))
    step = max(float(q3 - q1) / 4, np.finfo(np.float64).tiny)
    just_within = int((within > limit - step).sum())
    just_beyond = int((beyond <= limit + step).sum())
    if just_within >= NEAR and just_beyond <= STEEP * just_within:
        return True
    gap = float(beyond[0] - within[-1])
    thin = float(np.diff(within[-NEAR:]).max())
    return apart and gap >= 0.5 * float(q3 - q1) and gap >= APART * thin


def _early_days(values: ColumnValues) -> list[Impossible]:
    days = values.sampled.dropna().to_numpy(dtype="datetime64[D]")
    if len(days) < FEWEST:
        return []
    early = int((days < np.datetime64("1900-01-01")).sum())
    if not 0 < early <= FEW * len(days):
        return []
    return [Impossible(values.name, "before 1900", None, False, early)]

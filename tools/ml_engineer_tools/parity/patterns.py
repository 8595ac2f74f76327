"""Patterns: what makes the values of one feature differ, and how many of them each explains.

A pattern is tried on the differing rows that no simpler one has explained. It has to explain a
part that counts, and one with a parameter (a factor, a shift) fits it on all differing rows at
once: a coincidence of a few rows is no pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from ml_engineer_tools.parity.cells import Both
from ml_engineer_tools.parity.history import History
from ml_engineer_tools.parity.numbers import number_patterns
from ml_engineer_tools.parity.stale import stale_patterns
from ml_engineer_tools.parity.texts import text_patterns

PatternName = Literal[
    "missing_in_serving", "missing_in_training", "infinite_in_serving", "infinite_in_training",
    "default", "filled_with_default", "stale", "ahead",
    "units", "scaled", "shifted", "logarithm", "sign", "clipped", "rounding", "truncated",
    "single_precision", "letter_case", "whitespace", "accents_or_encoding", "relabelled",
    "number_format", "leading_zeros", "date_format", "day_and_month_exchanged",
    "time_zone", "daylight_saving", "cut_to_the_day", "clock_shifted",
    "cycle_shifted", "exchanged", "other_column", "other_rows", "unexplained",
]  # fmt: skip

LEAST = 0.05
"""Share of the differing rows that a pattern has to explain: a convention."""

FEWEST = 3
"""Rows that a pattern has to explain: a convention."""

MOST = 4
"""Patterns that are told of one feature."""

CONSTANT = 0.8
"""Share of the differing rows in which one value stands from which it is a default."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One way in which values differ.

    Attributes:
        name: which one.
        rows: (n,) which differing rows it explains.
        parameter: a factor, a shift, decimals, rows behind; None if it has none.
        unit: of the parameter: `factor`, `hours`, `decimals`, `rows`, `steps`,
            `value`.
        level: the constant that serving holds, as text; None for other patterns.
        range: the least and the largest of it, if rows differ in it.
        words: what a known parameter stands for, such as "thousands".
        shifts: of local time with summer time: both shifts in hours, with the rows of each.
    """

    name: PatternName
    rows: np.ndarray
    parameter: float | None = None
    unit: str | None = None
    level: str | None = None
    range: tuple[int, int] | None = None
    words: str = ""
    shifts: tuple[tuple[float, np.ndarray], ...] = ()

    @property
    def explained(self) -> int:
        """How many rows it explains."""
        return int(self.rows.sum())


def find_patterns(
    both: Both, history: History | None, others: Sequence[Both] = ()
) -> list[Pattern]:
    """Return the patterns of a feature, those that explain most first; the rest is `unexplained`.

    Args:
        both: the feature on both sides.
        history: the training rows around each, by which staleness is told; None if not known.
        others: all features that were compared, whose values this one may hold.
    """
    left = both.differs.copy()
    total = int(left.sum())
    found: list[Pattern] = []
    for attempt in _attempts(both, history, others):
        if not left.any():
            break
        for pattern in attempt(left):
            rows = pattern.rows & left
            count = int(rows.sum())
            if count >= max(min(FEWEST, total), LEAST * total):
                found.append(replace(pattern, rows=rows))
                left &= ~rows
    found.sort(key=lambda pattern: -pattern.explained)
    if left.sum() >= max(1, LEAST * total):
        found.append(Pattern("unexplained", left))
    return found[:MOST]


def _attempts(
    both: Both, history: History | None, others: Sequence[Both]
) -> Iterator[Callable[[np.ndarray], Iterator[Pattern]]]:
    from ml_engineer_tools.parity.other_columns import copied_pattern, exchanged_pattern

    differing = [other for other in others if other.differs.any()]
    yield lambda left: _missing(both, left)
    yield lambda _left: exchanged_pattern(both, differing)
    yield lambda left: _default(both, left)
    if both.kind == "text":
        yield lambda left: text_patterns(both, left)
    else:
        yield lambda left: number_patterns(both, left)
    if history is not None:
        yield lambda left: stale_patterns(both, left, history)
    yield lambda left: copied_pattern(both, others, left)


def _missing(both: Both, left: np.ndarray) -> Iterator[Pattern]:
    lost, gained = both.missing[1] & ~both.missing[0], both.missing[0] & ~both.missing[1]
    yield Pattern("missing_in_serving", lost & left)
    yield from _filled(both, gained & left)
    yield Pattern("missing_in_training", gained & left)
    if both.kind == "number":
        infinite = np.isinf(both.training), np.isinf(both.serving)
        yield Pattern("infinite_in_serving", infinite[1] & ~infinite[0] & left)
        yield Pattern("infinite_in_training", infinite[0] & ~infinite[1] & left)


def _filled(both: Both, gained: np.ndarray) -> Iterator[Pattern]:
    """Serving holds one constant where training has nothing."""
    constant = _constant(both.serving, gained)
    if constant is not None:
        value, rows = constant
        yield Pattern("filled_with_default", rows, level=_written(value))


def _default(both: Both, left: np.ndarray) -> Iterator[Pattern]:
    """Serving holds one constant where training has different values."""
    known = left & ~both.missing[0] & ~both.missing[1]
    if both.kind == "number":
        known &= np.isfinite(both.serving)
    constant = _constant(both.serving, known)
    if constant is None:
        return
    value, rows = constant
    if len(np.unique(both.training[rows].astype(str))) < 2 and int(rows.sum()) > 1:
        return  # one level for another: relabelled
    if both.kind == "number" and _is_limit(both, rows):
        return  # clipped
    usual = (both.serving == value).mean()
    if usual > CONSTANT and (both.training == value).mean() > 0.5 * usual:
        return  # it is the usual value on both sides
    yield Pattern("default", rows, level=_written(value))


def _is_limit(both: Both, rows: np.ndarray) -> bool:
    """Tell whether serving's constant is the end of its range, and training lies beyond it."""
    served = both.serving[np.isfinite(both.serving)]
    value = both.serving[rows][0]
    above = value == served.max() and (both.training[rows] > value).all()
    below = value == served.min() and (both.training[rows] < value).all()
    return bool(len(np.unique(served)) > 1 and (above or below))


def _constant(values: np.ndarray, among: np.ndarray) -> tuple[object, np.ndarray] | None:
    if among.sum() < FEWEST:
        return None
    chosen = values[among]
    levels, counts = np.unique(chosen.astype(str) if chosen.dtype == object else chosen,
                               return_counts=True)  # fmt: skip
    top = int(counts.argmax())
    if counts[top] < CONSTANT * len(chosen):
        return None
    value = levels[top]
    same = np.array([v == value for v in values]) if values.dtype == object else values == value
    return value, same & among


def _written(value: object) -> str:
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.6g}"
    return " ".join(str(value).split())[:40]

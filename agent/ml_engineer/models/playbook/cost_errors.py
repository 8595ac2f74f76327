"""The errors that a message names: false alarms and misses, in the order of their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ml_engineer.models.playbook.cost_amounts import compiled
from ml_engineer.models.playbook.cost_words import ALARM, MISS, WEAK_ALARM, WEAK_MISS

__all__ = ["COSTLY", "Error", "Named", "Sides", "named_in", "order_of", "sides_of", "with_weak"]

Error = Literal["alarm", "miss"]
Sides = tuple[str, str]
"""What a false alarm and what a miss costs."""

RATE = r"^ ?-?(?:rate|ratio|share|fraction|per (?:day|week|month))\b"
COSTLY = (
    r"\b(?:costs?|costing|lose|loses|losing|loss|losses|worth|price[ds]?|pay|hurts?|weighs?"
    r"|expensive|dear|damages?|penalty|values?|saves?|fees?|means|back|bill|kostet|kosten|co\u00fbte\w*"
    r"|coute\w*|cuestan?)\b"
    r"|=|:(?= ?[\d$\u20ac\u00a3])"
)
"""What says that an amount near an error is its cost."""


@dataclass(frozen=True, slots=True)
class Named:
    """An error that a message names, with its place."""

    start: int
    end: int
    error: Error
    weak: bool = False
    """Whether it is only what is done upon an alarm, or what happens when nothing is done."""


def named_in(text: str, *, weak: bool = False) -> list[Named]:
    """Return the errors that a text names, in order; of two that overlap the longer one."""
    errors: tuple[tuple[Error, str], ...] = (("alarm", ALARM), ("miss", MISS))
    if weak:
        errors = (("alarm", WEAK_ALARM), ("miss", WEAK_MISS))
    found = [
        Named(match.start(), match.end(), error, weak)
        for error, pattern in errors
        for match in compiled(pattern).finditer(text)
        if not compiled(RATE).match(text[match.end() :])
    ]
    kept: list[Named] = []
    for name in sorted(found, key=lambda name: (name.start - name.end, name.start)):
        if all(name.end <= other.start or name.start >= other.end for other in kept):
            kept.append(name)
    return sorted(kept, key=lambda name: name.start)


def with_weak(names: Sequence[Named], text: str) -> list[Named]:
    """Return the errors, and in the clauses that name none what stands for one."""
    clauses = [match.span() for match in compiled(CLAUSE).finditer(text)]
    free = [
        (start, end)
        for start, end in clauses
        if not any(start <= name.start < end or start < name.end <= end for name in names)
    ]
    weak = [
        name
        for name in named_in(text, weak=True)
        if any(start <= name.start < end for start, end in free)
    ]
    return sorted([*names, *weak], key=lambda name: name.start)


CLAUSE = r"(?:(?!\band\b|\bbut\b|\bwhile\b|[.,](?!\d)|[;:?!\n]).)+"
"""A stretch without a mark or a word that joins two of them."""


def order_of(names: Sequence[Named]) -> list[Error]:
    """Return the errors in the order in which they are first named."""
    return list(dict.fromkeys(name.error for name in names))


def sides_of(error: Error, own: str, other: str) -> Sides:
    """Return what an error and the other one cost, that of a false alarm first."""
    return (own, other) if error == "alarm" else (other, own)

"""A concept: a term with its meaning, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Concept"]


@dataclass(frozen=True, slots=True)
class Concept:
    """A term and its meaning.

    Attributes:
        name: as an answer leads with it.
        spelled: how people write it: regular expressions without flags, matched case-insensitively.
        meaning: what it is.
        matters: why it matters to a decision, or how it misleads.
        clauses: what the answer stands on.
        advice: the answer to "should I use it?", "do I need it?"; "" where `matters` says it.
    """

    name: str
    spelled: Sequence[str]
    meaning: str
    matters: str
    clauses: str = "S6; A1"
    advice: str = ""

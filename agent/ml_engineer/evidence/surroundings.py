"""Surroundings: the words around a number that say what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ml_engineer.evidence.names import Named


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a number.

    Attributes:
        sentence: the sentence or table row, with the header of the column.
        cells: in a table, the header of its column and the first cell of its row.
        lead: the clause up to the number, or the header of its column.
        named: the models and columns that the sentence names.
        clause: those that the number's own clause names.
        before: those that the sentence names before the number.
        label: in a table, the first cell of its row.
        headings: words of the lines over it.
        spoken: words of the clause before, which goes on to be of the same model.
        stretches: words of the clause, and of the sentence before the number.
    """

    sentence: str
    lead: str
    named: Named
    clause: Named
    before: Named
    stretches: tuple[Sequence[str], ...]
    cells: str = ""
    label: str = ""
    headings: tuple[Sequence[str], ...] = ()
    spoken: Sequence[str] = ()

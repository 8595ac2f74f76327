"""Candidates: the shown figures that hold a number, those first that fit what the text names."""

from __future__ import annotations

from dataclasses import dataclass, field

from ml_engineer.evidence.contradictions import Contradiction, contradiction
from ml_engineer.evidence.ledger import Held, Ledger
from ml_engineer.evidence.matching import (
    BOUNDS,
    held_by_shown,
    likeness,
    tells_interval,
)
from ml_engineer.evidence.names import words_of
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer.evidence.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that holds a number; `other` tells what the text names instead of its subject."""

    held: Held
    rank: int
    other: Contradiction | None = None

    @property
    def handle(self) -> str:
        """The figure's handle, `E3.f12`."""
        return self.held.handle


@dataclass(slots=True)
class Holding:
    """The figures that hold a number: those that fit what is named, best first, and others."""

    fitting: list[Candidate] = field(default_factory=list)
    others: list[Candidate] = field(default_factory=list)

    def best(self, most: int) -> list[str]:
        """Return the handles that fit equally well; none if they are more than `most`."""
        top = [one.handle for one in self.fitting if one.rank == self.fitting[0].rank]
        handles = list(dict.fromkeys(top))
        return handles if len(handles) <= most else []


def holding_figures(token: NumberToken, ledger: Ledger, around: Surroundings) -> Holding:
    """Return the shown figures that hold a number: those that fit what is named, and others."""
    said = frozenset(words_of(around.sentence))
    bounds = tells_interval(around.sentence)
    holding = Holding()
    for held in held_by_shown(token, ledger):
        figure = ledger.figure(held.handle)
        if figure is None or (held.part in BOUNDS and not bounds):
            continue
        other = contradiction(held, figure, ledger, around)
        rank = likeness(figure, held.part, said, around.named)
        listed = holding.fitting if other is None else holding.others
        listed.append(Candidate(held, rank, other))
    holding.fitting.sort(key=lambda one: -one.rank)
    return holding

"""A proposal: columns for a role, how sure it is, and why in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ml_engineer_tools.evidence import Confidence

Role = Literal["target", "time", "group", "key"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of a proposal, in words that follow "it", and the points it is worth."""

    words: str
    points: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """Columns that may play a role.

    Attributes:
        columns: one, or two that only together do.
        reasons: what speaks for it and against it, most important first.
        medium, high: points from which the confidence is that.
    """

    columns: tuple[str, ...]
    reasons: tuple[Reason, ...]
    medium: float
    high: float

    @property
    def points(self) -> float:
        """The sum of the points of all reasons."""
        return sum(reason.points for reason in self.reasons)

    @property
    def confidence(self) -> Confidence:
        """How sure it is."""
        if self.points >= self.high:
            return "high"
        return "medium" if self.points >= self.medium else "low"

    @property
    def because(self) -> str:
        """What speaks for it, as the end of a sentence."""
        return "; ".join(reason.words for reason in self.reasons if reason.points > 0)


def best_first(proposals: list[Proposal], least: float) -> list[Proposal]:
    """Return the proposals with at least so many points, best first, ties by name."""
    kept = [proposal for proposal in proposals if proposal.points >= least]
    return sorted(kept, key=lambda proposal: (-proposal.points, proposal.columns))

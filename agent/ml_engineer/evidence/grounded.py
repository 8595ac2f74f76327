"""What grounding says of one number: its verdict, the figures behind it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ml_engineer.evidence.numbers import NumberToken

Verdict = Literal[
    "measured", "derived", "user", "convention", "structural",
    "uncited", "unsupported", "wrong_subject",
]  # fmt: skip
GROUNDED: frozenset[Verdict] = frozenset(
    {"measured", "derived", "user", "convention", "structural"}
)


@dataclass(frozen=True, slots=True)
class Grounded:
    """One number and what was found behind it.

    Attributes:
        token: the number.
        verdict: what it is.
        handles: the figures behind it; of an uncited number, candidates to cite, best first.
        why: one sentence that says how, or what is wrong.
        cited: it was judged by a citation that reaches it.
        reached: a citation reaches it, be it of this number or of another one.
    """

    token: NumberToken
    verdict: Verdict
    handles: tuple[str, ...] = ()
    why: str = ""
    cited: bool = False
    reached: bool = False

    @property
    def holds(self) -> bool:
        """Whether the number is accounted for."""
        return self.verdict in GROUNDED

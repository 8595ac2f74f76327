"""How many rows lie within a margin: "on what share are we within ±10 %?", "off by more than 300?".

It is told of numbers that are predicted, from the shares and errors that were measured; a margin
that was not measured lies between two that were.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import cited

if TYPE_CHECKING:
    from ml_engineer.evidence.view import ViewFigure
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["asks_for_a_margin", "told_of_margin"]

LONGEST_ASKED = 26
"""Words of such a question; what is longer asks for more."""

_NUMBER = r"(?P<number>\d+(?:[.,]\d+)*)"
_PERCENT = r"(?P<percent>%|percent|per ?cent|pct\b)"
_MARGIN = re.compile(
    rf"(?:\+ ?/? ?-|\u00b1|plus.?(?:or.?|/)?minus|within|inside|less than|more than|at most|under"
    rf"|over|by up to|up to|no more than|further than|closer than|off by)(?: (?:about|around|some"
    rf"|a|the|only|just|than|of|more|less|at|most|\+ ?/? ?-|\u00b1))*"
    r" ?(?:\+ ?/? ?-|\u00b1)? ?"
    rf"{_NUMBER} ?(?:{_PERCENT})?",
    re.IGNORECASE,
)
_COUNTS = (
    r"\b(?:(?:what|which|how (?:large|big|high)(?: is| a)?(?: the)?) (?:share|percentage|percent"
    r"|fraction|proportion|part|portion)|share of|(?:percentage|fraction|proportion|part) of"
    r"|how (?:often|many|much)|how frequently|on (?:what|which|how many)|what % )\b"
)
_OF_ERRORS = (
    r"(?:\u00b1|\+ ?/? ?-|plus.?minus|\bwithin\b|\boff\b|\bwrong by\b|\bmiss(?:es|ed)? by\b"
    r"|\berrors?\b|\bdeviat\w*|\baway\b|\bclose\w*\b|\btruth\b|\bactuals?\b"
    r"|\breal (?:value|number)\b)"
)
_ELSE = (
    r"\b(?:promis\w*|guarantee\w*|by when|until|ms|milliseconds?|seconds?|minutes?|hours?|days? of"
    r"|threshold|alerts?|drift\w*|missing|older|younger|aged)\b"
)


def asks_for_a_margin(text: str) -> bool:
    """Tell whether a message asks how many rows are predicted within a margin."""
    said = " ".join(text.replace("\u2019", "'").split())
    return (
        len(said.split()) <= LONGEST_ASKED
        and _compiled(_COUNTS).search(said) is not None
        and _compiled(_OF_ERRORS).search(said) is not None
        and _MARGIN.search(said) is not None
        and _compiled(_ELSE).search(said) is None
    )


def told_of_margin(past: Situation) -> str:
    """Return how many rows lie within the margin that is asked about; "" without numbers."""
    tool = "evaluate_predictions" if past.predicted is not None else "train_baselines"
    asked = _MARGIN.search(past.heard.text)
    shares = {
        float(str(f.slice).removeprefix("within ").rstrip("%")) / 100: f
        for f in past.figures(tool, "within_share")
    }
    bounds = list(past.figures(tool, "absolute_error_quantile"))
    if asked is None or not shares or not bounds:
        if past.facts.target is None and past.predicted is None:
            return (
                '**That needs the target: which column is to be predicted?** Say "target is ...", '
                "and I measure it.\n\nStands on: S1, S6; P2"
            )
        return (
            "**No numbers were predicted here, so that no margin around them could be measured.** "
            "Shares within a margin are told where the target is a number.\n\nStands on: S6; P2"
        )
    number = float(asked["number"].replace(",", ""))
    half = next((b for b in bounds if str(b.slice).startswith("50%")), bounds[0])
    lead = _relative(number / 100, shares) if asked["percent"] else _absolute(number, half)
    any_share = next(iter(shares.values()))
    of = f"`{any_share.model}`" if any_share.model else "The predictions"
    where = f", {any_share.split}" if any_share.split else ""
    return (
        f"**{lead}** Half of the rows are off by {cited(half)} at most.\n\nThis is of {of} on "
        f"rows that judged it and that it had not "
        f"learnt from{where}; what may be promised is the worse end of an interval on the locked "
        "rows. Which margin still leads to the right decision?\n\nStands on: S6, S1; P2, R4"
    )


def _relative(margin: float, shares: dict[float, ViewFigure]) -> str:
    exact = next((f for known, f in shares.items() if abs(known - margin) < 1e-9), None)
    if exact is not None:
        return f"In {cited(exact)} of the rows the prediction lies within that much of the outcome."
    below = max((known for known in shares if known < margin), default=None)
    above = min((known for known in shares if known > margin), default=None)
    parts = []
    if below is not None:
        parts.append(f"in at least {cited(shares[below])} of the rows")
    if above is not None:
        parts.append(f"in at most {cited(shares[above])} of them")
    told = ", and ".join(parts)
    return f"That margin was not measured; it holds {told}, by the nearest margins that were."


def _absolute(margin: float, half: ViewFigure) -> str:
    """Say on which side of half of the rows a margin lies; finer shares stand in the evidence."""
    if float(half.value) <= margin:
        return "In half of the rows at least the prediction lies within that of the outcome."
    return "In fewer than half of the rows the prediction lies within that of the outcome."


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

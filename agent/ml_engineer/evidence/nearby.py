"""Nearby: the numbers around one in an answer, of which it may have been computed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer.evidence.operands import Operand, distinct
from ml_engineer.evidence.places import Place

NUMBERS_BEFORE = 12
"""So many numbers before one are looked at, to say what it may have been computed from."""
_GOES_ON = re.compile(
    r"\s*(?:That|This|It|Which|Together|These|Those|So|Hence|Thus|i\.e\."
    r"|The (?:gap|rest|other|difference))\b"
)
"""How a sentence begins that goes on with the numbers of the one before it."""


def nearby(
    index: int, places: Sequence[Place], own: Sequence[Sequence[Operand]], text: str
) -> tuple[list[Operand], list[Operand]]:
    """Return the operands of the numbers around one: of its sentence, and those before."""
    sentence = places[index].reach.sentence
    window = range(max(0, index - NUMBERS_BEFORE), min(len(own), index + 4))
    nearest = sorted(window, key=lambda k: abs(k - index))
    here = [o for k in nearest if places[k].reach.sentence == sentence for o in own[k]]
    for start, end in places[index].reach.context[1:]:
        # The heading of a table's column: "extra sales from 25,000 letters".
        here += [o for k in window if start <= places[k].token.start < end for o in own[k]]
    if _GOES_ON.match(text, sentence[0]):
        last = [k for k in window if places[k].reach.sentence[1] <= sentence[0]][-1:]
        spoken = places[last[0]].reach.sentence if last else None
        if spoken is not None and not text[spoken[1] : sentence[0]].strip():
            here += [o for k in window if places[k].reach.sentence == spoken for o in own[k]]
    before = [
        o for k in reversed(window)
        if k < index and places[k].reach.sentence != sentence for o in own[k]
    ]  # fmt: skip
    return distinct(here), distinct(before)

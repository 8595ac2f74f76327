"""Wrong base: a change in per cent that was divided by the end that it leads to.

A fall from 22 % to 17 % is one by 22 %, of what there was; 29 % would be of what is left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer.evidence.derivations import displays
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer_tools.evidence import Figure

BEFORE, BEHIND = 32, 12
"""Characters on either side of a number in which a word tells its direction."""

_FALLS = re.compile(
    r"\b(?:reductions?|savings?|saves?|saved|decreases?d?|declines?d?|drops?|dropped|f[ae]lls?|fallen"
    r"|cuts?|less|fewer|lower|shrinks?|shrank|down|smaller|shorter|cheaper)\b",
    re.IGNORECASE,
)
_RISES = re.compile(
    r"\b(?:increases?d?|rises?|rose|risen|grew|grown|growth|more|higher|larger|up|longer|dearer"
    r"|jump(?:s|ed)?)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[;:\n\[\]|]|\.\s|\b(?:but|while|whereas|though)\b")


def of_the_wrong_base(
    text: str, token: NumberToken, header: str, figures: Sequence[Figure]
) -> str | None:
    """Return what is wrong with a change in per cent between two figures, or None.

    Args:
        text: the answer.
        token: the percentage.
        header: that of its table's column, or nothing.
        figures: those that it was computed from.
    """
    values = sorted(float(one.value) for one in figures if isinstance(one.value, int | float))
    if len(values) != 2 or not 0 < values[0] < values[1] or not token.text.endswith(("%", "t")):
        return None
    if figures[0].quantity != figures[1].quantity:
        return None
    words = " ".join(
        (
            header,
            _ENDS.split(text[max(0, token.start - BEFORE) : token.start])[-1],
            _ENDS.split(text[token.end : token.end + BEHIND])[0],
        )
    )
    falls, rises = _FALLS.search(words) is not None, _RISES.search(words) is not None
    change = values[1] - values[0]
    of_more, of_less = displays(token, change / values[1]), displays(token, change / values[0])
    if falls and not rises and of_less and not of_more:
        return "It is told as going down, but is divided by the lower of the two."
    if rises and not falls and of_more and not of_less:
        return "It is told as going up, but is divided by the higher of the two."
    return None

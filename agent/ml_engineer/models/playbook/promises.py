"""A promise of quality without a date: what was measured of it is said, and nothing is promised."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.deadlines import deadline_in

if TYPE_CHECKING:
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["asks_to_promise", "told_of_promise"]

LONGEST_ASKED = 20
"""Words of such a question; what is longer asks for more."""

PROMISE = re.compile(
    r"\b(?:promis(?:e|es|ing)|guarantee(?:s|ing)?|assur(?:e|es|ing)|warrant|commit to|vouch"
    r"|advertise|(?:claim|state) (?:that|an?|at least|\d)"
    r"|tell (?:\w+ ){0,3}(?:that )?(?:it|we|the model)"
    r"|put (?:[\w.%]+ ){0,4}(?:in|into) (?:the |a |our )?(?:contract|sla))\b",
    re.IGNORECASE,
)
OF_A_RELEASE = re.compile(r"\b(?:ship|go live|release|deploy|launch|roll out)\b", re.IGNORECASE)
QUALITY = re.compile(
    r"(?:\+ ?/? ?-|\u00b1|plus.?minus|within|\bat most|at least|more than|over|above|under|below)?"
    r" ?\d[\d.,]* ?(?:%|percent|per ?cent|points?|euros?|eur|\u20ac|\$)"
    r"|\b(?:accura\w+|auc|precis\w+|recall|f1|error|score|quality|right|correct)\b",
    re.IGNORECASE,
)
OF_TIME = re.compile(
    r"\b(?:when|until|till|by (?!\d)|soon|how long|dates?|deadline|weeks?|months?|days?|years?"
    r"|quarter"
    r"|sprints?|next|tomorrow|eventually|one day|reach|improve\w*|get (?:it )?to|will (?:it|we)"
    r" (?:be"
    r"|reach|get)|after)\b",
    re.IGNORECASE,
)


def asks_to_promise(text: str) -> bool:
    """Tell whether a question wants a quality promised, with no word of when it is reached."""
    said = " ".join(text.replace("\u2019", "'").split())
    return (
        said.endswith("?")
        and len(said.split()) <= LONGEST_ASKED
        and PROMISE.search(said) is not None
        and QUALITY.search(said) is not None
        and OF_TIME.search(said) is None
        and OF_A_RELEASE.search(said) is None
        and deadline_in(said, "promise_timeline") is None
    )


def told_of_promise(situation: Situation, expected: str) -> str:
    """Return what a promise could rest on, by what was measured.

    Args:
        situation: where the turn stands.
        expected: what can be expected of a model; "" where nothing was measured.
    """
    lead = (
        "**Not yet: a promise needs a score on the locked rows, and none was taken so far.**"
        if expected
        else "**Not before it was measured on rows that took no part in any choice.**"
    )
    within = (
        "How many cases lie within a given margin is not among what was measured; a score's "
        "interval is. "
        if re.search(r"\+ ?/? ?-|\u00b1|within|plus.?minus|margin", situation.heard.text)
        else ""
    )
    how = (
        f"{within}What may be promised is the worse end of the interval on the locked rows, for "
        "cases like these, and watched from then on: a figure holds as long as the world does."
    )
    facts = situation.facts
    ask = ""
    if facts.data is None:
        ask = "Which table holds past cases, and which column tells how they ended?"
    elif facts.target is None:
        ask = 'Which column is to be predicted? Say "target is ...".'
    parts = [lead, expected, how, ask, "Stands on: S5, S6; R4, H1"]
    return "\n\n".join(part for part in parts if part)

"""Going along: "fine, do that", "ok go", "yes please" after an offer take what was offered.

It is read as a whole: what says anything beside its yes keeps its own way. To a menu it takes the
first reading, which is the likeliest; to a next step, that step where the playbook can take it.
"""

from __future__ import annotations

import re

__all__ = ["goes_along"]

LONGEST = 10
"""Words of a message that may be a yes and nothing else."""

_YES = (
    r"(?:yes|yep|yeah|yup|ya|aye|ok(?:ay)?|k|sure|right|correct|exactly|fine|good|great|perfect"
    r"|agreed|alright|all right|cool|of course|certainly|absolutely|definitely|why not"
    r"|sounds (?:good|fine|right|great)|makes sense|(?:please )?(?:go|do)(?: ahead| on| for it| it"
    r"| that| this| so)?|proceed|continue|carry on|let(?:'s| us) (?:do|go|try)(?: (?:it|that|this"
    r"|for it|ahead))?|make it so|that(?:'s| is)? (?:it|fine|good|one|ok(?:ay)?|right)?|this one"
    r"|take (?:it|that|this)|as you (?:say|said|suggest\w*|propose\w*|like|wish|think)|you"
    r" (?:choose|decide|pick)|whatever(?: you (?:think|say|suggest|like))?"
    r"|i (?:agree|think so|guess so)"
    r"|please|pls|thanks|thank you|then|now|by all means|start|run it|try (?:it|that))"
)
_ALL = re.compile(
    r"^\W*(?:(?:yes|ok|please|i think|well)\W+)*(?:both|either|all|any|the first two)"
    r"(?: of (?:them|these|those|it))?\W*(?:please\W*)?$",
    re.IGNORECASE,
)
"""A reply to a menu that wants all of it: the first comes first."""
_WHOLE = re.compile(rf"^\W*(?:{_YES}\b\W*)+$", re.IGNORECASE)
_ONLY_THANKS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|k|fine|good|great|perfect|cool|thanks|thank you|alright|sure)\b\W*)+$",
    re.IGNORECASE,
)


def goes_along(text: str, *, offered: bool = False) -> bool:
    """Tell whether a message says yes to what was offered and nothing else.

    Args:
        text: the message.
        offered: whether the turn before asked for a choice: then a bare "ok" is a yes as well;
            else it only takes note, as thanks do.
    """
    said = " ".join(text.replace("\u2019", "'").split())
    if offered and _ALL.match(said):
        return True
    if len(said.split()) > LONGEST or "?" in said or _WHOLE.match(said) is None:
        return False
    if re.search(r"\b(?:thanks|thank you)\b", said, re.IGNORECASE):
        return False
    return offered or _ONLY_THANKS.match(said) is None

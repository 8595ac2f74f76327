"""What a message says of columns that are known in time: "m2 is known before, it is the size".

It answers the question that is asked of suspects, and clears them until something else is told.
Names of columns are written as `§3§`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ml_engineer.models.playbook.told_patterns import COLUMNS_IN_A_ROW, MADE_OF

__all__ = ["known_beforehand", "replies_beforehand"]

_CLAUSE = r"(?:(?! (?:and|but|so|weil|und)\b)[^.,;:!?§])"
_GAP = rf"{_CLAUSE}{{0,40}}?"
_REST = rf"{_CLAUSE}*"
_RECORDED = (
    r"\b(?:known|knows?|knew|available|filled(?: in| out)?|recorded|measured|written|entered"
    r"|collected|determined|logged|observed|noted|there|set|fixed|given|exists?|stored)\b"
)
_HAD = (
    r"\b(?:ha(?:ve|s|d)|gets?|got|sees?|receives?|measures?|records?|collects?|enters?|knows?"
    r"|knew)\b"
)
_MOMENT = (
    r"(?:prediction|scoring|serving|inference|decision|request|outcome|event|call|sale|sell\w*"
    r"|decid\w*|predict\w*|scor\w*|target|label|result|price|failure)"
)
_BEFORE = (
    r"(?:\bbefore(?:hand)?\b|\bin advance\b|\bahead(?: of time)?\b|\bup ?front\b|\bin time\b"
    r"|\balways\b|\balready\b|\bfrom the (?:start|beginning|outset)\b|\bearl(?:y|ier)(?: enough)?\b"
    rf"|\bat (?:the )?(?:time of |moment of )?(?:the )?{_MOMENT}(?: time)?\b"
    rf"|\bwhen (?:we|you|they|i|it|the \w+) (?:is |are |has to |have to )?"
    rf"(?:(?:make|makes|take|takes|give|gives) (?:a |the |our )?)?{_MOMENT}\b"
    r"|\bat (?:that|the) (?:time|moment|point)\b)"
)
_WHO = r"\b(?:we|you|they|i|one)\b"

BEFOREHAND = (
    rf"{COLUMNS_IN_A_ROW}{_GAP}{_RECORDED}{_GAP}{_BEFORE}{_REST}",
    rf"{COLUMNS_IN_A_ROW}{_GAP}{_BEFORE}{_GAP}{_RECORDED}{_REST}",
    rf"{_HAD} (?:the |our )?{COLUMNS_IN_A_ROW}{_GAP}{_BEFORE}{_REST}",
    rf"\b(?:of course|naturally|obviously|certainly),? {_WHO}{_GAP}{_HAD} (?:the |our )?"
    rf"{COLUMNS_IN_A_ROW}{_REST}",
    rf"{_WHO}{_GAP}\b(?:always|already)\b{_GAP}{_HAD} (?:the |our )?{COLUMNS_IN_A_ROW}{_REST}",
)
OF_PRONOUNS = (
    rf"\b(?:it|they|both|these|those)\b(?:'s|'re| is| are)?{_GAP}\b(?:known|available|recorded"
    rf"|measured|filled in)\b{_GAP}{_BEFORE}{_REST}",
    rf"{_WHO}{_GAP}{_HAD} (?:it|them|both|these|those)\b{_GAP}{_BEFORE}{_REST}",
)
"""Words that say it, of columns and of what was spoken of before."""

DENIED = (
    r"\b(?:not|never|hardly|un(?:known|available|recorded)|only|just|after(?:wards?)?|too late"
    r"|nobody|no one|if|whether)\b|n't\b"
)
"""What in the same words says the opposite, or leaves it open."""

LEFT_OPEN = (
    r"\b(?:if|whether|when|unless|once|provided|assuming|suppose)(?: the| that| we| you| they"
    r"| i)*\s*$"
    r"|(?:\b(?:not|never|hardly|cannot|nobody|who)\b|n't\b)[^.,;§]{0,12}$"
)
"""What stands before words that only suppose it."""

REPLY = (
    r"^\W*(?:(?:they|it|both|all(?: of them)?|these|those|that|this|well|hm+|yes|i think|i believe"
    r"|always|already|known|is|are|was|were)(?:'s|'re)?[, ]+)*"
    r"(?:(?:long|well|way|much|right|shortly) )?(?:before(?:hand)?\b|in advance\b|up ?front\b"
    r"|in time\b|ahead\b|at prediction time\b|always\W*$)"
)
LONGEST_REPLY = 12
"""How a reply to "when is it known?" says that it is before; words of such a reply."""


def known_beforehand(sentence: str, spoken_of: Sequence[int] = ()) -> tuple[list[int], str]:
    """Return the places of columns that a statement says to be known in time, and the rest.

    Args:
        sentence: a statement.
        spoken_of: the columns that a pronoun stands for, where it names none itself.
    """
    spoken_of = [int(place) for place in re.findall(MADE_OF, sentence)] or spoken_of
    found: list[int] = []
    for pattern in BEFOREHAND:
        for match in _compiled(pattern).finditer(sentence):
            open_before = _compiled(LEFT_OPEN).search(sentence[: match.start()])
            if open_before or _compiled(DENIED).search(match.group()):
                continue
            found += [int(place) for place in re.findall(MADE_OF, match["cs"])]
            sentence = sentence.replace(match.group(), " ; ")
    for pattern in OF_PRONOUNS if spoken_of and not found else ():
        said = _compiled(pattern).search(sentence)
        if said is not None and not _compiled(DENIED).search(said.group()):
            return list(spoken_of), sentence.replace(said.group(), " ; ")
    return found, sentence


def replies_beforehand(text: str, asked_of: Sequence[str]) -> bool:
    """Tell whether a reply to the question when columns are known says that it is in time."""
    short = bool(asked_of) and len(text.split()) <= LONGEST_REPLY
    denied = re.search(r"\bnot\b|n't\b|\bafter", text, re.IGNORECASE)
    return short and denied is None and _compiled(REPLY).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

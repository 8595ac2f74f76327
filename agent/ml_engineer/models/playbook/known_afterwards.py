"""What a message says of when columns are known: "casual is known only after the day, drop it".

What is known only once the outcome is can't be an input: a model has to answer before. Names of
columns are written as `§3§`. A pronoun stands for the columns that were spoken of last: in the
message itself, or in the question that it replies to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ml_engineer.models.playbook.told_patterns import COLUMNS_IN_A_ROW, DROPS, MADE_OF, NO_ROWS

__all__ = ["asked_when", "dropped_by_pronoun", "known_afterwards", "replies_afterwards"]

_CLAUSE = r"(?:(?! (?:and|but|so|weil|und)\b)[^.,;:!?§])"
_GAP = rf"{_CLAUSE}{{0,40}}?"
_REST = rf"{_CLAUSE}*"
_PRONOUN = r"\b(?:it|they|that|this|those|these|both|them)\b(?:'s|'re)?"
_RECORDED = (
    r"\b(?:known|knows?|available|filled(?: in| out)?|recorded|measured|written|entered|computed"
    r"|calculated|collected|determined|logged|observed|noted|there|exists?|kenn\w*|bekannt|wei\u00df"
    r"|wissen|connues?|conna\w+|sait|conocid[ao]s?|sab\w+)\b"
)
_HAD = r"\b(?:ha(?:ve|s)|gets?|got|see|receives?|learn|find out|arrives?|comes? in|fill in|enter)\b"
_NO_MOMENT = (
    r"(?! (?:the |our |a )?(?:\d|release|launch|migration|update|upgrade|merger|rollout|system"
    r"|change|pandemic|promotion|lunch))"
)
_AFTER = (
    rf"\b(?:after(?:wards?)?{_NO_MOMENT}|later\b|once\b|in (?:hindsight|retrospect)|post[- ]?hoc"
    r"|too late|at the (?:very )?end\b|hinterher|nachher|danach|nach\b|apr\u00e8s|despu[e\u00e9]s)"
)
_ONLY_AFTER = (
    r"(?:\b(?:only|just|not|first|erst|seulement|s[o\u00f3]lo) (?:\w+ )?(?:after|once|when|later"
    r"|until|at the end|in hindsight|nach|danach|apr\u00e8s|despu[e\u00e9]s)\b"
    r"|\bafterwards?\b|\bafter the (?:fact|event|outcome)\b|\bin (?:hindsight|retrospect)\b"
    rf"|\bonce {_CLAUSE}{{1,30}}?\b(?:over|done|finished|closed|ended|through|known|arrived)\b"
    r"|\bhinterher\b|qu'apr\u00e8s)"
)
_NOT_YET = (
    r"(?:\bnot|n't|\bnever|\bun)(?: yet| be)? ?(?:known|available|there|recorded|filled in|given)"
    r"(?: yet)?"
)
_AT_PREDICTION = (
    r"\b(?:at (?:the )?(?:prediction|scoring|serving|inference|request|decision|moment of|time|that"
    r" (?:time|point|moment))|before(?:hand)?\b|in advance|in time|ahead|yet\b|when (?:we|you|the"
    r" model|it) (?:predict|score|decide|answer)\w*)"
)

AFTERWARDS = (
    rf"{COLUMNS_IN_A_ROW}{_GAP}{_RECORDED}{_GAP}{_AFTER}{_REST}",
    rf"{COLUMNS_IN_A_ROW}{_GAP}{_HAD}{_GAP}{_ONLY_AFTER}{_REST}",
    rf"{COLUMNS_IN_A_ROW}{_GAP}(?:{_RECORDED}|{_HAD})? ?{_ONLY_AFTER}{_REST}",
    rf"{_RECORDED} (?:the |our )?{COLUMNS_IN_A_ROW}{_GAP}{_AFTER}{_REST}",
    rf"\b(?:only|just|first) (?:\w+ )?(?:{_HAD}|{_RECORDED}) (?:the |our )?{COLUMNS_IN_A_ROW}"
    rf"{_GAP}{_AFTER}{_REST}",
    rf"{COLUMNS_IN_A_ROW}{_GAP}{_NOT_YET}{_GAP}{_AT_PREDICTION}{_REST}",
)
OF_PRONOUNS = (
    rf"{_PRONOUN}{_GAP}{_RECORDED}{_GAP}{_AFTER}{_REST}",
    rf"{_PRONOUN}{_GAP}{_HAD}{_GAP}{_ONLY_AFTER}{_REST}",
    rf"(?:{_RECORDED}|{_HAD}) (?:it|them|that|this|those|these|both)\b{_GAP}{_ONLY_AFTER}{_REST}",
    rf"{_PRONOUN}{_GAP}{_NOT_YET}{_GAP}{_AT_PREDICTION}{_REST}",
)
"""Words that say it, of columns and of what was spoken of before."""

DENIED = (
    r"(?:\bnot|n't) (?:\w+ )?(?:only|just)\b|\b(?:is|are|it's|they're)(?: already)? (?:known|there"
    r"|available) (?:\w+ )?before\b"
)
"""What says the opposite in like words."""

REPLY = (
    r"^\W*(?:(?:they|it|both|all(?: of them)?|these|those|that|this|well|hm+|yes|i think|i believe"
    r"|probably)(?:'s|'re| is| are)?[, ]+|(?:known|only|filled in|recorded|measured|available|just"
    rf"|much|long|or|during) )*(?:{_AFTER}|during\b|only then\b)"
)
LONGEST_REPLY = 12
"""How a reply to "when is it known?" says that it is afterwards; words of such a reply."""

DROPPED = (
    rf"(?<!not )(?<!n't )(?<!never )(?<!dont )\b(?:{DROPS}|without)(?: \w+)? (?:it|them|that|this"
    r"|those|these|both|the (?:two|three))(?: (?:one|two|three|column|feature|field|variable)s?)?\b"
    rf"(?: (?:of them|out|away))?{NO_ROWS}"
    r"|(?<!not )(?<!n't )(?<!never )(?<!dont )\b(?:leave|keep|take|throw|kick|cut) (?:it|them|that"
    r"|this|those|these|both)(?: \w+)? (?:out|away|aside)\b"
)
"""What asks to leave out what was spoken of."""

ASKED_WHEN = r"^[^\n?]*\bWhen (?:is|are) (?P<which>[^\n?]*?) (?:known|filled in)\b[^\n]*\?"
"""How an answer asks when columns are known."""


def known_afterwards(sentence: str, spoken_of: Sequence[int]) -> tuple[list[int], str]:
    """Return the places of columns that a statement says to be known afterwards, and the rest.

    Args:
        sentence: a statement.
        spoken_of: the columns that a pronoun stands for.
    """
    if _compiled(DENIED).search(sentence):
        return [], sentence
    found: list[int] = []
    for pattern in AFTERWARDS:
        for match in _compiled(pattern).finditer(sentence):
            found += [int(place) for place in re.findall(MADE_OF, match["cs"])]
        sentence = _compiled(pattern).sub(" ; ", sentence)
    if not found and spoken_of:
        for pattern in OF_PRONOUNS:
            if _compiled(pattern).search(sentence):
                return list(spoken_of), _compiled(pattern).sub(" ; ", sentence)
    return found, sentence


def replies_afterwards(text: str) -> bool:
    """Tell whether a reply to the question when columns are known says that it is afterwards."""
    return len(text.split()) <= LONGEST_REPLY and _compiled(REPLY).search(text) is not None


def dropped_by_pronoun(sentence: str, spoken_of: Sequence[int]) -> tuple[list[int], str]:
    """Return the places of columns that a pronoun asks to leave out, and the rest of the words.

    Args:
        sentence: a statement.
        spoken_of: the columns that were spoken of before it.
    """
    match = _compiled(DROPPED).search(sentence)
    if match is None:
        return [], sentence
    inside = [int(place) for place in re.findall(MADE_OF, sentence[: match.start()])]
    which = inside or list(spoken_of)
    return (which, _compiled(DROPPED).sub(" ; ", sentence)) if which else ([], sentence)


def asked_when(answer: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of which an answer asks when they are known."""
    named = [
        name
        for match in re.finditer(ASKED_WHEN, answer, re.MULTILINE)
        for name in re.findall(r"`([^`\n]+)`", match["which"])
    ]
    return tuple(name for name in dict.fromkeys(named) if name in columns)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

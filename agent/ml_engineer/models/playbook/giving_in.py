"""Giving in to a refusal: "fine, what do I do then?", "ok I make the test first", "and now?".

Heard only while a refusal stands. Whoever asks what to do, or sets out to do it, is told how, and
whoever did it has the record looked at anew; neither presses.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["asks_for_the_way", "asks_to_look_again", "demands"]

LONGEST = 25
"""Words of such a message; what is longer tells of something else as well."""

_OPEN = (
    r"^\W*(?:(?:ok(?:ay)?|k|fine|alright|all right|well|right|fair(?: enough)?|agreed|deal|good"
    r"|sure"
    r"|understood|got it|i see|i understand|i get it|you win|you(?:'re| are) right|very well|yes|no"
    r"|then|so|and|but|now|hm+|thanks|thank you|great|cool|please|if you (?:say so|insist|must)"
    r"|as you (?:wish|like)|point taken|let's do it|i give (?:in|up)|whatever|i (?:will|'ll) do it"
    r"|we (?:will|'ll) do it)\b[\s,.:;!-]*)*"
)
_WE = r"(?:i|we|u|you|one|somebody|my team|they)"
_DO = (
    r"(?:do|go about|begin|start|proceed|continue|go on|tackle|get|fix|solve|change|bring|show"
    r"|need)"
)
_WAYS = (
    r"\bwhat (?:\w+ )?(?:do|should|must|can|could|shall|would|will) (?:i|we|one|they|my team)"
    rf"\b(?: \w+){{0,3}}? {_DO}\b(?! about\b)",
    rf"\bwhat (?:exactly |precisely |concretely |else )?(?:is|are|do|does)? ?{_WE}? ?(?:need|have"
    rf"|got)"
    r"(?:ed)? to (?:be done|do|bring|show|change|say|happen|give|put|provide)\b",
    rf"\bwhat (?:would|do|will|does|must) {_WE} (?:still )?(?:need|want|require|take)\b",
    r"\bwhat (?:would|does|will) it take\b",
    r"\bwhat (?:to )?(?:do|next|now|first|exactly|else)\b(?: (?:then|next|now|first|exactly"
    r"|here|please))*\W*$|\b(?:steps?|commands?)\W*$",
    r"\bwhat(?:'s| is| are)? (?:the )?(?:next|first|concrete|exact|missing|open|remaining)\b",
    rf"\bhow (?:exactly )?(?:do|can|could|should|would|to|shall) ?{_WE}? ?(?:\w+ )?(?:{_DO}|set"
    rf"|make"
    r"|put|write|build|get|run|sign|record|satisfy|meet|pass|close|accept|draft)"
    r"(?: (?:up|to|about|on|with|it|this|that|these|them|there|started|done|right|a|the|an|your|my"
    r"|yes|ok|record|live|approved|past|over|card|plan|reference|list|data))*\W*$",
    rf"\bwhere (?:do|should|can|shall) {_WE} (?:start|begin)\b|\bwhere to (?:start|begin)\b",
    r"\b(?:which|what|the|exact|give me (?:the |a )?|show me (?:the )?|list (?:the )?|any) ?"
    r"(?:commands?|steps?|checklist|to-?do(?: list)?|list|recipe|instructions)\b",
    r"\b(?:tell|show|walk|guide|help|teach|take) (?:me|us)\b[^?!\n]{0,20}\b(?:what|how|through|do"
    r"|to do|steps?|there)\b",
    r"\bnext steps?\b|\bstep by step\b|\bto-?do list\b",
)
"""Questions for what has to be done."""

_SETS_OUT = (
    rf"\b(?:{_WE}|let's|let us)(?:'ll| will| am going to| are going to| can| shall| gonna| want to"
    r"| would like to)?(?: then| first| now| just)? (?:do|make|set(?:ting)? up|build|write|run|fill"
    r"|sign|get|name|draft|evaluate|test|measure|monitor|hold (?:\w+ )?back|prepare|create|collect"
    r"|ask|find|log|keep|add)\b(?P<what>[^?!\n]*)"
)
_NEEDED = (
    r"\b(?:tests?|testing|evaluat\w*|hold-?out|backtest\w*|baselines?|monitor\w*|alerts?|reference"
    r"|owner|plan|cards?|licen[cs]e|consent|permission|papers?|source|offline|properly|by the book"
    r"|right way|your way|that|it|this|steps?)\b"
)
_FIRST = r"\b(?:first|then|properly|before|by the book|the right way|your way|now)\b"

_LATER = (
    r"\b(?:later|afterwards?|after (?:the )?(?:launch|release|go-?live)|meanwhile|in parallel"
    r"|anyway"
    r"|next (?:week|month|quarter|sprint)|some day|eventually|once (?:it(?:'s| is)|we(?:'re| are))"
    r" (?:live|out)|not now|instead)\b"
)
_DEMANDS = (
    r"\b(?:ship|deploy|release|launch|roll (?:it |this )?out|go(?:es|ing)? live|put (?:it"
    r"|this) live"
    r"|train (?:on|it|the)|send it|approve|say yes(?! for)|promise|switch it on|just (?:do|say"
    r"|go))\b"
)
_TO_SAY_YES = r"\b(?:to|before|so that|until|for)\b[^.?!\n]{0,30}$"
"""What stands before a word for what was refused where it is only the aim."""

AGAIN = (
    r"(?:(?:and|so|but|ok(?:ay)?|well|how about|what about) )*(?:(?:and )?now|by now|any (?:better"
    r"|news"
    r"|change)|better(?: now)?|still(?: a)? no(?:w)?|is (?:it|that|this)(?: still)? (?:a )?(?:no"
    r"|ok(?:ay)?"
    r"|fine|enough|good|better|yes|allowed|settled)(?: now| then)?|(?:can|could|please|pls)? ?"
    r"(?:you )?"
    r"(?:please )?(?:check|look|try|verify|see)(?: (?:it|the record|once more|once))? ?(?:again"
    r"|anew|now"
    r"|once more)|(?:is it |it's |its |that's |all )?(?:done|there|in place|on record|accepted"
    r"|signed)"
    r"(?: now)?|(?:i|we)(?:'ve| have)? (?:just )?(?:did|done|accepted|signed|put|confirmed|ran|run|"
    r"saved|recorded|drafted)(?: (?:it|that|them|this|the \w+(?: \w+)?))?(?: (?:on record|in|now))?"
    r"|(?:the |my |our )?(?:monitoring )?(?:plan|card|reference|evaluation|answer)s? (?:is|are|was"
    r"|were)"
    r" (?:now )?(?:accepted|signed|saved|confirmed|on record|there|done))"
)
"""Asks for another look, as something may be on record."""


def asks_for_the_way(text: str) -> bool:
    """Tell whether a message asks what has to be done, or sets out to do what was missing."""
    said = _plain(text)
    if len(said.split()) > LONGEST or _compiled(_LATER).search(said) or demands(said):
        return False
    if any(_compiled(way).search(said) for way in _WAYS):
        return True
    sets_out = _compiled(_SETS_OUT).search(said)
    if sets_out is None or said.rstrip().endswith("?"):
        return False
    what = sets_out["what"]
    agrees = _compiled(_OPEN).match(said)
    agreed = agrees is not None and agrees.end() > 0
    return _compiled(_NEEDED).search(f"{sets_out.group()}") is not None and (
        agreed or _compiled(_FIRST).search(what) is not None
    )


def asks_to_look_again(text: str) -> bool:
    """Tell whether a message asks for another look at the record, and for nothing else."""
    said = _plain(text)
    return (
        _compiled(rf"{_OPEN}{AGAIN}(?: (?:please|then|too|now|already))*\W*$").match(said)
        is not None
    )


def demands(text: str) -> bool:
    """Tell whether a message asks for what is refused, beyond naming it as the aim."""
    said = _plain(text)
    return any(
        _compiled(_TO_SAY_YES).search(said[: match.start()]) is None
        for match in _compiled(_DEMANDS).finditer(said)
    )


def _plain(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").split())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

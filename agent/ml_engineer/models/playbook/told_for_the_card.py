"""What a person told of where data comes from, as `card draft` takes it: source, licence, owner.

Each is quoted as it was said; nothing is made up, and what wasn't told stays to be filled in.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from functools import cache

__all__ = ["CARD_OPTIONS", "card_command", "owner_told", "told_for_card"]

CARD_OPTIONS = (
    "source", "licence-or-consent", "owner", "known-bias", "label-definition", "label-delay",
)  # fmt: skip
"""Options of `card draft` in the order in which they are asked for."""

OPEN: dict[str, str] = {
    "source": "source",
    "licence-or-consent": "licence or consent",
    "owner": "owner",
    "known-bias": "known bias, such as whom it leaves out",
    "label-definition": "definition of the label",
    "label-delay": "delay of the label",
}
"""What is still to be filled in, in words."""

_ENDS = (
    r"(?=\s*(?:[,;!?\n]|\.(?:\s|$)|$| and (?:the |our |we |it |they |customers|users|people|source"
    r"|bias|owner|licen[cs]e|label)))"
)
_IS = r"(?:'s| is| was| are|:| =| of the data is| would be)"
_WHO = (
    r"(?:customers?|users?|people|they|patients?|clients?|members?|subscribers?|persons?|employees?"
    r"|participants?|everybody|everyone|guests?|buyers?|drivers?|students?)"
)
_PATTERNS: dict[str, tuple[str, ...]] = {
    "source": (
        rf"\b(?:the |its |our )?(?:data )?source(?: of (?:it|this"
        rf"|the data))?{_IS} (?P<found>.+?){_ENDS}",
        rf"\b(?:it|data|table|this|rows?|file|they)\b (?:all )?(?:comes?|came|is|was|are|were)"
        r" (?:exported |taken |collected |pulled |extracted |downloaded )?(?:straight )?from"
        rf" (?P<found>.+?){_ENDS}",
        rf"\bwe (?:collected|exported|gathered|took|got) (?:\w+ ){{1,3}}from (?P<found>.+?){_ENDS}",
        rf"\b(?:is|are|it's|comes? from) (?P<found>our own (?:\w+ ?){{1,4}}?){_ENDS}",
    ),
    "licence-or-consent": (
        rf"\b(?:the |its |our )?(?:licen[cs]e|permission|legal basis){_IS} (?P<found>.+?){_ENDS}",
        rf"\b(?P<found>{_WHO} (?:have |has |had |all |did )*(?:consent\w*|agreed|opted[- ]in|signed"
        rf"|gave (?:\w+ )?consent)\b.*?){_ENDS}",
        rf"\b(?P<found>(?:we have (?:the |their )?|there is )?(?:consent|permission)\b (?:from|for"
        rf"|by|in"
        rf"|of) .+?){_ENDS}",
        r"\b(?:licen[cs]ed )?under (?:the |a )?(?P<found>(?:cc[- ]?by|mit|apache|odbl"
        r"|cc0)[\w .-]*?)"
        rf"{_ENDS}",
        rf"\b(?P<found>(?:the |our )?contracts? (?:covers?|allows?|permits?|says?) .+?){_ENDS}",
    ),
    "owner": (
        r"\b(?:data |the |its )?owner(?:'s| is| was|:| =| will be)? (?:the )?"
        rf"(?P<found>(?!of\b|and\b|or\b|will\b|later\b)\w[^,;.!?\n]{{1,40}}?){_ENDS}",
        r"\b(?P<found>[A-Z]\w+(?: [A-Z]\w+)?) (?:owns|is responsible for|is on call)\b",
    ),
    "known-bias": (
        rf"\b(?:known )?bias{_IS} (?P<found>.+?){_ENDS}",
        rf"\b(?P<found>(?:missing (?:from it )?are|it (?:leaves out|misses|lacks)) .+?){_ENDS}",
    ),
    "label-definition": (rf"\blabel(?: definition)?{_IS} (?:defined as )?(?P<found>.+?){_ENDS}",),
    "label-delay": (
        rf"\blabel delay{_IS} (?P<found>.+?){_ENDS}",
        rf"\blabels? (?:arrive|come|are known) (?P<found>.+? (?:later|after\b.*?)){_ENDS}",
    ),
}
_DENIED = r"\b(?:no|not|don't know|unknown|unclear|missing)\b[^,;.!?\n]{0,15}$"
MOST = 120
"""Characters of what is quoted."""


def told_for_card(texts: Sequence[str]) -> dict[str, str]:
    """Return what was told for a data card, by the option that takes it; the newest word counts.

    Args:
        texts: what the person said, newest last.
    """
    told: dict[str, str] = {}
    for option, patterns in _PATTERNS.items():
        for text in reversed(texts):
            said = _said(text, patterns)
            if said:
                told[option] = "; ".join(said)[:MOST]
                break
    return told


def _said(text: str, patterns: Sequence[str]) -> list[str]:
    if text.rstrip().endswith("?"):
        return []
    found: dict[str, None] = {}
    for pattern in patterns:
        for match in _compiled(pattern).finditer(text.replace("\u2019", "'")):
            before = text[max(match.start() - 25, 0) : match.start()]
            words = match["found"].strip(" .'\"`")
            if _compiled(_DENIED).search(before) or not words:
                continue
            if not any(words in other for other in found):
                found[words] = None
    return list(found)


def owner_told(texts: Sequence[str]) -> str | None:
    """Return who was named as the one that answers an alarm, or owns the data."""
    return told_for_card(texts).get("owner")


def card_command(data_name: str, told: dict[str, str]) -> str:
    """Return the command that drafts the card with what was told; the rest is to be filled in."""
    words = ["ml-engineer", "card", "draft", data_name]
    for option in CARD_OPTIONS:
        words += [f"--{option}", told.get(option, "TEXT")]
    return shlex.join(words).replace("`", "")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

"""The frame of a model as a person tells it: the decision, today's practice, and what errors cost.

What was told is not asked for again, and of what is missing one thing is asked at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal

from ml_engineer.models.playbook.costs import cost_of_one
from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.intents import Intent
from ml_engineer.models.playbook.memory import Heard
from ml_engineer_prompts.frame import NOTED, QUESTIONS, framed_answer

__all__ = ["first_missing", "framed"]

Part = Literal["decision", "practice", "costs"]

_WE = r"(?:we|i|they|our \w+|the \w+|somebody|someone|everybody|everyone|nobody|people)"
DECISION = (
    r"\b(?:the |our |my )?decisions?(?: is|:| to be taken| will be| that)\b|\bdecision\W"
    r"|\b(?:to )?(?:decide|choose|pick|select)s? (?:\w+ )?(?:which|whether|who|whom|what|how|where"
    r"|when|if)\b"
    r"|\bso (?:that )?(?:we|they|i|our \w+) (?:can|could|know|may)\b"
    r"|\b(?:which|what|who|whom|whether) (?:[\w-]+ ){0,4}to (?:show|call|send|offer|order|stock"
    r"|mail|visit|check|inspect|repair|grant|block|refuse|approve|treat|invite|contact|recommend"
    r"|buy|price|hire|staff|ship|test|review|target)\b"
)
PRACTICE = (
    rf"\b(?:today|currently|right now|at the moment|at present|now|so far|until now|up to now"
    rf"|nowadays|these days|as of now),? (?:\w+ )?{_WE}\b"
    rf"|\b{_WE} (?:\w+ ){{0,6}}(?:today|currently|right now|at the moment|so far|until now"
    rf"|by hand|manually|by gut|as a rule|every time|at random)\b"
    r"|\b(?:today|currently|at the moment|right now)(?: (?:it|this|that))?(?:'s| is| are| it's)?"
    r" (?:done|decided|a rule|nothing|by|the|manual\w*|random\w*)\b"
    r"|\btoday'?s? (?:practice|way|process|rule)\b|\bwe (?:do nothing|have no \w+|have a rule)\b"
)
COSTS = (
    r"\b(?:wrong|right|mistake|error|miss(?:ed)?|false (?:alarm|positive|negative)|hit|good one"
    r"|bad one|success|sale|order)\w*\b[^.?!\n]{0,40}?\b(?:costs?|worth|brings?|loses?|earns?"
    r"|saves?|nothing|free|gives?|means?)\b"
    r"|\bcosts?\b[^.?!\n]{0,30}?\b(?:wrong|mistake|miss\w*|nothing)\b"
)


def _has(pattern: str) -> Callable[[str], bool]:
    return lambda text: _compiled(pattern).search(text) is not None


OF_A_FRAME: frozenset[Intent] = frozenset({"need_model", "production_by_date"})
"""What a conversation is about in which a frame is told."""

TELLING: frozenset[Intent] = OF_A_FRAME | {
    "provide_information", "cost_threshold", "needs_language_model", "out_of_scope",
}  # fmt: skip
"""What a message that tells a part of it is taken for, where that is sure."""

TOLD: Mapping[Part, Callable[[str], bool]] = {
    "decision": _has(DECISION),
    "practice": _has(PRACTICE),
    "costs": _has(COSTS),
}


def _parts_told(text: str) -> set[Part]:
    """Return what of the frame a message tells; a question about it tells nothing."""
    told: set[Part] = set()
    for sentence in re.split(r"(?<=[.?!])\s+|\n|;", text.replace("\u2019", "'")):
        if not sentence.rstrip().endswith("?"):
            told |= {part for part, tells in TOLD.items() if tells(sentence)}
    if cost_of_one(text) is not None:
        told.add("costs")
    return told


def framed(heard: Heard) -> str:
    """Return the answer to who has told a part of the frame; "" if nobody has just done so."""
    asked = heard.asked
    if set(REFUSED) & {asked.intent, *asked.options} or heard.text.rstrip().endswith("?"):
        return ""
    newly = _parts_told(heard.text)
    if asked.sure and asked.intent not in TELLING:
        return ""
    begun = heard.topic in OF_A_FRAME or (asked.intent in OF_A_FRAME and len(newly) > 1)
    if not newly or not begun:
        return ""
    return framed_answer([part for part in QUESTIONS if part in newly], _missing(heard))


def first_missing(heard: Heard) -> str:
    """Return the first thing that a frame lacks, as a step to take."""
    missing = _missing(heard)
    return f"settle {NOTED[missing[0]]}" if missing else "attach the table, by its path"


def _missing(heard: Heard) -> list[Part]:
    said = [text for role, text in heard.before if role == "user"]
    told = {part for text in (*said, heard.text) for part in _parts_told(text)}
    if heard.known.cost_ratio is not None:
        told.add("costs")
    return [part for part in TOLD if part not in told]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

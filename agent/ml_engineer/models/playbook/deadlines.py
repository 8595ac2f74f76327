"""When something must be there: dates that a wish, a duty or an appointment is bound to.

A date is a deadline where the sentence looks ahead: something is due, goes live, is decided or
presented then. In a message about what has happened a date is a period, unless a need stands
beside it.
"""

from __future__ import annotations

import re
from functools import cache

from ml_engineer.models.playbook.rule_notation import Intent
from ml_engineer.models.playbook.slot_intents import (
    CHANGE_INTENTS,
    DEADLINE_INTENTS,
    SUSPECT_INTENTS,
)
from ml_engineer.models.playbook.slot_patterns import COUNT, DATE, DAY, MONTH, UNIT

__all__ = ["deadline_in"]

_HOUR = r"\d{1,2}(?::\d\d)?(?: ?[ap]\.?m\.?)?"
WHEN = (
    rf"(?:(?:\d{{1,4}}|\d{{1,2}}:\d\d) (?=tomorrow|tonight|today))?"
    rf"(?:the (?:first|second|third|fourth|fifth|sixth|tenth|last) of (?:the|next|this)? ?"
    rf"(?:month|{MONTH})|{DATE})"
    rf"(?:,? (?:noon|night|morning|evening|afternoon|midday|lunch(?:time)?|week\b|{_HOUR}))?"
)
"""A date with its hour: "Monday 8 a.m.", "Thursday noon", "11 tomorrow"."""

_EVENT = r"(?:(?:the|our|my|their|his|her|first|next|this) )?(?:[\w'-]+ ){1,4}?"
_AT = r"(?:on|at|for|from|by|till|until|in|,) "

_OCCASION = (
    r"(?:shift|season|timetable|meeting|harvest|term|year|game|match|tournament|festival|fair|sales?"
    r"|auction|campaign|session|summer|winter|show|market|conference|exam)"
)

GOES_LIVE = (
    rf"\b(?:go(?:es|ing)? (?:live|out)|launch\w*|switch\w* (?:it )?on|put(?:ting)? (?:it|this) up"
    rf"|sails|operational|running|deploy\w*|acceptance|in production)\b"
    rf"(?! (?:until|since))[^.?!;\n]{{0,40}}?(?:\b{_AT}| )(?P<found>{WHEN})",
)
"""The date on which something goes live."""

BOUND = (
    rf"\b(?:by|no later than) (?P<found>{_EVENT}(?:on|in) {WHEN})",
    rf"\b(?:by|no later than) (?P<found>(?:the )?(?:{WHEN}|lunch(?:time)?|noon|midnight"
    rf"|kick-?off))",
    rf"(?P<found>\bbefore {_EVENT}(?:on|in) {WHEN})",
    rf"(?P<found>\bbefore (?:{WHEN}|[\w-]+ day\b|first \w+))",
    rf"(?P<found>\bbefore (?:the|our|my|their) (?:[\w'-]+ ){{0,3}}?{_OCCASION} (?:starts?|opens?"
    r"|begins?|ends?|closes?|meets?|comes into \w+))\b",
)
"""A date or an event that something has to come before."""

NEEDS = (
    r"\b(?:need(?:s|ed)?|wants?|must|due|deadline|answer|decide[sd]?|sent|ready|look into|train"
    r"|would you|could you|may we|can you|should we|has to|have to|give me|tell (?:me|us)|will)\b"
)
"""What says in a sentence that its date is ahead."""

APPOINTED = (
    rf"\bdeadline(?: is|:)? (?P<found>{WHEN})",
    rf"\b(?:due|needed|needs? (?:it|them|this|that|the \w+)|wants? (?:it|them|this|the \w+)"
    rf"|gets the"
    rf" \w+|is planned)(?: \w+)? (?:on |at |for |by )?(?P<found>{WHEN})",
    rf"\b(?:meets?|meeting|briefing|hearing|demo|review|call|workshop|pitch|session|inspection"
    rf"|visit|presentation|festival|tender|show airs|day)(?: (?:us|me|is|are|takes place|there|with"
    rf" \w+))?,? (?:on |at |is |for )?(?P<found>{WHEN})",
    rf"\b(?:decides?|present (?:it|this|that|to \w+)|teach(?: [\w-]+){{1,5}}|comes?|starts|opens"
    rf"|presents?|season starts) (?:on |at )?(?P<found>{WHEN})",
    rf"\b(?:wants? (?:\w+ ){{1,4}}|on one slide )(?P<found>tomorrow|tonight|{DAY})",
    rf"\b(?:committee|council|board|meeting|jury)(?:,| on) (?P<found>{DAY})",
    r"\b(?:meeting|briefing|call|hearing|committee) at (?P<found>\d{1,4}(?::\d\d)?|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|eleven|noon)\b",
    rf"\bit on (?:the|a) \w+ for (?P<found>{WHEN})",
)
"""A date that is fixed for something: a meeting, a hearing, a decision."""

PLAIN = (
    rf"\b(?:by|until|till|for|on|in|latest) (?P<found>{DATE})",
    rf"(?P<found>\bbefore (?!we\b|i\b|it\b|you\b)"
    rf"(?:{DATE}|(?:the|our|my) (?:[^\s.,!?;]+ ?){{1,4}}))",
    rf"\b(?P<found>{DATE})",
    r"\b(?:by|until|till|before|for) (?P<found>(?:the|our|my) (?:next )?"
    r"(?:festival|audit|auditors|tender|fair|trade fair|conference|demo|season|harvest|launch|"
    r"board meeting|go-live|opening|inspection|election|handover)\b(?: \w+)?)",
    rf"(?<!for )(?<!been )(?<!past )(?<!last )\b(?P<found>{COUNT} {UNIT})\b",
)
"""Any date, where the message is about a date."""

NO_DATE = r"^v\d|^release|^0?\.\d|^\d\.\d|\bminutes?\b"
"""Versions, figures and short times, which the patterns of dates take as well."""


def deadline_in(text: str, intent: Intent) -> str | None:
    """Return the deadline that a message names, word for word; None if it names none.

    Args:
        text: the message.
        intent: what it was recognised as; it tells a deadline from a period.
    """
    if intent in ("production_by_date", "promise_timeline"):
        return _dated(text, (*BOUND[:1], *GOES_LIVE, *BOUND[1:3], *PLAIN))
    if intent in DEADLINE_INTENTS:
        found = _dated(text, (*GOES_LIVE, *BOUND[:3], *PLAIN[:1], rf"\b(?P<found>{DAY})"))
        return found or _ahead(text, (*BOUND, *APPOINTED))
    if intent in SUSPECT_INTENTS or intent == "out_of_scope":
        return _dated(text, BOUND[1:2])
    if intent in CHANGE_INTENTS:
        return _dated(text, BOUND[:2]) or _ahead(text, (*BOUND[2:], APPOINTED[1], APPOINTED[4]))
    return _dated(text, (*BOUND[:2], *APPOINTED)) or _ahead(text, BOUND[2:])


def _ahead(text: str, patterns: tuple[str, ...]) -> str | None:
    """Return the first date of a sentence that looks ahead."""
    for sentence in re.split(r"(?<=[.?!])\s+(?=[^\Wa-z])|\n", text):
        if _compiled(NEEDS).search(sentence) and (found := _dated(sentence, patterns)):
            return found
    return None


def _dated(text: str, patterns: tuple[str, ...]) -> str | None:
    """Return the first date that is none of a version, a figure or a stretch of minutes."""
    for pattern in patterns:
        for match in _compiled(pattern).finditer(text):
            if not _compiled(NO_DATE).search(match["found"]):
                return match["found"].strip()
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

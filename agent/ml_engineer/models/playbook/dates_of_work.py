"""Dates of work: how long a pipeline takes, and a measurement by Friday; no date of a score."""

from __future__ import annotations

import re
from functools import cache

from ml_engineer.models.playbook.slot_patterns import DATE
from ml_engineer_prompts import WORK

__all__ = ["asks_measurement_by", "dated_work"]


def dated_work(text: str) -> str | None:
    """Return the kind of work whose length or date is asked for; None where it is a score's."""
    if _found(_SCORE, text) or not _found(_HOW_LONG, text) or _found(_NO_WORK, text):
        return None
    return next(
        (kind for kind, work in WORK.items() if _found(rf"\b(?:{work.spelled})\b", text)), None
    )


def asks_measurement_by(text: str) -> bool:
    """Tell whether a measurement is wanted by a date: its value is not promised, so it may be."""
    return _found(_MEASURE_BY, text) and not _found(_TARGET_FIGURE, text)


_ASKED_TIME = (
    r"how (?:long|much (?:time|effort|work))|how many (?:days|weeks|months|sprints|hours|man-?days)"
    r"(?! of)|when (?:can|could|will|would)|by when|(?:time ?line|estimates?|eta|effort|schedule"
    r"|lead time|deadline|date)s? (?:for|of|to)|what(?: i|')?s the (?:eta|effort|time ?line)"
    r"|estimate"
    r" (?:how|the|for|setting|building)|put a date on|give me (?:a date|an estimate|a timeline)"
)
_HOW_LONG = (
    rf"\b(?:{_ASKED_TIME})\b(?=.*\b(?:set(?:ting)? ?up|build(?:ing)?|take|takes|implement\w*"
    rf"|creat\w+|"
    r"finish\w*|get|develop\w*|deploy\w*|integrat\w+|roll|writ\w+|make|making|complete|need|needed|"
    r"ready|done|there|for|of|to|work|have|start|date|label\w*)\b)"
)
_NO_WORK = (
    r"\bhow long (?:should|must|has|have|is|was|are|were|can|may|ago)\b|\bfor how long\b|"
    r"\b(?:history|window|horizon|retention|gap|embargo)\b|\bwhen (?:can|could|will|would) (?:we"
    r"|i|it"
    r"|you|this|the model) (?:go live|ship|be (?:live|released|shipped)|launch|release|deploy)\b|"
    r"\bwithout (?:monitor|evaluat|test)\w*|\bskip\b|\bwhen will (?:the )?(?:labels?|outcomes?)\b"
)
_SCORE = (
    r"\b(?:auc|roc|accura\w+|f1|precision|recall|rmse|mae|mape|r2|score|metric|performance|quality|"
    r"good|better|best|improv\w+|percent|beat\w*|outperform\w*|target of|kpi)\b|\d ?%|\b0?\.\d"
)
_TARGET_FIGURE = (
    r"\b0?\.\d|\d ?%|\d percent|\b(?:reach|hit|achieve|above|over|at least|promise|guarantee|good|"
    r"better|improv\w*|beat|exceed|under|below|less than|commit\w*|in writing|get (?:it|the \w+)"
    r" (?:up|to)|target|raise|increase|higher|nine"
    r" out|fix(?:ed)?)\b"
)
_MEASURE_BY = (
    r"\b(?:give|get|show|tell|send|report|need|want|have|compute|calculate|measure|deliver|bring|see"
    r"|know)\b[^.?!\n]{0,30}\b(?:auc|accuracy|f1|precision|recall|rmse|mae|mape|scores?|figures?"
    r"|metrics?|baselines?|results?|evaluation|measurements?)\b[^.?!\n]{0,25}\b(?:by|until|before|on"
    rf"|for|this|latest) (?:the )?(?:{DATE}|end of|meeting|board|demo|review|\w+day|tomorrow"
    rf"|tonight)"
)


def _found(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text.replace("\u2019", "'")) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

"""The positive class as a person tells it: "risk, 2 = bad" means that 2 is what costs are about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

__all__ = ["positive_told"]

_FEARED = (
    r"(?:bad|default(?:ed|s|er|ers)?|fraud\w*|churn(?:ed|s|er|ers)?|positives?|no[- ]?shows?|sick"
    r"|ill|fail(?:ed|s|ure|ures)?|faulty|late|lost|cancel\w*|left|died|dead|spam|defect\w*|broken"
    r"|returned|missed|schlecht\w*|ausfall|malo|mauvais)"
)
_VALUE = (
    r"[`'\"\u201c]?(?P<value>\d{1,4}|(?<=[`'\"\u201c])[\w <>=.-]{1,30}(?=[`'\"\u201d])|yes|no"
    r"|true|false)[`'\"\u201d]?"
)
_MEANS = r" ?(?:=+|:|is|are|means?|stands? for|being|for|->|denotes) ?(?:a |an |the |they |it )*"

TOLD = (
    rf"(?<![\w.,]){_VALUE}{_MEANS}{_FEARED}\b",
    rf"\b{_FEARED}{_MEANS}{_VALUE}(?![\w.,]\w|[\w%])",
    rf"\bpositive (?:class|one|level|value|label)(?: is| =|:)+ ?{_VALUE}(?!\w)",
)
"""A level beside what it stands for."""


def positive_told(texts: Iterable[str], target: str | None) -> str | None:
    """Return the level of the target that stands for what is feared or wanted; None if untold.

    Args:
        texts: what the person said, the newest first.
        target: the column; a sentence on another column tells nothing of it.
    """
    if target is None:
        return None
    name = re.compile(rf"(?<!\w){re.escape(target)}(?!\w)", re.IGNORECASE)
    for text in texts:
        for sentence in re.split(r"[.?!;\n]\s+", text):
            if name.search(sentence) is None and "positive" not in sentence.lower():
                continue
            for pattern in TOLD:
                if match := _compiled(pattern).search(name.sub("it", sentence)):
                    return match["value"].strip()
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

"""A wish to see single rows: they are not shown here, and where to look is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ml_engineer_tools.tables.names import quoted

if TYPE_CHECKING:
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["asks_for_rows", "told_of_rows"]

LONGEST_ASKED = 16
"""Words of a wish for rows; what is longer asks for more."""

SHOW = (
    r"(?:show|print|display|give|list|dump|output|paste|see|send|tell|read|get|fetch|copy|quote"
    r"|look at|what(?:'s| is| are| does))"
)
ONES = r"(?:rows?|records?|lines?|entr(?:y|ies)|examples?|samples?|cases?|observations?)"
OF_PEOPLE = r"(?:customers?|patients?|users?|clients?|people|persons?|applicants?|passengers?)"
ROWS = re.compile(
    rf"\b{SHOW}\b[^.?!]{{0,20}}\b(?:"
    r"(?:row|record|line|customer|patient|user|client|applicant|passenger)s? "
    r"(?:no\.? ?|number |#)?\d+"
    rf"|(?:the )?(?:first|last|top|random|next)(?: \w+)?(?: \w+)? (?:{ONES}|{OF_PEOPLE})"
    rf"|(?:some|a few|a couple of|any|\d+|two|three|five|ten|all(?: the| of the)?|raw|actual"
    rf"|single|individual|example|sample) (?:\w+ )?(?:{ONES}|{OF_PEOPLE})"
    r"|(?:the )?(?:raw data|head of|tail of|whole (?:table|file|csv)|actual data|data itself))\b"
    r"|\b(?:df|data|table)?\.?(?:head|tail|sample)\(\d*\)"
    r"|\bselect \* from\b",
    re.IGNORECASE,
)
ASKS_ELSE = re.compile(
    r"\b(?:how many|why|should|enough|need|leak\w*|drift\w*|score[sd]?|model|missing|duplicate\w*"
    r"|evidence|findings?|figures?|sample size|training|holdout|wrong|fail\w*|miss(?:ed)?|worst)\b",
    re.IGNORECASE,
)


def asks_for_rows(text: str) -> bool:
    """Tell whether a message wants to see rows of the table, and nothing else."""
    return (
        len(text.split()) <= LONGEST_ASKED
        and ROWS.search(text) is not None
        and ASKS_ELSE.search(text) is None
    )


def told_of_rows(situation: Situation) -> str:
    """Return what is said to who wants to see rows; "" if nobody does."""
    if not situation.rows:
        return ""
    table = quoted(str(situation.facts.data))
    return (
        "**I don't show single rows.** What is said here may be sent on, and a row is somebody's; "
        f"the table stays on your machine. Look at it there: open {table} in what you use for "
        "tables.\n\nWhat I can tell is what many rows have in common: counts, shares, ranges and "
        "means, by level too.\n\nStands on: P3; R3"
    )

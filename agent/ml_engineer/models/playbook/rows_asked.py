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


MISTAKEN = re.compile(
    rf"\b{SHOW}\b[^.?!]{{0,30}}\b(?:worst|wrong\w*|misclassified|mispredicted|failed|missed"
    rf"|biggest (?:errors?|mistakes?)|largest (?:errors?|mistakes?))\b[^.?!]{{0,20}}\b(?:{ONES}"
    rf"|{OF_PEOPLE}|ones|predictions?|errors?|mistakes?)\b"
    rf"|\b(?:which|what|whose) (?:\w+ )?(?:{ONES}|{OF_PEOPLE}|houses?|machines?|orders?"
    r"|transactions?|names?|ids?|predictions?) (?:did|does|do|has|have|was|were|is|are) (?:it|you"
    r"|the model|we|they)?\b[^.?!]{0,20}\b(?:wrong|miss(?:ed)?|fail(?:ed)?|mistaken|off|worst)\b"
    r"|\b(?:list|show|give|print|tell|name)\b[^.?!]{0,20}\b(?:names?|ids?)\b"
    r"|\b(?:failure cases|worst predictions|biggest mistakes|the (?:rows|cases) (?:it|you) got"
    r" wrong)\b",
    re.IGNORECASE,
)
"""A wish to see the rows on which a model was most wrong, or the names in them."""

NAMES_OF_COLUMNS = re.compile(
    r"\b(?:columns?|features?|variables?|fields?|models?|tables?|files?|metrics?)\b", re.IGNORECASE
)


def asks_for_rows(text: str) -> bool:
    """Tell whether a message wants to see rows of the table, and nothing else."""
    if len(text.split()) > LONGEST_ASKED:
        return False
    if asks_for_mistakes(text):
        return True
    return ROWS.search(text) is not None and ASKS_ELSE.search(text) is None


def asks_for_mistakes(text: str) -> bool:
    """Tell whether it wants the rows on which a model was most wrong, or names in rows."""
    return MISTAKEN.search(text) is not None and NAMES_OF_COLUMNS.search(text) is None


def told_of_rows(situation: Situation) -> str:
    """Return what is said to who wants to see rows; "" if nobody does."""
    if not situation.rows:
        return ""
    table = quoted(str(situation.facts.data))
    if asks_for_mistakes(situation.heard.text):
        return _where_mistakes_lie(situation)
    return (
        "**I don't show single rows.** What is said here may be sent on, and a row is somebody's; "
        f"the table stays on your machine. Look at it there: open {table} in what you use for "
        "tables.\n\nWhat I can tell is what many rows have in common: counts, shares, ranges and "
        "means, by level too.\n\nStands on: P3; R3"
    )


def _where_mistakes_lie(situation: Situation) -> str:
    """Say which file holds the rows on which the chosen model was most wrong."""
    judged = [view for view in situation.shown if view.tool == "train_baselines"]
    if judged:
        shown = f"`ml-engineer evidence show {judged[-1].evidence}`"
        where = (
            "The rows on which the chosen model was most wrong lie in a file on your machine, "
            f"below `.ml-engineer/failure_cases/`: {shown} names it. Open it there, worst first."
        )
    else:
        where = (
            "Once a model was measured, the rows on which it was most wrong lie in a file on your "
            "machine, below `.ml-engineer/failure_cases/`; none was measured here so far."
        )
    return (
        f"**I don't show single rows, nor names in them.** {where}\n\nWhat I can tell is where it "
        'is worst as a group: ask "where is it worst?".\n\nStands on: S6; P3, R3'
    )

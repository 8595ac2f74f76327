"""For whom something is to be explained: people that a message names, as audiences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ml_engineer.conversation import Audience

__all__ = ["audience_of"]

PEOPLE: Mapping[Audience, str] = {
    "leadership": r"boss|ceo|cfo|coo|cto|cio|vp|directors?|board|chiefs?|leadership|"
    r"executives?|execs?|"
    r"investors?|shareholders|committee|minister|mayor|head of \w+|management|council",
    "software_engineer": r"(?:software |backend |platform |frontend )?(?:engineers?|"
    r"developers?|devs?|"
    r"devops|sres?)|backend team|platform team|it (?:department|team)|architects?",
    "data_scientist": r"data scientists?|statisticians?|analysts?|ml engineers?|data science",
    "product_manager": r"product (?:managers?|owners?)|pms?|managers?|sales(?: \w+)?|"
    r"marketing|finance|"
    r"customers?|clients?|users?|operations?|ops|lawyers?|compliance|legal|regulators?|auditors?|"
    r"nurses?|doctors?|teachers?|farmers?|drivers?|students?|parents|kids?|press|journalists?|"
    r"mum|mom|dad|grand\w+|wife|husband|layman|laypeople|non.?technical\w*|union|everyone|people|"
    r"patients?|colleagues?|team|stakeholders?|public|judge|court|politicians?",
}
"""People by the audience whose questions they have; the first that matches counts."""


def audience_of(words: str) -> Audience | None:
    """Return the audience of somebody that is named, such as "my boss"; None if it is open."""
    for audience, people in PEOPLE.items():
        if _compiled(rf"\b(?:{people})\b").search(words):
            return audience
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

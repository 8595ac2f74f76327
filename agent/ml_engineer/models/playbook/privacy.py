"""Privacy: what happens to the rows, which columns name people, and what is not for us to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import columns_in_words
from ml_engineer.models.playbook.column_names import is_key

if TYPE_CHECKING:
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["asks_for_privacy", "told_of_privacy"]

ASKED = (
    r"\b(?:privacy|gdpr|dsgvo|rgpd|hipaa|ccpa|data protection|datenschutz|confidential\w*"
    r"|secrecy|personal data|pii|personally identif\w+)\b"
    r"|\b(?:does|do|is|are|will|did|can) (?:my|our|the|this|these|any|anybody|anyone|somebody)\b"
    r"[^.?!\n]{0,25}\b(?:leave (?:the|my|our|this)|sent (?:any\w*|out|away|to)|uploaded|stored"
    r" (?:any"
    r"|somewhere|in the cloud)|shared with|see (?:my|our|the) (?:data|rows|patients|list)|safe"
    r" here)\b"
    r"|\b(?:what|which \w+|anything|something|data|rows) (?:do|does|will|would|is|are|gets?)"
    r" (?:you |it |this )?(?:send|sent|transmit\w*|upload\w*|share|pass(?:ed)? on|leak out)\b"
    r"|\bthird part(?:y|ies)\b|\bphon(?:e|ing) home\b|\b(?:do|does|will) (?:you|it|this|anything)"
    r" (?:send|transmit|upload|share|leave)\b|\bwhere (?:is|are|will) (?:my|our|the|this|all this)"
    r" (?:data|rows|tables?|files?) (?:be )?(?:stored|kept|saved|sent|go(?:ing)?)\b"
    r"|\bwho (?:can |will |gets to )?sees? (?:my|our|the) (?:data|rows|patients|customers|list)\b"
)
NAMED = r"\b(?:ids?|names?|addresses|birth ?dates?|phone numbers?|e-?mails?)\b"
NAMED_ASKED = (
    r"\b(?:ok(?:ay)?|allowed|legal|lawful|fine|safe|problem|permitted|may (?:i|we)|can (?:i|we) use"
    r"|should (?:i|we) (?:remove|delete|hide|take out))\b"
)
PRESSED = (
    r"\b(?:train\w*|fit|learn|crawl\w*|bought|scraped|consent|licen[cs]e\w*|permission"
    r"|terms of (?:use|service))\b"
)
"""What is no question of privacy but of permission, which is refused until it is on record."""

LONGEST_ASKED = 30


def asks_for_privacy(text: str) -> bool:
    """Tell whether a message asks what becomes of people's data."""
    if len(text.split()) > LONGEST_ASKED or _found(PRESSED, text):
        return False
    if "?" not in text and not _found(r"^\W*(?:is|are|does|do|can|may|who|what)\b", text):
        return False
    people = _found(
        r"\b(?:patients?|customers?|persons?|people|users?|employees?|members?)\b", text
    )
    return _found(ASKED, text) or (people and _found(NAMED, text) and _found(NAMED_ASKED, text))


def told_of_privacy(situation: Situation) -> str:
    """Return the answer on privacy, with the columns that name people where a table is there."""
    parts = [
        "**Your rows stay on this computer:** I am rules that run here, not a service, and no row, "
        "name or number of a person is sent anywhere by me. A language model, if somebody sets one "
        "up, is shown counts and scores, not rows; each request that "
        "leaves is kept, and `--egress` shows it.",
    ]
    if situation.facts.data is not None:
        parts += _of_columns(situation.facts.columns, situation)
    parts += [
        "Whether you may use the list for this at all is not mine to say: whoever answers for data "
        "protection with you decides it, and what they say goes on the data card, which a person "
        "signs (R3).",
        "Stands on: S3; R3, P3",
    ]
    return "\n\n".join(parts)


def _of_columns(columns: Sequence[str], situation: Situation) -> list[str]:
    keys = [name for name in columns if is_key(name)]
    found = [
        name
        for finding in situation.findings("profile_dataset")
        if finding.check == "sensitive_attribute"
        for name in finding.columns
    ]
    lines = []
    if keys:
        lines.append(
            f"- {columns_in_words(keys)}: an id says nothing of the next person, so a model needs "
            "none as an input. Its one use is to keep the rows of one person together while it is "
            "judged; where that isn't needed, take it out of the list before you give it away."
        )
    if people := [name for name in dict.fromkeys(found) if name not in keys]:
        lines.append(
            f"- {columns_in_words(people)}: tells of people what the law may protect. Use it only "
            "for a reason that you could tell them."
        )
    return ["\n".join(lines)] if lines else []


def _found(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

"""Columns that a question on splitting mentions: "split by machine or time?" gives no role.

Whoever asks how to split, or offers two ways of it, has not decided; a role would cut the holdout
anew. A statement or a wish ("split by machine", "what if we split by machine?") gives it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ml_engineer.models.playbook.rule_notation import Intent
from ml_engineer.models.playbook.told_columns import marked
from ml_engineer.models.playbook.told_patterns import MADE_OF, POLITE, QUESTION

__all__ = ["merely_asked", "role_question"]

ON_SPLITTING: tuple[Intent, ...] = ("split_choice",)

_WAY = (
    r"(?:(?:by|per|on|in|the|at|of|each|along|grouped|group|split|sort(?:ed)?|column|use|using)"
    r"\b\W*)*"
)
ALTERNATIVES = (
    rf"\u00a7\d+\u00a7 ?(?:,? or|,? vs\.?|/|,? versus) (?=\S)"
    rf"|\b(?:or|vs\.?|versus)\b ?{_WAY}\u00a7\d+\u00a7"
)
"""Two ways between which a message does not choose: "by machine or time"."""

ASKED = r"\b(?:which|whether|how|what)\b|\b(?:should|shall|do|does|must|can) (?:i|we|one|it)\b"


def role_question(text: str, columns: Sequence[str]) -> tuple[str, str] | None:
    """Return the role and the column of a question whether it has it; None if it is none."""
    match = _compiled(OF_A_ROLE).search(marked(text, columns)) if columns else None
    if match is None:
        return None
    place = next(place for place in match.groups() if place is not None)
    words = match.group().lower()
    kinds = {"target": "target|label|outcome", "time": "time|date", "group": "group|entity|key"}
    role = next(role for role, kind in kinds.items() if re.search(rf"\b(?:{kind})", words))
    return role, columns[int(place)]


def merely_asked(text: str, intent: Intent, columns: Sequence[str]) -> set[str]:
    """Return the columns that a message on splitting asks about and decides nothing of.

    Args:
        text: the message.
        intent: what it was recognised as.
        columns: of the attached table.
    """
    if not columns:
        return set()
    of_roles = {columns[place] for place in _places_of_role_questions(text, columns)}
    return of_roles | _left_open_by_splits(text, intent, columns)


def _places_of_role_questions(text: str, columns: Sequence[str]) -> set[int]:
    """Return the columns of which a message asks whether they have a role: "is month the time?"."""
    return {
        int(next(place for place in match.groups() if place is not None))
        for match in _compiled(OF_A_ROLE).finditer(marked(text, columns))
    }


_ROLE = (
    r"(?:target|label|outcome|time|date|timestamp|group|entity|key)(?:[ -]?(?:column|col|field"
    r"|variable))?"
)
OF_A_ROLE = (
    rf"\b(?:is|are|could|can|should|would|might|may)(?: it be)? (?:the )?\u00a7(\d+)\u00a7(?: be)?"
    rf" (?:used as |taken as |good as |fit for )?(?:the |a |our |my )?{_ROLE}\b[^.!?]{{0,30}}\?"
    rf"|\b(?:is|could|can|should|would|might|may) (?:the |our |my )?{_ROLE}(?: be)? (?:the )?"
    rf"\u00a7(\d+)\u00a7 ?\?"
    rf"|^\W*(?:the |our |my )?{_ROLE} (?:is|=|would be|could be|might be) (?:the )?"
    rf"\u00a7(\d+)\u00a7 ?\?"
)
"""A question whether a column has a role."""


def _left_open_by_splits(text: str, intent: Intent, columns: Sequence[str]) -> set[str]:
    if not (intent in ON_SPLITTING or _compiled(SPLITS).search(text)):
        return set()
    asked: set[int] = set()
    decided: set[int] = set()
    for sentence in re.findall(r"[^.?!;\n]+[.?!;\n]*", marked(text, columns)):
        places = {int(place) for place in re.findall(MADE_OF, sentence)}
        (asked if _leaves_open(sentence.strip(), intent) else decided).update(places)
    return {columns[place] for place in asked - decided}


def _leaves_open(sentence: str, intent: Intent) -> bool:
    if _compiled(SPLITS).search(sentence) and _compiled(ALTERNATIVES).search(sentence):
        return True
    if intent not in ON_SPLITTING or _compiled(POLITE).match(sentence):
        return False
    if _compiled(SUPPOSED).match(sentence):
        return False
    asks = sentence.endswith("?") or _compiled(QUESTION).match(sentence) is not None
    return asks or _compiled(ASKED).search(sentence) is not None


SPLITS = r"\b(?:split\w*|group\w*|folds?|hold-?out|cross-?validat\w*|cut|sort\w*|order\w*)\b"
SUPPOSED = r"^\W*(?:(?:and|but|so|ok)\W+)*(?:what )?if\b"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

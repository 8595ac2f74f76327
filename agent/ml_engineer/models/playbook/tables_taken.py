"""Which table was taken as before and which as after, said once where nobody had said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import columns_in_words
from ml_engineer.models.playbook.told_tables import newer_told

if TYPE_CHECKING:
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["with_tables_taken"]

COMPARING = frozenset({"measure_drift", "evaluate_predictions"})
"""Tools whose answer hangs on which table is the older one."""


def with_tables_taken(text: str, situation: Situation) -> str:
    """Say before the last line which table was taken as the older one, once a conversation.

    Nothing is said where a person said it: in words, or by a flag.

    Args:
        text: the answer; its last line is what it stands on.
        situation: where the turn stands.
    """
    line = _line(situation)
    if not line or not COMPARING & set(situation.views) or line in situation.told:
        return text
    body, mark, last = text.rpartition("\n\nStands on:")
    return f"{body}\n\n{line}{mark}{last}" if mark else text


def _line(situation: Situation) -> str:
    facts, heard = situation.facts, situation.heard
    if facts.data is None or facts.test is None:
        return ""
    said = [heard.text, *(words for role, words in heard.before if role == "user")]
    if newer_told(said, facts.data, facts.test):
        return ""
    taken = (
        f"{columns_in_words([facts.data])} was taken as before and "
        f"{columns_in_words([facts.test])} as after"
    )
    order = facts.order
    if order is None:
        return f"{taken}, in the order in which they were named. Say so if it is the other way."
    if order.by == "flag":
        return ""
    by = f"the dates in {columns_in_words([order.column])}" if order.column else "their names"
    return f"{taken}, by {by}. Say so if it is the other way round."

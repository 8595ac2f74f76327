"""Answers to "is month the time?": a question gives no role, and what the table says is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import cited, columns_in_words, with_handles
from ml_engineer.models.playbook.roles_asked import role_question

if TYPE_CHECKING:
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["told_of_role"]

MOST_TOLD = 2
LEADS = {
    "target": "what is to be predicted",
    "time": "when a row was known",
    "group": "to which entity a row belongs",
}
CUTS = {"time": True, "group": True, "target": False}
"""Roles by which the locked rows are cut."""


def told_of_role(past: Situation) -> str:
    """Return whether a column may have a role, by what the profile says; "" if none is asked of."""
    asked = role_question(past.heard.text, past.facts.columns)
    if asked is None:
        return ""
    role, column = asked
    name = columns_in_words([column])
    has = getattr(past.facts, role)
    if has == column:
        lead = f"**Yes: {name} is the {role}, as it was told.**"
    else:
        now = f" So far it is {columns_in_words([has])}." if has is not None else ""
        lead = f"**A question sets nothing: {name} is not the {role} yet.**{now}"
    proposed = next(
        (f for f in past.figures("profile_dataset", f"proposed_{role}") if f.value == 1), None
    )
    if proposed is not None and proposed.column == column:
        says = f"By the table it may be the one that tells {LEADS[role]} [{proposed.handle}]."
    elif proposed is not None and proposed.column is not None:
        other = columns_in_words([proposed.column])
        says = f"By the table it is rather {other} that tells {LEADS[role]} [{proposed.handle}]."
    else:
        says = f"Nothing in the table says that it tells {LEADS[role]}; you may know better."
    distinct = next(
        (f for f in past.figures("profile_dataset", "distinct_count") if f.column == column), None
    )
    values = f" It holds {cited(distinct)} different values." if distinct is not None else ""
    found = [one for one in past.findings("profile_dataset") if column in one.columns]
    lines = "\n".join(f"- {with_handles(one)}" for one in found[:MOST_TOLD])
    cost = " The locked rows are cut anew by it, which counts as a look." if CUTS[role] else ""
    how = "" if has == column else f'To set it, say "{role} is {column}".{cost}'
    parts = [lead, f"{says}{values}", lines, how, "Stands on: S1, S3; H5"]
    return "\n\n".join(part for part in parts if part)

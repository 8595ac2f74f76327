"""Whether one column moved: "you said income_z moved, are you sure?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from ml_engineer.models.playbook.citing import cited, columns_in_words, with_handles

if TYPE_CHECKING:
    from ml_engineer.models.playbook.situation import Situation

__all__ = ["column_that_moved", "told_of_one_column"]

LONGEST_ASKED = 14
"""Words of such a question; what is longer asks for more."""

_MOVED = (
    r"\b(?:moved?|moves|moving|drift(?:ed|s|ing)?|shift(?:ed|s|ing)?|chang(?:ed|es|ing)|change)\b"
)
_ASKS = (
    r"\b(?:you (?:said|say|told|claim\w*|wrote|mean)|are you (?:sure|certain|positive)|did|has|have"
    r"|does|is it true|really|is|was)\b|\?"
)
_ELSE = r"\b(?:if|when|why|how|without|drop|target|by what|since|which|what)\b"


def column_that_moved(text: str, columns: Sequence[str]) -> str | None:
    """Return the column of which a message asks whether it moved; None if it asks for else."""
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST_ASKED or not _found(_MOVED, said) or not _found(_ASKS, said):
        return None
    named = [name for name in columns if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said)]
    if len(named) != 1 or _found(_ELSE, said.replace(named[0], " ")):
        return None
    return named[0]


def told_of_one_column(past: Situation) -> str:
    """Return whether the column that is asked about moved, by the comparison of the two tables."""
    column = column_that_moved(past.heard.text, past.facts.columns)
    if column is None or "measure_drift" not in past.views:
        return ""
    name = columns_in_words([column])
    moved = past.findings("measure_drift", "high", "medium", "low")
    of_it = [one for one in moved if column in one.columns and "moved" in one.check]
    if of_it:
        return f"**Yes: {name} has moved.** {with_handles(of_it[0])}\n\nStands on: S8; Q2, H5"
    psi = next((f for f in past.figures("measure_drift", "psi") if f.column == column), None)
    by = f" Its PSI is {cited(psi)}, no move that counts." if psi is not None else ""
    never = (
        ""
        if f"{name} has moved" in past.told or not _found(r"\byou\b", past.heard.text)
        else " Nothing here said that it did."
    )
    others = [name for one in moved if one.check == "distribution_moved" for name in one.columns]
    what = f" What moved: {columns_in_words(dict.fromkeys(others))}." if others else ""
    lead = f"**No: {name} has not moved, by what was measured.**"
    return f"{lead}{by}{never}{what}\n\nStands on: S8; Q2, H5"


def _found(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)

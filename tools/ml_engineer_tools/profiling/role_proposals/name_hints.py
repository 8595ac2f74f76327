"""Names as hints: words that people use for a role. They raise a proposal, nothing else."""

from __future__ import annotations

import re

from ml_engineer_tools.profiling.role_proposals.proposal import Reason, Role

PLAIN_TARGET = frozenset({"target", "label", "labels", "outcome", "y", "response"})
"""Words that name the role itself."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS: dict[Role, frozenset[str]] = {
    "target": _words(
        "churn churned default defaulted survived fraud fraudulent class diagnosis income price "
        "saleprice quality converted conversion clicked purchased approved deposit cnt sales "
        "demand revenue result passed failed failure medv won died death readmitted attrition "
        "exited subscribed species vote"
    ),
    "time": _words(
        "date time timestamp datetime day dt ts at year month when created updated period week "
        "hour datum"
    ),
    "group": _words(
        "customer user patient client account store shop device machine sensor firm company "
        "subject person household session player group entity member vehicle station school "
        "driver merchant seller employee student hospital plant site owner"
    ),
    "key": _words("id uuid guid key index rowid pk no nr number code serial"),
}

_BIRTH = _words("birth birthday birthdate dob born")

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name in lower case: `customerId`, `customer_id` -> customer, id."""
    return frozenset(part.casefold() for part in _PARTS.findall(name))


def name_hint(name: str, role: Role) -> Reason | None:
    """Return what the name adds to a proposal of this role; None if it says nothing."""
    words = words_of(name)
    if role == "target" and words & PLAIN_TARGET:
        return Reason("is named as a target is", 3.0)
    if role == "time" and words & _BIRTH:
        return Reason("is named as a date of birth is", -1.5)
    if words & WORDS[role]:
        article = "an entity" if role == "group" else f"a {role}"
        return Reason(f"is named as {article} often is", 1.5 if role == "target" else 1.0)
    return None

"""A canary or shadow run that shall be skipped: a guardrail of the rollout (S7), no evaluation."""

from __future__ import annotations

import re

__all__ = ["SKIPPED_GUARDRAIL", "skips_a_guardrail"]

LONGEST = 20
"""Words of such a message; what is longer says more."""

_STEP = (
    r"(?:canar(?:y|ies)|shadow(?:ing| runs?| phase| mode| deployment| period)?|staged rollout"
    r"|gradual rollout|step by step|kill ?switch|fall ?back)\b"
)
_SKIPS = re.compile(
    r"\b(?:skip(?:ping)?|drop(?:ping)?|omit|forget(?: about)?|leav(?:e|ing) out|cut(?:ting)?"
    rf"|without"
    r"|no need for|don'?t need|do without|spare us|scrap|no) (?:the |a |an |any |that |this "
    rf"|your )?"
    rf"(?:\w+ )?{_STEP}",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:monitor\w*|alert\w*|evaluat\w*|hold-?out|backtest\w*|offline|what is|what's|means?"
    r"|we have|there is no|how)\b|^\W*(?:is|why|what|which)\b",
    re.IGNORECASE,
)


def skips_a_guardrail(text: str) -> bool:
    """Tell whether a message wants a canary, a shadow run or a way back left out, and no more."""
    said = " ".join(text.replace("\u2019", "'").split())
    if len(said.split()) > LONGEST or _ELSE.search(said):
        return False
    return _SKIPS.search(said) is not None


SKIPPED_GUARDRAIL = (
    "**No: a few users first, then all of them (S7).**\n\n"
    "A canary is no evaluation and stands in for none. It bounds how many people meet what no "
    "offline score shows: inputs that serving computes otherwise, a timeout, a model that changes "
    "what it is fed. What others do says nothing of this model.\n\n"
    "The shortest way to a yes:\n\n"
    "1. Take a shadow run in its place, if users are the worry: it gets the real inputs and"
    " decides "
    "nothing.\n"
    "2. Or keep the canary small: a small share of the traffic, one guardrail metric, and a stop "
    "rule that was written down first.\n"
    "3. Name who may switch it off, and try the way back once.\n\n"
    "Its length may be cut, and so may its share; the step itself may not.\n\n"
    "Stands on: S7; P5, Q4"
)
"""The answer to who wants the guardrail skipped."""

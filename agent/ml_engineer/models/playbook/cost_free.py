"""Costs of nothing: "calling is free" is a cost of 0, and with one no threshold is left to choose.

Where one error costs nothing, acting on every case (or on none) can't be beaten: no model is
needed for the decision, until something that acting uses up is named.
"""

from __future__ import annotations

import re

__all__ = ["free_in_digits", "told_of_a_free_error"]

_MOST_FREE = (
    r"\bcosts?(?: (?:us|me|you|them|the \w+))?(?: (?:absolutely|exactly|really|just|simply))?"
    r" (?:nothing|zero|nil|no money|nix)\b(?: (?:at all|whatsoever|extra))?",
    r"\b(?:do(?:es)?|did|would|will) ?(?:n't|not) cost(?: (?:us|me|you|them))?"
    r" (?:anything|a thing|a cent|a penny|a dime)\b(?: at all)?",
    r"\bwon't cost(?: (?:us|me|you|them))? (?:anything|a thing|a cent|a penny|a dime)\b",
    r"(?:\b(?:is|are|be|was|were|comes|come)|'s)(?: (?:basically|completely|totally|entirely|for"
    r"|all|quite))* free\b(?: of (?:charge|cost))?"
    r"(?! (?:of|to|from|text|form|slots?|time|capacity|hand|again|until|on|at)\b)",
    r"\b(?:has|have|at|with|of) (?:no|zero) costs?\b(?: at all)?",
)
_FREE = re.compile("|".join(_MOST_FREE), re.IGNORECASE)


def free_in_digits(text: str) -> str:
    """Return a message with each cost of nothing as "costs 0": "is free", "costs us nothing"."""
    return _FREE.sub("costs 0", text.replace("\u2019", "'"))


def told_of_a_free_error(ratio: str) -> str:
    """Return what follows where an error costs nothing; "" where both cost something.

    Args:
        ratio: the costs as `fp:fn=A:B`.
    """
    alarm, _, miss = ratio.partition("=")[2].partition(":")
    if float(alarm) > 0 and float(miss) > 0:
        return ""
    if float(alarm) <= 0 and float(miss) <= 0:
        return (
            "**As you wrote, neither error costs anything: then no decision hangs on a "
            "threshold.** What changes for anybody if it is wrong?"
        )
    if float(alarm) <= 0:
        return (
            f"**Act on every case: as you wrote, a false alarm costs nothing and a miss {miss}, so "
            "that no threshold, and no model, can do better.** A threshold is worth "
            "something once acting uses something up: time, places on a list, or the patience of "
            "those who are bothered. What is it here: how many cases can you act on, or what is "
            "one of them worth in minutes?"
        )
    return (
        f"**Act on none: as you wrote, a miss costs nothing and a false alarm {alarm}, so that no "
        "model can do better than leaving it.** If something is lost with a miss after all, say "
        "what it is worth, and the threshold follows."
    )

"""Changes to costs that are known: one side told anew, a bare amount, a side that grows.

"what if a blocked customer costs 50?", "and at 600?", "a false alarm five times dearer?". The side
that isn't named stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer.models.playbook.cost_amounts import Amount, amounts_of, compiled
from ml_engineer.models.playbook.cost_errors import Error, Named, named_in, order_of, with_weak
from ml_engineer.models.playbook.cost_free import free_in_digits
from ml_engineer.models.playbook.cost_multiples import factor_of
from ml_engineer.models.playbook.cost_words import TIMES

__all__ = [
    "bare_amount",
    "cost_of_one",
    "growing",
    "one_side",
    "one_side_in_a_word",
    "side_told_last",
    "without_unchanged",
]

_BARE = (
    r"^\W*(?:(?:and|or|but|ok(?:ay)?|so|now|then|hm+|what|how|about|if|suppose|say|let's say|at"
    r"|with|for|it|that|were|was|is|be|make|costs?|only|just|rather|try|take|use|assume|set|same"
    r"|instead|even|maybe|the|cost"
    r"|would|happens)\b[\s,:]*)*"
    r"(?P<amount>[$\u20ac\u00a3]? ?\d[\d.,]{0,14}(?: ?(?:k|thousand|million))?"
    r"(?: ?(?:euros?|eur|dollars?|usd|bucks|pounds?|gbp|francs?|chf|cents?)\b|[$\u20ac\u00a3])?)"
    r"(?:[\s,]*(?:instead|then|now|please|each|apiece|a piece|rather|even|so))*\W*$"
)
"""A message that says nothing but an amount: "and at 600?", "what about 80 instead?"."""


def bare_amount(text: str) -> Amount | None:
    """Return the amount that a message says and nothing else; None if it says more."""
    match = compiled(_BARE).match(text)
    if match is None or "%" in text:
        return None
    amounts = list(amounts_of(text))
    return amounts[0] if len(amounts) == 1 else None


def growing(text: str) -> tuple[Error, float] | None:
    """Return the error that is to cost so many times what it does now; None if none is."""
    errors = order_of(named_in(text))
    if len(errors) != 1:
        return None
    for word, factor in _FACTORS.items():
        if compiled(rf"\b{word}").search(text):
            return errors[0], factor
    match = compiled(TIMES).search(text)
    return (errors[0], float(factor_of(match))) if match is not None else None


_FACTORS = {"doubl(?:e|ed|ing)\\b": 2.0, "tripl(?:e|ed|ing)\\b": 3.0, "halv(?:e|ed|ing)\\b": 0.5}


def without_unchanged(text: str) -> str:
    """Return a message without what it says to stay as it was: "same miss", "a miss as before"."""
    return compiled(_UNCHANGED).sub(" ", text)


_UNCHANGED = (
    r"\b(?:the )?same (?:cost )?(?:for |of )?(?:a |the |each )?(?:false \w+|miss\w*|other\b)"
    r"(?: costs?)?"
    r"|\b(?:a |the )?(?:false \w+|miss\w*|other)(?: costs?)? (?:stays?|remains?|is|are)?"
    r" ?(?:unchanged|as (?:it was|before|is)|the same(?: as before)?)\b"
)


def cost_of_one(text: str) -> Error | None:
    """Return the error whose cost a message tells, where it tells that of one error alone."""
    told = one_side(text)
    return told[0] if told is not None else None


def one_side(text: str) -> tuple[Error, Amount] | None:
    """Return the only error that a message names, with the only amount that it holds."""
    text = free_in_digits(text)
    amounts = list(amounts_of(text))
    errors = order_of(named_in(text))
    return (errors[0], amounts[0]) if len(errors) == 1 and len(amounts) == 1 else None


def one_side_in_a_word(text: str) -> tuple[Error, Amount] | None:
    """Return the same where an act or a harm stands for the error: "what if a visit costs 50?"."""
    if not compiled(_COSTS).search(text):
        return None
    amounts = list(amounts_of(text))
    errors = order_of(with_weak(named_in(text), text))
    return (errors[0], amounts[0]) if len(errors) == 1 and len(amounts) == 1 else None


_COSTS = r"\b(?:costs?|costing|priced?|price|los(?:e|es|ing)|worth|per|for|were)\b"


def side_told_last(text: str) -> Error | None:
    """Return the error whose cost a message that tells costs names last."""
    names: Sequence[Named] = with_weak(named_in(text), text)
    if not names or not any(True for _ in amounts_of(text)):
        return None
    return names[-1].error

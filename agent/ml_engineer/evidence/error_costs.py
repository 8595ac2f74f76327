"""Costs of errors: so many of one kind at its price, and so many of the other at its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, permutations

from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.operands import COUNT, MONEY, Operand, operands_of

_ERROR_COUNT = re.compile(
    r"(?:^|_)(?:false|fp|fn|miss(?:ed|es)?|wrong|wrongly|needless|undetected|overlooked|unnecessary)(?:_|$)"
)
_SPEAKS_OF_COST = re.compile(
    r"\b(?:costs?|costing|bill|units?|total|come to|comes to|worth|cheap\w*|dear\w*|expens\w+"
    r"|loss(?:es)?|pay\w*|price|damage|budget|EUR|USD|GBP|CHF|euros?|dollars?|pounds?)\b|[$€£¥]",
    re.IGNORECASE,
)
MOST_GROUPS = 12
"""So many settings (thresholds, models) are looked at."""


def error_costs(sentence: str, persons: Iterable[Operand], ledger: Ledger) -> list[Operand]:
    """Return what two kinds of error cost together, at prices that a person gave.

    One kind may be the unit: "a miss costs as much as 8 needless visits".

    Args:
        sentence: the words around the number, which have to speak of cost.
        persons: what people wrote.
        ledger: what was measured.
    """
    if not _SPEAKS_OF_COST.search(sentence):
        return []
    prices = [one.value for one in persons if one.value > 0]
    prices = list(dict.fromkeys((1.0, *prices)))
    return [
        Operand(price * a.value + other * b.value, (*a.handles, *b.handles), MONEY)
        for counts in _groups(ledger)
        for a, b in combinations(counts, 2)
        for price, other in permutations(prices, 2)
    ]


def costs_of_shown(
    sentence: str, here: Sequence[Operand], persons: Sequence[Operand]
) -> list[Operand]:
    """Return what the two counts that a sentence shows cost together, at two prices of a person.

    Args:
        sentence: the words around the number, which have to speak of cost.
        here: the operands of the other numbers of the sentence.
        persons: what people wrote.
    """
    counts = [one for one in here if one.shown is not None and one.dimension == COUNT]
    if len(counts) != 2 or not _SPEAKS_OF_COST.search(sentence):
        return []
    a, b = counts
    prices = [one.value for one in persons if one.value > 0]
    return [
        Operand(price * a.value + other * b.value, (*a.handles, *b.handles), MONEY)
        for price, other in permutations(prices, 2)
    ]


def _groups(ledger: Ledger) -> Sequence[Sequence[Operand]]:
    """Return the shown counts of errors, those of one evidence and subject together."""
    found: dict[tuple[str, object], list[Operand]] = {}
    for alias in ledger.evidence_aliases:
        for figure in ledger.measurement(alias).figures:
            handle = f"{alias}.{figure.handle}"
            if _ERROR_COUNT.search(figure.quantity) and ledger.shown(handle):
                counts = [
                    one
                    for one in operands_of(handle, figure)
                    if one.dimension == COUNT and not one.is_n
                ]
                found.setdefault((alias, figure.subject), []).extend(counts)
    return [counts for counts in found.values() if 1 < len(counts) < 5][:MOST_GROUPS]

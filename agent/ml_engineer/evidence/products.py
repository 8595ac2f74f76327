"""Products: what so many cost, how many a share of them are, and what they come to together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from ml_engineer.evidence.numbers import NumberToken
from ml_engineer.evidence.operands import (
    ANY,
    CALENDAR,
    COUNT,
    MONEY,
    SCORE,
    SECONDS,
    SHARE,
    Operand,
    dimension_of,
)
from ml_engineer.evidence.relations import affirms, goes_wrong, is_right

Candidate = tuple[str, float, tuple[Operand, ...]]
"""A formula, what it gives, and of what."""

BEHIND = 24
"""Characters behind a number in which a word says what it counts: "277 go unnoticed"."""
MOST_PRICES = 5
"""So many numbers of persons are tried as prices."""
MOST_TELLING = 3
"""A number of so many digits is hardly a product of three by chance."""
_AT = re.compile(r"_at_(\d+)\Z")
_ENDS = re.compile(r"[.,;:()\[\d\n]|\b(?:and|but|while|of)\b")


def told_otherwise(formula: str, used: Sequence[Operand], behind: str) -> bool:
    """Tell whether what a product counts goes wrong, and the words behind it say right, or so."""
    if not any(is_right(one.quantity) for one in used):
        return False
    words = _ENDS.split(behind)[0]
    return goes_wrong(words) if formula == "product" else affirms(words)


def of_the_first(operands: Sequence[Operand]) -> Iterator[Candidate]:
    """Yield how many of the first N are right: `precision_at_200` times 200."""
    for one in operands:
        if one.dimension == SHARE and (first := _AT.search(one.quantity)):
            yield "product", one.value * float(first[1]), (one,)
            yield "product with the complement", (1 - one.value) * float(first[1]), (one,)


def of_own_rows(operands: Sequence[Operand]) -> Iterator[Candidate]:
    """Yield how many a share is of its own rows, where these stand nowhere in the sentence."""
    rows = {one.handles: one for one in operands if one.is_n and one.far}
    for one in operands:
        if one.dimension == SHARE and not one.is_n and (n := rows.get(one.handles)) is not None:
            yield "product", one.value * n.value, (one, n)
            yield "product with the complement", (1 - one.value) * n.value, (one, n)


def priced(operands: Sequence[Operand]) -> Iterator[Candidate]:
    """Yield times at a price by the hour, the minute or the day."""
    for a, b in permutations(operands, 2):
        if a.dimension == MONEY and b.dimension == SECONDS:
            for unit in (3600.0, 60.0, 86_400.0):
                yield "product", a.value * b.value / unit, (a, b)


def products(
    token: NumberToken, operands: Sequence[Operand], required: frozenset[str]
) -> Iterator[Candidate]:
    """Yield shares of counts and prices of counts, and what a difference of shares comes to."""
    any_two = len(required) == 2
    money = dimension_of(token)[0] == MONEY
    for a, b in permutations(operands, 2):
        if a.handles and a.handles == b.handles and not b.is_n:
            continue
        if a.dimension == SHARE and b.dimension == SECONDS and not a.handles:
            continue
        if a.dimension == SHARE and b.dimension not in (SHARE, SCORE):
            yield "product", a.value * b.value, (a, b)
            if not b.is_n or a.handles == b.handles or money:
                yield "product with the complement", (1 - a.value) * b.value, (a, b)
        elif (
            a.dimension == MONEY
            or (b.dimension in (ANY, CALENDAR) and a.dimension != SHARE)
            or (any_two and a.dimension == COUNT and b.dimension not in (SHARE, SCORE, COUNT))
        ):
            yield "product", a.value * b.value, (a, b)
    for a, b in combinations(operands, 2):
        if a.is_n or b.is_n or a.dimension != b.dimension or a.quantity != b.quantity:
            continue
        for c in operands:
            if c in (a, b) or c.dimension not in (COUNT, ANY, MONEY, CALENDAR):
                continue
            counted = {*a.handles, *b.handles} == required and not c.handles
            if a.dimension in (SHARE, MONEY) or counted:
                yield "difference, multiplied", (a.value - b.value) * c.value, (a, b, c)


def chained(
    token: NumberToken, operands: Sequence[Operand], required: frozenset[str]
) -> Iterator[Candidate]:
    """Yield what a cited figure, or the difference of two, comes to times two numbers of persons.

    "185 kWh less for each firing, €5,291 for your 260 at €0.11".
    """
    digits = re.sub(r"\D", "", token.text).strip("0")
    if len(digits) < MOST_TELLING and dimension_of(token)[0] != MONEY:
        return
    cited = [one for one in operands if required & set(one.handles) and not one.is_n]
    factors = [one for one in operands if not one.handles and one.value > 0][:MOST_PRICES]
    bases: list[tuple[float, tuple[Operand, ...]]] = []
    formula = "product" if len(required) == 1 else "difference, multiplied"
    if len(required) == 1:
        bases = [(one.value / one.scale, (one,)) for one in cited if one.subject is not None]
    elif len(required) == 2:
        bases = [
            (abs(a.value - b.value) / a.scale, (a, b))
            for a, b in combinations(cited, 2)
            if a.quantity == b.quantity and a.handles != b.handles and not a.is_bound
        ]
    for value, used in bases:
        for x, y in combinations(factors, 2):
            if not x.dimension == y.dimension == MONEY:
                yield formula, value * x.value * y.value, (*used, x, y)


def several(operands: Sequence[Operand], required: frozenset[str]) -> Iterator[Candidate]:
    """Yield what two cited counts come to at a price each, and a cited share of a count at one."""
    cited = [one for one in operands if required & set(one.handles) and not one.is_n]
    prices = [one for one in operands if not one.handles and one.value > 0][:MOST_PRICES]
    if len(required) != 2:
        return
    for a, b in combinations(cited, 2):
        if a.handles == b.handles:
            continue
        if a.dimension == b.dimension == COUNT:
            for x, y in permutations(prices, 2):
                yield "weighted sum", a.value * x.value + b.value * y.value, (a, b)
            for x in prices:
                yield "weighted sum", a.value * x.value + b.value, (a, b)
                yield "weighted sum", a.value + b.value * x.value, (a, b)
        elif {a.dimension, b.dimension} == {SHARE, COUNT}:
            for x in prices:
                yield "product", a.value * b.value * x.value, (a, b, x)

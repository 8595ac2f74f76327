"""Shares: of both together, of all parts, of what a whole leaves, of a gain, and by guessing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from ml_engineer.evidence.derivation_words import Says
from ml_engineer.evidence.operands import ANY, CALENDAR, COUNT, SCORE, SHARE, Operand
from ml_engineer.evidence.products import Candidate
from ml_engineer.evidence.relations import differ_in

MOST_CHOICES = 100
"""Between more choices than this nobody would guess."""


def shares_of_shares(
    operands: Sequence[Operand], values: Sequence[Operand], says: Says
) -> Iterator[Candidate]:
    """Shares of both together, of what is left to the best possible, or of another share."""
    for a, b in combinations(operands, 2):
        whole = a.value + b.value
        counts = a.dimension == b.dimension == COUNT and a.quantity == b.quantity
        if counts and whole and differ_in(a, b) == 1:
            yield "share of both", a.value / whole, (a, b)
            yield "share of both", b.value / whole, (a, b)
        if a.dimension == b.dimension == SHARE and says.sum:
            yield "sum", whole, (a, b)
    shares = [one for one in values if one.dimension in (SHARE, SCORE)]
    if says.of_two_shares:
        for a, b in permutations(shares, 2):
            if b.value != 1 and a.agrees(b):
                yield "share of the errors", (a.value - b.value) / (1 - b.value), (a, b)
    for a, b in permutations(shares if says.guessing else (), 2):
        if a.dimension == b.dimension == SCORE and a.value > b.value > 0.5:
            # Guessing has an AUC of a half: "it loses 42 % of its lead over guessing".
            yield "share of the lead", (a.value - b.value) / (a.value - 0.5), (a, b)
    for a, b in combinations(shares, 2):
        # A person's share of a measured one: 80 % of the other group's rate.
        if SCORE not in (a.dimension, b.dimension) and not (a.handles and b.handles):
            yield "product", a.value * b.value, (a, b)


def lifted(values: Sequence[Operand]) -> Iterator[Candidate]:
    """Yield what a lift makes of the base rate: "4.1 times as frequent, 28 % of those"."""
    for a, b in permutations(values, 2):
        if "lift" in a.quantity.split("_") and a.value > 1 and b.dimension == SHARE and b.handles:
            yield "lift of the base rate", a.value * b.value, (a, b)


def stepped(values: Sequence[Operand], says: Says) -> Iterator[Candidate]:
    """Yield what lies so many points from what was told: "five points below that is the bar"."""
    for one in values if says.step else ():
        if one.dimension in (SHARE, SCORE):
            yield "difference", one.value + says.step, (one,)


def shares_of_all(operands: Sequence[Operand], required: frozenset[str]) -> Iterator[Candidate]:
    """Yield what each of three and more cited counts is of all of them together."""
    for is_n in (False, True):
        cited = [
            one for one in operands
            if one.is_n == is_n and one.dimension == COUNT and required & set(one.handles)
        ]  # fmt: skip
        whole = sum(one.value for one in cited)
        if len(cited) > 2 and whole:
            for one in cited:
                others = tuple(other for other in cited if other is not one)
                yield "share of all", one.value / whole, (one, *others)


def _parts(
    operands: Sequence[Operand], required: frozenset[str]
) -> tuple[Operand, list[Operand], tuple[Operand, ...]] | None:
    """Return the whole, its parts and both together, where counts of all are cited."""
    cited = [
        one for one in operands
        if not one.is_n and one.dimension == COUNT and required & set(one.handles)
    ]  # fmt: skip
    if not 2 < len(required) == len(cited):
        return None
    whole = max(cited, key=lambda one: one.value)
    parts = [one for one in cited if one is not whole]
    if len({one.quantity for one in parts}) != 1 or sum(p.value for p in parts) > whole.value:
        return None
    return whole, parts, (whole, *parts)


def sums_of_parts(operands: Sequence[Operand], required: frozenset[str]) -> Iterator[Candidate]:
    """Yield what some parts come to together, and what they leave of a whole that is cited, too."""
    if (found := _parts(operands, required)) is not None:
        whole, parts, used = found
        together = sum(one.value for one in parts)
        yield "sum of parts", together, used
        yield "rest of the whole", whole.value - together, used


def shares_of_parts(operands: Sequence[Operand], required: frozenset[str]) -> Iterator[Candidate]:
    """Yield what some parts are together of a whole that is cited with them, and what is left."""
    if (found := _parts(operands, required)) is not None and found[0].value:
        whole, parts, used = found
        share = sum(one.value for one in parts) / whole.value
        yield "share of the whole", share, used
        yield "rest of the whole", 1 - share, used


def by_guessing(values: Sequence[Operand], says: Says) -> Iterator[Candidate]:
    """Yield how often guessing between so many is right: a quarter of the time between four."""
    for one in values if says.guessing else ():
        if one.dimension == COUNT and 1 < one.value <= MOST_CHOICES:
            yield "guess", 1 / one.value, (one,)


def shares_of_gains(values: Sequence[Operand], required: frozenset[str]) -> Iterator[Candidate]:
    """Yield what one gain is of another, of three cited figures: "94 % of the improvement"."""
    cited = [one for one in values if required & set(one.handles) and not one.is_bound]
    if len(required) == 3 and len(cited) == 3 and len({one.quantity for one in cited}) == 1:
        for a, b, c in permutations(cited, 3):
            for whole in (c.value - b.value, b.value - c.value):
                if whole:
                    yield "share of the gain", (a.value - b.value) / whole, (a, b, c)


def shares_of_persons(operands: Sequence[Operand], says: Says) -> Iterator[Candidate]:
    """What one of two numbers of persons is of both: the threshold at which two costs balance."""
    for a, b in permutations([one for one in operands if not one.handles], 2):
        if a.value > 0 and b.value > 0 and a.agrees(b) and CALENDAR not in (a.dimension,):
            yield "share of both", a.value / (a.value + b.value), (a, b)
    for one in operands:
        if says.threshold and not one.handles and one.value > 1 and one.dimension == ANY:
            # "A miss costs 40 times a false alarm."
            yield "share of both", 1 / (one.value + 1), (one,)
            yield "share of both", one.value / (one.value + 1), (one,)

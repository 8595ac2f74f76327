"""Derivations: what may be computed in an answer from numbers of the same sentence.

A closed set: difference, ratio, complement, percent (a share, or a relative change) and sum.
Each wants a word that says so, where a chance match would be likely. Longer sums go through the
tool `calculate`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from ml_engineer.evidence.numbers import NumberToken

MOST_OPERANDS = 10
"""With more operands than this in a sentence, only the nearest count: chance matches grow."""

_DIFFERENCE = re.compile(
    r"\b(?:gaps?|differ\w*|points?|pp|less|more|fewer|below|above|leads?|drop\w*|f[ae]ll\w*|gain\w*"
    r"|r[io]ses?|rising|up|down|by|ahead|behind|width|better|worse|lower|higher|sav(?:es?|ings?)"
    r"|improv\w*|lost|los[es]s?|losing|net|cuts?|beyond|over|past|remain\w*|left|i\.e|decreas\w*"
    r"|increas\w*|grew|grows|missing|short|costs|added|adds|margin|jump\w*|lift\w*|older|closed?)\b"
    r"|[+−=(]|\s-",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"\b(?:times|factor|ratio|fold|per|half|halv\w+|twice|doubl\w*|lift|as (?:many|much|long|large)"
    r"|each|average|minutes?|hours?|days?|one in)\b|[x×/=]",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"\b(?:total|together|sum|altogether|combined|in all|both|overall|jointly)\b|[+=]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Operand:
    """A number that a derivation may use, and the figure behind it (none for a person's).

    `is_n`: it is the n of a figure, which only divides: a share of n rows.
    """

    value: float
    handle: str | None = None
    is_n: bool = False


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a number was reached."""

    formula: str
    handles: tuple[str, ...]


_Candidate = tuple[str, float, tuple[Operand, ...]]


def derive(token: NumberToken, operands: Sequence[Operand], sentence: str) -> Derivation | None:
    """Return a derivation of the number from two operands (or one), or None."""
    distinct = list(dict.fromkeys(operands))[:MOST_OPERANDS]
    if not distinct:
        return None
    for formula, value, used in _candidates(token, distinct, sentence):
        if any(not reading.of_percent and _equals(token, reading.low, reading.high, value)
               for reading in token.readings):  # fmt: skip
            return Derivation(formula, tuple(dict.fromkeys(o.handle for o in used if o.handle)))
    return None


def _equals(token: NumberToken, low: float, high: float, value: float) -> bool:
    if low <= value <= high:
        return True
    # Without a sign of its own, a number states a size: "down 0.03", "14 % less".
    return token.sign == 0 and low <= -value <= high


def _candidates(
    token: NumberToken, operands: Sequence[Operand], sentence: str
) -> Iterator[_Candidate]:
    values = [one for one in operands if not one.is_n]
    if token.is_percent or not token.text[-1].isdigit():
        for one in values:
            if 0 <= one.value <= 1:
                yield "complement", 1 - one.value, (one,)
    if _DIFFERENCE.search(sentence):
        yield from _differences(token, values)
    if token.is_percent:
        yield from _percentages(operands)
    elif token.is_multiple or token.kind == "word" or _RATIO.search(sentence):
        for a, b in permutations(values, 2):
            if b.value:
                yield "ratio", a.value / b.value, (a, b)
    if _SUM.search(sentence):
        for a, b in combinations(values, 2):
            yield "sum", a.value + b.value, (a, b)


def _differences(token: NumberToken, values: Sequence[Operand]) -> Iterator[_Candidate]:
    percent_sign = token.is_percent and token.text[-1] in "%tT"
    for a, b in permutations(values, 2):
        # The difference of two shares is told in points: "6 %" beside them is relative.
        if not (percent_sign and abs(a.value) <= 1 and abs(b.value) <= 1):
            yield "difference", a.value - b.value, (a, b)


def _percentages(operands: Sequence[Operand]) -> Iterator[_Candidate]:
    for a, b in permutations(operands, 2):
        if b.value and not a.is_n:
            yield "percent", a.value / b.value, (a, b)
            if not b.is_n:
                yield "relative change", a.value / b.value - 1, (a, b)

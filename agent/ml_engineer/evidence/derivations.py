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
    """A number that a derivation may use, and the figure behind it (none for a person's)."""

    value: float
    handle: str | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a number was reached."""

    formula: str
    handles: tuple[str, ...]


def derive(token: NumberToken, operands: Sequence[Operand], sentence: str) -> Derivation | None:
    """Return a derivation of the number from two operands (or one), or None."""
    distinct = list(dict.fromkeys(operands))[:MOST_OPERANDS]
    for formula, value, used in _candidates(token, distinct, sentence):
        if any(not reading.of_percent and _equals(token, reading.low, reading.high, value)
               for reading in token.readings):  # fmt: skip
            return Derivation(formula, tuple(dict.fromkeys(o.handle for o in used if o.handle)))
    return None


def _equals(token: NumberToken, low: float, high: float, value: float) -> bool:
    if low <= value <= high:
        return True
    # Without a sign of its own, a number states a size: "down 0.03", "14 % less".
    return token.sign >= 0 and low <= -value <= high


def _candidates(
    token: NumberToken, operands: Sequence[Operand], sentence: str
) -> Iterator[tuple[str, float, tuple[Operand, ...]]]:
    if token.is_percent or _is_share(token):
        for one in operands:
            if 0 <= one.value <= 1:
                yield "complement", 1 - one.value, (one,)
    if _DIFFERENCE.search(sentence):
        for a, b in combinations(operands, 2):
            yield "difference", a.value - b.value, (a, b)
    if token.is_percent:
        for a, b in permutations(operands, 2):
            if b.value:
                yield "percent", a.value / b.value, (a, b)
                yield "relative change", a.value / b.value - 1, (a, b)
    elif token.is_multiple or token.kind == "word" or _RATIO.search(sentence):
        for a, b in permutations(operands, 2):
            if b.value:
                yield "ratio", a.value / b.value, (a, b)
    if _SUM.search(sentence):
        for a, b in combinations(operands, 2):
            yield "sum", a.value + b.value, (a, b)


def _is_share(token: NumberToken) -> bool:
    return token.kind == "number" and 0 < token.value < 1 and " " in token.text

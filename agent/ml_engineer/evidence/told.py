"""Told: what the words beside a number say that it is, and which formulas go with that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ml_engineer.evidence.derivation_words import says_of
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer.evidence.operands import ANY, MONEY, SECONDS, Operand, dimension_of
from ml_engineer.evidence.products import BEHIND, told_otherwise
from ml_engineer.evidence.relations import (
    LOW_IS_GOOD,
    goes_up,
    tells_change,
    tells_factor,
    tells_ratio,
    tells_worse,
)

_MORE = re.compile(
    r"\s(?:[a-z/-]+\s){0,2}(?:more|less|fewer)\b(?! (?:often|likely|precise|than an?\b))"
)
_LEFT = re.compile(r"(?:\s[a-z]+)?\s(?:(?:are|is|were|was) )?(?:left|remain(?:s|ed|ing)?)\b")
MOST_TIMES = 1000
"""A larger ratio of what a sentence doesn't name is likelier a coincidence."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the words beside a number say that it is.

    Attributes:
        ratio: a ratio, and nothing else.
        factor: the factor by which something grew.
        change: by how much something changed.
        up: whether it went up; None where words don't tell.
        worse: whether it is told as worse (true) or better; None where it isn't.
        divided: some word of a ratio stands beside it.
        dimension: what its unit counts.
        behind: the words right behind it.
        more: so many more or less, which is a difference.
    """

    ratio: bool
    factor: bool
    change: bool
    up: bool | None
    worse: bool | None
    divided: bool
    dimension: str
    behind: str
    more: bool = False

    def goes_with(self, formula: str, value: float, used: Sequence[Operand]) -> bool:
        """Tell whether a number so told may have been computed by a formula, to this value."""
        if (
            self.dimension == MONEY
            and ("product" in formula or "multiplied" in formula)
            and not any(one.may_be_money for one in used)
        ):
            # 5.7 litres on each of 1,044 runs are no euros.
            return False
        if self.more and formula in ("ratio", "sum", "mean"):
            return False
        if not self.adds_up(formula):
            return False
        if self.ratio and formula not in ("ratio", "percent"):
            return False
        if formula == "ratio" and not self._is_such_a_ratio(value, used):
            return False
        if formula.startswith("product") and told_otherwise(formula, used, self.behind):
            return False
        if formula == "relative change" and self._goes_another_way(value, used):
            return False
        return not (self.change and formula in ("percent", "share of both", "complement"))

    def adds_up(self, formula: str) -> bool:
        """Tell whether a number may be a sum, if that is the formula: not of what is left."""
        return formula != "sum" or _LEFT.match(self.behind) is None

    def _goes_another_way(self, value: float, used: Sequence[Operand]) -> bool:
        if self.worse is not None and LOW_IS_GOOD.search(used[0].quantity):
            return self.worse != (value > 0)
        return self.up not in (None, value > 0)

    def _is_such_a_ratio(self, value: float, used: Sequence[Operand]) -> bool:
        if self.dimension == SECONDS and used[0].dimension not in (SECONDS, ANY):
            return False
        if self.factor and 0 < value < 1:
            return False
        far = any(one.far for one in used)
        return not far or (abs(value) <= MOST_TIMES and self.divided)


def told_of(token: NumberToken, text: str, beside: str) -> Told:
    """Return what the words beside a number say that it is."""
    return Told(
        ratio=tells_ratio(token, text),
        factor=tells_factor(token, text),
        change=tells_change(token, text),
        up=goes_up(token, text),
        worse=tells_worse(token, text),
        divided=says_of(beside).ratio,
        dimension=dimension_of(token)[0],
        behind=text[token.end : token.end + BEHIND],
        more=not token.is_multiple and _MORE.match(text, token.end) is not None,
    )

"""Derivations: what may be computed in an answer from numbers that it names and cites.

A closed set: difference, ratio, complement, percent (a share, or a relative change), sum, product
of a count or price with a share or count. What is compared has one dimension, and each formula
wants a word that says so, where a chance match would be likely. Longer ones go through the tool
`calculate`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, permutations
from math import sqrt

from ml_engineer.evidence.derivation_words import Says, says_of
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
from ml_engineer.evidence.products import (
    Candidate,
    chained,
    of_own_rows,
    of_the_first,
    priced,
    products,
    several,
)
from ml_engineer.evidence.relations import (
    are_statistics,
    differ_in,
    is_whole,
    related,
    tells_difference,
    words_beside,
)
from ml_engineer.evidence.shares import (
    by_guessing,
    lifted,
    shares_of_all,
    shares_of_gains,
    shares_of_parts,
    shares_of_persons,
    shares_of_shares,
    stepped,
    sums_of_parts,
)
from ml_engineer.evidence.told import told_of

MOST_OPERANDS = 10
"""With more operands than this in a sentence, only the nearest count: chance matches grow."""
MOST_TELLING = 4
"""A number of so many digits is hardly a sum of two counts by chance."""
MOST_OF_A_WORD = 1.75
"""A word for less than this is a fraction, which is a ratio."""
MOST_REQUIRED = 4
"""A citation of at most so many figures behind a number names what it was computed from."""

_INSTEAD = re.compile(r"\b(?:instead of|rather than|against|versus|vs\.?|after|not)\s[$€£]?\d")
"""What makes the first of two numbers the newer one: "371 instead of 318, so +53"."""
_BASES = (100.0, 1000.0, 10_000.0, 100_000.0, 1e6)
"""What rates are of: so many in a thousand."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a number was reached."""

    formula: str
    handles: tuple[str, ...]
    value: float = 0.0


def derive(
    token: NumberToken,
    operands: Sequence[Operand],
    sentence: str,
    required: Iterable[str] = (),
    *,
    text: str = "",
    most: int = MOST_OPERANDS,
    accepts: Callable[[Derivation], bool] | None = None,
) -> Derivation | None:
    """Return a derivation of the number from operands, or None.

    Args:
        token: the number.
        operands: what it may be computed from, the likeliest first.
        sentence: the words around it, which say how it was computed.
        required: handles that all have to be used: the citation behind the number names them.
        text: the whole text, in which the words beside the number tell a change from a share.
        most: so many operands count.
        accepts: which of the derivations that fit is taken; without it, the first.
    """
    distinct = list(dict.fromkeys(operands))[:most]
    beside = words_beside(token, text) if text else sentence
    says = says_of(sentence)
    if not says.difference and tells_difference(token, text):
        says = replace(says, difference=True)
    needed = frozenset(required)
    told = told_of(token, text, beside)
    turns = token.sign and _INSTEAD.search(sentence)
    for formula, value, used in _candidates(token, distinct, says, needed):
        handles = tuple(dict.fromkeys(handle for one in used for handle in one.handles))
        if not told.goes_with(formula, value, used):
            continue
        if told.dimension == ANY and formula == "difference":
            # "58.7 minutes, 34 more than there": in the unit of what is compared.
            value /= used[0].scale if used[0].dimension == SECONDS else 1.0
        counted = all(one.dimension in (SHARE, COUNT) for one in used)
        fits = needed <= set(handles) and any(
            displays(token, either, loosely=bool(needed), counted=counted)
            for either in ((value, -value) if formula == "difference" and turns else (value,))
        )
        if fits and related(formula, used, sentence, beside):
            found = Derivation(formula, handles, value)
            if accepts is None or accepts(found):
                return found
    return None


def displays(
    token: NumberToken, value: float, *, loosely: bool = False, counted: bool = False
) -> bool:
    """Tell whether a computed value would be displayed so, `loosely` to two digits.

    What is `counted` keeps its size beside a unit of time: so many rows of an hour are hours.
    """
    dimension, scale = dimension_of(token)
    if dimension == MONEY or (dimension == SECONDS and not counted):
        value /= scale
    room = _room(token, 2 if loosely else 3)
    for reading in token.readings:
        if reading.of_percent:
            continue
        low, high = reading.low - room, reading.high + room
        # Without a sign of its own, a number states a size: "down 0.03", "14 % less".
        if low <= value <= high or (token.sign == 0 and low <= -value <= high):
            return True
    return False


@lru_cache(maxsize=256)
def _trailing_zeros(text: str) -> tuple[int, int]:
    digits = re.sub(r"\D", "", text) if "." not in text else ""
    return len(digits), len(digits) - len(digits.rstrip("0"))


def _room(token: NumberToken, digits_left: int) -> float:
    """Return by how much a computed number may have been rounded at its zeros: 87,700 by 50."""
    digits, zeros = _trailing_zeros(token.text)
    if token.is_percent or zeros == 0 or digits - zeros < digits_left:
        return 0.0
    reading = token.readings[0]
    return (reading.high - reading.low) / 2 * (10.0**zeros - 1)


def _candidates(
    token: NumberToken, operands: Sequence[Operand], says: Says, required: frozenset[str]
) -> Iterator[Candidate]:
    values = [one for one in operands if not one.is_n]
    if token.is_percent and token.text[-1] in "%tT":
        yield from _complements(values)
        yield from lifted(values)
        yield from stepped(values, says)
        if says.in_points:
            yield from _differences(values)
        yield from _percentages(operands, any_two=len(required) == 2)
        yield from shares_of_shares(operands, values, says)
        yield from shares_of_all(operands, required)
        yield from shares_of_parts(operands, required)
        yield from by_guessing(values, says)
        yield from shares_of_gains(values, required)
        yield from shares_of_persons(operands, says)
        if says.mean and len(required) > 1:
            yield from _means(operands, required)
    elif token.is_percent:
        yield from _differences(values)
    elif token.kind == "word" and not token.is_multiple and token.value >= MOST_OF_A_WORD:
        # "missing five": so many more or less; how many times as much is said by "times".
        if says.difference or len(required) == 2:
            yield from _differences(values)
        if says.sum or len(required) > 1:
            yield from _sums(operands, required)
        if says.ratio and required:
            yield from _ratios(values)
    elif token.is_multiple or token.kind == "word":
        yield from _ratios(values, any_score=token.is_multiple)
        if token.text.isdigit():
            # "Belts failed 40 times".
            yield from of_own_rows(operands)
    else:
        yield from _amounts(token, operands, values, says, required)


def _amounts(
    token: NumberToken,
    operands: Sequence[Operand],
    values: Sequence[Operand],
    says: Says,
    required: frozenset[str],
) -> Iterator[Candidate]:
    """Numbers that are no percentages and no multiples: scores, counts, money, times."""
    counts = [one for one in operands if one.dimension == COUNT]
    yield from _told_differences(token, operands, says, required)
    if says.points and required:
        for _, value, used in _differences(values):
            yield "difference in points", 100 * value, used
    if says.ratio or len(required) == 2:
        yield from _ratios(operands, money=dimension_of(token)[0] == MONEY)
    if says.sum or len(required) > 1:
        yield from _sums(operands, required)
    yield from of_own_rows(operands)
    yield from _sums_of_counts(token, counts)
    yield from _sums_of_counts(token, [one for one in values if one.subject is None])
    if says.difference and len(required) > 2:
        cited = [one for one in values if required & set(one.handles) and not one.is_bound]
        if len({one.quantity for one in cited}) == 1:
            spread = max(one.value for one in cited) - min(one.value for one in cited)
            yield "spread", spread, tuple(cited)
    if says.mean and len(required) > 1:
        yield from _means(operands, required)
    if 0 < len(required) <= 2 or says.product or dimension_of(token)[0] == MONEY:
        yield from products(token, operands, required)
        yield from priced(operands)
        yield from of_the_first(values)
        yield from several(operands, required)
        yield from chained(token, operands, required)
    yield from sums_of_parts(operands, required)
    yield from by_guessing(values, says)
    if re.search(r"[a-z]", token.text):
        yield from _complements(values)
    if "." in token.text:
        yield from shares_of_persons(operands, says)
    sizes = [one for one in operands if one.is_n and required & set(one.handles)]
    yield from _scaled(values, says, sizes)


def _told_differences(
    token: NumberToken, operands: Sequence[Operand], says: Says, required: frozenset[str]
) -> Iterator[Candidate]:
    """Yield differences that words tell, or whose two operands are cited behind the number."""
    counts = [one for one in operands if one.dimension == COUNT]
    values = [one for one in operands if not one.is_n]
    if says.difference:
        yield from _differences(values)
        yield from _differences([one for one in counts if one.is_n])
        # "leaves 44 of the 376": the rows less what was computed of them.
        computed = [one for one in values if one.subject is None and one.handles]
        for a in counts:
            for b in computed if a.is_n else ():
                if 0 < b.value < a.value and b.agrees(a):
                    yield "rest", a.value - b.value, (a, b)
    elif len(required) == 2:
        units = (COUNT, token.unit or COUNT, dimension_of(token)[0])
        yield from _differences([one for one in values if one.dimension in units])


def _scaled(
    values: Sequence[Operand], says: Says, cited: Sequence[Operand] = ()
) -> Iterator[Candidate]:
    """Differences in standard deviations, and rates: how often something fits in a second."""
    if says.spreads:
        for a, b, c in permutations(values, 3):
            if c.value and a.agrees(b):
                yield "difference in standard deviations", (a.value - b.value) / c.value, (a, b, c)
        for a, b in permutations([*values, *cited], 2):
            if b.dimension == COUNT and b.value > 1 and a.dimension != COUNT:
                yield "standard error", a.value / sqrt(b.value), (a, b)
    for unit in says.per:
        yield from _by_time(values, unit)
    if says.ratio:
        for one in values:
            if one.quantity == "per_one":
                yield "ratio", one.value, (one,)
        bases = [one for one in values if not one.handles and one.value in _BASES]
        counted = [one for one in values if one.dimension == COUNT and one.shown is not None]
        counted += cited
        for a, b in permutations(counted if bases else (), 2):
            if b.value:
                yield "rate", a.value / b.value * bases[0].value, (a, b)


def _by_time(values: Sequence[Operand], unit: float) -> Iterator[Candidate]:
    """Yield how often a time fits in a unit of it, and how many of a count fall in one."""
    for one in values:
        if one.dimension == SECONDS and one.value:
            yield "rate", unit / one.value, (one,)
            for counted in values:
                if counted.dimension == COUNT:
                    yield "rate", counted.value * unit / one.value, (counted, one)


def _percentages(operands: Sequence[Operand], *, any_two: bool) -> Iterator[Candidate]:
    for a, b in permutations(operands, 2):
        if not b.value or not (any_two or a.agrees(b)):
            continue
        if a.is_n and not 0 < a.value < b.value:
            continue
        if a.is_n and b.is_n and not _is_part(a, b):
            continue
        for x, y in _writings(a, b):
            if y:
                yield "percent", x / y, (a, b)
                if a.quantity == b.quantity or not (a.is_n or b.is_n) or any_two:
                    yield "relative change", x / y - 1, (a, b)


def _complements(values: Sequence[Operand]) -> Iterator[Candidate]:
    for one in values:
        if one.dimension in (SHARE, SCORE, ANY) and 0 <= one.value <= 1:
            yield "complement", 1 - one.value, (one,)


def _differences(values: Sequence[Operand]) -> Iterator[Candidate]:
    for a, b in combinations(values, 2):
        if a.agrees(b):
            for x, y in _writings(a, b):
                yield "difference", x - y, (a, b)
                if a.far or b.far:
                    yield "difference", y - x, (a, b)
            if a.value * b.value < 0 and not (a.handles and b.handles):
                # 2 hours before, and known 90 minutes before: -90 of 120.
                yield "difference", a.value + b.value, (a, b)


def _ratios(
    operands: Sequence[Operand], *, money: bool = False, any_score: bool = False
) -> Iterator[Candidate]:
    for a, b in permutations(operands, 2):
        per_unit = money and {a.dimension, b.dimension} == {MONEY, COUNT}
        over_chance = any_score and {a.dimension, b.dimension} == {SCORE, SHARE}
        related = per_unit or over_chance or are_statistics(a, b)
        in_time = b.dimension == CALENDAR and not any_score
        if b.value and (a.agrees(b) or related or in_time):
            for x, y in _writings(a, b):
                if y:
                    yield "ratio", x / y, (a, b)


def _sums(operands: Sequence[Operand], required: frozenset[str]) -> Iterator[Candidate]:
    for a, b in combinations(operands, 2):
        if a.agrees(b) and a.is_n == b.is_n:
            yield "sum", a.value + b.value, (a, b)
    for is_n in (False, True):
        all_ = [one for one in operands if one.is_n == is_n and required & set(one.handles)]
        if len(all_) > 2 and all(one.agrees(all_[0]) for one in all_):
            yield "sum", sum(one.value for one in all_), tuple(all_)
    counted: dict[tuple[str, bool], list[Operand]] = {}
    for one in operands:
        if one.dimension == COUNT and one.subject and one.shown is not None and not required:
            counted.setdefault((one.quantity, one.is_n), []).append(one)
    for parts in counted.values():
        if len(parts) > 2:
            yield "sum", sum(one.value for one in parts), tuple(parts)


def _means(operands: Sequence[Operand], required: frozenset[str]) -> Iterator[Candidate]:
    for _, value, used in _sums(operands, required):
        yield "mean", value / len(used), used


def _sums_of_counts(token: NumberToken, counts: Sequence[Operand]) -> Iterator[Candidate]:
    """Sums that need no word: counts of the same rows, so many digits that chance is small."""
    if token.is_percent or len(re.sub(r"\D", "", token.text)) < MOST_TELLING:
        return
    for a, b in combinations([one for one in counts if not one.is_n], 2):
        if a.subject == b.subject or (a.quantity == b.quantity and differ_in(a, b) == 1):
            yield "sum", a.value + b.value, (a, b)
    for a, b in combinations([one for one in counts if one.is_n], 2):
        if a.subject and b.subject and a.subject.slice and b.subject.slice and differ_in(a, b) == 1:
            yield "sum", a.value + b.value, (a, b)


def _is_part(a: Operand, b: Operand) -> bool:
    """Tell whether the rows of one are a slice of the other's."""
    one, other = a.subject, b.subject
    return bool(one and other and not is_whole(one) and is_whole(other)) and (
        not a.conflicts(b) or (other is not None and other.slice is not None)
    )


def _writings(a: Operand, b: Operand) -> Iterator[tuple[float, float]]:
    """Yield two operands exactly and, when both stand in the text, as they are displayed."""
    yield a.value, b.value
    if a.shown is not None and b.shown is not None:
        yield a.shown, b.shown

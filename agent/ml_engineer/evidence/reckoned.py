"""Reckoned: a short formula over what a number's sentence cites, where chance hardly finds one.

The derivations that words tell apart come first (`derivations`). What remains is computed in more
than one step, or in a unit or on a base of its own: "29 per 10,000 slip through", "€849 over the
quarter". Any formula of the few operands at hand is tried, the plainest first; a match counts only
while all the values tried so far would leave a random number of the same format unmatched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations
from math import log10

from ml_engineer.evidence.counterparts import calendar, constants
from ml_engineer.evidence.derivations import Derivation
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer.evidence.operands import (
    CALENDAR,
    COUNT,
    MONEY,
    SCORE,
    SECONDS,
    SHARE,
    Operand,
    dimension_of,
    distinct,
)

MOST_BY_CHANCE = 0.05
"""A random number of the same format would be matched at most so often."""
MOST_OPERANDS = 12
"""Of so many operands beside a number formulas are tried."""
MOST_GIVEN = 4
"""So many numbers of persons, and of the calendar, are tried."""
DAY = 86_400.0

_Value = tuple[float, tuple[Operand, ...]]


def reckoned(
    token: NumberToken,
    cited: Sequence[Operand],
    given: Sequence[Operand],
    words: str,
    required: Iterable[str] = (),
) -> Derivation | None:
    """Return a formula that gives a number, or None if there is none or chance would find one.

    Args:
        token: the number.
        cited: the operands of the figures that its sentence cites or shows.
        given: numbers that persons wrote.
        words: those around the number, which name bases and stretches of time.
        required: handles that all have to be used: the citation behind the number names them.
    """
    if not token.readings or token.kind == "word" or not token.value:
        return None
    needed = frozenset(required)
    unit, scale = dimension_of(token)
    wanted = abs(token.value) * (scale if unit in (MONEY, SECONDS) else 1.0)
    room = _room(token)
    tried: set[int] = set()
    own, others = distinct(cited)[:MOST_OPERANDS], distinct(given)[:MOST_GIVEN]
    for formula, stage in _stages(token, own, others, words):
        found: Derivation | None = None
        for value, used in stage:
            handles = tuple(dict.fromkeys(handle for one in used for handle in one.handles))
            size = abs(value)
            if not size or abs(log10(size / wanted)) > 0.5 or not needed <= set(handles):
                continue
            if unit == MONEY and not any(_is_money(one) for one in used):
                continue
            tried.add(round(log10(size) / room))
            if found is None and _shows(token, size / wanted):
                found = Derivation(formula, handles, value)
        if len(tried) * room > MOST_BY_CHANCE:
            return None
        if found is not None:
            return found
    return None


def _is_money(one: Operand) -> bool:
    return one.dimension != CALENDAR and one.may_be_money


def _room(token: NumberToken) -> float:
    """Return which part of a decade the values take up that would be displayed as this number."""
    low, high = sorted((abs(token.readings[0].low), abs(token.readings[0].high)))
    return log10(high / low) if low > 0 else 1.0


def _shows(token: NumberToken, ratio: float) -> bool:
    """Tell whether the number displays what is so many times its own value."""
    low, high = sorted((abs(token.readings[0].low), abs(token.readings[0].high)))
    return low <= ratio * abs(token.value) <= high


def _stages(
    token: NumberToken, own: Sequence[Operand], given: Sequence[Operand], words: str
) -> Iterator[tuple[str, Iterator[_Value]]]:
    """Yield formulas, each with what it gives, the plainest first."""
    values = [one for one in own if not one.is_n]
    shares = [one for one in values if not one.is_bound]
    single: list[_Value] = [(one.value, (one,)) for one in values]
    bases = [one.value for one in constants(words) if one.value > 1]
    times = [one.value for one in calendar(words)][:MOST_GIVEN]
    if token.is_percent:
        yield "distance from one", _from_parity(shares)
        yield "distance from a limit", _with_limit(shares, given)
        yield "relative change", _of_rows(own)
    else:
        yield "rate", _on_bases(single, bases)
        yield "product", _of_own_rows(own)
        yield "rest of a day", _rest_of_day(values, times)
        yield "sum", _sums_of_counts(shares)
        yield "difference", _differences_of_counts(shares)
        yield "product or ratio", _across(shares)
    pairs = list(_pairs(shares))
    yield "rate", _on_bases(pairs, bases)
    yield "product or ratio", _with_given(single, given)
    yield "product or ratio", _in_time(single, times)
    if not token.is_percent:
        yield "product or ratio", _with_given(pairs, given)
        yield "product or ratio", _in_time(pairs, times)
    yield "sum, or a product with one", _triples(shares, token)


def _from_parity(values: Sequence[Operand]) -> Iterator[_Value]:
    """By how much a ratio is off one: `predicted over actual 1.047` is 4.7 % too many."""
    for one in values:
        if 0.5 < one.value < 2 and one.dimension not in (SHARE, SCORE, COUNT):
            yield one.value - 1, (one,)


def _with_limit(values: Sequence[Operand], given: Sequence[Operand]) -> Iterator[_Value]:
    """By how much a share is above or below a person's own limit."""
    for one in values:
        for limit in given:
            if limit.dimension == SHARE and one.dimension in (SHARE, SCORE):
                yield one.value - limit.value, (one, limit)


def _of_rows(operands: Sequence[Operand]) -> Iterator[_Value]:
    """By how much the rows of one are fewer than those of another."""
    rows = [one for one in operands if one.is_n]
    for a, b in permutations(rows, 2):
        if a.handles != b.handles and b.value > a.value:
            yield 1 - a.value / b.value, (a, b)


def _on_bases(values: Sequence[_Value], bases: Sequence[float]) -> Iterator[_Value]:
    """So many of a base that is named: `29 per 10,000`; and what is left of it."""
    for value, used in values:
        for base in bases:
            yield value * base, used
            if 0 < value < 1:
                yield (1 - value) * base, used


def _of_own_rows(operands: Sequence[Operand]) -> Iterator[_Value]:
    """A share of its own rows, and the rest of them."""
    for one, n in permutations(operands, 2):
        if n.is_n and one.handles == n.handles and one.dimension == SHARE:
            yield one.value * n.value, (one, n)
            yield (1 - one.value) * n.value, (one, n)


def _rest_of_day(values: Sequence[Operand], times: Sequence[float]) -> Iterator[_Value]:
    """What hours leave of a day."""
    for one in values:
        if one.dimension == SECONDS and 24.0 in times and one.value < DAY:
            yield DAY - one.value, (one,)


def _sums_of_counts(values: Sequence[Operand]) -> Iterator[_Value]:
    for a, b in _counted(values):
        yield a.value + b.value, (a, b)


def _differences_of_counts(values: Sequence[Operand]) -> Iterator[_Value]:
    for a, b in _counted(values):
        yield a.value - b.value, (a, b)


def _counted(values: Sequence[Operand]) -> Iterator[tuple[Operand, Operand]]:
    for a, b in combinations([one for one in values if one.dimension == COUNT], 2):
        if a.handles != b.handles:
            yield a, b


def _pairs(values: Sequence[Operand]) -> Iterator[_Value]:
    """Products of shares, and of counts at a price; sums and differences of a kind."""
    for a, b in combinations(values, 2):
        if a.handles == b.handles:
            continue
        if a.dimension == b.dimension:
            yield a.value + b.value, (a, b)
            yield a.value - b.value, (a, b)
        for x, y in ((a, b), (b, a)):
            if x.dimension == SHARE and y.dimension != SCORE:
                yield x.value * y.value, (x, y)
                yield (1 - x.value) * y.value, (x, y)


def _across(values: Sequence[Operand]) -> Iterator[_Value]:
    """Counts at a price or a time, and what there is of something for each: `1.5 minutes each`."""
    for x, y in permutations(values, 2):
        if x.dimension in (SHARE, SCORE) or x.dimension == y.dimension or y.dimension != COUNT:
            continue
        yield x.value * y.value, (x, y)
        yield x.value / y.value if y.value else 0.0, (x, y)


def _with_given(values: Sequence[_Value], given: Sequence[Operand]) -> Iterator[_Value]:
    """A figure, or what two of them give, times or by a person's number."""
    for value, used in values:
        for one in given:
            yield value * one.value, (*used, one)
            yield value / one.value if one.value else 0.0, (*used, one)
        for x, y in combinations(given, 2):
            yield value * x.value * y.value, (*used, x, y)


def _in_time(values: Sequence[_Value], times: Sequence[float]) -> Iterator[_Value]:
    """So much over another stretch of time: `€849 over the quarter`."""
    for value, used in values:
        for time in times:
            factor = Operand(time, (), CALENDAR)
            yield value * time, (*used, factor)
            yield value / time, (*used, factor)


def _triples(values: Sequence[Operand], token: NumberToken) -> Iterator[_Value]:
    """Three of a kind together, what one is of all, and two of a kind times a third."""
    for a, b, c in combinations(values, 3):
        whole = a.value + b.value + c.value
        if a.dimension == b.dimension == c.dimension and whole:
            if token.is_percent:
                for one in (a, b, c):
                    yield one.value / whole, (a, b, c)
            else:
                yield whole, (a, b, c)
        for x, y, z in ((a, b, c), (a, c, b), (b, c, a)):
            if x.dimension == y.dimension and z.dimension != x.dimension and not token.is_percent:
                yield (x.value - y.value) * z.value, (x, y, z)
                yield (x.value + y.value) * z.value, (x, y, z)

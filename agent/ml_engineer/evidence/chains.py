"""Chains: products of all that a sentence names before a number, be it three factors or more.

"At 1,120 seats an evening [E2.f4] and your 7 evenings, the share in [E2.f1] makes 361 refunds, at
your 85 euros €30,721": figures shown or cited by their handle alone, what people gave, and what was
computed before. All of them count: a product that leaves one out is none of theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

from ml_engineer.evidence.citations import CITATION, Citation
from ml_engineer.evidence.derivations import Derivation, displays
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.matching import part_held
from ml_engineer.evidence.names import words_of
from ml_engineer.evidence.operands import (
    COUNT,
    MONEY,
    SHARE,
    Operand,
    dimension_of,
    operand_of_person,
    operands_of,
)
from ml_engineer.evidence.places import Place
from ml_engineer.evidence.relations import negates, words_beside
from ml_engineer.evidence.units import rescaled
from ml_engineer_tools.evidence import Figure

MOST_FACTORS = 6
"""A product of more than this is for `calculate`."""
FEWEST_DIGITS = 2
"""A number of fewer digits is likelier a product by chance."""

_APART = re.compile(r"[;:]|,? (?:so|and so|i\.e\.|which|that|this)\b|, (?=and\b)", re.IGNORECASE)
"""Where what a number is computed from may begin anew."""
_FOR = re.compile(
    r"[^.;:,\d\[]{0,24}\b(?:for|over|on|in|with|at|across|times|of) (?:all )?your [$€£]?\Z",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:over|divided by)\s?\Z", re.IGNORECASE)
_EACH_FIND = re.compile(
    r"\b(?:every|each|per|an?|one) (?:true|real|found|correct|genuine|actual|confirmed|detected)\b",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\s(?:[a-z]+\s)?(?:per|in)\s(?:every\s)?(100|1[, ]?000|10[, ]?000|100[, ]?000)\b"
)
_GAP = re.compile(r"\b(?:gap|difference|less|more|fewer|saved?|saving|saves)\b", re.IGNORECASE)
_WITH = re.compile(r"\b(?:with|at|given|for) (?:an?|the) [\w ]{0,32}\Z", re.IGNORECASE)
_THAT_IS = re.compile(
    r"\A\s?%?,? (?:that(?:'s| is)|this is|which is|makes|gives|it is|that (?:makes|means|gives))"
    r" (?:about |some |around |roughly |only )?\Z"
)
_NAMES = re.compile(r"\b(?:in|times|with|at|on|over|same|\w+plying|chaining)\s\Z", re.I)
_TIMES = re.compile(r"\b(?:times|multipl\w+(?: by)?|chain\w*)\b|×", re.IGNORECASE)
_LIMIT = re.compile(r"threshold|cut_?off|quantile|level|seed|fold")
"""Quantities at which something is measured: no factors."""
SHORTEST_WORD = 4
"""A word of a quantity of so many letters names it."""
FARTHEST = 160
"""Characters before a number in which words say what it is the product of."""
MOST_OF_WHOLE = 12
"""So many figures of an evidence that is cited as a whole may be meant by words."""


@dataclass(frozen=True, slots=True)
class Factor:
    """What a sentence names before a number.

    Attributes:
        at: where it stands.
        operand: its value.
        unit: its figure's unit.
        computed: it was computed from what stands before it.
        bare: its handle stands for it, or its name among others that are multiplied.
    """

    at: int
    operand: Operand
    unit: str | None = None
    computed: bool = False
    bare: bool = False

    @property
    def is_persons(self) -> bool:
        """Whether a person gave it."""
        return not self.operand.handles


class Chains:
    """Finds the products that the sentences of one text name."""

    def __init__(self, text: str, ledger: Ledger, citations: Sequence[Citation]) -> None:
        self.text = text
        self.ledger = ledger
        self.citations = citations
        self._cited_at = [one.start for one in citations]

    def of(
        self, index: int, places: Sequence[Place], found: Sequence[Grounded | None],
        computed: Sequence[Sequence[Operand]],
    ) -> Derivation | None:  # fmt: skip
        """Return the product that a number is of all that its sentence names before it, or None.

        Args:
            index: which of the places.
            places: the numbers of the text.
            found: what is known of each.
            computed: the operands of each that is.
        """
        place = places[index]
        token = place.token
        if token.kind != "number" or token.is_multiple or not token.readings:
            return None
        if len(re.sub(r"\D", "", token.text).lstrip("0")) < FEWEST_DIGITS:
            return None
        factors = list(self._before(index, places, found, computed))
        factors += self._behind(index, places, found)
        if not factors or len(factors) > 2 * MOST_FACTORS:
            return None
        beside = words_beside(token, self.text)
        for chain in self._chains(factors, place):
            for value, used in self._values(chain, place, beside):
                if self._displays(place, value, used):
                    handles = dict.fromkeys(h for one in used for h in one.operand.handles)
                    if handles:
                        return Derivation("product", tuple(handles), value)
        return None

    def left_out(
        self, index: int, places: Sequence[Place], found: Sequence[Grounded | None],
        computed: Sequence[Sequence[Operand]],
    ) -> str | None:  # fmt: skip
        """Return what is wrong with a product that isn't of all that its sentence multiplies.

        Only where that is written out: factors cited by their handle alone, "A times B times C",
        and "with a base rate of 27 % that is".
        """
        one, token = found[index], places[index].token
        if one is None or "roduct" not in one.why:
            return None
        start = places[index].reach.sentence[0]
        factors = [
            factor for factor in self._before(index, places, found, computed)
            if factor.at < token.start and not factor.computed
        ]  # fmt: skip
        quantities = [factor.operand.quantity for factor in factors if not factor.is_persons]
        alone = len(set(quantities)) == len(quantities)
        if alone and len(factors) > 2 and any(factor.bare for factor in factors):
            return "It leaves out some of what its sentence multiplies."
        last = index - 1
        if last < 0 or places[last].token.start < start:
            return None
        before = found[last]
        shown = before is not None and before.verdict == "measured" and before.handles
        factor = self._shown(places[last], before.handles[0]) if before and shown else None
        if (
            factor is not None and factor.operand.dimension == SHARE
            and not set(factor.operand.handles) & set(one.handles)
            and _WITH.search(self.text, max(start, factor.at - 48), factor.at)
            and _THAT_IS.search(CITATION.sub("", self.text[places[last].token.end : token.start]))
        ):  # fmt: skip
            return f"It leaves out {factor.operand.handles[0]}, with which it is said to be."
        return None

    def _before(
        self, index: int, places: Sequence[Place], found: Sequence[Grounded | None],
        computed: Sequence[Sequence[Operand]],
    ) -> Iterator[Factor]:  # fmt: skip
        """Yield what a sentence names before a number, in its order."""
        start, end = places[index].reach.sentence[0], places[index].token.start
        shown: set[str] = set()
        counted: set[str] = set()
        factors: list[Factor] = []
        for at in range(index - 1, -1, -1):
            place, one = places[at], found[at]
            if place.token.start < start or index - at > 2 * MOST_FACTORS:
                break
            if one is None:
                continue
            if one.verdict == "user":
                factors.append(Factor(place.token.start, operand_of_person(place.token)))
            elif one.verdict == "measured" and len(one.handles) == 1:
                factor = self._shown(place, one.handles[0])
                shown.update(one.handles)
                if factor is not None:
                    factors.append(factor)
                    counted.update(one.handles if factor.operand.is_n else ())
            elif one.verdict == "derived" and computed[at]:
                factors.append(Factor(place.token.start, computed[at][-1], computed=True))
                shown.update(one.handles)
        opens = bisect_left(self._cited_at, start)
        for cited in self.citations[opens : bisect_left(self._cited_at, end)][-MOST_FACTORS:]:
            factors += self._bare(cited, shown)
        after = index + 1 < len(places) and _PER.match(self.text, places[index].token.end)
        closing = places[index].bound or places[index].closing
        if after and closing is None:
            closing = places[index + 1].bound or places[index + 1].closing
        factors += self._bare(closing, shown) if closing else ()
        factors += self._in_words(places[index], start, end, shown - counted)
        yield from sorted(factors, key=lambda one: one.at)

    def _bare(self, cited: Citation, shown: set[str]) -> Iterator[Factor]:
        """Yield the figures that a citation names and no number of the sentence shows."""
        for handle in cited.handles[:MOST_FACTORS]:
            figure = self.ledger.figure(handle)
            if handle in shown or figure is None or not _is_factor(figure):
                continue
            for operand in operands_of(handle, figure):
                if not operand.is_n and operand.quantity != "per_one":
                    yield Factor(cited.start, operand, figure.unit, bare=self._is_noun(cited))

    def _is_noun(self, cited: Citation) -> bool:
        """Tell whether a citation stands for its figure: "[E1.f1] times [E2.f1]", "share in"."""
        before = self.text[max(0, cited.start - 16) : cited.start]
        return bool(_NAMES.search(before) or _TIMES.match(self.text[cited.end + 1 :][:12]))

    def _in_words(self, place: Place, start: int, end: int, shown: set[str]) -> Iterator[Factor]:
        """Yield figures of evidence cited as a whole: "share times recall", "the gap"."""
        figures = [
            (handle, figure)
            for handle, figure in self.ledger.figures_of(place.evidence)
            if handle not in shown and self.ledger.shown(handle) and _is_factor(figure)
        ][:MOST_OF_WHOLE]
        said = self.text[max(start, end - FARTHEST) : end]
        meant: list[str] = []
        if _TIMES.search(said):
            for phrase in _TIMES.split(said):
                words = set(words_of(phrase)[-4:]) | set(words_of(phrase)[:3])
                said_of = {h: _words_named(one, words) for h, one in figures}
                best = max(said_of.values(), default=0)
                named = [h for h, count in said_of.items() if count == best > 0]
                meant += named if len(named) == 1 else []
        elif _GAP.search(said):
            quantities = [figure.quantity for _, figure in figures]
            pairs = {one for one in quantities if quantities.count(one) == 2}
            if len(pairs) == 1:
                meant = [handle for handle, figure in figures if figure.quantity in pairs]
        for handle in dict.fromkeys(meant):
            figure = dict(figures)[handle]
            operand = next(one for one in operands_of(handle, figure) if not one.is_n)
            yield Factor(start, operand, figure.unit, bare=True)

    def _shown(self, place: Place, handle: str) -> Factor | None:
        figure = self.ledger.figure(handle)
        if figure is None or not _is_factor(figure):
            return None
        part = part_held(place.token, handle, figure, bounds=False)
        for operand in operands_of(handle, figure):
            if operand.is_n == (part == "n"):
                unit = None if operand.is_n else figure.unit
                return Factor(place.token.start, operand, unit)
        return None

    def _behind(
        self, index: int, places: Sequence[Place], found: Sequence[Grounded | None]
    ) -> Iterator[Factor]:
        """Yield what stands right behind a number: "$417k over your 250 days", a citation."""
        place = places[index]
        if per := _PER.match(self.text, place.token.end):
            base = float(re.sub(r"[, ]", "", per[1]))
            yield Factor(per.start(1), Operand(base))
            return
        if index + 1 < len(places):
            following, one = places[index + 1], found[index + 1]
            if (
                one is not None and one.verdict == "user"
                and following.token.start - place.token.end < 40
                and _FOR.fullmatch(self.text, place.token.end, following.token.start)
            ):  # fmt: skip
                yield Factor(following.token.start, operand_of_person(following.token))

    def _chains(self, factors: Sequence[Factor], place: Place) -> Iterator[list[Factor]]:
        """Yield the stretches of factors that a number may be the product of, the longest first."""
        given = [one for one in factors if not one.computed]
        yield given
        behind = [one for one in factors if one.at > place.token.start]
        if _PER.match(self.text, place.token.end):
            # "125 per 1,000 for belts [E5.f1]"
            yield behind
        computed = [at for at, one in enumerate(factors) if one.computed]
        for at in computed[-1:]:
            yield list(factors[at:])
        starts = [one.end() for one in _APART.finditer(self.text, factors[0].at, place.token.start)]
        for start in starts[-2:]:
            yield [one for one in given if one.at >= start]
        if behind and computed and factors[computed[-1] + 1 :] == behind:
            yield [factors[computed[-1]], *behind]

    def _values(
        self, chain: Sequence[Factor], place: Place, beside: str
    ) -> Iterator[tuple[float, Sequence[Factor]]]:
        """Yield what all of a chain come to; of two figures of one quantity what lies between."""
        if not 1 < len(chain) <= MOST_FACTORS:
            return
        parts, pair = _without_pair(chain)
        if len(parts) + bool(pair) < 2:
            return
        base = abs(pair[0].operand.value - pair[1].operand.value) if pair else 1.0
        values = [one.operand.value for one in parts]
        yield base * prod(values), chain
        shares = [
            at
            for at, one in enumerate(parts)
            if one.operand.dimension == SHARE and not one.is_persons
        ]
        if negates(beside):
            for at in shares:
                turned = [1 - v if k == at else v for k, v in enumerate(values)]
                yield base * prod(turned), chain
        if len(parts) == 2 and len(shares) == 1 and not pair:
            share, other = parts[shares[0]], parts[1 - shares[0]]
            if other.is_persons and share.operand.value and self._divides(share, place, beside):
                yield other.operand.value / share.operand.value, chain

    def _divides(self, share: Factor, place: Place, beside: str) -> bool:
        """Tell whether a share is what something is divided by: "your €60 over [E1.f2]".

        Each true find costs as many checks as it takes: the price by the precision.
        """
        if share.operand.quantity.startswith("precision") and _EACH_FIND.search(beside):
            return True
        start, end = place.reach.sentence[0], place.token.start
        last = bisect_left(self._cited_at, end)
        cited = [
            one.start for one in self.citations[bisect_left(self._cited_at, start) : last]
            if one.handles == share.operand.handles
        ]  # fmt: skip
        return any(_OVER.search(self.text, max(0, at - 16), at) for at in (share.at, *cited))

    def _displays(self, place: Place, value: float, used: Sequence[Factor]) -> bool:
        token = place.token
        dimension, _ = dimension_of(token)
        money = [one for one in used if one.operand.may_be_money]
        if dimension == MONEY and not money:
            return False
        if token.is_percent:
            said = self.text[max(place.reach.sentence[0], token.start - FARTHEST) : token.start]
            shares = all(one.operand.dimension == SHARE for one in used)
            if not shares or not _TIMES.search(said):
                return False
        elif all(one.operand.dimension == SHARE for one in used):
            return False
        if dimension not in (MONEY, SHARE) and any(one.operand.dimension == MONEY for one in used):
            return False
        scales = {rescaled(one.unit, token.unit) for one in used} - {None}
        counted = any(one.operand.dimension == COUNT for one in used)
        return any(
            displays(token, value * scale, loosely=True, counted=counted)
            for scale in (1.0, *(one for one in scales if one is not None and one != 1.0))
        )


def _without_pair(chain: Sequence[Factor]) -> tuple[list[Factor], tuple[Factor, ...]]:
    """Return a chain without two figures of one quantity, and these two."""
    for one, other in combinations(chain, 2):
        a, b = one.operand, other.operand
        if a.subject and b.subject and a.quantity == b.quantity and not (a.is_n or b.is_n):
            if a.handles == b.handles:
                return _without_pair([factor for factor in chain if factor is not other])
            return [factor for factor in chain if factor not in (one, other)], (one, other)
    return list(chain), ()


def _words_named(figure: Figure, words: set[str]) -> int:
    """Return how many words of a quantity are said."""
    own = words_of(figure.quantity.replace("_", " "))
    return sum(word in words for word in own if len(word) >= SHORTEST_WORD)


def _is_factor(figure: Figure) -> bool:
    return isinstance(figure.value, int | float) and _LIMIT.search(figure.quantity) is None

"""Supposing: what an uncited number may have been computed from, the likeliest operands first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ml_engineer.evidence.attribution import Said
from ml_engineer.evidence.contradictions import ROW_COUNTS
from ml_engineer.evidence.counterparts import calendar, companions, constants, counterparts
from ml_engineer.evidence.derivations import MOST_REQUIRED, Derivation, derive, displays
from ml_engineer.evidence.error_costs import costs_of_shown, error_costs
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.matching import tells_interval
from ml_engineer.evidence.operands import (
    COUNT,
    SHARE,
    Operand,
    distinct,
    figures_of,
    operands_of,
)
from ml_engineer.evidence.places import Place
from ml_engineer.evidence.relations import (
    speaks_of_change,
    states_change,
    tells_difference,
    tells_ratio,
    words_beside,
)

MOST_OF_WHOLE = 12
"""Of an evidence cited as a whole, with more figures than this none is an operand unsaid."""
MOST_SUPPOSED = 32
"""So many operands are tried where the sentence names none that fit."""
_COMPARISONS = frozenset({"percent", "relative change", "ratio"})
_OF_ALL = re.compile(r"\b(?:all|overall|together|in total|altogether)\b", re.IGNORECASE)
_FROM_TO = re.compile(r"\bfrom\s[$€£]?\d.{0,60}?\bto\s[$€£]?\d")


class Supposing:
    """Derives the numbers of one text from what its sentences show, cite and leave unsaid."""

    def __init__(self, text: str, ledger: Ledger, said: Said) -> None:
        self.text = text
        self.ledger = ledger
        self.said = said

    def of(
        self,
        place: Place,
        here: Sequence[Operand],
        before: Sequence[Operand],
        persons: Sequence[Operand],
    ) -> Derivation | None:
        """Return what a number may have been computed from, the likeliest operands first."""
        sentence = place.around.sentence
        aliases = {handle.partition(".")[0] for handle in place.handles}
        aliases |= {h.partition(".")[0] for one in (*here, *before[:4]) for h in one.handles}
        cited = figures_of(self.ledger, place.handles[:MOST_REQUIRED])
        bounds = tells_interval(sentence)
        own = [
            one for handle, figure in cited for one in operands_of(handle, figure, bounds=bounds)
        ]
        unsaid = [*constants(sentence), *calendar(sentence)]
        quantities = {one.quantity for one in (*here, *own)} - {""}
        near = distinct([*here, *own, *persons])
        beside = words_beside(place.token, self.text)
        changes = place.token.is_percent and speaks_of_change(beside)
        compared = self._compared_quantity(here) if changes else None
        for pool in (
            near,
            [
                *near,
                *self.said.operands,
                *constants(sentence),
                *calendar(sentence),
                *self.counts(sorted(aliases)),
            ],
            [
                *near,
                *(one.from_afar() for one in before if one.quantity in quantities),
                *(one.from_afar() for one in counterparts([*here, *own, *before], self.ledger)),
                *(one.from_afar() for one in companions([*here, *before[:6]], self.ledger)),
                *(one.from_afar() for one in self.of_whole(place)),
                *(one.from_afar() for one in before),
                *self.said.operands,
                *unsaid,
                *(() if place.handles else self._own_rows([*here, *before[:4]])),
            ],
        ):
            found = derive(
                place.token,
                distinct(pool),
                sentence,
                text=self.text,
                most=MOST_SUPPOSED,
                accepts=lambda one: (
                    self._is_near(place, one, [*here, *before])
                    and self._is_of(one, compared)
                    and self._is_of_closing(place, one)
                ),
            )
            if found is not None:
                return found
            if self._tells_what_is_compared(place, here):
                return None
            if states_change(place.token, self.text) and self._tells_ends(place):
                return None
        if (pooled := self._pooled(place, [*here, *before[:6]])) is not None:
            return pooled
        costs = [
            *error_costs(sentence, self.said.operands, self.ledger),
            *costs_of_shown(sentence, here, self.said.operands),
        ]
        for one in costs:
            if displays(place.token, one.value, loosely=True):
                return Derivation("weighted sum", one.handles, one.value)
        return None

    def _own_rows(self, shown: Sequence[Operand]) -> Iterator[Operand]:
        """Yield the rows of which shares were measured that stand near."""
        shares = {one.handles for one in shown if one.dimension == SHARE and one.subject}
        for handle, figure in figures_of(self.ledger, [h for one in shares for h in one]):
            yield from (one.from_afar() for one in operands_of(handle, figure) if one.is_n)

    def _pooled(self, place: Place, shown: Sequence[Operand]) -> Derivation | None:
        """Return the share of all rows together, of shares of parts that stand near."""
        if not (place.token.is_percent and _OF_ALL.search(words_beside(place.token, self.text))):
            return None
        shares = [one for one in shown if one.dimension == SHARE and one.subject and not one.is_n]
        handles = list(dict.fromkeys(h for one in shares for h in one.handles))
        parts = [
            figure for _, figure in figures_of(self.ledger, handles)
            if figure.n and isinstance(figure.value, int | float)
            and figure.quantity == shares[0].quantity
        ]  # fmt: skip
        rows = sum(one.n or 0 for one in parts)
        if len(parts) < 2 or not rows:
            return None
        share = sum(float(one.value) * (one.n or 0) for one in parts) / rows
        return (
            Derivation("mean of the parts", tuple(handles), share)
            if displays(place.token, share)
            else None
        )

    @staticmethod
    def _compared_quantity(here: Sequence[Operand]) -> str | None:
        """Return the quantity of which a sentence shows two figures: what it compares."""
        told = [one for one in here if one.shown is not None and not one.is_n and one.subject]
        for a, b in pairwise(told[:3]):
            if a.quantity == b.quantity and a.handles != b.handles:
                return a.quantity
        return None

    def _is_of(self, found: Derivation, quantity: str | None) -> bool:
        """Tell whether a comparison is of the quantity that its sentence compares, if it does."""
        if quantity is None or found.formula not in _COMPARISONS:
            return True
        used = figures_of(self.ledger, found.handles)
        return not used or any(figure.quantity == quantity for _, figure in used)

    def _is_of_closing(self, place: Place, found: Derivation) -> bool:
        """Tell whether a difference is of the two figures cited for it: "17 more than [E1, E2]"."""
        cited = place.closing.handles if place.closing else ()
        if len(cited) != 2 or not tells_difference(place.token, self.text):
            return True
        quantities = {figure.quantity for _, figure in figures_of(self.ledger, cited)}
        return len(quantities) != 1 or set(found.handles) <= set(cited)

    def _tells_what_is_compared(self, place: Place, here: Sequence[Operand]) -> bool:
        """Tell whether what a ratio is of stands right before it: "from 2 % to 5 %, a factor of 3".

        Another ratio than theirs is likelier a slip than one of figures that stand nowhere near.
        """
        if not tells_ratio(place.token, self.text):
            return False
        told = [one for one in here if one.shown is not None and not one.is_n and one.subject][:2]
        return len(told) == 2 and told[0].quantity == told[1].quantity

    def _tells_ends(self, place: Place) -> bool:
        """Tell whether the ends of a change stand beside it: "from 0.456 to 0.499, up 0.43".

        Those behind a comma are of something else: "up by 5.1 points, the rate down from 7 to 6".
        """
        start, token = place.reach.sentence[0], place.token
        behind = self.text[token.end : place.reach.sentence[1]].split(",")[0]
        return bool(_FROM_TO.search(self.text, start, token.start) or _FROM_TO.search(behind))

    @staticmethod
    def _is_near(place: Place, found: Derivation, around: Sequence[Operand]) -> bool:
        """Tell whether a number beside a citation was computed from what it cites or displays.

        Of figures that the text shows nowhere near, it is likelier a coincidence.
        """
        if not place.cited or not found.handles:
            return True
        cited = {one.partition(".")[0] for one in place.handles} | set(place.evidence)
        displayed = {
            handle
            for one in around
            if one.shown is not None or one.subject is None
            for handle in one.handles
        }
        return bool(
            cited & {one.partition(".")[0] for one in found.handles}
            or displayed & set(found.handles)
        )

    def of_whole(self, place: Place, *, bounds: bool = False) -> Iterator[Operand]:
        """Yield what an evidence that is cited as a whole measured, if that is little."""
        for alias in place.evidence:
            figures = self.ledger.figures_of([alias])
            for handle, figure in figures if len(figures) <= MOST_OF_WHOLE else ():
                if self.ledger.shown(handle):
                    found = operands_of(handle, figure, bounds=bounds)
                    yield from (one for one in found if not one.is_n)

    def counts(self, aliases: Iterable[str]) -> list[Operand]:
        """Return how many rows there are, by some evidence."""
        return [
            Operand(float(figure.value), (f"{alias}.{figure.handle}",), COUNT, figure.quantity)
            for alias in aliases
            if self.ledger.knows(alias)
            for figure in self.ledger.measurement(alias).figures
            if figure.quantity in ROW_COUNTS and isinstance(figure.value, int)
        ][:2]

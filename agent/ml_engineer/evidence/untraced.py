"""Untraced: what is said of a number that nothing accounts for, and what it may have been."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from ml_engineer.evidence.attribution import Said
from ml_engineer.evidence.candidates import Candidate, Holding
from ml_engineer.evidence.citations import quantity_in_words
from ml_engineer.evidence.contradictions import ROW_COUNTS, Contradiction
from ml_engineer.evidence.counterparts import calendar, companions, constants, counterparts
from ml_engineer.evidence.derivations import MOST_REQUIRED, Derivation, derive, displays
from ml_engineer.evidence.error_costs import error_costs
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.intended import intended, is_misplaced, is_swapped
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.names import one_line, words_of
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer.evidence.operands import (
    ANY,
    COUNT,
    MONEY,
    SECONDS,
    SHARE,
    Operand,
    dimension_of,
    operands_of,
)
from ml_engineer.evidence.places import Place
from ml_engineer.evidence.relations import (
    is_change,
    states_change,
    tells_change,
    tells_difference,
    tells_ratio,
)
from ml_engineer_tools.evidence import Figure

MOST_CANDIDATES = 3
"""So many handles are named for an uncited number."""
MOST_CITED = 6
"""With more figures cited, one with the digits of a number is likelier a coincidence."""
MOST_SUPPOSED = 32
"""So many operands are tried where the sentence names none that fit."""

_COMPARING = frozenset({"difference", "difference in points", "relative change"})
_WITH_PERSONS = frozenset({"product", "product with the complement"})
"""What a number behind a citation may be besides what its own sentence computes."""
_FROM_TO = re.compile(r"\bfrom\s[$€£]?\d.{0,60}?\bto\s[$€£]?\d")


class Untraced:
    """Judges the numbers of one text that no citation, person or convention accounts for."""

    def __init__(
        self, text: str, ledger: Ledger, said: Said, holding: Callable[[Place], Holding]
    ) -> None:
        self.text = text
        self.ledger = ledger
        self.said = said
        self.holding = holding

    def judge(
        self,
        place: Place,
        here: Sequence[Operand],
        before: Sequence[Operand],
        persons: Sequence[Operand],
    ) -> tuple[Grounded, Operand | None]:
        """Say what is wrong with a number, and what may be computed from it if it is right.

        Args:
            place: the number.
            here: the operands of other numbers in its sentence.
            before: those of the sentences before it, the nearest first.
            persons: numbers of persons that the answer repeats.
        """
        if place.token.kind == "word":
            return place.grounded("structural", why="A number in words is not judged."), None
        holding = self.holding(place)
        if place.bound and (cited := figures_of(self.ledger, place.bound.handles)):
            return self._not_cited_figure(place, cited, holding, [*here, *before, *persons]), None
        ratio = tells_ratio(place.token, self.text)
        if holding.fitting and not (
            (ratio and self._are_counts(holding)) or self._is_change(place, holding)
        ):
            best = holding.best(MOST_CANDIDATES)
            some = "A figure holds" if len(best) == 1 else "Several figures hold"
            return place.grounded("uncited", best, f"{some} it, but it cites none."), None
        if holding.others:
            return self.wrong_subject(place, holding.others[0]), None
        found = self._supposed(place, here, before, persons)
        if found is not None and not self._is_swapped(place):
            value = Operand(found.value, found.handles, dimension_of(place.token)[0])
            return self._maybe_derived(place, found), value
        if self.said.wrote(place.token):
            why = "A person wrote it, but the sentence doesn't say so."
            return place.grounded("uncited", why=why), None
        why = "No figure of this session holds it."
        return place.grounded("unsupported", self._intended(place), why), None

    def _is_swapped(self, place: Place) -> bool:
        """Tell whether a number has the digits of a cited figure in another order."""
        if tells_difference(place.token, self.text):
            return False
        said = set(words_of(place.around.sentence))
        named = [
            f"{alias}.{figure.handle}"
            for alias in place.evidence
            if self.ledger.knows(alias)
            for figure in self.ledger.measurement(alias).figures
            if said.issuperset(words_of(figure.quantity.replace("_", " ")))
        ]
        return any(
            is_swapped(place.token, held.number)
            for handle in [*place.handles, *named][:MOST_CITED]
            for held in self.ledger.held(handle)
        )

    def _is_change(self, place: Place, holding: Holding) -> bool:
        """Tell whether a number is said to be a change, and what holds it are levels."""
        figures = figures_of(self.ledger, [one.handle for one in holding.fitting])
        return states_change(place.token, self.text) and not any(
            is_change(figure.quantity) for _, figure in figures
        )

    def _are_counts(self, holding: Holding) -> bool:
        """Tell whether a number is held by nothing but whole figures, which are no ratios."""
        figures = figures_of(self.ledger, [one.handle for one in holding.fitting])
        return all(isinstance(figure.value, int) for _, figure in figures)

    def _supposed(
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
        own = [one for handle, figure in cited for one in operands_of(handle, figure)]
        unsaid = [*constants(sentence), *calendar(sentence)]
        quantities = {one.quantity for one in (*here, *own)} - {""}
        near = distinct([*here, *own, *persons])
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
                *(one.from_afar() for one in before),
                *self.said.operands,
                *unsaid,
            ],
        ):
            found = derive(
                place.token,
                distinct(pool),
                sentence,
                text=self.text,
                most=MOST_SUPPOSED,
                accepts=lambda one: self._is_near(place, one, [*here, *before]),
            )
            if found is not None:
                return found
            if states_change(place.token, self.text) and _FROM_TO.search(sentence):
                # "From 0.456 to 0.499, up 0.43": the ends are told.
                return None
        for one in error_costs(sentence, self.said.operands, self.ledger):
            if displays(place.token, one.value, loosely=True):
                return Derivation("weighted sum", one.handles, one.value)
        return None

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

    def counts(self, aliases: Iterable[str]) -> list[Operand]:
        """Return how many rows there are, by some evidence."""
        return [
            Operand(float(figure.value), (f"{alias}.{figure.handle}",), COUNT, figure.quantity)
            for alias in aliases
            if self.ledger.knows(alias)
            for figure in self.ledger.measurement(alias).figures
            if figure.quantity in ROW_COUNTS and isinstance(figure.value, int)
        ][:2]

    def _not_cited_figure(
        self,
        place: Place,
        cited: Sequence[tuple[str, Figure]],
        holding: Holding,
        operands: Sequence[Operand],
    ) -> Grounded:
        """Say what is wrong with a number whose own citation shows another one."""
        # The value isn't told: the figure may be one that is withheld from the model.
        handle, figure = cited[0]
        why = f"{handle} is the {quantity_in_words(figure.quantity)}, not this number."
        if (other := self._miscited(place, figure, holding)) is not None:
            return place.grounded("uncited", (other,), why)
        if len(cited) <= MOST_REQUIRED and (found := self._from_cited(place, cited, operands)):
            return self._maybe_derived(place, found)
        return place.grounded(
            "unsupported", self._intended(place) or holding.best(MOST_CANDIDATES), why
        )

    def _from_cited(
        self, place: Place, cited: Sequence[tuple[str, Figure]], operands: Sequence[Operand]
    ) -> Derivation | None:
        """Return how a number may have been computed from all that its own citation names.

        The other operand stands in the text, is what a person wrote, or is the same quantity of
        something else: "the error is 0.22 points better [E2.f4]" than one told before.
        """
        sentence, token, text = place.around.sentence, place.token, self.text
        if (
            dimension_of(token)[0] == ANY
            and dimension_of(replace(token, unit=cited[0][1].unit))[0] == SECONDS
        ):
            # "still inside your 200 h; leaves 137": in the figure's own unit.
            token = replace(token, unit=cited[0][1].unit)
        required = [handle for handle, _ in cited]
        found = derive(token, distinct(operands), sentence, required, text=text)
        if found is not None or any(_is_slip(token, figure) for _, figure in cited):
            return found
        own = [
            one for handle, figure in cited for one in operands_of(handle, figure) if not one.is_n
        ]
        compared = tells_difference(token, text) or tells_change(token, text)
        others = [one.from_afar() for one in counterparts(own, self.ledger)] if compared else []
        near = [one for one in operands if not one.is_n] if compared else []
        shares = [one for one in own if one.dimension == SHARE or dimension_of(token)[0] == MONEY]
        for pool, formulas in (
            ([*own, *near, *others], _COMPARING),
            ([*shares, *self.said.operands], _WITH_PERSONS),
            ([*own, *self.said.operands] if compared else [], _COMPARING),
        ):
            found = derive(
                token, distinct(pool), sentence, required, text=text, most=MOST_SUPPOSED,
                accepts=partial(_is_one_of, formulas),
            )  # fmt: skip
            if found is not None:
                return found
        return None

    def _miscited(self, place: Place, cited: Figure, holding: Holding) -> str | None:
        """Return the figure of another quantity that the words before the number name."""
        said = set(words_of(place.around.lead))
        for one in holding.fitting:
            figure = self.ledger.figure(one.handle)
            if figure is not None and figure.quantity != cited.quantity:
                words = set(words_of(figure.quantity))
                if words <= said and not set(words_of(cited.quantity)) <= said:
                    return one.handle
        return None

    def _maybe_derived(self, place: Place, found: Derivation) -> Grounded:
        what = "of figures that are not cited" if found.handles else "of what a person wrote"
        return place.grounded("uncited", found.handles, f"It may be a {found.formula} {what}.")

    def _intended(self, place: Place) -> tuple[str, ...]:
        """Return the figure that the number may have meant, among those that are cited."""
        cited = place.bound.handles if place.bound else place.handles
        whole = [
            f"{alias}.{figure.handle}"
            for alias in place.evidence
            if self.ledger.knows(alias)
            for figure in self.ledger.measurement(alias).figures
        ]
        found = intended(
            place.token, [*cited, *filter(self.ledger.shown, whole)], self.ledger,
            place.around.sentence, place.around.named,
        )  # fmt: skip
        return (found,) if found else ()

    def wrong_subject(self, place: Place, held: Candidate) -> Grounded:
        """Say that a number stands beside another name than its figure's."""
        other = held.other or Contradiction("another name", "something else")
        named = one_line(other.named)
        if re.search(rf"(?<![\d.]){re.escape(place.token.text)}(?![\d.]*\d)", other.named):
            return place.grounded("structural", why="It is part of a name.")
        why = f"It stands beside {named}, but {held.handle} holds it, which is about {other.about}."
        return place.grounded("wrong_subject", (held.handle,), why)


def _is_one_of(formulas: frozenset[str], found: Derivation) -> bool:
    return found.formula in formulas


def _is_slip(token: NumberToken, figure: Figure) -> bool:
    """Tell whether a number shows the figure but for its sign or point: no derivation."""
    value = figure.value
    if not isinstance(value, str) and is_misplaced(token, value):
        return True
    return not isinstance(value, str) and any(one.holds(abs(value)) for one in token.readings)


def figures_of(ledger: Ledger, handles: Iterable[str]) -> list[tuple[str, Figure]]:
    """Return the figures that some handles name, without those that there aren't."""
    found: Iterator[tuple[str, Figure | None]] = ((one, ledger.figure(one)) for one in handles)
    return [(handle, figure) for handle, figure in found if figure is not None]


def distinct(operands: Iterable[Operand]) -> list[Operand]:
    """Return operands without those that are another one's number, the displayed ones kept."""
    kept: dict[tuple[float, tuple[str, ...]], Operand] = {}
    for one in operands:
        key = (one.value, one.handles)
        if key not in kept or (kept[key].shown is None and one.shown is not None):
            kept[key] = one
    return list(kept.values())

"""Untraced: what is said of a number that nothing accounts for, and what it may have been."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from ml_engineer.evidence.attribution import Said
from ml_engineer.evidence.candidates import Candidate, Holding
from ml_engineer.evidence.citations import quantity_in_words
from ml_engineer.evidence.contradictions import Contradiction
from ml_engineer.evidence.counterparts import calendar, counterparts
from ml_engineer.evidence.derivations import MOST_REQUIRED, Derivation, derive
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.intended import intended, is_misplaced, is_swapped
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.matching import tells_interval
from ml_engineer.evidence.names import one_line, words_of
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer.evidence.operands import (
    ANY,
    MONEY,
    SCORE,
    SECONDS,
    SHARE,
    Operand,
    dimension_of,
    distinct,
    figures_of,
    operand_of_person,
    operands_of,
)
from ml_engineer.evidence.places import Place
from ml_engineer.evidence.reckoned import reckoned
from ml_engineer.evidence.relations import (
    is_change,
    is_so_much_less,
    states_change,
    tells_change,
    tells_difference,
    tells_ratio,
)
from ml_engineer.evidence.supposing import MOST_OF_WHOLE, MOST_SUPPOSED, Supposing
from ml_engineer.evidence.told import told_of
from ml_engineer.evidence.told_as import another_fraction
from ml_engineer.evidence.units import rescaled
from ml_engineer_tools.evidence import Figure

MOST_CANDIDATES = 3
"""So many handles are named for an uncited number."""
MOST_CITED = 6
"""With more figures cited, one with the digits of a number is likelier a coincidence."""

_COMPARING = frozenset({"difference", "difference in points", "relative change"})
_WITH_PERSONS = frozenset({"product", "product with the complement", "difference, multiplied"})
"""What a number behind a citation may be besides what its own sentence computes."""
_MONEY = re.compile(
    r"[$€£¥]|\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|costs?|price|worth)\b", re.IGNORECASE
)
_YOU_SAID = re.compile(
    r"(?:\s[a-z-]+){0,2}?\s(?:that\s|which\s)?"
    r"you\s(?:quoted?|said|wrote|mention\w*|named|gave|cited?)\b"
)
_SAID_YOU = re.compile(
    r"\byou\s(?:quoted?|said|wrote|mention\w*|named|gave|cited?|told|asked)\s(?:(?!we\b|but\b|and\b|while\b"
    r"|found\b|measur)[a-z'’]+\s){0,6}[$€£]?\Z"
)
"""What makes a number a quotation of a person."""
_TELLS_A_VALUE = re.compile(
    r"\b(?:expect(?:s|ed)|predict(?:s|ed)|forecast(?:s|ed)?|foresaw|estimate[sd]|said|guess(?:es|ed)"
    r"|promise[sd])\s(?:only\s|just\s)?\Z"
)
_ENDS = re.compile(r"\s?(?:[.,;:)\n]|\Z)")
_OF = re.compile(r"\s(?:[a-z]+\s){0,2}of\b")


class Untraced:
    """Judges the numbers of one text that no citation, person or convention accounts for."""

    def __init__(
        self, text: str, ledger: Ledger, said: Said, holding: Callable[[Place], Holding]
    ) -> None:
        self.text = text
        self.ledger = ledger
        self.said = said
        self.holding = holding
        self.supposing = Supposing(text, ledger, said)

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
            if (why := another_fraction(place, self.ledger)) is not None:
                return place.grounded("unsupported", why=why), None
            return place.grounded("structural", why="A number in words is not judged."), None
        if other := self._in_another_unit(place):
            why = f"{other[0]} is in {other[1].unit}."
            return place.grounded("unsupported", (other[0],), why), None
        holding = self.holding(place)
        if place.bound and (cited := figures_of(self.ledger, place.bound.handles)):
            found_near = [*here, *before, *persons]
            return self._not_cited_figure(place, cited, holding, found_near, here)
        ratio = tells_ratio(place.token, self.text)
        if holding.fitting and not (
            (ratio and self._are_counts(holding)) or self._is_change(place, holding)
        ):
            best = holding.best(MOST_CANDIDATES)
            some = "A figure holds" if len(best) == 1 else "Several figures hold"
            return place.grounded("uncited", best, f"{some} it, but it cites none."), None
        if holding.others:
            return self.wrong_subject(place, holding.others[0]), None
        found = self.supposing.of(place, here, before, persons)
        if found is not None and not self._is_swapped(place):
            value = _computed(place, found)
            return self._maybe_derived(place, found), value
        if self.said.wrote(place.token):
            why = "A person wrote it, but the sentence doesn't say so."
            return place.grounded("uncited", why=why), operand_of_person(place.token)
        if (found := self._reckoned(place, here, before)) is not None:
            return self._maybe_derived(place, found), _computed(place, found)
        why = "No figure of this session holds it."
        return place.grounded("unsupported", self._intended(place), why), None

    def told_otherwise(self, place: Place) -> Grounded | None:
        """Return the verdict on a number told as a person's or a figure's, which is neither."""
        if self._is_misquoted(place):
            why = "No person wrote it, though the sentence says so."
            return place.grounded("unsupported", why=why)
        if place.token.kind == "word" and self._stands_for_a_figure(place):
            return place.grounded("unsupported", why="No figure of this session holds it.")
        return None

    def _is_misquoted(self, place: Place) -> bool:
        """Tell whether a number is said to be a person's words, and no person wrote it."""
        token = place.token
        behind = _YOU_SAID.match(self.text, token.end)
        before = _SAID_YOU.search(self.text, max(0, token.start - 40), token.start)
        if not (behind or before) or not self.said.texts or self.said.wrote(token):
            return False
        return not self.holding(place).fitting

    def _stands_for_a_figure(self, place: Place) -> bool:
        """Tell whether a number in words is all that is told of a value: "the model expected nine".

        Not if a figure holds it, or a person wrote it.
        """
        token = place.token
        return bool(
            _TELLS_A_VALUE.search(self.text, max(0, token.start - 24), token.start)
            and _ENDS.match(self.text, token.end)
            and place.cited
            and not self.holding(place).fitting
            and not self.said.wrote(token)
        )

    def _in_another_unit(self, place: Place) -> tuple[str, Figure] | None:
        """Return the cited figure that a number would be but for its unit: 51 min of 51 h."""
        if place.token.kind != "number":
            return None
        cited = [
            *figures_of(self.ledger, place.handles),
            *self.ledger.figures_of(place.evidence),
        ]
        for handle, figure in cited:
            scale = rescaled(place.token.unit, figure.unit)
            if scale in (None, 1.0) or isinstance(figure.value, str):
                continue
            if any(one.holds(figure.value) for one in place.token.readings):
                return handle, figure
        return None

    def _is_swapped(self, place: Place) -> bool:
        """Tell whether a number has the digits of a cited figure in another order."""
        if tells_difference(place.token, self.text):
            return False
        said = set(words_of(place.around.sentence))
        named = [
            handle
            for handle, figure in self.ledger.figures_of(place.evidence)
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
        told = states_change(place.token, self.text) or is_so_much_less(place.token, self.text)
        return told and not any(is_change(figure.quantity) for _, figure in figures)

    def _are_counts(self, holding: Holding) -> bool:
        """Tell whether a number is held by nothing but whole figures, which are no ratios."""
        figures = figures_of(self.ledger, [one.handle for one in holding.fitting])
        return all(isinstance(figure.value, int) for _, figure in figures)

    def _not_cited_figure(
        self,
        place: Place,
        cited: Sequence[tuple[str, Figure]],
        holding: Holding,
        operands: Sequence[Operand],
        here: Sequence[Operand],
    ) -> tuple[Grounded, Operand | None]:
        """Say what is wrong with a number whose own citation shows another one."""
        # The value isn't told: the figure may be one that is withheld from the model.
        handle, figure = cited[0]
        why = f"{handle} is the {quantity_in_words(figure.quantity)}, not this number."
        if (other := self._miscited(place, figure, holding)) is not None:
            return place.grounded("uncited", (other,), why), None
        if len(cited) <= MOST_REQUIRED and (
            found := self._from_cited(place, cited, operands, here)
        ):
            value = _computed(place, found)
            return self._maybe_derived(place, found), value
        if (found := self._reckoned(place, here, (), [handle for handle, _ in cited])) is not None:
            return self._maybe_derived(place, found), _computed(place, found)
        meant = self._intended(place) or holding.best(MOST_CANDIDATES)
        return place.grounded("unsupported", meant, why), None

    def _reckoned(
        self,
        place: Place,
        here: Sequence[Operand],
        before: Sequence[Operand],
        required: Sequence[str] = (),
    ) -> Derivation | None:
        """Return how a number may have been computed in more than one step, or on another base."""
        if self.said.speaks(self.text[place.reach.sentence[0] : place.token.start]):
            return None
        beside = [figure for _, figure in figures_of(self.ledger, place.handles[:MOST_CITED])]
        whole = self.ledger.figures_of(place.evidence)
        beside += [figure for _, figure in whole if len(whole) <= MOST_OF_WHOLE]
        if self._is_swapped(place) or any(
            _is_slip(place.token, one) or _is_slip_of_digits(place.token, one) for one in beside
        ):
            return None
        bounds = tells_interval(place.around.sentence)
        handles = required or place.handles[:MOST_REQUIRED]
        cited = [
            one
            for handle, figure in figures_of(self.ledger, handles)
            for one in operands_of(handle, figure, bounds=bounds)
        ]
        if not handles:
            cited = list(self.supposing.of_whole(place, bounds=bounds))
        shown = [one for one in here if one.handles]
        given = [one for one in here if not one.handles] + self.said.operands
        if len(required) > 2 and len({h for one in here for h in one.handles}) > 1:
            # One citation for all of a sentence: each number is of some of its figures.
            required = ()
        found = reckoned(
            place.token, [*cited, *shown, *before[:2]], given,
            " ".join((place.around.sentence, *self.said.texts)), required,
        )  # fmt: skip
        told = told_of(place.token, self.text, place.around.sentence)
        return found if found and told.adds_up(found.formula) else None

    def _from_cited(
        self,
        place: Place,
        cited: Sequence[tuple[str, Figure]],
        operands: Sequence[Operand],
        here: Sequence[Operand],
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
        if len(cited) == 1 and _is_slip_of_digits(token, cited[0][1]):
            return None
        found = derive(
            token, distinct(operands), sentence, required, text=text,
            accepts=None if self._is_computed(token, cited) else _is_no_share,
        )  # fmt: skip
        if found is not None or any(_is_slip(token, figure) for _, figure in cited):
            return found
        bounds = tells_interval(sentence)
        own = [
            one
            for handle, figure in cited
            for one in operands_of(handle, figure, bounds=bounds)
            if not one.is_n
        ]
        given = [one for one in here if not one.handles]
        prices = [one for one in self.said.operands if one.dimension == MONEY or bool(given)]
        money = dimension_of(token)[0] == MONEY or _MONEY.search(sentence) is not None
        compared = tells_difference(token, text) or tells_change(token, text)
        others = [one.from_afar() for one in counterparts(own, self.ledger)] if compared else []
        near = [one for one in operands if not one.is_n] if compared else []
        shares = [one for one in own if one.dimension == SHARE or dimension_of(token)[0] == MONEY]
        for pool, formulas in (
            ([*own, *near, *others], _COMPARING),
            ([*shares, *given, *self.said.operands], _WITH_PERSONS),
            ([*own, *given, *(prices if money else ())] if given or money else [], _WITH_PERSONS),
            ([*own, *given, *self.said.operands, *calendar(sentence)] if len(cited) == 2 else [],
             _WITH_PERSONS),
            ([*own, *self.said.operands] if compared else [], _COMPARING),
        ):  # fmt: skip
            found = derive(
                token, distinct(pool), sentence, required, text=text, most=MOST_SUPPOSED,
                accepts=partial(_is_one_of, formulas),
            )  # fmt: skip
            if found is not None:
                return found
        return None

    def _is_computed(self, token: NumberToken, cited: Sequence[tuple[str, Figure]]) -> bool:
        """Tell whether a number may be more than its citation: "23 % instead of 64 % [E1.f6]".

        A percentage behind which one share is cited states that share, if no word compares.
        """
        text = self.text
        return (
            len(cited) > 1
            or not token.is_percent
            or all(one.dimension not in (SHARE, SCORE) for one in operands_of(*cited[0]))
            or tells_difference(token, text)
            or tells_change(token, text)
            or _OF.match(text, token.end) is not None
        )

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
        whole = [handle for handle, _ in self.ledger.figures_of(place.evidence)]
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


def _computed(place: Place, found: Derivation) -> Operand:
    """Return what was computed as an operand, exactly and as it is displayed."""
    token = place.token
    return Operand(found.value, found.handles, dimension_of(token)[0], shown=token.value)


def _is_one_of(formulas: frozenset[str], found: Derivation) -> bool:
    return found.formula in formulas


def _is_no_share(found: Derivation) -> bool:
    return found.formula not in (
        "percent",
        "relative change",
        "share of both",
        "share of the errors",
    )


def _is_slip_of_digits(token: NumberToken, figure: Figure) -> bool:
    """Tell whether a number has the digits of its figure in another order: 1.80 for 1.08."""
    return not isinstance(figure.value, str) and is_swapped(token, figure.value)


def _is_slip(token: NumberToken, figure: Figure) -> bool:
    """Tell whether a number shows the figure but for its sign or point: no derivation."""
    value = figure.value
    if not isinstance(value, str) and is_misplaced(token, value):
        return True
    return not isinstance(value, str) and any(one.holds(abs(value)) for one in token.readings)

"""Grounding: every number of an answer traced to a figure, a person's words or a derivation.

The rules are DESIGN's: a citation reaches over its sentence, list item or table; values match at
the precision that is displayed; an uncited number is never called measured by its value alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ml_engineer.evidence.attribution import Said
from ml_engineer.evidence.candidates import Candidate, Holding, holding_figures
from ml_engineer.evidence.chains import Chains
from ml_engineer.evidence.citations import find_citations
from ml_engineer.evidence.contradictions import contradiction, misdirected, turned
from ml_engineer.evidence.conventions import FOUR_FIFTHS, convention_of
from ml_engineer.evidence.counterparts import calendar, constants
from ml_engineer.evidence.dates import dates_of, same_day
from ml_engineer.evidence.derivations import MOST_REQUIRED, derive
from ml_engineer.evidence.directions import misdirected_difference
from ml_engineer.evidence.grounded import Grounded, Verdict
from ml_engineer.evidence.intended import is_misplaced
from ml_engineer.evidence.labelled_places import IN_A_NAME, LabelledPlaces
from ml_engineer.evidence.languages import Reading, language_of, read
from ml_engineer.evidence.ledger import Held, Ledger
from ml_engineer.evidence.matching import names_column, part_held, tells_interval
from ml_engineer.evidence.nearby import nearby
from ml_engineer.evidence.numbers import FRACTION
from ml_engineer.evidence.operands import (
    COUNT,
    SHARE,
    Operand,
    dimension_of,
    distinct,
    figures_of,
    operand_of,
    operand_of_person,
    operands_of,
)
from ml_engineer.evidence.places import Place, find_places
from ml_engineer.evidence.ranges import tells_enough
from ml_engineer.evidence.relations import is_change, states_change
from ml_engineer.evidence.required import required_of
from ml_engineer.evidence.said_again import said_again
from ml_engineer.evidence.told_as import as_level, told_as_another
from ml_engineer.evidence.told_elsewhere import told_elsewhere
from ml_engineer.evidence.untraced import Untraced
from ml_engineer.evidence.written_out import written_out
from ml_engineer.evidence.wrong_base import of_the_wrong_base
from ml_engineer_tools.evidence import Figure

MOST_CANDIDATES = 3
"""So many handles are named for an uncited number."""
MOST_CITED = 40
"""A citation of more figures than this tells too little to derive numbers from them."""
MOST_OF_PERSONS = 4
"""So many numbers of persons are taken for operands."""

WHOLE_PRODUCT = "Product of all that its sentence names."
_COMPARED = re.compile(r"\b(?:difference|relative change)\b", re.IGNORECASE)
"""How the verdict on a difference says what it is."""
_PERCENT_OF_CHANGE = re.compile(r"\b(?:percent|relative change)\b", re.IGNORECASE)


def ground(text: str, ledger: Ledger, user_texts: Sequence[str] = ()) -> list[Grounded]:
    """Trace every number of a text.

    Args:
        text: the answer.
        ledger: what this session has measured and shown.
        user_texts: what people wrote, word for word; messages of gates don't belong here.

    Returns:
        One entry for each number, in the order of the text.
    """
    names = ledger.words_of_names if language_of(text) != "English" else ()
    said = read(text, names)
    commas = said.text != text
    users = [read(one, names, commas=commas).text for one in user_texts]
    found = _Grounding(said.text, ledger, users).run()
    return found if not commas else [_as_written(one, said, text) for one in found]


def _as_written(found: Grounded, said: Reading, text: str) -> Grounded:
    """Return a verdict with its number as it stands in the answer: with a decimal comma."""
    start, end = said.written(found.token.start, found.token.end)
    return replace(found, token=replace(found.token, start=start, end=end, text=text[start:end]))


class _Grounding:
    """The work of `ground` on one text."""

    def __init__(self, text: str, ledger: Ledger, user_texts: Sequence[str]) -> None:
        self.text = text
        self.ledger = ledger
        self.said = Said(user_texts)
        self.places = find_places(text, ledger)
        self._held: dict[int, Holding] = {}
        sentences = Counter(place.reach.sentence for place in self.places)
        self._untraced = Untraced(text, ledger, self.said, self._holding)
        self._chains = Chains(text, ledger, find_citations(text))
        self._labels = LabelledPlaces(text, ledger)
        self._lonely = {sentence for sentence, numbers in sentences.items() if numbers == 1}

    def run(self) -> list[Grounded]:
        found = [self._directly(place) for place in self.places]
        own = [list(self._operands(one)) for one in found]
        for place, operands in zip(self.places, own, strict=True):
            if FRACTION.fullmatch(place.token.text):
                operands.append(Operand(place.token.value, (), SHARE))
        persons = [
            operand_of_person(one.token)
            for one in found
            if one
            and one.token.readings
            and (one.verdict == "user" or FOUR_FIFTHS in one.why or one.why == IN_A_NAME)
        ]
        persons = list(dict.fromkeys(persons))[:MOST_OF_PERSONS]
        by_sentence: dict[tuple[int, int], list[Operand]] = {}
        for place, operands in zip(self.places, own, strict=True):
            by_sentence.setdefault(place.reach.sentence, []).extend(operands)
        derived: dict[tuple[str, str], Grounded] = {}
        for index, place in enumerate(self.places):
            if found[index] is None or self._names_operands(place, found[index]):
                here = by_sentence[place.reach.sentence]
                known = len(here)
                found[index] = (
                    self._chained(index, here, found, own)
                    or self._derived(place, here, persons, derived)
                    or found[index]
                )
                own[index] += here[known:]
                self._check_product(index, found, own)
        self._add_held(found, own)
        for index, place in enumerate(self.places):
            if found[index] is None:
                found[index] = written_out(index, self.places, found, own, self.text)
            if found[index] is None:
                here, before = nearby(index, self.places, own, self.text)
                found[index], value = self._untraced.judge(place, here, before, persons)
                self._check_product(index, found, own)
                if value is not None:
                    own[index].append(value)
        judged = said_again([one for one in found if one is not None])
        wrong = told_elsewhere(self.places, judged, self.text, self.ledger)
        return [
            wrong.get(index) or self._turned(place, one)
            for index, (place, one) in enumerate(zip(self.places, judged, strict=True))
        ]

    def _add_held(self, found: Sequence[Grounded | None], own: Sequence[list[Operand]]) -> None:
        """Add, of numbers that aren't told yet, the figures that hold them to what they offer."""
        for index, place in enumerate(self.places):
            if found[index] is None and (best := self._holding(place).fitting):
                handle, held = best[0].handle, best[0].held
                if (figure := self.ledger.figure(handle)) is not None:
                    own[index].append(operand_of(handle, figure, held, place.token.value))

    def _turned(self, place: Place, found: Grounded) -> Grounded:
        """Return a verdict, or a new one if a change goes the other way, or is of the wrong end."""
        if found.verdict not in ("derived", "uncited"):
            return found
        if _PERCENT_OF_CHANGE.search(found.why):
            figures = [figure for _, figure in self._figures(found.handles)]
            header = place.around.lead if place.around.cells else ""
            why = of_the_wrong_base(self.text, place.token, header, figures)
            if why is not None:
                return place.grounded("unsupported", found.handles, why)
        compared = _COMPARED.search(found.why)
        if not compared or place.token.kind != "number" or " in " in place.token.text:
            return found
        figures = [figure for _, figure in self._figures(found.handles)]
        why = misdirected_difference(self.text, place.token, figures)
        return found if why is None else place.grounded("unsupported", found.handles, why)

    def _directly(self, place: Place) -> Grounded | None:
        token = place.token
        if token.kind == "structural":
            return place.grounded("structural")
        if token.kind == "date":
            return self._date(place)
        if name := convention_of(self.text, token, place.reach.sentence):
            return place.grounded("convention", why=f"It is a convention: {name}.")
        return (
            self._by_user(place, limit=True)
            or self._by_handle(place) or as_level(self.text, place, self.ledger)
            or self._by_evidence(place) or self._by_user(place)
            or self._labels.label(place, holds=bool(self._holding(place).fitting))
            or self._untraced.told_otherwise(place)
        )  # fmt: skip

    @staticmethod
    def _names_operands(place: Place, found: Grounded | None) -> bool:
        """Tell whether a citation names what a number was computed from, before it is wrong."""
        several = place.bound is not None and 1 < len(place.bound.handles) <= MOST_REQUIRED
        return several and found is not None and found.verdict == "wrong_subject"

    def _date(self, place: Place) -> Grounded:
        """A date that is cited must be the figure's, or an end of its window; others name one."""
        text = place.token.text
        figures = self._figures(place.bound.handles if place.bound else place.handles)
        if place.whole:
            figures = self.ledger.figures_of(place.whole)
        dated = {handle: dates_of(figure) for handle, figure in figures}
        for handle, figure in figures:
            if isinstance(figure.value, str) and figure.value.startswith(text):
                return place.grounded("measured", (handle,))
        told = [handle for handle, dates in dated.items() if dates]
        exact = any(isinstance(figure.value, str) for _, figure in figures)
        another = not any(same_day(text, dates, exact=exact) for dates in dated.values())
        if (place.bound or place.whole) and told and another and not self.said.mentions(text):
            return place.grounded("unsupported", told, "The figure cited is of another date.")
        return place.grounded("structural")

    def _by_handle(self, place: Place) -> Grounded | None:
        bound = place.bound.handles if place.bound else place.handles
        bounds = tells_interval(place.around.sentence)
        wrong: Candidate | None = None
        for handle, figure in self._figures(bound):
            if turned(self.text, place.token, figure):
                continue
            if place.bound is None and self._is_no_level(place, figure):
                continue
            part = part_held(place.token, handle, figure, bounds=bounds)
            if part is None and place.in_hundredths is not None:
                part = part_held(place.in_hundredths, handle, figure, bounds=bounds)
            if part is None:
                continue
            held = Held(place.token.value, handle, part)
            other = contradiction(held, figure, self.ledger, place.around)
            if other is None and (why := told_as_another(self.text, place.token, handle, figure)):
                return place.grounded("unsupported", (handle,), why)
            if other is None:
                verdict: Verdict = "convention" if figure.convention else "measured"
                return place.grounded(verdict, (handle,))
            wrong = wrong or Candidate(held, 0, other)
        if wrong is None or (not place.bound and self._holding(place).fitting):
            return None
        return self._untraced.wrong_subject(place, wrong)

    def _by_evidence(self, place: Place) -> Grounded | None:
        if place.bound or not place.evidence:
            return None
        held = self._holding(place)
        fitting = [c for c in held.fitting if c.handle.partition(".")[0] in place.evidence]
        others = [c for c in held.others if c.handle.partition(".")[0] in place.evidence]
        if fitting and self._is_told_apart(place, fitting):
            figure = self.ledger.figure(fitting[0].handle)
            if figure is not None and self._is_no_level(place, figure):
                return None
            if figure is not None and turned(self.text, place.token, figure):
                why = f"{fitting[0].handle} goes the other way."
                return place.grounded("unsupported", [fitting[0].handle], why)
            return place.grounded("measured", [fitting[0].handle])
        if others and not fitting:
            return self._untraced.wrong_subject(place, others[0])
        return None

    def _holding(self, place: Place) -> Holding:
        """Return the shown figures that hold a number: those that fit what is named, and others."""
        if place.token.start not in self._held:
            found = holding_figures(place.token, self.ledger, place.around)
            part = place.in_hundredths
            if part and tells_enough(part) and not (found.fitting or found.others):
                found = holding_figures(part, self.ledger, place.around)
            self._held[place.token.start] = found
        return self._held[place.token.start]

    def _is_no_level(self, place: Place, figure: Figure) -> bool:
        """Tell whether a number is said to be a change, and the figure is none."""
        return states_change(place.token, self.text) and not is_change(figure.quantity)

    def _is_told_apart(self, place: Place, fitting: Sequence[Candidate]) -> bool:
        """Tell whether it is clear which column is meant: it is named, or there is but one.

        What all rows have in common, such as their number, belongs to every column.
        """
        figures = [figure for _, figure in self._figures(one.handle for one in fitting)]
        columns = {figure.subject.column for figure in figures}
        if len(columns) == 1 or {one.held.number for one in fitting if one.held.part == "n"} == {
            one.held.number for one in fitting
        }:
            return True
        return any(names_column(figure, place.around.named) for figure in figures)

    def _by_user(self, place: Place, *, limit: bool = False) -> Grounded | None:
        if limit:
            return (
                place.grounded("user", why="You wrote it.")
                if self.said.is_limit(self.text, place.token)
                else None
            )
        share = place.in_hundredths and replace(
            place.in_hundredths, readings=place.in_hundredths.readings[1:]
        )
        for written in filter(None, (place.token, share)):
            if self.said.attributed(self.text, written, place.around.sentence):
                return place.grounded("user", why="You wrote it.")
        return None

    def _operands(self, grounded: Grounded | None) -> Iterator[Operand]:
        if grounded is not None and grounded.why == IN_A_NAME:
            share = grounded.token.is_percent
            yield Operand(grounded.token.value, (), SHARE if share else COUNT)
        if grounded is None or grounded.verdict != "measured" or grounded.token.kind == "word":
            return
        for handle, figure in self._figures(grounded.handles):
            part = part_held(grounded.token, handle, figure)
            for held in self.ledger.held(handle):
                if held.part == part:
                    yield operand_of(handle, figure, held, grounded.token.value)
                    return

    def _derived(
        self,
        place: Place,
        here: list[Operand],
        persons: Sequence[Operand],
        derived: dict[tuple[str, str], Grounded],
    ) -> Grounded | None:
        token = place.token
        named = place.bound.handles if place.bound else place.handles[:MOST_CITED]
        alone = len(named) == 2 and place.reach.sentence in self._lonely
        required = named if (place.bound or alone) and len(named) <= MOST_REQUIRED else ()
        again = derived.get((token.text, token.unit or ""))
        if again is not None and set(again.handles) <= set(place.handles):
            here.append(Operand(token.value, again.handles, dimension_of(token)[0]))
            return place.grounded("derived", again.handles, again.why)
        if len(required) == 1 and self._is_misplaced(place, required[0]):
            return None
        bounds = tells_interval(place.around.sentence)
        cited = [
            one
            for handle, figure in self._figures(named)
            for one in operands_of(handle, figure, bounds=bounds and len(named) <= MOST_REQUIRED)
        ]
        operands = distinct([*here, *cited] if not required else [*cited, *here])
        operands += self._untraced.supposing.counts(place.evidence)
        operands += constants(place.around.sentence)
        if required:
            operands += calendar(place.around.sentence)
        found = None
        for needed in required_of(place, required, self.text, self.ledger):
            for written in filter(None, (token, place.in_hundredths)):
                found = found or derive(
                    written, [*operands, *persons], place.around.sentence, needed, text=self.text
                )
        if found is None:
            return None
        if why := misdirected(self.text, token):
            return place.grounded("unsupported", found.handles, why)
        if token.kind != "word":
            here.append(
                Operand(found.value, found.handles, dimension_of(token)[0], shown=token.value)
            )
        grounded = place.grounded("derived", found.handles, f"{found.formula.capitalize()}.")
        derived[token.text, token.unit or ""] = grounded
        return grounded

    def _chained(
        self,
        index: int,
        here: list[Operand],
        found: Sequence[Grounded | None],
        own: Sequence[Sequence[Operand]],
    ) -> Grounded | None:
        """A product of all that its sentence names before it."""
        place = self.places[index]
        chain = self._chains.of(index, self.places, found, own)
        if chain is None:
            return None
        dimension = dimension_of(place.token)[0]
        here.append(Operand(chain.value, chain.handles, dimension, shown=place.token.value))
        return place.grounded("derived", chain.handles, WHOLE_PRODUCT)

    def _check_product(
        self,
        index: int,
        found: list[Grounded | None],
        own: Sequence[Sequence[Operand]],
    ) -> None:
        """Put right the verdict on a product that leaves out what its sentence multiplies."""
        one = found[index]
        if one is not None and "roduct" in one.why and one.why != WHOLE_PRODUCT:
            why = self._chains.left_out(index, self.places, found, own)
            if why is not None:
                found[index] = self.places[index].grounded("unsupported", one.handles, why)

    def _is_misplaced(self, place: Place, handle: str) -> bool:
        """Tell whether a number is its own citation's figure with the point at the wrong place."""
        figure = self.ledger.figure(handle)
        value = None if figure is None else figure.value
        return isinstance(value, int | float) and is_misplaced(place.token, value)

    def _figures(self, handles: Iterable[str]) -> list[tuple[str, Figure]]:
        return figures_of(self.ledger, handles)

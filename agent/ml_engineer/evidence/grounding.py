"""Grounding: every number of an answer traced to a figure, a person's words or a derivation.

The rules are DESIGN's: a citation reaches over its sentence, list item or table; values match at
the precision that is displayed; an uncited number is never called measured by its value alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ml_engineer.evidence.attribution import Said
from ml_engineer.evidence.candidates import Candidate, Holding, holding_figures
from ml_engineer.evidence.citations import quantity_in_words
from ml_engineer.evidence.contradictions import Contradiction, contradiction
from ml_engineer.evidence.conventions import FOUR_FIFTHS, convention_of
from ml_engineer.evidence.dates import dates_of, same_day
from ml_engineer.evidence.derivations import MOST_OPERANDS, MOST_REQUIRED, Derivation, derive
from ml_engineer.evidence.grounded import Grounded, Verdict
from ml_engineer.evidence.intended import intended
from ml_engineer.evidence.ledger import Held, Ledger
from ml_engineer.evidence.matching import names_column, part_held, tells_interval
from ml_engineer.evidence.names import one_line, words_of
from ml_engineer.evidence.operands import (
    COUNT,
    SECONDS,
    Operand,
    dimension_of,
    operand_of,
    operand_of_person,
    operands_of,
)
from ml_engineer.evidence.places import Place, find_places
from ml_engineer_tools.evidence import Figure

MOST_CANDIDATES = 3
"""So many handles are named for an uncited number."""
MOST_CITED = 40
"""A citation of more figures than this tells too little to derive numbers from them."""
MOST_OF_PERSONS = 4
"""So many numbers of persons are taken for operands."""
NUMBERS_BEFORE = 8
"""So many numbers before one are looked at, to say what it may have been computed from."""

ROW_COUNTS = frozenset({"row_count", "rows", "n_rows", "records", "entity_count"})
"""Quantities that say how much there is of everything else."""

_GUESSING = re.compile(r"\b(?:guess\w*|chance|random|coin)\b", re.IGNORECASE)
_BASE = re.compile(r"\b(?:per|an? |in an?) ?(hundred|thousand|1,?000|million)\b", re.IGNORECASE)
_BASES = {"hundred": 100.0, "thousand": 1e3, "1,000": 1e3, "1000": 1e3, "million": 1e6}
_LABELS = re.compile(
    r"(?:\b(?:under|above|below|aged?|lag|threshold|cut-?off|bin|band)[\s(-]*"
    r"|(?:[=<>≥≤]|\bover-|\d\s?[–-])\s?)\Z",
    re.IGNORECASE,
)


_AT = re.compile(r"(?:\b(?:at|from|to|is|of|even|default)|(?:\A|\n)\s*\|)\s*[`*]*\Z", re.IGNORECASE)
"""What stands before a threshold: "from 0.5 to 0.3", or the beginning of a table's row."""


def ground(text: str, ledger: Ledger, user_texts: Sequence[str] = ()) -> list[Grounded]:
    """Trace every number of a text.

    Args:
        text: the answer.
        ledger: what this session has measured and shown.
        user_texts: what people wrote, word for word; messages of gates don't belong here.

    Returns:
        One entry for each number, in the order of the text.
    """
    return _Grounding(text, ledger, user_texts).run()


class _Grounding:
    """The work of `ground` on one text."""

    def __init__(self, text: str, ledger: Ledger, user_texts: Sequence[str]) -> None:
        self.text = text
        self.ledger = ledger
        self.said = Said(user_texts)
        self.places = find_places(text, ledger)
        self._held: dict[int, Holding] = {}
        sentences = Counter(place.reach.sentence for place in self.places)
        self._lonely = {sentence for sentence, numbers in sentences.items() if numbers == 1}

    def run(self) -> list[Grounded]:
        found = [self._directly(place) for place in self.places]
        own = [list(self._operands(one)) for one in found]
        persons = [
            operand_of_person(one.token)
            for one in found
            if one and one.token.readings and (one.verdict == "user" or FOUR_FIFTHS in one.why)
        ]
        persons = list(dict.fromkeys(persons))[:MOST_OF_PERSONS]
        by_sentence: dict[tuple[int, int], list[Operand]] = {}
        for place, operands in zip(self.places, own, strict=True):
            by_sentence.setdefault(place.reach.sentence, []).extend(operands)
        derived: dict[tuple[str, str], Grounded] = {}
        for index, place in enumerate(self.places):
            if found[index] is None:
                here = by_sentence[place.reach.sentence]
                found[index] = self._derived(place, here, persons, derived)
        for index, place in enumerate(self.places):
            if found[index] is None and (best := self._holding(place).fitting):
                figure = self.ledger.figure(best[0].handle)
                if figure is not None:
                    own[index].append(
                        operand_of(best[0].handle, figure, best[0].held, place.token.value)
                    )
        return [
            one or self._missing(place, self._nearby(index, own, persons))
            for index, (place, one) in enumerate(zip(self.places, found, strict=True))
        ]

    def _directly(self, place: Place) -> Grounded | None:
        token = place.token
        if token.kind == "structural":
            return place.grounded("structural")
        if token.kind == "date":
            return self._date(place)
        if name := convention_of(self.text, token, place.reach.sentence):
            return place.grounded("convention", why=f"It is a convention: {name}.")
        return (
            self._by_handle(place) or self._by_evidence(place) or self._by_user(place)
            or self._label(place)
        )  # fmt: skip

    def _date(self, place: Place) -> Grounded:
        """A date that is cited must be the figure's, or an end of its window; others name one."""
        text = place.token.text
        figures = self._figures(place.bound.handles if place.bound else place.handles)
        dated = {handle: dates_of(figure) for handle, figure in figures}
        for handle, figure in figures:
            if isinstance(figure.value, str) and figure.value.startswith(text):
                return place.grounded("measured", (handle,))
        told = [handle for handle, dates in dated.items() if dates]
        exact = any(isinstance(figure.value, str) for _, figure in figures)
        another = not any(same_day(text, dates, exact=exact) for dates in dated.values())
        if place.bound and told and another and not self.said.mentions(text):
            return place.grounded("unsupported", told, "The figure cited is of another date.")
        return place.grounded("structural")

    def _by_handle(self, place: Place) -> Grounded | None:
        bound = place.bound.handles if place.bound else place.handles
        bounds = tells_interval(place.around.sentence)
        wrong: Candidate | None = None
        for handle, figure in self._figures(bound):
            part = part_held(place.token, handle, figure, bounds=bounds)
            if part is None and place.in_hundredths is not None:
                part = part_held(place.in_hundredths, handle, figure, bounds=bounds)
            if part is None:
                continue
            held = Held(place.token.value, handle, part)
            other = contradiction(held, figure, self.ledger, place.around)
            if other is None:
                verdict: Verdict = "convention" if figure.convention else "measured"
                return place.grounded(verdict, (handle,))
            wrong = wrong or Candidate(held, 0, other)
        return self._wrong_subject(place, wrong) if wrong else None

    def _by_evidence(self, place: Place) -> Grounded | None:
        if place.bound or not place.evidence:
            return None
        held = self._holding(place)
        fitting = [c for c in held.fitting if c.handle.partition(".")[0] in place.evidence]
        others = [c for c in held.others if c.handle.partition(".")[0] in place.evidence]
        if fitting and self._is_told_apart(place, fitting):
            return place.grounded("measured", [fitting[0].handle])
        if others and not fitting:
            return self._wrong_subject(place, others[0])
        return None

    def _holding(self, place: Place) -> Holding:
        """Return the shown figures that hold a number: those that fit what is named, and others."""
        if place.token.start not in self._held:
            self._held[place.token.start] = holding_figures(place.token, self.ledger, place.around)
        return self._held[place.token.start]

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

    def _by_user(self, place: Place) -> Grounded | None:
        if self.said.attributed(self.text, place.token, place.around.sentence):
            return place.grounded("user", why="You wrote it.")
        return None

    def _label(self, place: Place) -> Grounded | None:
        """A number in the name of a slice or window is a label: `t=0.39`, `lag 7`."""
        token = place.token
        if token.is_percent or token.sign or dimension_of(token)[0] == SECONDS:
            return None
        for handle, figure in self._figures(place.handles):
            for name in (figure.subject.slice, figure.subject.window):
                if name and token.text in re.findall(r"\d+(?:\.\d+)?", name):
                    return place.grounded("structural", (handle,))
        before = self.text[max(0, token.start - 24) : token.start]
        if token.text.lstrip("$€£¥ ") in self.ledger.labels and _LABELS.search(before):
            return place.grounded("structural")
        if (
            round(token.value, 6) in self.ledger.thresholds
            and not place.bound
            and _AT.search(before)
        ):
            return place.grounded("structural")
        return None

    def _operands(self, grounded: Grounded | None) -> Iterator[Operand]:
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
        bounds = tells_interval(place.around.sentence)
        cited = [
            one
            for handle, figure in self._figures(named)
            for one in operands_of(handle, figure, bounds=bounds and len(named) <= MOST_REQUIRED)
        ]
        operands = _distinct([*here, *cited] if not required else [*cited, *here])
        operands += self._counts(place.evidence)
        operands += _constants(place.around.sentence)
        found = derive(token, [*operands, *persons], place.around.sentence, required)
        if found is None:
            return None
        here.append(Operand(found.value, found.handles, dimension_of(token)[0]))
        grounded = place.grounded("derived", found.handles, f"{found.formula.capitalize()}.")
        derived[token.text, token.unit or ""] = grounded
        return grounded

    def _counts(self, aliases: Iterable[str]) -> list[Operand]:
        """Return how many rows there are, by some evidence."""
        return [
            Operand(float(figure.value), (f"{alias}.{figure.handle}",), COUNT, figure.quantity)
            for alias in aliases
            if self.ledger.knows(alias)
            for figure in self.ledger.measurement(alias).figures
            if figure.quantity in ROW_COUNTS and isinstance(figure.value, int)
        ][:2]

    def _nearby(
        self, index: int, own: Sequence[Sequence[Operand]], persons: Sequence[Operand]
    ) -> list[Operand]:
        """Return the operands of the numbers around one, the nearest sentences first."""
        sentence = self.places[index].reach.sentence
        window = range(max(0, index - NUMBERS_BEFORE), min(len(own), index + 4))
        here = [o for k in window if self.places[k].reach.sentence == sentence for o in own[k]]
        before = [o for k in reversed(window) if k < index for o in own[k]]
        return [*_distinct([*here, *before]), *persons]

    def _missing(self, place: Place, operands: Sequence[Operand]) -> Grounded:
        """Say what is wrong with a number that nothing accounts for."""
        around = place.around
        if place.token.kind == "word":
            return place.grounded("structural", why="A number in words is not judged.")
        holding = self._holding(place)
        if place.bound and (cited := self._figures(place.bound.handles)):
            return self._not_cited_figure(place, cited, holding, operands)
        if holding.fitting:
            best = holding.best(MOST_CANDIDATES)
            some = "A figure holds" if len(best) == 1 else "Several figures hold"
            return place.grounded("uncited", best, f"{some} it, but it cites none.")
        if holding.others:
            return self._wrong_subject(place, holding.others[0])
        aliases = {handle.partition(".")[0] for handle in place.handles}
        more = [*operands, *self._counts(aliases), *self.said.operands]
        found = derive(place.token, operands, around.sentence) or derive(
            place.token, list(dict.fromkeys(more[-MOST_OPERANDS:])), around.sentence
        )
        if found is not None:
            return self._maybe_derived(place, found)
        if self.said.wrote(place.token):
            why = "A person wrote it, but the sentence doesn't say so."
            return place.grounded("uncited", why=why)
        why = "No figure of this session holds it."
        return place.grounded("unsupported", self._intended(place), why)

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
        if len(cited) <= MOST_REQUIRED:
            required = [one for one, _ in cited]
            found = derive(place.token, operands, place.around.sentence, required)
            if found is not None:
                return self._maybe_derived(place, found)
        return place.grounded(
            "unsupported", self._intended(place) or holding.best(MOST_CANDIDATES), why
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

    def _wrong_subject(self, place: Place, held: Candidate) -> Grounded:
        other = held.other or Contradiction("another name", "something else")
        named = one_line(other.named)
        why = f"It stands beside {named}, but {held.handle} holds it, which is about {other.about}."
        return place.grounded("wrong_subject", (held.handle,), why)

    def _figures(self, handles: Iterable[str]) -> list[tuple[str, Figure]]:
        found = ((handle, self.ledger.figure(handle)) for handle in handles)
        return [(handle, figure) for handle, figure in found if figure is not None]


@lru_cache(maxsize=512)
def _constants(sentence: str) -> tuple[Operand, ...]:
    """Return what a sentence computes with unsaid: half for guessing, the base of `per million`."""
    found = [Operand(0.5)] if _GUESSING.search(sentence) else []
    base = _BASE.search(sentence)
    if base is not None:
        found.append(Operand(_BASES[base[1].lower()]))
    return tuple(found)


def _distinct(operands: Iterable[Operand]) -> list[Operand]:
    """Return operands without those that are another one's number, the displayed ones kept."""
    kept: dict[tuple[float, tuple[str, ...]], Operand] = {}
    for one in operands:
        key = (one.value, one.handles)
        if key not in kept or (kept[key].shown is None and one.shown is not None):
            kept[key] = one
    return list(kept.values())

"""Grounding: every number of an answer traced to a figure, a person's words or a derivation.

The rules are DESIGN's: a citation reaches over its sentence, list item or table; values match at
the precision that is displayed; an uncited number is never called measured by its value alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ml_engineer.evidence.attribution import Said
from ml_engineer.evidence.candidates import Candidate, Holding, holding_figures
from ml_engineer.evidence.citations import Citation, find_citations, quantity_in_words
from ml_engineer.evidence.contradictions import Contradiction, contradiction
from ml_engineer.evidence.conventions import convention_of
from ml_engineer.evidence.derivations import Operand, derive
from ml_engineer.evidence.grounded import Grounded, Verdict
from ml_engineer.evidence.layout import Layout, Reach, Span
from ml_engineer.evidence.ledger import Held, Ledger, numbers_held
from ml_engineer.evidence.matching import (
    clause_around,
    names_column,
    part_held,
    tells_interval,
)
from ml_engineer.evidence.names import Named, named_by, one_line
from ml_engineer.evidence.numbers import NumberToken, extract_numbers
from ml_engineer_tools.evidence import Figure

MOST_CANDIDATES = 3
"""So many handles are named for an uncited number."""
MOST_CITED = 40
"""A citation of more figures than this tells too little to derive numbers from them."""

_BOUND = re.compile(r"[\s*_)\]%”\"'’`]*(?:[A-Za-zµ²³/-]+[\s*_)]*){0,3}\Z")


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


@dataclass(slots=True)
class _Place:
    """A number with what surrounds it."""

    token: NumberToken
    reach: Reach
    handles: tuple[str, ...]
    evidence: tuple[str, ...]
    bound: Citation | None
    sentence: str
    lead: str
    named: Named
    clause: Named
    before: Named

    @property
    def cited(self) -> bool:
        return bool(self.handles or self.evidence)

    def grounded(self, verdict: Verdict, handles: Iterable[str] = (), why: str = "") -> Grounded:
        cited = self.cited and verdict != "uncited"
        return Grounded(self.token, verdict, tuple(handles), why, cited)


class _Grounding:
    """The work of `ground` on one text."""

    def __init__(self, text: str, ledger: Ledger, user_texts: Sequence[str]) -> None:
        self.text = text
        self.ledger = ledger
        self.layout = Layout(text)
        self.citations = find_citations(text)
        self.said = Said(user_texts)
        self.hits = ledger.names.hits(text)
        self.starts = [hit.start for hit in self.hits]
        self._held: dict[int, Holding] = {}

    def run(self) -> list[Grounded]:
        places = [self._place(token) for token in extract_numbers(self.text)]
        found = [self._directly(place) for place in places]
        operands: dict[Span, list[Operand]] = {}
        for place, grounded in zip(places, found, strict=True):
            operands.setdefault(place.reach.sentence, []).extend(self._operands(grounded))
        for index, place in enumerate(places):
            if found[index] is None:
                found[index] = self._derived(place, operands[place.reach.sentence])
        for place, grounded in zip(places, found, strict=True):
            if grounded is None and (best := self._holding(place).fitting):
                held = best[0].held
                operands[place.reach.sentence].append(Operand(held.number, held.handle))
        return [
            grounded or self._missing(place, operands[place.reach.sentence])
            for place, grounded in zip(places, found, strict=True)
        ]

    def _place(self, token: NumberToken) -> _Place:
        reach = self.layout.reach(token.start)
        header = self.layout.header_of(token.start)
        if "%" in header and not token.is_percent and token.readings:
            token = token.as_share()
        covering = [
            citation
            for citation in self.citations
            if any(start <= citation.start < end for start, end in reach.citable)
        ]
        start, end = reach.sentence
        named = self._named(*reach.context)
        in_table = len(reach.context) > 1
        clause, against = clause_around(self.text, reach.sentence, token)
        return _Place(
            token=token,
            reach=reach,
            handles=tuple(dict.fromkeys(h for c in covering for h in c.handles)),
            evidence=tuple(dict.fromkeys(e for c in covering for e in c.evidence)),
            bound=self._bound(token, covering),
            sentence=self.text[start:end] + header,
            lead=header if in_table else self.text[clause[0] : token.start],
            named=named,
            clause=named if in_table else self._named(clause),
            before=named if in_table else Named() if against else self._named((start, token.end)),
        )

    def _named(self, *spans: Span) -> Named:
        return named_by(
            hit
            for start, end in spans
            for hit in self.hits[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        )

    def _bound(self, token: NumberToken, covering: Sequence[Citation]) -> Citation | None:
        """Return the citation that stands right behind a number, and so speaks for it alone."""
        for citation in covering:
            if 0 <= citation.start - token.end <= 40 and citation.handles:
                between = self.text[token.end : citation.start]
                return citation if _BOUND.match(between) else None
        return None

    def _directly(self, place: _Place) -> Grounded | None:
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

    def _date(self, place: _Place) -> Grounded:
        """A cited date figure must show the date; otherwise a date names a window."""
        dated = {
            h: str(f.value) for h, f in self._figures(place.handles) if isinstance(f.value, str)
        }
        for handle, value in dated.items():
            if value.startswith(place.token.text):
                return place.grounded("measured", (handle,))
        if dated and place.bound and re.match(r"\d{4}-", place.token.text):
            return place.grounded("unsupported", dated, "The figure cited is another date.")
        return place.grounded("structural")

    def _by_handle(self, place: _Place) -> Grounded | None:
        bound = place.bound.handles if place.bound else place.handles
        bounds = tells_interval(place.sentence)
        wrong: Candidate | None = None
        for handle, figure in self._figures(bound):
            part = part_held(place.token, handle, figure, bounds=bounds)
            if part is None:
                continue
            held = Held(place.token.value, handle, part)
            other = contradiction(
                held, figure, self.ledger, place.sentence, place.lead, place.clause, place.before
            )
            if other is None:
                verdict: Verdict = "convention" if figure.convention else "measured"
                return place.grounded(verdict, (handle,))
            wrong = wrong or Candidate(held, 0, other)
        return self._wrong_subject(place, wrong) if wrong else None

    def _by_evidence(self, place: _Place) -> Grounded | None:
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

    def _holding(self, place: _Place) -> Holding:
        """Return the shown figures that hold a number: those that fit what is named, and others."""
        if place.token.start not in self._held:
            self._held[place.token.start] = holding_figures(
                place.token, self.ledger, place.sentence, place.lead,
                place.named, place.clause, place.before,
            )  # fmt: skip
        return self._held[place.token.start]

    def _is_told_apart(self, place: _Place, fitting: Sequence[Candidate]) -> bool:
        """Tell whether it is clear which column is meant: it is named, or there is but one."""
        figures = [figure for _, figure in self._figures(one.handle for one in fitting)]
        columns = {figure.subject.column for figure in figures}
        return len(columns) == 1 or any(names_column(figure, place.named) for figure in figures)

    def _by_user(self, place: _Place) -> Grounded | None:
        if self.said.attributed(self.text, place.token, place.sentence):
            return place.grounded("user", why="You wrote it.")
        return None

    def _label(self, place: _Place) -> Grounded | None:
        """A number in the name of a cited figure's slice or window is a label: `t=0.39`."""
        if place.token.is_percent or place.token.sign:
            return None
        for handle, figure in self._figures(place.handles):
            for name in (figure.subject.slice, figure.subject.window):
                if name and place.token.text in re.findall(r"\d+(?:\.\d+)?", name):
                    return place.grounded("structural", (handle,))
        return None

    def _operands(self, grounded: Grounded | None) -> Iterator[Operand]:
        if grounded is None or not grounded.token.readings:
            return
        if grounded.verdict == "user":
            yield Operand(grounded.token.value)
        if grounded.verdict == "measured" and grounded.token.kind != "word":
            for handle, figure in self._figures(grounded.handles):
                part = part_held(grounded.token, handle, figure)
                exact = [h.number for h in numbers_held(handle, figure) if h.part == part]
                if exact:
                    yield Operand(exact[0], handle)

    def _derived(self, place: _Place, operands: Sequence[Operand]) -> Grounded | None:
        cited = [
            Operand(held.number, handle, is_n=held.part == "n")
            for handle, figure in self._figures(place.handles[:MOST_CITED])
            for held in numbers_held(handle, figure)
            if held.part in ("value", "n")
        ]
        found = derive(place.token, [*operands, *cited], place.sentence)
        if found is None:
            return None
        return place.grounded("derived", found.handles, f"{found.formula.capitalize()}.")

    def _missing(self, place: _Place, operands: Sequence[Operand]) -> Grounded:
        """Say what is wrong with a number that nothing accounts for."""
        if place.token.kind == "word":
            return place.grounded("structural", why="A number in words is not judged.")
        holding = self._holding(place)
        best = holding.best(MOST_CANDIDATES)
        if place.bound and (cited := self._figures(place.bound.handles)):
            # The value isn't told: the figure may be one that is withheld from the model.
            handle, figure = cited[0]
            why = f"{handle} is the {quantity_in_words(figure.quantity)}, not this number."
            return place.grounded("unsupported", best, why)
        if holding.fitting:
            some = "A figure holds" if len(best) == 1 else "Several figures hold"
            return place.grounded("uncited", best, f"{some} it, but it cites none.")
        if holding.others:
            return self._wrong_subject(place, holding.others[0])
        found = derive(place.token, operands, place.sentence)
        if found is not None and found.handles:
            why = f"It may be a {found.formula} of figures that are not cited."
            return place.grounded("uncited", found.handles, why)
        return place.grounded("unsupported", why="No figure of this session holds it.")

    def _wrong_subject(self, place: _Place, held: Candidate) -> Grounded:
        other = held.other or Contradiction("another name", "something else")
        named = one_line(other.named)
        why = f"It stands beside {named}, but {held.handle} holds it, which is about {other.about}."
        return place.grounded("wrong_subject", (held.handle,), why)

    def _figures(self, handles: Iterable[str]) -> list[tuple[str, Figure]]:
        found = ((handle, self.ledger.figure(handle)) for handle in handles)
        return [(handle, figure) for handle, figure in found if figure is not None]

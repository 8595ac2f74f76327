"""Places: each number of a text with the citations that reach it and the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ml_engineer.evidence.citations import Citation, find_citations
from ml_engineer.evidence.grounded import Grounded, Verdict
from ml_engineer.evidence.layout import Layout, Reach, Span
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.matching import (
    AGAINST,
    CLAUSE,
    LONGEST_CLAUSE,
    clause_around,
    part_held,
    tells_interval,
)
from ml_engineer.evidence.names import Named, named_by, words_of
from ml_engineer.evidence.numbers import NumberToken, extract_numbers
from ml_engineer.evidence.ranges import ENDS, base_behind, base_named, shared_meaning
from ml_engineer.evidence.rivals import WordsOf
from ml_engineer.evidence.surroundings import Surroundings

MOST_WORDS = 80
"""So many words of a table row, or before a number, may name what it is about."""
FARTHEST_BEHIND = 40
"""Characters between a number and the citation that speaks for it alone."""

_BOUND = re.compile(
    r"[\s*_)\]%”\"'’`]*(?:(?!(?:and|or|but|vs|against|versus|than|from|to)\b)"
    r"(?:[^\W\d_]|[²³/-])++[\s*_)]*){0,6}[(\s]*\Z"
)

_IN_PERCENT = re.compile(r"(?<!\d)(?<!\d\s)%")
"""A column in per cent by its header: not one of "95 % intervals"."""
_OWN_NAME = re.compile(
    r"\s?%?(?:\s?\[[^\]\n]{1,40}\])?\s?\((?:[^()\d\n]{1,40}|(?:19|20)\d\d(?:[-–/]?Q?\d{1,2})?)\)"
)
"""A name in brackets right behind a number is of that number: "0.70 (2021), 0.66 (2022)"."""
_NAME_BEHIND = re.compile(
    r"[\s%)]*(?:\[[^\]\n]{1,40}\]\s?)?(?:for|of|among|by|with|from)\s(?:the\s)?"
    r"`?[\w -]{1,32}`?(?:,?\sand|,|;)\s"
)
"""What a number before was of: "0.10 [E1.f2] for `M` and 0.75"."""
_FROM_NAME_TO_NAME = re.compile(r"\bfrom\s[^.;:,\d\n]{1,40}\sto\s[\w`* -]{1,40}:\s?\Z")
"""What stands before the first of two numbers: "from age to income: 0.07 versus 0.31"."""
_NAME_BEFORE = re.compile(r"(?P<name>[\w -]+?)\s?(?:[(:=]|\bat\b|\bhas\b|\bis\b)\s?\Z")
_OVER = re.compile(
    r"\b(?:over|against|versus|vs\.?|than|instead of|relative to|beats?|beating|outperforms?)"
    r"\s(?:the |a |an |our )?[`*]*\Z",
    re.IGNORECASE,
)
"""What stands before the other side of a comparison: "skill over persistence"."""
_DOWN_FROM = re.compile(r",\s(?:down|up|falling|rising|coming)\sfrom\s[$€£]?\Z", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s[$€£]?\Z", re.IGNORECASE)
_LABEL = re.compile(r"[\s>*_•-]*(?:[A-Za-z`][\w`'/+-]*\s?){1,5}[*_]*\s?(?::|–|—|\s-\s)[*_]*\s")
"""What a line is about, at its beginning."""
_OF_OTHERS = re.compile(
    r"[;→(]|\b(?:vs\.?|versus|against|than|for|of|while|the|from|to|instead|but|with|without|where|when|if"
    r"|by|after|before|in|on|at|it|its|one|other|others|is|was)\b",
    re.IGNORECASE,
)
"""What turns from what a line is about to something else."""
_RESPECTIVELY = re.compile(r"\b(?:respectively|in (?:this|that) order)\b", re.IGNORECASE)
MOST_RESPECTIVELY = 6
"""So many numbers are told apart by their order."""
_FROM_NUMBER = re.compile(r"\bfrom\s[$€£]?\d[\d,.]*\s?%?\Z", re.IGNORECASE)
_NAMED_TO = re.compile(
    r"\s?%?(?:\s(?:[^\d.;,\n]|\bQ[1-4]\b|\b(?:19|20)\d\d\b){1,60}?)?\s(?P<to>to)\s[$€£]?"
)
_TO = re.compile(
    r"\s?%?(?:\s?[\[(][^\])\n]{1,40}[\])])?[^.;\n]{0,60}?\bto\s[$€£]?[\d.]", re.IGNORECASE
)
WHOLE = re.compile(
    r"[\d%](?:\s(?!instead\b)[a-z]+)?\s(?:out )?of\s(?:(?:the|all|your|those)\s(?:[a-z]+\s)?)?\Z",
    re.IGNORECASE,
)
"""What stands before the whole that a part is of: "75 of 225 [E1.f9]" cites the 75."""
_APART = re.compile(r"\b(?:others?|the rest|elsewhere|remaining|the first|the second)\b", re.I)
"""Words by which a clause turns to something else than what was named before."""


@dataclass(slots=True)
class Place:
    """A number with what surrounds it.

    Attributes:
        token: the number.
        reach: its sentence, and where citations cover it.
        handles: the figures that citations in reach name.
        evidence: the evidence that they name as a whole.
        bound: the citation right behind the number, which speaks for it alone.
        around: the words around it.
        in_hundredths: what it means if the percent sign, "points" or "per 1,000" of another number
            of the sentence stands for it, too.
        whole: the evidence that the citation right behind the number names as a whole.
        behind: the citation right behind a whole that a part is of: "9 % of the 47,486 [E1.f1]".
        own: the figure that is cited for it by its order: "97 and 153 [E1.f3, E1.f5]".
        closing: the citation that ends its clause, farther off, with no number between.
    """

    token: NumberToken
    reach: Reach
    handles: tuple[str, ...]
    evidence: tuple[str, ...]
    bound: Citation | None
    around: Surroundings
    in_hundredths: NumberToken | None = None
    whole: tuple[str, ...] = ()
    behind: Citation | None = None
    own: str | None = None
    closing: Citation | None = None

    @property
    def cited(self) -> bool:
        """Whether any citation reaches the number."""
        return bool(self.handles or self.evidence)

    def grounded(self, verdict: Verdict, handles: Iterable[str] = (), why: str = "") -> Grounded:
        """Return a verdict on this number."""
        return Grounded(
            self.token,
            verdict,
            tuple(handles),
            why,
            self.cited and verdict != "uncited",
            self.cited,
        )


def find_places(text: str, ledger: Ledger) -> list[Place]:
    """Return the numbers of a text in its order, each with its surroundings."""
    finder = _Finder(text, ledger)
    places: list[Place] = []
    last = percents_until = rates_until = 0
    base = 1.0
    tokens, end = extract_numbers(text), len(text)
    for index, token in enumerate(tokens):
        token = shared_meaning(text, tokens, index, ledger)
        after = next(
            (one.start for one in tokens[index + 1 : index + 9] if one.kind == "number"), end
        )
        place = finder.place(token, last, after)
        if token.is_percent:
            percents_until = place.reach.sentence[1]
        elif place.token.per > 1:
            rates_until, base = place.reach.sentence[1], place.token.per
        elif token.start < percents_until and token.kind == "number" and token.readings:
            place.in_hundredths = token.as_share()
        elif token.start < rates_until and token.kind == "number" and token.readings:
            place.in_hundredths = token.as_rate(base)
        elif token.kind == "number" and (ahead := _base_ahead(text, tokens, index, place)):
            place.in_hundredths = token.as_rate(ahead)
        if places:
            _share_citation(places[-1], place, text, ledger)
        places.append(place)
        if token.kind == "number":
            last = token.end
    _give_each_its_own(places, text)
    _name_in_order(places, finder.citations)
    return places


def _base_ahead(text: str, tokens: Sequence[NumberToken], index: int, place: Place) -> float | None:
    """Return the base of the next number of a sentence: "9.1 versus 1.8 per 1,000"."""
    if index + 1 == len(tokens) or tokens[index + 1].start >= place.reach.sentence[1]:
        return None
    ahead = tokens[index + 1]
    return None if ahead.is_percent or not ahead.readings else base_behind(text, ahead)


def _name_in_order(places: Sequence[Place], citations: Sequence[Citation]) -> None:
    """Note which figure is cited for a number by its order among as many before one citation."""
    last = 0
    for cited in citations:
        before = [place for place in places if place.token.start < cited.start]
        if (
            before
            and last <= (nearest := before[-1]).token.start
            and nearest.reach.sentence[0] <= cited.start <= nearest.reach.sentence[1]
            and not nearest.bound
        ):
            nearest.closing = cited
        group = [
            place for place in places
            if last <= place.token.start < cited.start
            and place.token.kind == "number"
            and place.reach.sentence[0] <= cited.start <= place.reach.sentence[1]
        ]  # fmt: skip
        for place in group if len(cited.handles) > MOST_RESPECTIVELY // 2 else ():
            place.closing = place.closing or (None if place.bound else cited)
        if 1 < len(cited.handles) == len(group) <= MOST_RESPECTIVELY and not cited.evidence:
            for place, handle in zip(group, cited.handles, strict=True):
                place.own = handle
        last = cited.end


def _give_each_its_own(places: Sequence[Place], text: str) -> None:
    """Let the handles of one citation speak for as many numbers, in order: "respectively"."""
    for last, place in enumerate(places):
        cited = place.bound
        if cited is None or not 1 < len(cited.handles) <= min(MOST_RESPECTIVELY, last + 1):
            continue
        told = _RESPECTIVELY.search(text, place.reach.sentence[0], cited.start)
        if told is None:
            continue
        size = len(cited.handles)
        group = places[last + 1 - size : last + 1]
        behind = sum(one.token.start > told.start() for one in group)
        if 0 < behind < size:
            # "71 % and 63 % respectively, a gap of 8 points": those before the word.
            group = places[max(0, last + 1 - behind - size) : last + 1 - behind]
        if len(group) < size or group[0].token.start < place.reach.sentence[0]:
            continue
        for one, handle in zip(group, cited.handles, strict=True):
            one.bound = Citation(cited.start, cited.end, (handle,))


def _share_citation(low: Place, high: Place, text: str, ledger: Ledger) -> None:
    """Let the citation behind an interval speak for its lower end, too.

    "0.861 to 0.882 [E1.f1]" are the bounds of one figure; in "from 0.83 to 0.87 [E1.f1]" only the
    second is cited, if it is the figure's value.
    """
    cited = high.bound
    if cited is None or low.bound or len(cited.handles) != 1 or low.token.kind != "number":
        return
    figure = ledger.figure(cited.handles[0])
    if figure is None or figure.interval is None:
        return
    if not ENDS.fullmatch(text, low.token.end, high.token.start):
        return
    part = part_held(high.token, cited.handles[0], figure)
    if part == "upper bound" or (part is None and tells_interval(high.around.sentence)):
        low.bound = cited


class _Finder:
    def __init__(self, text: str, ledger: Ledger) -> None:
        self.text = text
        self.layout = Layout(text)
        self.citations = find_citations(text)
        self.cited_at = [citation.start for citation in self.citations]
        self.names = ledger.names
        self.hits = ledger.names.hits(text)
        self.starts = [hit.start for hit in self.hits]
        self.words = WordsOf(text)

    def place(self, token: NumberToken, last: int, after: int) -> Place:
        """Return the place of a number between the numbers that end and begin at last and after."""
        reach = self.layout.reach(token.start)
        header = self.layout.header_of(token.start)
        if _IN_PERCENT.search(header) and not token.is_percent and token.readings:
            token = token.as_share()
        elif token.kind == "number" and token.per == 1 and (base := base_named(header, token)):
            token = token.as_rate(base)
        covering = [
            citation
            for start, end in dict.fromkeys(reach.citable)
            for citation in self._citations(start, end)
        ]
        behind = self._behind(token, covering)
        bound = behind if behind is not None and behind.handles else None
        handles = tuple(dict.fromkeys(h for c in covering for h in c.handles))
        return Place(
            token=token,
            reach=reach,
            handles=handles,
            evidence=tuple(dict.fromkeys(e for c in covering for e in c.evidence)),
            bound=bound,
            around=self._around(token, reach, header, (last, after)),
            whole=() if behind is None or behind.handles else behind.evidence,
            behind=self._behind_whole(token, covering),
        )

    def _citations(self, start: int, end: int) -> Sequence[Citation]:
        return self.citations[bisect_left(self.cited_at, start) : bisect_left(self.cited_at, end)]

    def _around(self, token: NumberToken, reach: Reach, header: str, between: Span) -> Surroundings:
        start, end = reach.sentence
        since = self._since(start, between[0], token.start)
        named = self._named(*reach.context)
        sentence = self.text[start:end] + header
        if len(reach.context) > 1:
            words = [
                word for span in reach.context for word in self.words.between(*span)[:MOST_WORDS]
            ]
            first = self.layout.text[start:end].strip().strip("|").partition("|")[0]
            cells = f"{header} {first}"
            labelled = self.names.find(first).all_columns
            exact = {one for one in labelled if words_of(one) == words_of(first)}
            named = named.surely(labelled).meant(exact)
            return Surroundings(sentence, header, named, named, named, (words,), cells, first)
        clause, against = clause_around(self.text, reach.sentence, token)
        if between[0] > start and (to := self._second_end(between[0], token.start)):
            # "from 2.1 minutes off-peak to 4.1": the name is the first end's.
            since, clause, against = to, (max(to, clause[0]), clause[1]), True
        apart = _APART.search(self.text, *clause) is not None
        own = _OWN_NAME.match(self.text, token.end, end)
        from_ = _FROM.search(self.text, start, token.start)
        adjacent = self._column_before(token)
        before = Named() if against or apart else self._named((since, token.end), alone=True)
        # What stands before "from 0.27 to 0.28" names the change, or its second end.
        opens = from_.start() if from_ and _TO.match(self.text, token.end, end) else clause[0]
        stretches: list[Sequence[str]] = []
        if own is not None:
            stretches.append(self.words.between(own.start(), own.end()))
        stretches.append(self.words.between(opens, min(clause[1], between[1])))
        if not against and not apart and opens == clause[0]:
            stretches.append(self.words.between(since, token.start)[-MOST_WORDS:])
            label = _LABEL.match(self.text, start, token.start)
            if label and not _OF_OTHERS.search(self.text, label.end(), token.start):
                # "LightGBM: mean 8.1 %, ECE 0.027" is of LightGBM throughout.
                stretches.append(self.words.between(*label.span()))
        headings = [
            self.words.between(*heading)[:MOST_WORDS]
            for heading in self.layout.headings_of(token.start)
        ]
        spoken: Sequence[str] = ()
        if _DOWN_FROM.search(self.text, max(start, token.start - 24), token.start):
            # "CatBoost at 0.72, down from 0.96; logreg at 0.70, down from 0.94": the same model.
            spoken = self.words.between(self._clause_before(start, between[0]), token.start)
        return Surroundings(
            sentence,
            self.text[clause[0] : token.start],
            named,
            self._named(clause, alone=True).meant(adjacent),
            before,
            tuple(stretches),
            headings=tuple(headings),
            spoken=spoken,
        )

    def _column_before(self, token: NumberToken) -> frozenset[str]:
        """Return the column whose name stands right before a number: "temperature (0.021)"."""
        before = _NAME_BEFORE.search(self.text, max(0, token.start - 48), token.start)
        if _FROM_NAME_TO_NAME.search(self.text, max(0, token.start - 96), token.start):
            return frozenset()
        words = words_of(before["name"]) if before else ()
        for size in range(min(3, len(words)), 0, -1):
            phrase = words[-size:]
            found = {
                column
                for column in self.names.find(" ".join(phrase)).all_columns
                if words_of(column.replace("_", " ")) == phrase
            }
            if found:
                return frozenset(found)
        return frozenset()

    def _clause_before(self, start: int, end: int) -> int:
        """Return where the clause begins in which the number before ends."""
        digits = end
        while digits > start and not self.text[digits - 1].isspace():
            digits -= 1
        marks = [mark.end() for mark in CLAUSE.finditer(self.text, start, digits)]
        return marks[-1] if marks else start

    def _second_end(self, first: int, second: int) -> int | None:
        """Return where the second end of "from A … to B" begins, if A ends and B begins there."""
        before = self.text[max(0, first - 24) : first]
        if not _FROM_NUMBER.search(before):
            return None
        to = _NAMED_TO.fullmatch(self.text, first, second)
        return None if to is None else to.start("to")

    def _since(self, start: int, last: int, end: int) -> int:
        """Return from where on names are of this number: those before another are spent on it.

        The clause of the number before goes on behind it: "0.64 in October, and now 0.69".
        """
        if last <= start:
            return start
        for own in (_OWN_NAME, _NAME_BEHIND):
            if (found := own.match(self.text, last, end)) is not None:
                return found.end()
        for mark in CLAUSE.finditer(self.text, last, min(end, last + LONGEST_CLAUSE)):
            cited = any(c.start <= mark.start() < c.end for c in self._citations(last, end))
            if not cited and mark.group().lower().rstrip(".") not in AGAINST:
                return mark.end()
        return last

    def _named(self, *spans: Span, alone: bool = False) -> Named:
        """Return what some stretches name; `alone` leaves out what it is only held against."""
        return named_by(
            hit
            for start, end in spans
            for hit in self.hits[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
            if not (alone and _OVER.search(self.text, max(0, hit.start - 24), hit.start))
        )

    def _behind_whole(self, token: NumberToken, covering: Sequence[Citation]) -> Citation | None:
        if not WHOLE.search(self.text[max(0, token.start - 16) : token.start]):
            return None
        for citation in covering:
            if 0 <= citation.start - token.end <= FARTHEST_BEHIND and citation.handles:
                return citation if _BOUND.match(self.text[token.end : citation.start]) else None
        return None

    def _behind(self, token: NumberToken, covering: Sequence[Citation]) -> Citation | None:
        """Return the citation that stands right behind a number, and so speaks for it alone."""
        for citation in covering:
            if 0 <= citation.start - token.end <= FARTHEST_BEHIND:
                between = self.text[token.end : citation.start]
                if WHOLE.search(self.text[max(0, token.start - 16) : token.start]):
                    return None
                return citation if _BOUND.match(between) else None
        return None

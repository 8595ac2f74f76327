"""Misplaced: right numbers that stand where another figure's should, told by those beside them.

The ends of an interval are one figure's. A figure that is cited, and shown nowhere in reach of its
citation, is what a number of the same quantity beside it should have been. In a row of numbers of
one quantity ("U-Net 0.61, optical flow 0.40") each is of that quantity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ml_engineer.evidence.citation_groups import SPEAKS_ON
from ml_engineer.evidence.citations import CITATION, find_citations, quantity_in_words
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.matching import part_held, tells_interval
from ml_engineer.evidence.names import one_line, words_of
from ml_engineer.evidence.operands import figures_of
from ml_engineer.evidence.places import WHOLE, Place
from ml_engineer.evidence.ranges import ENDS
from ml_engineer_tools.evidence import Figure

MOST_WORDS_IN_A_ROW = 4
"""So many words may stand between two numbers of a row: the name of what the second is of."""
_TURNS = re.compile(
    r"\b(?:from|instead|rather|than|compared|after|over|down|up)\b|→",
    re.IGNORECASE,
)
_GOES_FROM = re.compile(
    r"\b(?:(?P<up>grew|grows|grown|rose|rises|risen|climbed|increased|jumped|went up)"
    r"|(?P<down>fell|falls|fallen|dropped|shrank|shrunk|declined|decreased|sank|went down))"
    r"(?: [a-z]+){0,2} from\s[$€£]?\Z",
    re.IGNORECASE,
)
_OVERLAP = re.compile(r"\b(?:overlap\w*|intersect\w*|in common)\b", re.IGNORECASE)
_ROW_GOES_ON = re.compile(r"\A\s?%?\s?(?:,|and\b|vs\.?|against\b|versus\b)")


def misplaced(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> dict[int, Grounded]:
    """Return, by place, the numbers that should have been another figure's."""
    return dict(
        (
            *_in_rows(places, found, text, ledger),
            *_for_orphans(places, found, ledger),
            *_ends_elsewhere(places, found, text, ledger),
            *_at_ends(places, found, text, ledger),
            *_of_other_wholes(places, found, text, ledger),
            *_out_of_order(places, found, text, ledger),
            *_turned_ends(places, found, text),
        )
    )


def _at_ends(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield the upper end of an interval whose lower end is another figure's."""
    for index in range(1, len(places)):
        low, high = places[index - 1], places[index]
        if found[index].verdict not in ("measured", "uncited") or not found[index].handles:
            continue
        if not ENDS.fullmatch(text, low.token.end, high.token.start):
            continue
        if _OVERLAP.search(high.around.sentence):
            continue
        begun = _figure(found[index - 1], ledger)
        handle, figure = found[index].handles[0], _figure(found[index], ledger)
        if begun is None or figure is None or begun == figure or begun.interval is None:
            continue
        lower = part_held(low.token, found[index - 1].handles[0], begun) == "lower bound"
        upper = part_held(high.token, handle, figure) == "upper bound"
        if lower and upper and begun.interval[1] != (figure.interval or (0, 0))[1]:
            stray = low.bound is not None and found[index - 1].handles[0] not in low.bound.handles
            wrong = index - 1 if stray else index
            other = found[2 * index - 1 - wrong].handles[0]
            why = f"It is an end of an interval beside one of {other}, but is another figure's."
            yield wrong, places[wrong].grounded("wrong_subject", found[wrong].handles, why)


def _ends_elsewhere(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield an end of an interval that is computed from something, beside a figure's own end.

    "8.9 seats, interval 8.1 to 9.2 [E1.f8]": 8.1 is where its interval begins, 9.2 no end of it.
    """
    for index in range(1, len(places)):
        low, high = places[index - 1], places[index]
        if not ENDS.fullmatch(text, low.token.end, high.token.start):
            continue
        if not tells_interval(text[low.reach.sentence[0] : high.token.end + 1]):
            continue
        for at, other, part, end in (
            (index, index - 1, "lower bound", "ends"),
            (index - 1, index, "upper bound", "begins"),
        ):
            one, figure = found[at], _figure(found[other], ledger)
            if figure is None or figure.interval is None or found[other].verdict != "measured":
                continue
            handle = found[other].handles[0]
            is_end = part_held(places[other].token, handle, figure) == part
            computed = one.verdict == "derived" or one.why.startswith("It may be")
            if is_end and computed and part_held(places[at].token, handle, figure) is None:
                why = f"The interval of {handle} {end} elsewhere."
                yield at, places[at].grounded("unsupported", (handle,), why)


def _for_orphans(
    places: Sequence[Place], found: Sequence[Grounded], ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield numbers that no citation names, beside a cited figure that isn't shown."""
    shown: dict[tuple[int, int], set[str]] = {}
    for place, one in zip(places, found, strict=True):
        of_its_own = place.bound.handles if place.bound else ()
        here = shown.setdefault(place.reach.citable[0], set())
        here.update(of_its_own, one.handles if one.verdict != "uncited" else ())
    for index, (place, one) in enumerate(zip(places, found, strict=True)):
        figure = _figure(one, ledger)
        if one.verdict != "uncited" or figure is None or one.why.startswith("It may be"):
            continue
        for handle, orphan in figures_of(ledger, place.handles):
            if (
                handle not in shown[place.reach.citable[0]]
                and orphan.quantity == figure.quantity
                and orphan.value != figure.value
            ):
                why = f"{handle} is cited for it, but {one.handles[0]} holds it."
                yield index, place.grounded("wrong_subject", one.handles[:1], why)
                break


def _out_of_order(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield two numbers in another order than their figures are cited: "85 and 90 [E6.f4, E6.f5]".

    Not where words turn the order: "64 instead of 41", "from 2.1 to 1.1".
    """
    for index in range(1, len(places)):
        first, second = index - 1, index
        pair = (places[first], places[second])
        if pair[0].own is None or pair[1].own is None or pair[0].own == pair[1].own:
            continue
        held = [found[at].handles[:1] for at in (first, second)]
        if held != [(pair[1].own,), (pair[0].own,)] or _TURNS.search(
            text, max(0, pair[0].token.start - 16), pair[1].token.start
        ):
            continue
        one, other = _figure(found[first], ledger), _figure(found[second], ledger)
        if one is None or other is None or one.quantity != other.quantity:
            continue
        for at, place in zip((first, second), pair, strict=True):
            why = f"By its order it is cited as {place.own}, but {found[at].handles[0]} holds it."
            yield at, place.grounded("wrong_subject", found[at].handles, why)


def _turned_ends(
    places: Sequence[Place], found: Sequence[Grounded], text: str
) -> Iterator[tuple[int, Grounded]]:
    """Yield the ends of a change that goes the other way: "grew from 11 to 7"."""
    for index in range(1, len(places)):
        low, high = places[index - 1], places[index]
        if {found[index - 1].verdict, found[index].verdict} != {"measured"}:
            continue
        if not ENDS.fullmatch(text, low.token.end, high.token.start):
            continue
        told = _GOES_FROM.search(text, max(0, low.token.start - 40), low.token.start)
        if told is None or not (low.token.readings and high.token.readings):
            continue
        change = high.token.value - low.token.value
        if (told["up"] and change < 0) or (told["down"] and change > 0):
            why = "It is told as going the other way."
            yield index - 1, low.grounded("wrong_subject", found[index - 1].handles, why)
            yield index, high.grounded("wrong_subject", found[index].handles, why)


def _of_other_wholes(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield wholes of another part than is cited behind them: "71 % of 26,140 new [E1.f3]"."""
    citations = find_citations(text)
    for index, (place, one) in enumerate(zip(places, found, strict=True)):
        token, figure = place.token, _figure(one, ledger)
        if one.verdict != "measured" or figure is None:
            continue
        if not WHOLE.search(text[max(0, token.start - 16) : token.start]):
            continue
        cited = next((c for c in citations if c.start >= token.end), None)
        if cited is None or not SPEAKS_ON.match(text[token.end : cited.start]):
            continue
        others = figures_of(ledger, cited.handles)
        if others and all(
            other.quantity == figure.quantity
            and other.n is not None
            and part_held(token, handle, other) is None
            for handle, other in others
        ):
            why = f"It is of the rows of {one.handles[0]}, but {others[0][0]} is cited behind it."
            yield index, place.grounded("wrong_subject", one.handles, why)


def _in_rows(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield numbers of another quantity than the one before them."""
    for index in range(1, len(places)):
        before, place = places[index - 1], places[index]
        if before.reach.sentence != place.reach.sentence or not (before.bound and place.bound):
            continue
        if {found[index - 1].verdict, found[index].verdict} != {"measured"}:
            continue
        first, figure = _figure(found[index - 1], ledger), _figure(found[index], ledger)
        if first is None or figure is None or first.quantity == figure.quantity:
            continue
        between = CITATION.sub("", text[before.token.end : place.token.start])
        words = words_of(between)
        own = set(words_of(quantity_in_words(figure.quantity)))
        if (
            len(words) > MOST_WORDS_IN_A_ROW
            or not words
            or own & set(words)
            or not _ROW_GOES_ON.match(between)
            or words_of(text[place.token.end : place.bound.start])
        ):
            continue
        handle = found[index].handles[0]
        for other, companion in ledger.companions(handle):
            if companion.quantity == first.quantity and companion != first:
                why = (
                    f"It stands in a row of the {quantity_in_words(first.quantity)}, but {handle} "
                    f"is the {one_line(quantity_in_words(figure.quantity))}; {other} is of it."
                )
                yield index, place.grounded("wrong_subject", (handle,), why)
                break


def _figure(found: Grounded, ledger: Ledger) -> Figure | None:
    return ledger.figure(found.handles[0]) if len(found.handles) == 1 else None

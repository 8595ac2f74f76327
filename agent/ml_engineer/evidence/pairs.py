"""Pairs: two numbers of one quantity, one beside the name or of other rows than the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ml_engineer.evidence.contradictions import contradiction
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Held, Ledger
from ml_engineer.evidence.matching import part_held
from ml_engineer.evidence.names import one_line, words_of
from ml_engineer.evidence.places import Place
from ml_engineer.evidence.rivals import named_of
from ml_engineer.evidence.sides import FIELDS, MOST_BETWEEN, differing, figure_of, uncited
from ml_engineer_tools.evidence import Figure

SHORTEST = 4
"""A word of so many letters says that something is named that is held against another."""
_COMPARED = re.compile(
    r"\s?%?(?:\s[a-zµ/²³-]{1,12}){0,2}\s?(?:\(?(?:vs\.?|against|versus|to|→|->|and|compared"
    r" (?:with|to)|instead of|over|,))(?:\s[a-z-]+){0,3}\s?[$€£]?",
    re.IGNORECASE,
)
_UNSAID = frozenset(
    words_of("train training random cv validation valid dev fit exploration insample")
)
"""Words in the names of rows that nobody reports unsaid."""


def pairs(
    places: Sequence[Place],
    found: Sequence[Grounded],
    wrong: dict[int, Grounded],
    ledger: Ledger,
) -> dict[int, Grounded]:
    """Return, by place, what the other one of a pair says of a number beside another's name.

    In "the retrained model has 85.3 % and the present one 90.5 %" the first is known to be the
    present one's; the only other number of that quantity in the sentence is then the retrained
    model's, whatever stands beside it. In "it beats the rule, 0.79 to 0.74" the name that stands
    before both is that of the second, so that the first is right.
    """
    told: dict[int, Grounded] = {}
    for index, place in enumerate(places):
        one = wrong.get(index, found[index])
        figure = figure_of(one, ledger)
        if one.verdict != "wrong_subject" or figure is None:
            continue
        others = [
            at
            for at in range(max(0, index - 4), min(len(places), index + 5))
            if at != index and at not in wrong
            and places[at].reach.sentence == place.reach.sentence
            and (other := figure_of(found[at], ledger)) is not None
            and other.quantity == figure.quantity
        ]  # fmt: skip
        if len({found[at].handles for at in others}) != 1:
            continue
        at = min(others, key=lambda at: (abs(at - index), -at))
        if found[at].verdict not in ("measured", "uncited"):
            continue
        other, partner = figure_of(found[at], ledger), places[at]
        field = None if other is None else differing(figure, other)
        if other is None or field is None or found[at].handles == one.handles:
            continue
        if part_held(partner.token, found[at].handles[0], other, bounds=False) != "value":
            continue
        if field == "column" and place.around.cells:
            continue
        held = Held(place.token.value, one.handles[0], "value")
        says = contradiction(held, figure, ledger, place.around)
        if says is None or says.named != one_line(str(getattr(other.subject, field))):
            continue
        before, its = _all_words(place), (figure, other)
        clause, beside = _named(its, field, place), _named(its, field, partner)
        both = any(len(word) >= SHORTEST and word in before for word in _own_words(figure, field))
        if 1 in clause or both:
            if 1 not in beside or both:
                why = f"It is {says.named}'s, and stands where another's should: they are swapped."
                told[at] = partner.grounded("wrong_subject", found[at].handles, why)
        elif at == index + 1 and 0 not in beside and index not in wrong and place.cited:
            told[index] = place.grounded("measured", one.handles)
    return told


def _named(figures: Sequence[Figure], field: str, place: Place) -> set[int]:
    """Return which of two figures the clause of a number names."""
    if field == "column":
        columns = place.around.clause.all_columns or place.around.before.all_columns
        return {at for at, one in enumerate(figures) if one.subject.column in columns}
    return named_of(figures, place.around.stretches[0])


def _own_words(figure: Figure, field: str) -> tuple[str, ...]:
    return words_of(str(getattr(figure.subject, field)).replace("_", " "))


def _all_words(place: Place) -> list[str]:
    """Return the words of a number's clause and of its sentence before it."""
    return [word for words in place.around.stretches[::-1] for word in words]


def unlike(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield, by place, numbers of other rows than what they are compared with, where unsaid.

    "Tuning lifts the AUC from 0.76 to 0.90": the second is of the training rows, and the tuned
    model's on the rows of the first is another.
    """
    for index in range(1, len(places)):
        pair = found[index - 1], found[index]
        first, second = places[index - 1], places[index]
        if {one.verdict for one in pair} != {"measured"} or first.reach != second.reach:
            continue
        if second.token.start - first.token.end > MOST_BETWEEN or not _COMPARED.fullmatch(
            uncited(text, first.token.end, second.token.start)
        ):
            continue
        one, other = (figure_of(found, ledger) for found in pair)
        if one is None or other is None or one.quantity != other.quantity:
            continue
        names = [
            name for name in FIELDS if getattr(one.subject, name) != getattr(other.subject, name)
        ]
        rows = [name for name in names if name in ("split", "window")]
        if not rows or len(names) == len(rows):
            continue
        for at, mine, its in ((index, other, one), (index - 1, one, other)):
            likes = {name: getattr(its.subject, name) for name in rows}
            meant = mine.subject.model_copy(update=likes)
            start, end = places[at].reach.sentence
            here = places[at].token.start
            said = list(
                words_of(text[max(start, here - 2 * MOST_BETWEEN) : min(end, here + MOST_BETWEEN)])
            )
            if named_of((mine, its), said) or not _is_rarer(mine, its, rows):
                continue
            for handle, sibling in ledger.siblings(pair[0 if at < index else 1].handles[0]):
                if (
                    sibling.subject == meant
                    and part_held(places[at].token, handle, sibling) is None
                ):
                    why = f"It is of other rows than the one beside it; {handle} is of the same."
                    yield at, places[at].grounded("wrong_subject", found[at].handles, why)


def _is_rarer(mine: Figure, its: Figure, rows: Sequence[str]) -> bool:
    """Tell whether rows are those that nobody reports unsaid: training rows, a random split."""
    if "split" not in rows:
        return False
    own = words_of(str(mine.subject.split))
    return not _UNSAID.isdisjoint(own) and _UNSAID.isdisjoint(words_of(str(its.subject.split)))

"""Citation groups: the numbers that one citation closes, one of which must be the figure's.

"recognises 97.0 % of the true arrests [E2.f1]": whatever else stands there, a citation says that
a number before it is that figure, or was computed from it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ml_engineer.evidence.citations import Citation, quantity_in_words
from ml_engineer.evidence.derivations import derive
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.matching import part_held
from ml_engineer.evidence.operands import figures_of, operands_of
from ml_engineer.evidence.places import Place
from ml_engineer_tools.evidence import Figure

_BESIDE = re.compile(r"[\s,;()\[\]]{0,3}")
SPEAKS_ON = re.compile(r"\A[^.;:!?\n|]*\Z")
OF_ALL = re.compile(r"\bof\s(?:the\s|all\s|your\s|those\s)?\Z", re.IGNORECASE)
FARTHEST = 160
"""Characters between a number and the citation that closes its group."""


def misattributed(
    places: Sequence[Place],
    found: Sequence[Grounded],
    citations: Sequence[Citation],
    text: str,
    ledger: Ledger,
) -> dict[int, Grounded]:
    """Return, by place, the numbers that stand where a cited figure's number should stand."""
    wrong: dict[int, Grounded] = {}
    last = 0
    starts = [place.token.start for place in places]
    for first, end, handles in _joined(citations, text):
        opens = bisect_left(starts, max(last, first - FARTHEST))
        group = [
            index
            for index in range(opens, bisect_left(starts, first))
            if _reaches(places[index], first) and places[index].token.kind in ("number", "word")
        ]
        last = end
        figures = figures_of(ledger, handles)
        if not group or not figures:
            continue
        shown = any(set(found[index].handles) & set(handles) for index in group)
        if shown and (len(group) == 1 or not _only_by_n(group, found, places, handles, ledger)):
            continue
        index = _spoken_for(group, places, found, text, first, figures)
        if index is None:
            continue
        place = places[index]
        if place.bound is not None and place.token.kind == "number":
            continue
        handle, figure = figures[0]
        why = f"{handle} is the {quantity_in_words(figure.quantity)}, not this number."
        wrong[index] = place.grounded("unsupported", found[index].handles, why)
    return wrong


def _joined(citations: Sequence[Citation], text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield begin, end and handles of citations, those side by side as one: `[E1.f1] (E2.f1)`."""
    begun: int | None = None
    handles: tuple[str, ...] = ()
    whole = False
    for index, one in enumerate(citations):
        begun = one.start if begun is None else begun
        handles += one.handles
        whole = whole or bool(one.evidence)
        following = citations[index + 1].start if index + 1 < len(citations) else len(text) + 9
        if not _BESIDE.fullmatch(text[one.end : following]):
            if not whole:
                yield begun, one.end, handles
            begun, handles, whole = None, (), False


def _reaches(place: Place, at: int) -> bool:
    return place.reach.sentence[0] <= at <= place.reach.sentence[1]


def _only_by_n(
    group: Sequence[int],
    found: Sequence[Grounded],
    places: Sequence[Place],
    handles: Sequence[str],
    ledger: Ledger,
) -> bool:
    """Tell whether nothing but the n of a cited figure is shown: its value is still owed.

    Not where the n of each is shown: "1,430 of 8,760 hours [E1.f6, E1.f1]".
    """
    told = {handle for index in group for handle in found[index].handles}
    if len(handles) > 1 and set(handles) <= told:
        return False
    for index in group:
        one = found[index]
        for handle in set(one.handles) & set(handles):
            figure = ledger.figure(handle)
            if one.verdict != "measured" or figure is None:
                return False
            if part_held(places[index].token, handle, figure) != "n":
                return False
    return True


def _spoken_for(
    group: Sequence[int],
    places: Sequence[Place],
    found: Sequence[Grounded],
    text: str,
    at: int,
    figures: Sequence[tuple[str, Figure]],
) -> int | None:
    """Return the number that a citation speaks for: the last that isn't the whole of a part.

    A number in words is passed over unless it stands for a count that the figure contradicts:
    "6.8 minutes instead of five [E1.f6]".
    """
    for index in reversed(group):
        token = places[index].token
        if not SPEAKS_ON.match(text[token.end : at]):
            return None
        if OF_ALL.search(text[max(0, token.start - 16) : token.start]):
            continue
        if token.kind == "word" and found[index].verdict in ("structural", "user"):
            if _counts_wrongly(places[index], figures):
                return index
            continue
        if found[index].verdict in ("uncited", "measured"):
            return index
        return None
    return None


def _counts_wrongly(place: Place, figures: Sequence[tuple[str, Figure]]) -> bool:
    """Tell whether a number in words stands for a count that the cited figure contradicts."""
    if not all(isinstance(one.value, int) and abs(one.value) <= 100 for _, one in figures):
        return False
    operands = [one for handle, figure in figures for one in operands_of(handle, figure)]
    token = place.token
    return not any(part_held(token, handle, figure) for handle, figure in figures) and (
        derive(token, operands, place.around.sentence) is None
    )

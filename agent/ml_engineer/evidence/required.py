"""Required: of which cited figures a number has to be computed, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from ml_engineer.evidence.derivations import MOST_REQUIRED
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.operands import figures_of
from ml_engineer.evidence.places import Place
from ml_engineer_tools.evidence import Figure

_INSTEAD = re.compile(r"\b(?:instead of|against|rather than|vs\.?|versus)\s[$€£]?\Z")
"""What stands before the second of two numbers that one citation is of."""


def _by_subject(handles: Sequence[str], ledger: Ledger) -> Iterator[Sequence[str]]:
    """Yield two and two of four figures that are of one model, slice or window each."""
    figures = figures_of(ledger, handles)
    for (one, first), (other, second) in combinations(figures, 2):
        rest = [figure for handle, figure in figures if handle not in (one, other)]
        alike = _same_group(first, second) and first.quantity != second.quantity
        if alike and len({figure.quantity for figure in rest}) == len(rest):
            yield one, other


def _of_one_quantity(handles: Sequence[str], ledger: Ledger) -> Iterator[Sequence[str]]:
    """Yield two and two of the figures that are of one quantity: a citation of all for each."""
    for (one, first), (other, second) in combinations(figures_of(ledger, handles), 2):
        if first.quantity == second.quantity:
            yield one, other


def required_of(
    place: Place, required: Sequence[str], text: str, ledger: Ledger
) -> Iterator[Sequence[str]]:
    """Yield which figures a number is computed from: all that are cited, or its own of them."""
    yield required
    if place.own is not None and tuple(required) != (place.own,):
        yield (place.own,)
    if len(required) == 3:
        yield from combinations(required, 2)
    if len(required) == 2 and _INSTEAD.search(
        text, max(0, place.token.start - 16), place.token.start
    ):
        yield from ((handle,) for handle in reversed(required))
    if len(required) == 4:
        yield from _by_subject(required, ledger)
        yield from _of_one_quantity(required, ledger)
    if place.closing is not None and 1 < len(place.closing.handles) <= MOST_REQUIRED:
        yield place.closing.handles
        if len(place.closing.handles) > 2:
            yield from _by_subject(place.closing.handles, ledger)
    if place.behind is not None and 1 < len(place.behind.handles) <= MOST_REQUIRED:
        yield place.behind.handles


def _same_group(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are of one slice, window and split, and of one model if of any."""
    a, b = one.subject, other.subject
    return (a.slice, a.window, a.split or b.split) == (b.slice, b.window, b.split or a.split) and (
        None in (a.model, b.model) or a.model == b.model
    )

"""Row counts: how many rows a number is said to be of, where these are another figure's.

"18.4 % of sales, on 1,456 intervals" is wrong where the 1,456 are the intervals of billing,
whatever else is so many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.matching import part_held
from ml_engineer.evidence.names import one_line
from ml_engineer.evidence.places import Place
from ml_engineer.evidence.rivals import named_of
from ml_engineer.evidence.sides import figure_of, uncited
from ml_engineer_tools.evidence import Figure

_OF_SO_MANY = re.compile(
    r"\s?%?(?:\s[a-z]+){0,2}?(?:\s?[,(–—-]?\s?(?:(?:measured|computed|based|tested|evaluated|scored)\s)?"
    r"(?:on|of|over|from|across|out of|with|in|for|among|[nN]\s?=)\s?"
    r"(?:the |all |only |just |its |their |your |those |these |about )?"
    r"|\s?(?:,\s|\())"
)
"""What stands between a number and the rows that it is of."""
_SO_MANY_THEN = re.compile(r"(?:\s[a-z]+){0,2}\)\s?:?\s?(?:[A-Za-z]+\s){0,3}?")
"""What stands between rows in brackets and what is of them: "(1,018 hours) RMSE is 7.1"."""
_OPENS = re.compile(r"\((?:[nN]\s?=\s?)?\Z")
_FEW = r"(?:just|only|but|a mere|merely|no more than|not more than|barely)"
_RESTS_ON = re.compile(
    rf"\b(?:(?:rests?|relies|rely|based|measured|computed|hangs?|depends?) on (?:{_FEW} )?(?:the )?"
    rf"|(?:with|on|from|there (?:are|were)|has|have|holds?) {_FEW} )\Z"
)
"""How a sentence says of how many rows is what it has told: "that rests on 61 sailings"."""
_OWN_ROWS = ("measured", "uncited")


def of_other_rows(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield, by place, counts of rows that are another figure's than what is said to be of them."""
    for index, (place, one) in enumerate(zip(places, found, strict=True)):
        if one.verdict not in _OWN_ROWS or not one.handles or place.token.is_percent:
            continue
        if not _is_only_n(place, one, ledger):
            continue
        beside = (
            _in_row(index, places, found, ledger)
            or _before(index, places, found, text, ledger)
            or _behind(index, places, found, text, ledger)
            or _spoken_of(index, places, found, text, ledger)
        )
        if beside is None:
            continue
        handle, figure = beside
        if handle in one.handles or figure.n is None or part_held(place.token, handle, figure):
            continue
        others = [
            other for key, other in ledger.siblings(handle)
            if other.n is not None and part_held(place.token, key, other) == "n"
        ]  # fmt: skip
        if not others:
            continue
        named = named_of((figure, others[0]), [w for s in place.around.stretches[::-1] for w in s])
        told = one_line(str(others[0].subject))
        if named != {1}:
            why = f"{handle} is of other rows; so many are {told}."
            yield index, place.grounded("wrong_subject", one.handles, why)
        elif index + 1 < len(places) and handle in found[index + 1].handles:
            why = f"It stands beside the rows of {told}, but {handle} is of others."
            yield index + 1, places[index + 1].grounded("wrong_subject", (handle,), why)


def _is_only_n(place: Place, one: Grounded, ledger: Ledger) -> bool:
    """Tell whether a number is what some figures were measured on, and no figure's value."""
    held = [
        part_held(place.token, handle, figure)
        for handle in one.handles
        if (figure := ledger.figure(handle)) is not None
    ]
    return bool(held) and set(held) == {"n"}


def _before(
    index: int, places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> tuple[str, Figure] | None:
    """Return the figure of the number right before a count, if it is said to be of so many."""
    if index == 0 or places[index - 1].reach.sentence != places[index].reach.sentence:
        return None
    between = uncited(text, places[index - 1].token.end, places[index].token.start)
    return (
        _value(places[index - 1], found[index - 1], ledger)
        if _OF_SO_MANY.fullmatch(between)
        else None
    )


def _behind(
    index: int, places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> tuple[str, Figure] | None:
    """Return the figure of the number right behind a count in brackets."""
    start = places[index].token.start
    if index + 1 == len(places) or not _OPENS.search(text, max(0, start - 6), start):
        return None
    if places[index + 1].reach.sentence != places[index].reach.sentence:
        return None
    between = uncited(text, places[index].token.end, places[index + 1].token.start)
    return (
        _value(places[index + 1], found[index + 1], ledger)
        if _SO_MANY_THEN.fullmatch(between)
        else None
    )


def _spoken_of(
    index: int, places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> tuple[str, Figure] | None:
    """Return the last figure of a sentence that is said to rest on so many rows.

    None if another figure of the sentence is of them.
    """
    place = places[index]
    start, end = place.reach.sentence
    if not _RESTS_ON.search(text, max(start, place.token.start - 40), place.token.start):
        return None
    shown = [
        (other, told)
        for other, one in zip(places, found, strict=True)
        if start <= other.token.start < end and (told := _value(other, one, ledger)) is not None
    ]
    if any(figure.n and part_held(place.token, handle, figure) for _, (handle, figure) in shown):
        return None
    before = [told for other, told in shown if other.token.start < place.token.start]
    return before[-1] if before else None


def _in_row(
    index: int, places: Sequence[Place], found: Sequence[Grounded], ledger: Ledger
) -> tuple[str, Figure] | None:
    """Return a figure of the table's row in which a count stands, if all have the same rows."""
    place = places[index]
    if not place.around.cells:
        return None
    row = [
        shown
        for other, one in zip(places, found, strict=True)
        if other is not place and other.reach.sentence == place.reach.sentence
        and (shown := _value(other, one, ledger)) is not None
    ]  # fmt: skip
    return row[0] if row and len({figure.n for _, figure in row}) == 1 else None


def _value(place: Place, one: Grounded, ledger: Ledger) -> tuple[str, Figure] | None:
    figure = figure_of(one, ledger)
    if figure is None or one.verdict not in _OWN_ROWS:
        return None
    if part_held(place.token, one.handles[0], figure, bounds=False) != "value":
        return None
    return one.handles[0], figure

"""Sides: a right number on the wrong side of a change, told by the words just around it.

"14.6 % of days before the change" is wrong of a figure whose window is since the change, as are
"5.2 after" of one before it, "this season 3.7" of last season's and "from 37 to 31" of what went
from 31 to 37. Judged only where a figure of the other side is shown, and the words leave no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ml_engineer.evidence.citations import CITATION
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.matching import part_held
from ml_engineer.evidence.names import one_line, words_of
from ml_engineer.evidence.places import Place
from ml_engineer_tools.evidence import Figure

FIELDS = ("window", "slice", "split", "model", "table")
OLD = frozenset(
    words_of(
        "before old previous prior former earlier past pre vor avant antes prima voor previously"
        " vorher alt ancien"
    )
)
"""Words in names of what was first; those of other languages, as names stay in theirs."""
NEW = frozenset(
    words_of(
        "after since new later post now fresh nach seit depuis après apres desde después despues"
        " dopo sinds depois após apos"
    )
)
"""Words in names of what came later."""
MOST_BETWEEN = 90
"""Characters before a number in which a word tells its side."""

_THEN = r"previously|formerly|earlier|in the past|back then|beforehand"
_NOW = r"now(?:adays)?|today|currently|at present|these days|by now"
_THIS = r"this (?:season|year|month|week|quarter|spring|summer|autumn|fall|winter|term|vintage)"
_SIDE = (
    rf"(?P<before>before|until)|(?P<after>after(?:wards?)?|since(?: then)?)"
    rf"|(?P<then>{_THEN})|(?P<now>{_NOW}|{_THIS})"
)
_BEHIND = re.compile(
    r"\s?%?(?:\s(?!and\b|or\b|but\b|than\b|as\b|in\b|more\b|less\b)[a-z/²³-]{1,12}){0,2}?"
    r"(?:\s(?:of|per) (?:the |all |your )?[\w-]+){0,2}\s?"
    rf"(?:\s(?:{_SIDE})\b(?!\s(?:about |only |at |is |it is )?[-−+$€£]?\d|\s(?:all|that many)\b)"
    rf"|,\s(?:{_SIDE.replace('?P<', '?P<c')})(?=\s?(?:[.;)\n]|\Z)))",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"\b(?:{_SIDE})\b", re.IGNORECASE)
_HELD_AGAINST = re.compile(
    r"\b(?:from|than|as|like|unlike|against|versus|vs|compared (?:with|to)|not)"
    r"\s(?:the |it was )?\Z",
    re.IGNORECASE,
)
_OF_DOING = re.compile(
    r" (?:you|we|I|they|any\w+|some\w+|(?!re|train|tun|calibr|launch|migrat|switch|mov)\w+ing)\b",
    re.IGNORECASE,
)
"""What stands behind "before" or "after" where it tells when somebody did something."""
_TURNS = re.compile(
    r"[;:|]|\b(?:from|than|against|versus|vs|compared|instead|over|down|up|before|after|while"
    r"|whereas|but|where|had been)\b",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\s?%?(?:\s[a-zµ/²³-]{1,12}){0,2}\s?(?:\bto\b|→|->)\s?(?:about |only |just )?[$€£]?",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s(?:about |only |just )?[$€£]?\Z", re.IGNORECASE)
_DOWN_FROM = re.compile(
    r"\s?%?(?:\s[a-zµ/²³-]{1,12}){0,2},?\s(?:which is )?(?:down|up) from\s[$€£]?", re.IGNORECASE
)
_BACK = re.compile(r"\bback\b", re.IGNORECASE)
_DATED = re.compile(r"(?:19|20)\d\d\b")
_FORECAST = re.compile(r"forecast|predict|expect|project|plan")


def on_wrong_sides(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> dict[int, Grounded]:
    """Return, by place, the numbers that stand on the wrong side of a change."""
    return dict(
        (
            *_told_by_words(places, found, text, ledger),
            *_from_later_to_earlier(places, found, text, ledger),
        )
    )


def _told_by_words(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    spent = 0
    for index, (place, one) in enumerate(zip(places, found, strict=True)):
        token = place.token
        if token.kind == "date":
            continue
        ends = place.reach.sentence[1]
        following = places[index + 1].token.start if index + 1 < len(places) else ends
        following = min(ends, following, token.end + MOST_BETWEEN)
        behind = _BEHIND.match(uncited(text, token.end, min(ends, following + 12)))
        side = None if behind is None else _side(behind)
        if side is None:
            side = _lead(text, max(place.reach.sentence[0], spent), token.start)
            spent = token.end
        else:
            # The word behind a number is not the next one's.
            own = _LEAD.search(text, token.end, following)
            spent = own.end() if own else following
        figure = figure_of(one, ledger)
        if side is None or figure is None or one.verdict not in ("measured", "uncited"):
            continue
        handle = one.handles[0]
        if part_held(token, handle, figure, bounds=False) != "value":
            continue
        other = _other_side(handle, figure, side, place, ledger)
        if other is not None:
            why = f"{other[0]} is {one_line(other[1])}, and {handle} holds it, which is not."
            yield index, place.grounded("wrong_subject", (handle,), why)


def _lead(text: str, start: int, end: int) -> str | None:
    """Return the side that the last word before a number tells, if nothing turns from it."""
    start = max(start, end - MOST_BETWEEN)
    found = list(_LEAD.finditer(text, start, end))
    said = found[-1] if found else None
    if (
        said is None
        or _OF_DOING.match(text, said.end())
        or _HELD_AGAINST.search(text, start, said.start())
    ):
        return None
    between = CITATION.sub("", text[said.end() : end])
    return None if _TURNS.search(between) else _side(said)


def _side(told: re.Match[str]) -> str:
    return next(name.removeprefix("c") for name, words in told.groupdict().items() if words)


def _other_side(
    handle: str, figure: Figure, side: str, place: Place, ledger: Ledger
) -> tuple[str, str] | None:
    """Return the figure of the other side, with its name, if a figure is not of this one."""
    late = side in ("after", "now")
    dated: list[str] = []
    for other, sibling in ledger.siblings(handle):
        if (field := differing(figure, sibling)) is None or not ledger.shown(other):
            continue
        if part_held(place.token, other, sibling) is not None:
            return None
        mine, its = getattr(figure.subject, field), getattr(sibling.subject, field)
        order = _order(mine, its)
        if order is not None and (order < 0) == late:
            return other, str(its)
        if field == "window" and _same_form(mine, its):
            dated.append(str(its))
            if (side == "now" and its > mine) or (side == "then" and its < mine):
                last = other
    own = str(figure.subject.window)
    if _FORECAST.search(figure.quantity) or not dated:
        return None
    if side == "now" and any(one > own for one in dated):
        return last, max(dated)
    if side == "then" and all(one < own for one in dated):
        return last, max(dated)
    return None


def _from_later_to_earlier(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield the ends of a change told from what came later: "went from 37 % to 31 %"."""
    for index in range(1, len(places)):
        first, second = places[index - 1], places[index]
        pair = found[index - 1], found[index]
        if {one.verdict for one in pair} != {"measured"}:
            continue
        if second.token.start - first.token.end > MOST_BETWEEN:
            continue
        between = uncited(text, first.token.end, second.token.start)
        begun = _FROM.search(text, max(0, first.token.start - 24), first.token.start)
        goes_to = begun is not None and _TO.fullmatch(between)
        comes_from = _DOWN_FROM.fullmatch(between)
        if not (goes_to or comes_from) or _BACK.search(first.around.sentence):
            continue
        start, end = (figure_of(one, ledger) for one in (pair if goes_to else pair[::-1]))
        if start is None or end is None or start.quantity != end.quantity:
            continue
        field = differing(start, end)
        if field is None:
            continue
        mine, its = getattr(start.subject, field), getattr(end.subject, field)
        order = _order(mine, its)
        if order is None and field == "window" and _same_form(mine, its):
            order = -1 if mine < its else 1
        if order == 1:
            why = f"It is told as going from {one_line(str(mine))} to {one_line(str(its))}."
            yield index - 1, first.grounded("wrong_subject", pair[0].handles, why)
            yield index, second.grounded("wrong_subject", pair[1].handles, why)


def _order(one: str | None, other: str | None) -> int | None:
    """Return -1 if names say that one came before the other, 1 if after, else None."""
    mine, its = frozenset(words_of(one or "")), frozenset(words_of(other or ""))
    early = bool(mine & OLD) - bool(its & OLD)
    late = bool(its & NEW) - bool(mine & NEW)
    if early * late < 0:
        return None
    told = early or late
    return None if told == 0 else -told


def _same_form(one: str | None, other: str | None) -> bool:
    """Tell whether two windows are dated alike, so that their order is that of their names."""
    if not one or not other or not _DATED.match(one):
        return False
    return re.sub(r"\d", "0", one) == re.sub(r"\d", "0", other)


def differing(one: Figure, other: Figure) -> str | None:
    """Return the only field in which the subjects of two figures differ, or None."""
    names = [
        name
        for (name, mine), (_, its) in zip(one.subject, other.subject, strict=True)
        if mine != its
    ]
    if len(names) > 1:
        names = [name for name in names if name != "table"]
    return names[0] if len(names) == 1 and names[0] in (*FIELDS, "column") else None


def uncited(text: str, start: int, end: int) -> str:
    """Return a stretch of text without citations and what they leave: `3.1 before [E2.f6]`."""
    return re.sub(r"\s+", " ", CITATION.sub("", text[start:end]).replace("()", ""))


def figure_of(found: Grounded, ledger: Ledger) -> Figure | None:
    """Return the only figure behind a number, if its value is one."""
    if len(found.handles) != 1:
        return None
    figure = ledger.figure(found.handles[0])
    return None if figure is None or isinstance(figure.value, str) else figure

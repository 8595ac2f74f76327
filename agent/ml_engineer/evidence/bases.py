"""Bases: what is measured per thousand, told as if it were of one: "€0.42 per claim"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.matching import part_held
from ml_engineer.evidence.places import Place
from ml_engineer.evidence.sides import figure_of, uncited

_PER_BASE = re.compile(r"(?:^|_)per_(?P<base>100|1000|1k|10000|100000|1000000|million)(?:_|$)")
_OF_ONE = re.compile(
    r"\s?(?:EUR|USD|euros?|dollars?)?\s?(?:per|for each|for every|each|an?)\s(?:single\s|one\s)?"
    r"(?!thousand|hundred|million|cent\b|day|week|month|quarter|year|hour|minute|shift|night|run)"
    r"[a-z]{3,}"
)
_BASE = re.compile(
    r"\b(?:thousand|hundred|million|100|1[, ]?000|10[, ]?000|100[, ]?000|1k)\b|‰", re.IGNORECASE
)
BEHIND = 40


def of_one(
    places: Sequence[Place], found: Sequence[Grounded], text: str, ledger: Ledger
) -> Iterator[tuple[int, Grounded]]:
    """Yield, by place, numbers of so many thousand that are said to be of each one."""
    for index, (place, one) in enumerate(zip(places, found, strict=True)):
        figure = figure_of(one, ledger)
        if figure is None or one.verdict not in ("measured", "uncited"):
            continue
        if not _PER_BASE.search(figure.quantity) or _BASE.search(place.around.sentence):
            continue
        handle, end = one.handles[0], place.token.end
        if part_held(place.token, handle, figure) and _OF_ONE.match(
            uncited(text, end, end + BEHIND)
        ):
            why = f"{handle} is of so many, not of one."
            yield index, place.grounded("unsupported", (handle,), why)

"""Written out: a number behind an equals sign, with all that it is computed from before it.

"2 × 0.7634 − 1 = 0.527", "41 × €900 + 7 × €60 = €37,320": it is what the expression gives, of the
figures and numbers that stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer.evidence.citations import CITATION
from ml_engineer.evidence.derivations import displays
from ml_engineer.evidence.grounded import Grounded, Verdict
from ml_engineer.evidence.operands import Operand, dimension_of
from ml_engineer.evidence.places import Place

COMPUTED = "Computed as written."
MOST_TERMS = 8
"""An expression of more numbers is not followed."""
_WRONG = ("unsupported", "wrong_subject")
_EQUALS = re.compile(r"[^\w=≈]{0,3}(?:[A-Za-z]{1,9}\s)?\s?[=≈]\s?[$€£]?\s?")
_OPERATOR = re.compile(r"[^\w+×x*·/÷−–-]{0,4}(?:[A-Za-z]{1,9}\s)?\s?([+×x*·/÷−–-])\s?[$€£]?\s?")
_TIMES = frozenset("×x*·")
_OVER = frozenset("/÷")


def written_out(
    index: int,
    places: Sequence[Place],
    found: list[Grounded | None],
    own: Sequence[list[Operand]],
    text: str,
) -> Grounded | None:
    """Return the verdict on a number to which the expression before it comes, or None.

    Args:
        index: which of the places.
        places: the numbers of the text.
        found: what is known of each; all of the expression has to be known.
        own: what may be computed from each; of this one, what it comes to is added.
        text: the answer.
    """
    place = places[index]
    computed = _computed(index, places, found, text)
    if computed is None:
        return None
    handles, value, terms = computed
    for at in terms:
        if (one := found[at]) is not None and one.verdict in _WRONG:
            found[at] = places[at].grounded("structural", why="It is a constant of a formula.")
    own[index].append(
        Operand(value, handles, dimension_of(place.token)[0], shown=place.token.value)
    )
    verdict: Verdict = "derived" if set(handles) & set(place.handles) else "uncited"
    return place.grounded(verdict, handles, COMPUTED)


def _computed(
    index: int, places: Sequence[Place], found: Sequence[Grounded | None], text: str
) -> tuple[tuple[str, ...], float, list[int]] | None:
    """Return figures, value and terms of the expression before a number, if it comes to that."""
    place = places[index]
    if index < 2 or not _EQUALS.fullmatch(_between(text, places, index - 1)):
        return None
    terms = [index - 1]
    signs: list[str] = []
    while len(terms) <= MOST_TERMS and terms[0] > 0:
        operator = _OPERATOR.fullmatch(_between(text, places, terms[0] - 1))
        before = places[terms[0] - 1]
        if operator is None or before.reach.sentence != place.reach.sentence:
            break
        signs.insert(0, operator[1])
        terms.insert(0, terms[0] - 1)
    if not signs or any(not places[at].token.readings for at in terms):
        return None
    handles: dict[str, None] = {}
    for at in terms:
        one = found[at]
        if one is not None and one.verdict in _WRONG:
            if len(re.sub(r"\D", "", one.token.text)) > 1:
                return None
        elif one is not None:
            handles.update(dict.fromkeys(one.handles))
    value = _result([places[at].token.value for at in terms], signs)
    if value is None or not handles or not displays(place.token, value, loosely=True):
        return None
    return tuple(handles), value, terms


def _between(text: str, places: Sequence[Place], first: int) -> str:
    """Return what stands between a number and the next one, without citations."""
    return CITATION.sub("", text[places[first].token.end : places[first + 1].token.start])


def _result(values: Sequence[float], signs: Sequence[str]) -> float | None:
    """Return what values come to, products and quotients first; None where one is by zero."""
    sums, last = 0.0, values[0]
    for sign, value in zip(signs, values[1:], strict=True):
        if sign in _TIMES:
            last *= value
        elif sign in _OVER:
            if value == 0:
                return None
            last /= value
        else:
            sums += last
            last = value if sign == "+" else -value
    return sums + last

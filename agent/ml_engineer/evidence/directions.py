"""Directions: a difference of the right size, told the wrong way round.

"The error falls by 0.07 [E2.f5, E3.f5]" when the newer one is larger, "men lead by 2.3 points" when
women do. Judged only where it is clear which of the two is meant: by their order in time (dates,
before and after, versions, what is in use and what is new), or by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ml_engineer.evidence.contradictions import BESIDE
from ml_engineer.evidence.matching import AGAINST, CLAUSE
from ml_engineer.evidence.names import words_of
from ml_engineer.evidence.numbers import NumberToken
from ml_engineer.evidence.relations import LOW_IS_GOOD
from ml_engineer.evidence.rivals import WordsOf, is_plain, named_of
from ml_engineer_tools.evidence import Figure

_RISES = re.compile(
    r"\b(?:r[io]ses?|risen|grew|grows?|grown|climb(?:s|ed)|increas\w*|went up|up|jump(?:s|ed))\b",
    re.IGNORECASE,
)
_FALLS = re.compile(
    r"\b(?:f[ae]lls?|fallen|drop(?:s|ped)?|decreas\w*|went down|down|declin\w*|shr[aiu]nk|sank"
    r"|sinks?|los(?:t|es)|reduc\w*|cuts?)\b",
    re.IGNORECASE,
)
_LOSES = re.compile(r"\blos(?:t|es)\b", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:more|higher|larger|bigger|above|leads?|ahead|exceeds?|longer|tops?)\b", re.IGNORECASE
)
_LESS = re.compile(
    r"\b(?:less|fewer|lower|smaller|below|behind|trails?|shorter|lags?)\b", re.IGNORECASE
)
_BETTER = re.compile(
    r"\b(?:better|beats?|wins?|improv\w*|outperforms?|stronger|ahead|leads?)\b", re.IGNORECASE
)
_WORSE = re.compile(
    r"\b(?:worse|worsen\w*|deteriorat\w*|degrad\w*|weaker|behind|trails?|loses?)\b", re.IGNORECASE
)
_IMPROVES = re.compile(r"\bimprov\w*", re.IGNORECASE)
_WORSENS = re.compile(r"\b(?:worsen\w*|deteriorat\w*|degrad\w*)", re.IGNORECASE)
_COMPARES = re.compile("|".join(one.pattern for one in (_MORE, _LESS, _BETTER, _WORSE)), re.I)
_ADDS = re.compile(r"\b(?:add\w*|plus|instead|without)\b", re.IGNORECASE)
_HIGH_IS_GOOD = re.compile(
    r"auc|recall|precision|accuracy|(?:^|_)(?:f1|r2|ndcg|mrr|map|tpr|hit|iou|dice|kappa|spearman|skill"
    r"|exact|within)(?:_|$)"
)
_OLD = frozenset(
    {"before", "old", "previous", "prior", "former", "earlier", "reference", "past", "pre"}
)
_NEW = frozenset({"after", "new", "later", "post", "candidate", "updated"})
_VERSION = re.compile(r"(?:\A|[\s_-])v(\d+(?:\.\d+)?)\Z|(?<=[a-z])_?(\d)\Z")
_DATED = re.compile(r"\A(?:19|20)\d\d\b")
_CUT = re.compile(r"[.;:\n]|,\s|[\[(]")


def misdirected_difference(text: str, token: NumberToken, figures: Sequence[Figure]) -> str | None:
    """Return what is wrong with the direction in which a difference is told, or None.

    Args:
        text: the answer.
        token: the difference.
        figures: the two that it is computed from.
    """
    if len(figures) != 2 or token.sign:
        return None
    a, b = figures
    if isinstance(a.value, str) or isinstance(b.value, str) or a.value == b.value:
        return None
    before, after = _around(text, token)
    words = f"{before} {after}"
    later = _later(a, b)
    if later is not None:
        grows = later.value > (b if later is a else a).value  # type: ignore[operator]  # two numbers
        said = _told(words, _RISES, _FALLS)
        if said is False and _good(a) is False and _LOSES.search(words):
            # An error that "has lost 0.25" got worse.
            said = None
        if said is None and _good(a) is not None:
            better = _told(words, _IMPROVES, _WORSENS)
            said = None if better is None else better == _good(a)
        if said is not None and said != grows:
            return f"It is told as going {'up' if said else 'down'}, but it went the other way."
        if said is not None:
            return None
    return _misnamed(before, after, a, b)


def _around(text: str, token: NumberToken) -> tuple[str, str]:
    """Return the clause up to a number, and the words right behind it."""
    before = re.split(r"[.;:\n](?:\s|\Z)", text[max(0, token.start - 4 * BESIDE) : token.start])[-1]
    # "Against climatology": the word that tells what something is held against stays.
    ends = [
        mark.start() if mark.group().lower().rstrip(".") in AGAINST else mark.end()
        for mark in CLAUSE.finditer(before)
    ]
    after = _CUT.split(text[token.end : token.end + BESIDE])[0]
    return before[ends[-1] if ends else 0 :], after


def _told(words: str, up: re.Pattern[str], down: re.Pattern[str]) -> bool | None:
    """Return whether words say up (true) or down, None where they say both or neither."""
    rises, falls = up.search(words) is not None, down.search(words) is not None
    return None if rises == falls else rises


def _good(figure: Figure) -> bool | None:
    """Tell whether more of a quantity is better; None where that isn't known."""
    low = LOW_IS_GOOD.search(figure.quantity) is not None
    high = _HIGH_IS_GOOD.search(figure.quantity) is not None
    return None if low == high else high


def _later(a: Figure, b: Figure) -> Figure | None:
    """Return which of two figures is the later one: by its window, its version or its role."""
    for name in ("window", "model", "split", "table"):
        one, other = getattr(a.subject, name), getattr(b.subject, name)
        if one == other or one is None or other is None:
            continue
        mine, its = frozenset(words_of(one)), frozenset(words_of(other))
        if name == "window" and _DATED.match(one) and _DATED.match(other):
            return a if one > other else b
        for first, second, later in ((mine, its, b), (its, mine, a)):
            if (first & _OLD and not second & _OLD) or (second & _NEW and not first & _NEW):
                return later
        old, new = _VERSION.search(one), _VERSION.search(other)
        if old and new and one[: old.start()] == other[: new.start()]:
            versions = [float(match[1] or match[2]) for match in (old, new)]
            if versions[0] == versions[1]:
                continue
            return a if versions[0] > versions[1] else b
        if name == "model" and is_plain(one) != is_plain(other):
            return b if is_plain(one) else a
    return None


def _misnamed(before: str, after: str, a: Figure, b: Figure) -> str | None:
    """Return what is wrong where the clause names one of the two as the larger or better."""
    compares = _COMPARES.search(before)
    named = named_of((a, b), WordsOf(before[: compares.start()] if compares else before).all)
    if len(named) != 1 or _ADDS.search(before):
        return None
    mine, its = (a, b) if 0 in named else (b, a)
    words = f"{before} {after}"
    said = _told(words, _MORE, _LESS)
    good = _good(a)
    better = _told(words, _BETTER, _WORSE)
    if good is not None and better is not None:
        said = better == good
    if said is None or said == (mine.value > its.value):  # type: ignore[operator]  # two numbers
        return None
    return f"It is told as {'more' if said else 'less'}, but it is the other way round."

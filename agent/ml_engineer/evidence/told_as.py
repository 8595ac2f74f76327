"""Told as: what a figure's own number is said to be: a share, a median, a level, a fraction."""

from __future__ import annotations

import re

from ml_engineer.evidence.citations import quantity_in_words
from ml_engineer.evidence.grounded import Grounded
from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.numbers import FRACTION, NumberToken
from ml_engineer.evidence.operands import SHARE, figures_of, operands_of
from ml_engineer.evidence.places import Place
from ml_engineer_tools.evidence import Figure

BESIDE = 64
"""Characters on either side of a number that may say what a share is of."""

_NO_SHARE = re.compile(
    r"(?:(?:^|(?<!pr)_)(?:auc|auroc)|(?:^|_)(?:psi|brier|ece|log_loss|kappa|correlation|spearman|pearson"
    r"|f1|r2|mcc|gini|ks))(?:_|$)"
)
_SHARE_OF = re.compile(
    r"\s?of (?:the |all |our |your |its |these |those )?"
    r"(?!pairs|time|cases|variance|what|perfect|its\b)[a-z]{3,}s\b"
)
_OF_PAIRS = re.compile(
    r"\b(?:pairs?|rank\w*|order\w*|random\w*|higher|above|AUC|PSI|Brier|ECE|kappa|variance)\b", re.I
)
_STATISTIC = re.compile(
    r"\s?[a-zµ]{0,8}\s(?:in|at|on|as) (?:the |a )?"
    r"(?P<statistic>median|mean|average|maximum|minimum|p\d\d)\b",
    re.IGNORECASE,
)
_SIDE = re.compile(r"([<≤>≥])\s?\Z")
_SAME = {"median": "p50", "average": "mean", "maximum": "max", "minimum": "min"}
_OF_FIGURE = re.compile(r"(?:^|_)(median|mean|average|max|maximum|min|minimum|p\d\d)(?:_|$)")


def told_as_another(text: str, token: NumberToken, handle: str, figure: Figure) -> str | None:
    """Return what is wrong with what is said of a figure's number, or None.

    Args:
        text: the answer.
        token: the number.
        handle: the figure's.
        figure: that holds it.
    """
    what = quantity_in_words(figure.quantity)
    if _is_told_as_share(text, token, figure.quantity):
        return f"{handle} is the {what}, which is no share of anything."
    said, own = _STATISTIC.match(text, token.end), _OF_FIGURE.search(figure.quantity)
    if said and own and _plain(said["statistic"]) != _plain(own[1]):
        return f"{handle} is the {what}, no {said['statistic']}."
    return None


def as_level(text: str, place: Place, ledger: Ledger) -> Grounded | None:
    """Return the verdict on a level that its own p value is beyond: "p < 0.001 [E4.f1]"."""
    side = _SIDE.search(text, max(0, place.token.start - 3), place.token.start)
    if side is None or place.bound is None or not place.token.readings:
        return None
    for handle, figure in figures_of(ledger, place.bound.handles):
        if isinstance(figure.value, int | float) and "p_value" in figure.quantity:
            lower = figure.value < place.token.value
            if lower == (side[1] in "<≤"):
                return place.grounded("measured", (handle,))
    return None


def another_fraction(place: Place, ledger: Ledger) -> str | None:
    """Say of a fraction in words that the one share cited right behind it is another one."""
    cited = figures_of(ledger, place.bound.handles) if place.bound else []
    if len(cited) != 1 or FRACTION.fullmatch(place.token.text) is None:
        return None
    handle, figure = cited[0]
    share = next(iter(operands_of(handle, figure)), None)
    if share is None or share.dimension != SHARE or not 0 <= share.value <= 1:
        return None
    if any(one.holds(1 - share.value) for one in place.token.readings):
        return None
    return f"{handle} is the {quantity_in_words(figure.quantity)}, not this number."


def _is_told_as_share(text: str, token: NumberToken, quantity: str) -> bool:
    """Tell whether a score that is no share of rows is told as one: "right for 88 % of games".

    An AUC is the share of pairs that are ranked right, and may be told as that.
    """
    if not token.text.endswith("%") or not _NO_SHARE.search(quantity):
        return False
    said = text[max(0, token.start - BESIDE) : token.end + BESIDE]
    return _SHARE_OF.match(text, token.end) is not None and not _OF_PAIRS.search(said)


def _plain(statistic: str) -> str:
    return _SAME.get(statistic.lower(), statistic.lower())

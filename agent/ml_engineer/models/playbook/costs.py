"""What a false alarm and a miss cost, as a message says it: `fp:fn=A:B`, not reduced.

Amounts ("a miss costs 900, a false alarm 20"), multiples ("ten times worse"), exchanges ("1 FP =
3 FN", "rather let seven guilty go than fine one innocent") and ratios ("5 to 1, the misses being
the dear ones"). Which error an amount belongs to is told by words (`cost_words`), or by the order
in which an earlier turn named both. Where neither tells it, nothing is read, and it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, islice

from ml_engineer.models.playbook.cost_amounts import (
    Amount,
    amounts_of,
    compiled,
    in_one_unit,
    number_of,
    ratio_in,
)
from ml_engineer.models.playbook.cost_benefits import economics_of, sides_by_benefit
from ml_engineer.models.playbook.cost_changes import (
    bare_amount,
    cost_of_one,
    growing,
    one_side,
    one_side_in_a_word,
    side_told_last,
    without_unchanged,
)
from ml_engineer.models.playbook.cost_errors import (
    COSTLY,
    Error,
    Named,
    Sides,
    named_in,
    order_of,
    sides_of,
    with_weak,
)
from ml_engineer.models.playbook.cost_exchange import in_money
from ml_engineer.models.playbook.cost_free import free_in_digits
from ml_engineer.models.playbook.cost_multiples import exchanged, multiple

__all__ = ["cost_of_one", "cost_ratio", "costs_before"]

DEAR = r"\b(?:dear(?:er|est)?|bad|worse|expensive|costl\w+|heav\w+|painful)\b"
FORWARD = (
    r"^ ?(?:[\w-]+ ){0,2}?(?:for|per|if|when|whenever|on|against|in case)\b"
    r"|^ ?(?:a|an|each|every)\b"
)
"""An amount before its error: "20 for a needless visit", "2 euro per blocked click"."""


EQUAL = r"\b(?:equal(?:ly)?(?: bad| dear)?|one for one|the same(?: to us)?|no difference)\b"
"""Two errors that an earlier turn named cost the same."""

MOST_AMOUNTS = 12
"""Amounts of a message that are tried in pairs."""


def cost_ratio(
    text: str, history: Sequence[tuple[str, str]] = (), *, about_costs: bool = False
) -> str | None:
    """Return the costs of a false alarm and of a miss, `fp:fn=A:B`; None if they can't be told.

    Args:
        text: the message.
        history: the turns before it as (role, text), oldest first: they tell the order of two bare
            numbers, and a side that a person named before.
        about_costs: whether the message is about costs, by its intent; then bare numbers count.
    """
    text = free_in_digits(text).replace("\u2013", "-")
    text = in_money(text, history)
    names = named_in(text)
    found = (
        _notation(text)
        or exchanged(text, names)
        or (sides_by_benefit(text, history) if about_costs or _both_told(text) else None)
        or _amounts(text, names, about_costs)
        or (_than_now(text, history) if about_costs else None)
        or multiple(text, names, about_costs)
        or _ratio(text, names, about_costs)
        or (_by_history(text, names, history) if about_costs else None)
    )
    return f"fp:fn={found[0]}:{found[1]}" if found else None


def _both_told(text: str) -> bool:
    """Tell whether a message tells both what acting costs and what it brings."""
    told = economics_of(text)
    return told.act is not None and told.hit is not None


def _notation(text: str) -> Sides | None:
    """Read `fp:fn=A:B` and `fn/fp ratio of B to A`."""
    number = r"[$\u20ac\u00a3]? ?(?P<{}>\d+(?:[.,]\d+)*k?)"
    match = compiled(
        r"\b(?P<first>fp|fn)s? ?[:/] ?(?P<second>fp|fn)s?\b(?: (?:cost )?(?:ratio )?(?:is|of|at)?)?"
        rf" ?[=:]? ?{number.format('a')}(?: ?: ?| to ){number.format('b')}"
    ).search(text)
    if match is None or match["first"].lower() == match["second"].lower():
        return None
    first: Error = "alarm" if match["first"].lower() == "fp" else "miss"
    return sides_of(first, number_of(match["a"]), number_of(match["b"]))


def _amounts(text: str, names: Sequence[Named], about_costs: bool) -> Sides | None:
    """Read two amounts, each beside the error that it belongs to; the clearest pair counts."""
    names = with_weak(names, text)
    amounts = list(islice(amounts_of(text), MOST_AMOUNTS)) if names else []
    best: tuple[float, Sides] | None = None
    for one, other in combinations(amounts, 2):
        placed = _placed(text, one, other, amounts, names)
        costs = about_costs or _says_costs(text, one, other) or _nothing_else(text, names, amounts)
        if placed is None or not costs:
            continue
        first, distance = placed
        values = in_one_unit(one, other)
        if values is None:
            continue
        clear = 200.0 * (one.marked + other.marked) - distance
        if best is None or clear > best[0]:
            best = clear, sides_of(first, *values)
    return best[1] if best else None


def _placed(
    text: str,
    one: Amount,
    other: Amount,
    amounts: Sequence[Amount],
    names: Sequence[Named],
) -> tuple[Error, float] | None:
    """Return which error the first of two amounts belongs to, and how far they are from it."""
    end = next((a.start for a in amounts if a.start >= other.end), len(text))
    backward = _before(text, one, 0, names), _before(text, other, one.end, names)
    forward = _after(text, one, other.start, names), _after(text, other, end, names)
    pairs = [backward, forward, (forward[0], backward[1])]
    if forward[0] and compiled(FORWARD).search(text[one.end :]):
        pairs[:2] = forward, backward
    for first, second in pairs:
        if first and second and first[0] != second[0]:
            return first[0], first[1] + second[1]
    strong = [name for name in names if not name.weak]
    backward = _before(text, one, 0, strong), _before(text, other, one.end, strong)
    forward = _after(text, one, other.start, strong), _after(text, other, end, strong)
    for first, second in (backward, forward):
        # One side is told by words, so that the other amount is the other error's.
        if first and not second and _apart(text, one, other, first=True):
            return first[0], 100 + first[1]
        if second and not first and _apart(text, one, other, first=False):
            return ("miss" if second[0] == "alarm" else "alarm"), 100 + second[1]
    return None


def _apart(text: str, one: Amount, other: Amount, *, first: bool) -> bool:
    """Tell whether the amount whose error isn't named stands in a clause of its own, nearby."""
    between = text[one.end : other.start]
    if len(between) > 110 or len(re.findall(r"[.?!]\s", between)) > 1:
        return False
    clause = between if first else text[max(0, one.start - 60) : one.start] + between
    return re.search(r"[,.;:]|\b(?:and|but|while|against|vs|versus)\b", clause) is not None


def _before(
    text: str, amount: Amount, start: int, names: Sequence[Named]
) -> tuple[Error, float] | None:
    """Return the error that is named last before an amount, and how far before it."""
    stands = [name for name in names if name.start >= start and name.end <= amount.start]
    if not stands or amount.start - stands[-1].end > 80:
        return None
    if re.search(r"[?!\n]|\.\s", text[stands[-1].end : amount.start]):
        return None
    return stands[-1].error, amount.start - stands[-1].end


def _after(
    text: str, amount: Amount, end: int, names: Sequence[Named]
) -> tuple[Error, float] | None:
    """Return the error that is named first after an amount, and how far behind it."""
    for name in names:
        if amount.end <= name.start < end and name.start - amount.end <= 60:
            if re.search(r"[.?!;\n]\s", text[amount.end : name.start]):
                return None
            return name.error, name.start - amount.end
    return None


def _says_costs(text: str, one: Amount, other: Amount) -> bool:
    """Tell whether two amounts are costs: by their units, or by a word of costs beside them."""
    if one.unit or other.unit:
        return True
    start = max(text.rfind(mark, 0, one.start) for mark in ".?!\n") + 1
    return compiled(COSTLY).search(text[start : other.end + 30]) is not None


def _nothing_else(text: str, names: Sequence[Named], amounts: Sequence[Amount]) -> bool:
    """Tell whether a message is errors and amounts and hardly a word more: "FP 200 FN 5000"."""
    left = list(text)
    spans = [(name.start, name.end) for name in names]
    for start, end in (*spans, *((amount.start, amount.end) for amount in amounts)):
        left[start:end] = " " * (end - start)
    return len(amounts) == 2 and len(re.findall(r"[^\W\d_]{3,}", "".join(left))) <= MOST_WORDS_LEFT


MOST_WORDS_LEFT = 2
"""Words beside errors and amounts in a message that is nothing but costs."""


def _ratio(text: str, names: Sequence[Named], about_costs: bool) -> Sides | None:
    """Read a ratio whose dearer side, or whose order, is told in the message."""
    sides = ratio_in(text)
    if sides is None or not names:
        return None
    if not about_costs and not compiled(COSTLY).search(text):
        return None
    for name in names:
        said = text[name.start : name.end + 50]
        if compiled(DEAR).search(said) and not compiled(r"\b(?:compared|than)\b").search(said):
            low, high = sorted(sides, key=float)
            return sides_of(name.error, high, low)
    order = order_of(names)
    return sides_of(order[0], *sides) if len(order) == 2 else None


def _by_history(
    text: str, names: Sequence[Named], history: Sequence[tuple[str, str]]
) -> Sides | None:
    """Read bare numbers in the order, or with the other side, that earlier turns tell."""
    amounts = list(amounts_of(text))
    ratio = None if names else ratio_in(text)
    if ratio is None and not names and compiled(EQUAL).search(text):
        asked = next((said for role, said in reversed(history) if role == "assistant"), "")
        return ("1", "1") if compiled(r"\bcosts?\b").search(asked) else None
    if ratio is not None:
        sides = ratio
    elif not names and len(amounts) == 2:
        sides = amounts[0].value, amounts[1].value
    else:
        return _one_changed(text, history)
    for _, said in reversed(history):
        orders = _orders(said)
        if orders:
            one_order = len(set(orders)) == 1 or ratio is None
            return sides_of(orders[0], *sides) if one_order else None
        if ratio is not None and ratio_in(said) is not None:
            return sides  # another ratio, in the order of the one that is talked about
    return None


def _orders(said: str) -> list[Error]:
    """Return the error that is named first in each sentence of a turn that names both."""
    sentences = (order_of(named_in(sentence)) for sentence in re.split(r"[.?!\n]\s+", said))
    return [order[0] for order in sentences if len(order) == 2]


def costs_before(history: Sequence[tuple[str, str]]) -> str | None:
    """Return the costs that hold after a conversation: what each error cost when it was told last.

    Args:
        history: the turns as (role, text), oldest first.
    """
    return _costs_before(tuple(history))


@lru_cache(maxsize=256)
def _costs_before(history: tuple[tuple[str, str], ...]) -> str | None:
    for place in range(len(history) - 1, -1, -1):
        role, said = history[place]
        if role != "user":
            continue
        found = cost_ratio(said, history[:place], about_costs=True)
        if found is not None:
            return found
    return None


def _one_changed(text: str, history: Sequence[tuple[str, str]]) -> Sides | None:
    """Join the cost of one error, told anew, to that of the other, which a person told before."""
    text = without_unchanged(text)
    changed = one_side(text) or one_side_in_a_word(text) or _bare_side(text, history)
    if changed is not None:
        error, amount = changed
        before = _other_amount(error, history)
        if before is None:
            return None
        values = in_one_unit(amount, before)
        return sides_of(error, *values) if values else None
    grown = growing(text)
    known = costs_before(history) if grown is not None else None
    if grown is None or known is None:
        return None
    error, times = grown
    alarm, miss = (float(side) for side in known.partition("=")[2].split(":"))
    own, other = (alarm, miss) if error == "alarm" else (miss, alarm)
    return sides_of(error, f"{own * times:g}", f"{other:g}")


def _than_now(text: str, history: Sequence[tuple[str, str]]) -> Sides | None:
    """Read what one error is to cost against what it does now: "if a miss were twice as bad?"."""
    supposes = compiled(SUPPOSES).search(text) and compiled(THAN_NOW).search(text)
    if not supposes and not compiled(GROWN).match(text):
        return None
    if supposes and "1" in (costs_before(history) or "").partition("=")[2].split(":"):
        return None  # costs that were told as a multiple get another multiple
    return _one_changed(text, history) if growing(text) is not None else None


SUPPOSES = r"^\W*(?:(?:and|but|so|ok|now|then)\W+)*(?:what )?(?:if|about|suppose|say|how about)\b"
GROWN = (
    r"^\W*(?:(?:and|but|so|ok|now|then|what|if|we|let's|please|how|about)\W+)*"
    r"(?:doubl(?:e|ed|ing)|tripl(?:e|ed|ing)|halv(?:e|ed|ing))\b"
)
"""A wish to have a cost grow or shrink: "double the cost of a miss"."""
THAN_NOW = r"\b(?:as (?:bad|much|dear|costly|expensive)|worse|dearer|more(?: expensive)?)\W*$"
"""A multiple that is of what the same error costs now, where costs have been told."""


def _bare_side(text: str, history: Sequence[tuple[str, str]]) -> tuple[Error, Amount] | None:
    """Return a bare amount with the error whose cost was told last, in the turn before."""
    amount = bare_amount(text)
    if amount is None:
        return None
    for place in range(len(history) - 1, -1, -1):
        role, said = history[place]
        if role != "user":
            continue
        if bare_amount(said) is not None:
            continue  # "and at 600?", "and at 700?": of the same error
        if cost_ratio(said, history[:place], about_costs=True) is None:
            return None
        error = side_told_last(said)
        return (error, amount) if error is not None else None
    return None


def _other_amount(error: Error, history: Sequence[tuple[str, str]]) -> Amount | None:
    """Return what the other error costs, by the newest turn that tells it."""
    for place in range(len(history) - 1, -1, -1):
        role, said = history[place]
        if role != "user":
            continue
        told = one_side(said)
        if told is not None and told[0] != error:
            return told[1]
        both = cost_ratio(said, history[:place], about_costs=True)
        if both is not None:
            alarm, miss = both.partition("=")[2].split(":")
            return Amount(0, 0, miss if error == "alarm" else alarm, "", False)
    return None

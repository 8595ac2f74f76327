"""Costs told as what acting costs and what a hit brings: "a call costs 4, a sale brings 120".

Acting in vain costs what acting costs. Not acting where it would have paid loses what the hit
brings, less what acting would have cost (the costs of a decision as Elkan 2001 counts them).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ml_engineer.models.playbook.cost_amounts import Amount, amounts_of, compiled, in_one_unit
from ml_engineer.models.playbook.cost_errors import Sides, named_in

__all__ = ["Economics", "economics_of", "sides_by_benefit", "told_economics"]

BRINGS = (
    r"\b(?:brings?|bringing|earns?|earning|yields?|generates?|nets|gains?|returns|makes us|we make"
    r"|pays (?:us|back|off)|(?:is|are|'s) worth(?! it)|wins us|gets us|gives us|saves us|saving us"
    r"|revenues?|profits?|margins?|income|turnover|bringt|bringen|rapporte(?:nt)?|trae|aportan?"
    r"|umsatz|gewinn|ertrag|beneficios?|ingresos?|b\u00e9n\u00e9fice)\b"
)
SPENDS = (
    r"\b(?:costs?|costing|priced|price|fee|spend|pay|kostet|kosten|co\u00fbte(?:nt)?|coute(?:nt)?"
    r"|cuestan?|costo|co\u00fbt)\b"
)
ACTS = (
    r"\b(?:calls?|calling|visits?|letters?|mails?|e-?mails?|mailings?|offers?|vouchers?|coupons?"
    r"|discounts?|contacts?|contacting|sms|texts?|phone|agents?|reviews?|checks?|inspections?"
    r"|anrufe?|briefe?|appels?|llamadas?|campaigns?|ads?|impressions?|samples?|gifts?|treatments?"
    r"|messages?|outreach|interventions?|acting|action)\b"
)
BREAKS = r"[;.!?\n](?!\d)|,(?!\d)|\b(?:and|but|while|whereas|und|aber|et|mais|y|pero)\b"
AFTER = (
    r"^[^,.;!?]{0,12}?\b(?:of )?(?:revenue|profit|margin|income|gain|umsatz|gewinn)\b"
    r"|^ ?(?:in|as|of) (?:revenue|profit|margin|gain)\b"
)
PER_ACT = r"^ ?(?:\w+ )?(?:per|for each|for every|for an?|an?|each|pro|par|por) "


@dataclass(frozen=True, slots=True)
class Economics:
    """What a message tells of acting.

    Attributes:
        act: what acting on one case costs; None if it isn't told.
        hit: what acting on the right case brings; None if it isn't told.
    """

    act: Amount | None = None
    hit: Amount | None = None


def economics_of(text: str) -> Economics:
    """Return what a message tells of what acting costs and brings."""
    if named_in(text):
        return Economics()
    amounts = list(amounts_of(text))
    acts: list[Amount] = []
    hits: list[Amount] = []
    for place, amount in enumerate(amounts):
        start = amounts[place - 1].end if place else 0
        before = re.split(BREAKS, text[start : amount.start], flags=re.IGNORECASE)[-1]
        end = amounts[place + 1].start if place + 1 < len(amounts) else len(text)
        after = re.split(BREAKS, text[amount.end : end], flags=re.IGNORECASE)[0]
        if _found(BRINGS, before) or _found(AFTER, after):
            hits.append(amount)
        elif _spends(before, after, pair=len(amounts) == 2):
            acts.append(amount)
    return Economics(
        acts[0] if len(acts) == 1 else None,
        hits[0] if len(hits) == 1 else None,
    )


def _spends(before: str, after: str, *, pair: bool) -> bool:
    """Tell whether an amount is what acting costs: by a verb, or beside what brings something."""
    if _found(SPENDS, before):
        return not _found(r"\b(?:threshold|cut-?off|auc)\b", before)
    acts = _found(ACTS, before) or (_found(PER_ACT, after) and _found(ACTS, after))
    return pair and acts


def sides_by_benefit(text: str, history: Sequence[tuple[str, str]] = ()) -> Sides | None:
    """Return what a false alarm and a miss cost by what acting costs and brings; None if untold.

    Args:
        text: the message; it tells one of the two at least.
        history: the turns before it: the newest that tells the other one counts.
    """
    told = economics_of(text)
    if told.act is None and told.hit is None:
        return None
    found = told_economics(text, history)
    return None if found is None else found[:2]


def told_economics(
    text: str, history: Sequence[tuple[str, str]] = ()
) -> tuple[str, str, str] | None:
    """Return what acting costs, what a miss loses, and what a hit brings, as a person told them.

    Args:
        text: the newest message.
        history: the turns before it, whose newest tells what `text` leaves out.

    Returns:
        The three amounts in one unit; None where they are not told.
    """
    told = economics_of(text)
    act, hit = told.act, told.hit
    if act is None or hit is None:
        for role, said in reversed(history):
            earlier = economics_of(said) if role == "user" else Economics()
            act, hit = act or earlier.act, hit or earlier.hit
    if act is None or hit is None:
        return None
    values = in_one_unit(act, hit)
    if values is None or not 0 < float(values[0]) < float(values[1]):
        return None
    return values[0], f"{float(values[1]) - float(values[0]):.10g}", values[1]


def _found(pattern: str, text: str) -> bool:
    return compiled(pattern).search(text) is not None

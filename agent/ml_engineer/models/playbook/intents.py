"""The playbook's ear: which of 28 intents a message carries, and whether that is sure.

A small classifier weighs the rules, the words and the sense of a message (`classifier`). Where it
is not sure the playbook asks, and a refusal that is likely enough is among what it asks about:
nothing that would be refused is answered helpfully on a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ml_engineer.models.playbook.intent_rules import REFUSED
from ml_engineer.models.playbook.replies import replied
from ml_engineer.models.playbook.rule_notation import Intent
from ml_engineer.models.playbook.slots import Slots, read_slots
from ml_engineer.models.playbook.told_columns import marked

__all__ = ["UNRECOGNISED", "Intent", "Recognised", "Slots", "options_of", "recognise"]

UNRECOGNISED: Intent = "needs_language_model"

SURE = 0.7
"""The least probability of an intent that is answered without asking: `training/intents/train.py`
prints what each choice costs on messages that were not learnt from."""

REFUSAL_LIKELY = 0.2
"""From this probability of all refusals together on, a helpful answer is not given on a guess."""

HOLDING: tuple[Intent, ...] = ("can_we_ship", "production_by_date")
REFUSAL_LIKELY_TO_HOLD = 0.3
"""The same where the answer holds a release back as well, so that less is lost by it."""

SECOND_STRONG = 0.1
"""The least probability of an intent that is told as the second one."""

MOST_OPTIONS = 3
LEAST_OPTION = 0.08
"""Intents that are asked about, and the least probability of one."""


COMPLIES = (
    r"\b(?:never|no (?:release|model|deployment|launch)|must not|will not|shall not) (?:\S+ ){0,5}"
    r"without (?:\S+ ){0,2}(?:monitor|evaluat|hold-?out|test|alert|licen[cs]e|consent)"
)
"""What sounds like a refused wish and says the opposite: "we never go live without monitoring"."""


SUPPOSES = re.compile(r"^\W*(?:and |ok(?:ay)?,? |so )*what if\b", re.IGNORECASE)
LEAVES_OUT = re.compile(
    r"^\W*(?:(?:and|but|so|now|then|hm+|ok(?:ay)?|what|how|about|is it|does it (?:work|hold)"
    r"|what is it|the same|same|again|if (?:we|i|you)|what if (?:we|i|you)|would|do|does|will|can"
    r"|could|the|it|model|figures?|numbers?|results?|scores?|auc|look|looks|change|changes|be"
    r"|perform"
    r"|happens?|reach|get|work|like|(?:can|could|may) (?:you|i) (?:show|see)(?: me)?)\b[\s,]*)*"
    r"(?:without|w/o|minus|excluding|leaving out|less|sans|ohne|drop(?:ped)?|remove[d]?|exclude[d]?"
    r"|leave out|left out|take out|took out)\s+"
    r"(?:(?:the|both|all|columns?|features?|of|and|or|nor|,|any)\s*)*§\d+§"
    r"(?:[\s,]*(?:the|both|columns?|features?|variables?|fields?|and|or|nor|too|then|please|as well"
    r"|instead|if you please|if i may ask|§\d+§))*\s*\?+\W*$",
    re.IGNORECASE,
)
"""A supposition in plain words; what is left out, written as `§3§`, is a column of the table."""

SUPPOSED = 0.25
"""From this probability on, a message that begins with "what if" supposes something."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a message asks for.

    Attributes:
        intent: the likeliest intent.
        second: the next one, when it is likely as well.
        slots: what the message names, word for word.
        confidence: the probability of `intent`, by the classifier.
        options: what to ask about, likeliest first; empty when `intent` is sure.
    """

    intent: Intent
    second: Intent | None
    slots: Slots
    confidence: float = 1.0
    options: tuple[Intent, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether the intent can be answered without asking."""
        return not self.options


def recognise(
    text: str, history: Sequence[tuple[str, str]] = (), *, columns: Sequence[str] = ()
) -> Recognised:
    """Recognise a person's message.

    Args:
        text: the message.
        history: earlier turns as (role, text), oldest first; roles are `user` and `assistant`.
        columns: names of the columns of the attached tables, which are then recognised anywhere.
    """
    if not any(map(str.isalnum, text)):
        # A message without a single word is a nod or an emoji; an empty one is nothing.
        nod: Intent = "greeting_or_thanks" if text.strip() else UNRECOGNISED
        return Recognised(nod, None, Slots())
    from ml_engineer.models.playbook.classifier import features_of, shipped_classifier

    odds = shipped_classifier().probabilities(features_of(text, history))
    if re.search(COMPLIES, text, re.IGNORECASE):
        odds = {intent: share for intent, share in odds.items() if intent not in REFUSED}
        odds |= dict.fromkeys(REFUSED, 0.0)
    if _supposes(text, odds, columns):
        odds = odds | {"what_if": 1.0 - sum(odds[intent] for intent in REFUSED)}
        odds = dict(sorted(odds.items(), key=lambda pair: -pair[1]))
    if _names_what_was_asked(text, history, columns):
        told: Intent = "provide_information"
        odds = {told: 1.0} | {intent: 0.0 for intent in odds if intent != told}
    ranked = list(odds)
    first = ranked[0]
    second = ranked[1] if odds[ranked[1]] >= SECOND_STRONG else None
    slots = read_slots(text, first, columns, history)
    return Recognised(first, second, slots, round(odds[first], 4), options_of(odds))


def _names_what_was_asked(
    text: str, history: Sequence[tuple[str, str]], columns: Sequence[str]
) -> bool:
    """Tell whether it is a column of the table and little else, after a question for one."""
    if len(text.split()) > LONGEST_NAMING:
        return False
    known = [name for name in columns if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    return len(known) == 1 and known[0] in replied(text, history, known).values()


LONGEST_NAMING = 5
"""Words of a reply that does nothing but name a column: "it is churned"."""


def _supposes(text: str, odds: dict[Intent, float], columns: Sequence[str]) -> bool:
    """Tell whether it supposes in plain words: "what if ...", or "without" a column that exists."""
    if LEAVES_OUT.match(marked(text, columns)):
        return True
    return SUPPOSES.match(text) is not None and odds["what_if"] >= SUPPOSED


def options_of(odds: dict[Intent, float]) -> tuple[Intent, ...]:
    """Return what to ask about; nothing when the likeliest intent is sure."""
    ranked = list(odds)
    first = ranked[0]
    refused = sum(odds[intent] for intent in REFUSED)
    likely = REFUSAL_LIKELY_TO_HOLD if first in HOLDING else REFUSAL_LIKELY
    guarded = first not in REFUSED and refused >= likely
    if odds[first] >= SURE and not guarded:
        return ()
    options = [intent for intent in ranked if odds[intent] >= LEAST_OPTION][:MOST_OPTIONS]
    if len(options) < 2:
        options = ranked[:2]
    likeliest_refusal = max(REFUSED, key=lambda intent: odds[intent])
    if guarded and likeliest_refusal not in options:
        options[-1] = likeliest_refusal
    return tuple(options)

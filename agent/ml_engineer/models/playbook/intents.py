"""The playbook's ear: which of 28 intents a message carries, by rules. No learned weights.

Rules add up to a score for each intent; the best one wins when it is strong enough, and whatever no
rule recognises needs a language model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ml_engineer.models.playbook.intent_rules import RULES
from ml_engineer.models.playbook.phrases import PhraseIndex, normalise
from ml_engineer.models.playbook.rule_notation import Intent, Rule, When
from ml_engineer.models.playbook.slots import Slots, read_slots
from ml_engineer.models.playbook.word_families import FAMILIES

__all__ = ["Intent", "Recognised", "Slots", "recognise"]

ENOUGH = 3
"""The least score of an intent that counts: its topic alone, or two hints."""

SHORT = 14
"""Words, up to which a message is short."""

UNRECOGNISED: Intent = "needs_language_model"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a message asks for.

    Attributes:
        intent: the strongest intent.
        second: the next one, when it is strong as well.
        slots: what the message names, word for word.
    """

    intent: Intent
    second: Intent | None
    slots: Slots


def recognise(
    text: str, history: Sequence[tuple[str, str]] = (), *, columns: Sequence[str] = ()
) -> Recognised:
    """Recognise a person's message.

    Args:
        text: the message.
        history: earlier turns as (role, text), oldest first; roles are `user` and `assistant`.
        columns: names of the columns of the attached tables, which are then recognised anywhere.
    """
    message = normalise(text)
    ranked = _ranked(message, _situations(text, history))
    # A message without a single word is a nod or an emoji.
    wordless = bool(text.strip()) and not any(map(str.isalnum, message))
    nothing: Intent = "greeting_or_thanks" if wordless else UNRECOGNISED
    first = ranked[0][0] if ranked else nothing
    second = None
    if len(ranked) > 1 and 2 * ranked[1][1] >= ranked[0][1]:
        second = ranked[1][0]
    return Recognised(first, second, read_slots(text, first, columns))


def _ranked(message: str, situations: frozenset[When]) -> list[tuple[Intent, int]]:
    found = _index().found_in(message)
    scores = [
        (intent, sum(rule.weight for rule in rules if _holds(rule, found, situations)))
        for intent, rules in RULES.items()
    ]
    strong = [(intent, score) for intent, score in scores if score >= ENOUGH]
    # Courtesy around a request: what else is asked comes first.
    return sorted(strong, key=lambda scored: (scored[0] == "greeting_or_thanks", -scored[1]))


def _holds(rule: Rule, found: frozenset[str], situations: frozenset[When]) -> bool:
    if not situations.issuperset(rule.when):
        return False
    if rule.phrases and found.isdisjoint(rule.phrases):
        return False
    return found.isdisjoint(rule.unless)


@cache
def _index() -> PhraseIndex:
    rules = [rule for of_intent in RULES.values() for rule in of_intent]
    return PhraseIndex((p for rule in rules for p in (*rule.phrases, *rule.unless)), FAMILIES)


@cache
def _opens_a_question() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[.!;,\n])\s*(?:and |so |but |ok |now )?"
        r"(?:what|which|who|whose|where|when|why|how|can|could|should|shall|may|is|are|do|does|did|would|will|"
        r"has|have|whats|wheres|hows)\s",
        re.IGNORECASE,
    )


def _situations(text: str, history: Sequence[tuple[str, str]]) -> frozenset[When]:
    asks = "?" in text or _opens_a_question().search(text) is not None
    found: set[When] = {"always", "question" if asks else "statement"}
    if len(text.split()) <= SHORT:
        found.add("short")
    said = [words for role, words in history if role == "assistant"]
    if not said:
        found.add("opening")
    elif said[-1].rstrip().endswith("?"):
        found.add("after_question")
    else:
        found.add("after_answer")
    return frozenset(found)

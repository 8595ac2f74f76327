"""What the rules say of a message: a score for each intent, the sum of the rules that hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ml_engineer.models.playbook.intent_rules import RULES
from ml_engineer.models.playbook.phrases import PhraseIndex, normalise
from ml_engineer.models.playbook.rule_notation import Intent, Rule, When
from ml_engineer.models.playbook.word_families import FAMILIES

__all__ = ["rule_scores", "situations"]

SHORT = 14
"""Words, up to which a message is short."""


def rule_scores(text: str, history: Sequence[tuple[str, str]]) -> dict[Intent, int]:
    """Return the score of each intent; 0 where no rule holds, below it where rules speak against.

    Args:
        text: the message.
        history: earlier turns as (role, text), oldest first.
    """
    given = situations(text, history)
    found = _index().found_in(normalise(text))
    return {
        intent: sum(rule.weight for rule in rules if _holds(rule, found, given))
        for intent, rules in RULES.items()
    }


def situations(text: str, history: Sequence[tuple[str, str]]) -> frozenset[When]:
    """Return the situations that a message stands in: what was said before it, and its form."""
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


def _holds(rule: Rule, found: frozenset[str], given: frozenset[When]) -> bool:
    if not given.issuperset(rule.when):
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

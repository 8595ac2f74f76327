"""What a rule of the playbook is: phrases that speak for an intent, or against it.

A rule counts once, however many of its phrases occur; an intent's score is the sum of its rules.
Weights: 6 decides, 4 suffices alone, 3 makes a topic, 2 needs company; a negative weight speaks
against, and names the neighbouring intents with which this one would be confused. Phrases are
written in the notation of `phrases`, families of words stand in `word_families`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ml_engineer.models.playbook.phrases import lines_of

__all__ = ["Intent", "Rule", "When", "rule"]

Intent = Literal[
    "need_model",
    "performance_dropped",
    "use_llm_or_deep_learning",
    "production_by_date",
    "review_data",
    "can_we_ship",
    "deploy_without_monitoring",
    "skip_offline_evaluation",
    "unknown_provenance",
    "promise_timeline",
    "leakage_question",
    "baseline_question",
    "drift_question",
    "cost_threshold",
    "metric_choice",
    "split_choice",
    "feature_availability",
    "monitoring_plan",
    "rollout_plan",
    "explain_prediction",
    "explain_for_audience",
    "what_if",
    "evidence_lookup",
    "more_data_or_better_model",
    "provide_information",
    "greeting_or_thanks",
    "out_of_scope",
    "needs_language_model",
]

When = Literal[
    "always", "question", "statement", "after_question", "after_answer", "opening", "short"
]
"""The situation in which a rule holds.

question / statement: the message asks, or doesn't. after_question / after_answer: the assistant's
last turn asked something, or stated something. opening: nothing was said before. short: the message
has at most fourteen words.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases of one strength.

    Attributes:
        weight: what the rule adds to the intent's score.
        phrases: any of these makes the rule hold; none means that the situation alone does.
        when: situations that must all be given.
        unless: phrases that keep the rule from holding.
    """

    weight: int
    phrases: tuple[str, ...]
    when: tuple[When, ...] = ()
    unless: tuple[str, ...] = ()


def rule(weight: int, phrases: str, *when: When, unless: str = "") -> Rule:
    """Write a rule with its phrases one a line."""
    return Rule(weight, lines_of(phrases), when, lines_of(unless))

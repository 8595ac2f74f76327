"""Asking: whether an answer asks for what decides it, told by word families."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ml_engineer.wording.sentences import Sentence, sentences_of
from ml_engineer_evals.graders.base import Expectation
from ml_engineer_evals.graders.wording import phrase_pattern
from ml_engineer_evals.transcript import Transcript

Slot = Literal[
    "decision", "today", "cost_of_errors", "label", "horizon", "data", "input_kind", "volume",
    "latency", "explanation", "upkeep", "privacy", "since_when", "labels_reliable", "what_changed",
    "reference_table", "scope", "deadline_meaning", "what_exists",
]  # fmt: skip

FAMILIES: Mapping[Slot, tuple[str, ...]] = {
    "decision": ("decision*", "decide*", "action*", "act on", "acts on", "do with", "used for",
                 "intervention*"),
    "today": ("today", "currently", "current practice", "without a model", "right now",
              "at the moment", "existing process", "status quo", "baseline", "done now"),
    "cost_of_errors": ("cost*", "false alarm*", "false positive*", "false negative*", "miss",
                       "misses", "missed", "being wrong", "price of"),
    "label": ("label*", "target", "outcome*", "definition", "define*", "ground truth", "counts as"),
    "horizon": ("horizon", "how far ahead", "how early", "in advance", "lead time", "when",
                "days ahead", "how long before"),
    "data": ("data", "table*", "rows", "columns", "history", "records", "features"),
    "input_kind": ("input", "inputs", "text", "images", "tabular", "columns of a table",
                   "modality"),
    "volume": ("volume", "how many", "per day", "per second", "requests", "throughput", "traffic"),
    "latency": ("latency", "how fast", "how quickly", "how soon", "milliseconds", "real time",
                "response time", "batch"),
    "explanation": ("explain*", "explanation*", "reason", "reasons", "interpretab*", "justify",
                    "audit*", "regulat*"),
    "upkeep": ("maintain*", "maintenance", "keeps it running", "upkeep", "budget", "operate*",
               "who owns", "on call", "own it", "cost*"),
    "privacy": ("leave your", "leave the", "privacy", "personal data", "on premise*", "third party",
                "external api", "data residency"),
    "since_when": ("since", "when did", "which day", "first bad day", "started", "begin", "began",
                   "sudden*", "gradual*"),
    "labels_reliable": ("label*", "ground truth", "outcome*", "definition"),
    "what_changed": ("change", "changed", "changes", "release*", "deploy*", "upstream", "schema*",
                     "campaign*", "incident*"),
    "reference_table": ("reference", "training table", "training data", "current period",
                        "both tables", "two tables", "sample", "attach", "--test"),
    "scope": ("least", "smallest", "segment*", "scope", "slice", "minimum", "must have", "region*",
              "essential"),
    "deadline_meaning": ("date", "deadline", "what happens on", "why then", "happens if",
                         "by then"),
    "what_exists": ("exist*", "already", "have so far", "in place", "available"),
}  # fmt: skip
"""The words by which a question is told to be about a slot."""

ASKING_LEAD = re.compile(
    r"\b(?:tell me|let me know|i need to know|i need from you|please (?:share|say|send|tell)"
    r"|questions?\b|can you (?:say|share|tell)|to (?:know|clarify|answer)"
    r"|say (?:which|what|how|who)"
    r"|what i need|missing from you|first i need|before (?:i|we) (?:start|begin|measure))",
    re.IGNORECASE,
)


class AsksFor(Expectation):
    """The answer asks for these slots, without burying them among too many questions.

    Attributes:
        slots: what it should ask for.
        at_least: how many of them it has to cover; all if not given.
        at_most_questions: more than so many are an interrogation.
    """

    grades: ClassVar[str] = "S1"
    check: Literal["asks_for"] = "asks_for"
    slots: Annotated[tuple[Slot, ...], Field(min_length=1)]
    at_least: Annotated[int, Field(ge=1)] | None = None
    at_most_questions: Annotated[int, Field(ge=1)] = 12

    def failure(self, transcript: Transcript) -> str | None:
        """See `Expectation.failure`."""
        questions = questions_in(transcript.text)
        if len(questions) > self.at_most_questions:
            return f"it asks {len(questions)} questions, more than {self.at_most_questions}"
        covered = [slot for slot in self.slots if any(asks_about(q, slot) for q in questions)]
        needed = self.at_least or len(self.slots)
        if len(covered) >= needed:
            return None
        lacking = ", ".join(slot for slot in self.slots if slot not in covered)
        return f"it asks for {len(covered)} of the {needed} slots needed; not for {lacking}"


def questions_in(text: str) -> list[str]:
    """Return what an answer asks: questions, requests, and the items below a request."""
    return [sentence.text for sentence in sentences_of(text) if _asks(sentence)]


def asks_about(question: str, slot: Slot) -> bool:
    """Tell whether a question is about a slot."""
    return any(phrase_pattern(word).search(question) for word in FAMILIES[slot])


def _asks(sentence: Sentence) -> bool:
    if sentence.asks or ASKING_LEAD.search(sentence.text):
        return True
    return sentence.is_item and ASKING_LEAD.search(sentence.lead) is not None

"""Answers to questions on method: a term's meaning, advice, a convention, or two told apart."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer_prompts.clauses import Audience, audience_clause
from ml_engineer_prompts.comparisons import told_apart
from ml_engineer_prompts.terms.concept import Concept
from ml_engineer_prompts.terms.conventions import CONVENTIONAL
from ml_engineer_prompts.terms.plainly import PLAINLY

__all__ = ["concept_answer"]

DECIDERS: tuple[Audience, ...] = ("leadership", "product_manager")
"""Readers who are told in plain words what a term means for risk and money."""


def concept_answer(
    asked_for: str, concepts: Sequence[Concept], *, audience: Audience = "data_scientist"
) -> str:
    """Return the answer to a question on method, as Markdown.

    Args:
        asked_for: `meaning`, `difference`, `advice` or `convention`.
        concepts: the terms; two for a difference.
        audience: for whom.
    """
    clauses = "; ".join(dict.fromkeys(concept.clauses for concept in concepts))
    if asked_for == "difference":
        body = _difference(concepts[0], concepts[1])
    else:
        body = _of_one(asked_for, concepts[0], audience)
        if audience in DECIDERS:
            clauses = f"{clauses.partition(';')[0]}; {audience_clause(audience)}, P2"
    return f"{body}\n\nStands on: {clauses}"


def _of_one(asked_for: str, concept: Concept, audience: Audience) -> str:
    meaning = f"{concept.name}: {concept.meaning}."
    if asked_for == "convention" and concept.name in CONVENTIONAL:
        return CONVENTIONAL[concept.name]
    if asked_for == "meaning" and audience in DECIDERS and concept.name in PLAINLY:
        return f"**{concept.name}, in plain words.** {PLAINLY[concept.name]}"
    if asked_for == "advice" and concept.advice:
        return f"**{concept.advice}**\n\n{meaning} {concept.matters}"
    return f"**{concept.name}:** {concept.meaning}. {concept.matters}"


def _difference(one: Concept, other: Concept) -> str:
    if one.name == other.name:
        return f"**Two words for much the same.** {one.name}: {one.meaning}. {one.matters}"
    lead = told_apart(one, other)
    lines = [f"- **{concept.name}:** {concept.meaning}." for concept in (one, other)]
    if not lead:
        lines = [
            f"{line} {concept.matters}" for line, concept in zip(lines, (one, other), strict=True)
        ]
    told = "\n".join(lines)
    return f"**{lead}**\n\n{told}" if lead else told

"""Concepts: what a term means, in two sentences, for whoever asks about the term alone.

Own words; numbers only where they are conventions, with their source: what is measured on
somebody's data is never answered from here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ml_engineer_prompts.terms.basics import BASICS
from ml_engineer_prompts.terms.concept import Concept
from ml_engineer_prompts.terms.of_data import OF_DATA
from ml_engineer_prompts.terms.of_evaluation import OF_EVALUATION
from ml_engineer_prompts.terms.of_language_models import OF_LANGUAGE_MODELS
from ml_engineer_prompts.terms.of_serving import OF_SERVING
from ml_engineer_prompts.terms.of_training import OF_TRAINING

__all__ = ["CONCEPTS", "Concept", "concept_named", "concept_of"]

CONCEPTS: Sequence[Concept] = (
    *BASICS,
    *OF_DATA,
    *OF_TRAINING,
    *OF_EVALUATION,
    *OF_SERVING,
    *OF_LANGUAGE_MODELS,
)
"""By the part of the work that they belong to; of two that a word may spell the first counts."""


def concept_named(words: str) -> Concept | None:
    """Return the concept that these words spell, with or without an article; None if unknown."""
    term = re.sub(r"^(?:an?|the)\s+", "", " ".join(words.lower().split()))
    return next((one for one in CONCEPTS if _spellings(one.name).fullmatch(term)), None)


def concept_of(name: str) -> Concept:
    """Return the concept of a name.

    Raises:
        KeyError: none is called that.
    """
    found = next((one for one in CONCEPTS if one.name == name), None)
    if found is None:
        raise KeyError(name)
    return found


@cache
def _spellings(name: str) -> re.Pattern[str]:
    return re.compile("|".join(concept_of(name).spelled), re.IGNORECASE)

"""Prepared words: sentences of this package that explain or ask, and claim nothing of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ml_engineer_prompts.asides import NOT_READ
from ml_engineer_prompts.comparisons import COMPARED
from ml_engineer_prompts.concepts import CONCEPTS
from ml_engineer_prompts.readings import READINGS
from ml_engineer_prompts.terms.conventions import CONVENTIONAL
from ml_engineer_prompts.terms.plainly import PLAINLY

__all__ = ["is_prepared"]

_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_NO_WORDS = re.compile(r"^\s*(?:\d+\.|-)\s+|[*]+")


def is_prepared(sentence: str) -> bool:
    """Tell whether a sentence is, word for word, one of the prepared ones."""
    return _bare(sentence) in _prepared()


def _bare(sentence: str) -> str:
    return " ".join(_NO_WORDS.sub("", sentence).split())


@lru_cache(maxsize=1)
def _prepared() -> frozenset[str]:
    whole = {_bare(text) for text in NOT_READ.values()}
    sentences = {_bare(one) for text in _texts() for one in _SENTENCE.split(text)}
    return frozenset(sentences | whole) - {""}


def _texts() -> Iterator[str]:
    yield from READINGS.values()
    yield from NOT_READ.values()
    yield from COMPARED.values()
    yield from CONVENTIONAL.values()
    yield from PLAINLY.values()
    for concept in CONCEPTS:
        yield f"{concept.name}: {concept.meaning}."
        yield concept.matters
        yield concept.advice

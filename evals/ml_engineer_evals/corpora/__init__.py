"""Corpora of labelled texts: how well gates, grounding and the playbook's ear do on them.

`ml-engineer eval grounding|gates|intents CORPUS.jsonl` runs them; one room for each, `CORPORA`
names them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from ml_engineer_evals.corpora import gates, grounding, intents


class CorpusReport(Protocol):
    """What a scorer says of a corpus: lines for people, JSON for programs."""

    def as_text(self, *, examples: bool = False) -> str:
        """Return the report in lines; with `examples`, every item judged wrongly."""

    def model_dump_json(self, *, indent: int | None = None) -> str:
        """Return the report as JSON, the examples included."""


CORPORA: Mapping[str, Callable[[Path], CorpusReport]] = {
    "grounding": grounding.score_corpus,
    "gates": gates.score_corpus,
    "intents": intents.score_corpus,
}
"""By the name after `ml-engineer eval`: what scores a corpus of that kind."""

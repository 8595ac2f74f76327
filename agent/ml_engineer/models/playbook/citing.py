"""Citing: figures and findings as Markdown that carries its handles."""

from __future__ import annotations

from collections.abc import Iterable

from ml_engineer.evidence.view import ViewFigure, ViewFinding
from ml_engineer_tools.evidence import format_value

COMPARED_BY = ("roc_auc", "macro_roc_auc", "mae", "accuracy")
"""Metrics by which the baselines compare models."""

PRIMARY = ("macro_roc_auc", "roc_auc", "mae")
"""Those by which models that learn are compared; the longer name first."""


def cited(figure: ViewFigure) -> str:
    """Return a figure as `0.871 [E3.f12]`."""
    return f"{format_value(figure.value)} [{figure.handle}]"


def with_handles(finding: ViewFinding) -> str:
    """Return a finding's statement with the handles that support it at its end."""
    statement = finding.statement.strip()
    if not finding.handles:
        return statement
    end = "." if statement.endswith(".") else ""
    return f"{statement.removesuffix('.')} [{', '.join(finding.handles)}]{end}"


def first_sentence(finding: ViewFinding) -> str:
    """Return the first sentence of a finding's statement, with its handles."""
    sentence, _, _ = finding.statement.strip().partition(". ")
    return with_handles(finding.model_copy(update={"statement": f"{sentence.rstrip('.')}."}))


def columns_in_words(names: Iterable[str]) -> str:
    """Return column names as code, joined as prose: `a`, `b` and `c`."""
    quoted = [f"`{' '.join(name.replace('`', '').split())[:80]}`" for name in names]
    if len(quoted) <= 1:
        return "".join(quoted)
    if len(quoted) > 4:
        quoted = [*quoted[:3], "others"]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def lower_first(sentence: str) -> str:
    """Return a sentence that goes on after a colon; names and acronyms keep their capitals."""
    word = sentence.split(" ", 1)[0]
    return (
        sentence
        if not word[:1].isalpha() or word[1:] != word[1:].lower()
        else (sentence[:1].lower() + sentence[1:])
    )

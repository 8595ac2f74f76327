"""Footnotes: citations as `[1]`, `[2]`, with a line each that says what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from ml_engineer.answer import CitedFigure
from ml_engineer.evidence.citations import describe, find_citations


def footnoted(text: str, cited: Sequence[CitedFigure]) -> tuple[str, list[str]]:
    """Replace the citations of a text by numbers, and return the notes that belong to them."""
    figures = {figure.handle: figure for figure in cited}
    numbers: dict[str, int] = {}
    pieces: list[str] = []
    position = 0
    for citation in find_citations(text):
        names = dict.fromkeys((*citation.handles, *citation.evidence))
        marks = [str(numbers.setdefault(name, len(numbers) + 1)) for name in names]
        pieces += [text[position : citation.start], f"[{','.join(marks)}]"]
        position = citation.end
    pieces.append(text[position:])
    notes = [
        f"[{number}] {name}  {_told(name, figures.get(name))}" for name, number in numbers.items()
    ]
    return "".join(pieces), notes


def _told(name: str, cited: CitedFigure | None) -> str:
    if cited is not None:
        return describe(cited.figure)
    if "." not in name:
        return f"the evidence as a whole: ml-engineer evidence show {name}"
    return "not measured in this session"

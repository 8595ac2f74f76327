"""Parsing: text to statements; what is no Python 3 is left out and told."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass

_PRINT = re.compile(
    r"^(\s*)print\s+(?![(=])(?:>>\s*\w+(?:\.\w+)*\s*,\s*)?(.+?),?\s*$", re.MULTILINE
)
_EXCEPT = re.compile(r"^(\s*except\s+[\w.()]+)\s*,\s*(\w+)\s*:", re.MULTILINE)
_FAILURES = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Statements.

    Attributes:
        body: in order.
        skipped: lines of the text that are no Python 3.
        first_skipped: the first of them; 0 if there is none.
    """

    body: tuple[ast.stmt, ...]
    skipped: int = 0
    first_skipped: int = 0


def parse(text: str) -> Parsed:
    """Return the statements of a script, those of Python 2 included as far as they can be read."""
    whole = _tree(text)
    if whole is not None:
        return Parsed(tuple(whole.body))
    mended = _EXCEPT.sub(r"\1 as \2:", _PRINT.sub(r"\1print(\2)", text))
    whole = _tree(mended)
    if whole is not None:
        return Parsed(tuple(whole.body))
    return _in_pieces(mended)


def _tree(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            # A script's own warnings (an invalid escape) are no matter of the analysis.
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except _FAILURES:
        return None


def _in_pieces(text: str) -> Parsed:
    """Parse statement by statement of the outermost level, leaving out what fails."""
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if _begins_statement(line)] or [0]
    body: list[ast.stmt] = []
    skipped = first = 0
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        piece = lines[start:end]
        tree = _tree("\n".join(piece))
        if tree is None:
            skipped += sum(bool(line.strip()) for line in piece)
            first = first or start + 1
            continue
        for statement in tree.body:
            ast.increment_lineno(statement, start)
            body.append(statement)
    return Parsed(tuple(body), skipped, first)


def _begins_statement(line: str) -> bool:
    return bool(line) and not line[0].isspace() and not line.startswith(
        ("#", ")", "]", "}", "else", "elif", "except", "finally")
    )  # fmt: skip

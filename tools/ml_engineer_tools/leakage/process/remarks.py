"""Remarks: what comments and docstrings say of the rows, such as several films per patient."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence

from ml_engineer_tools.leakage.process.facts import Trait
from ml_engineer_tools.leakage.process.hints import ENTITY_WORDS

_SAMPLES = (
    "rows?|records?|images?|films?|photos?|pictures?|scans?|slices?|patch(?:es)?|tiles?|frames?|"
    "recordings?|clips?|segments?|windows?|crops?|visits?|stays?|encounters?|admissions?|beats?|"
    "cycles?|sessions?|takes?|utterances?|samples?|biops(?:y|ies)|lesions?|views?|shots?|"
    "spectr(?:um|a)|measurements?|readings?|observations?|trials?|volumes?|exams?|nights?|pieces?|"
    "cores?|repeats?|replicates?|copies|variants?|cuts?|sentences?|examples?|eyes?|points?"
)
_MANY = (
    r"several|multiple|many|repeated|two|three|four|five|six|eight|ten|twelve|dozens of|"
    r"hundreds of|(?!0?1\b)\d+(?:\s*(?:-|to|or)\s*\d+)?"
)
_SEVERAL = re.compile(
    rf"\b(?:{_MANY})\s+(?:[\w-]+\s+){{0,2}}?(?:{_SAMPLES})\s+"
    rf"(?:per|a|each|(?:for|of|from)\s+(?:each|every|one|the same|a))\s+"
    rf"(?:\w+\s+)?(?:{ENTITY_WORDS})\b",
    re.IGNORECASE,
)
_KEPT_TOGETHER = re.compile(
    rf"\bone\s+(?:{_SAMPLES})\s+(?:per|a|each|for\s+(?:each|every))\s+(?:{ENTITY_WORDS})\b|"
    rf"\b(?:split|folds?|group(?:ed|s)?|separated?|held[- ]out|disjoint|deal[ts]?|dealt out)\s+"
    rf"(?:by|on|per|at|in)\s+(?:the\s+|whole\s+)?(?:{ENTITY_WORDS})\b|"
    rf"\b(?:{ENTITY_WORDS})[- ](?:wise|level|disjoint|independent|split)\b|"
    rf"\b(?:unseen|new|held[- ]out|whole)\s+(?:{ENTITY_WORDS})\b",
    re.IGNORECASE,
)
_SLOT = r"(?:<[\w .-]+>|\{[\w .-]+\})"
_TEMPLATE = re.compile(rf"{_SLOT}(?:[\w*]*[/_.-]+[\w*]*{_SLOT})+")
_ENDINGS = re.compile(rf"({_SLOT})[_/.-]([A-Za-z]\w*)")
_WHO = re.compile(rf"(?:^|[\W_])(?:{ENTITY_WORDS})(?:$|[\W_])", re.IGNORECASE)
_WITHIN = re.compile(
    r"(?:^|[\W_])(?:slice|frame|x|y|row|col|tile|patch|visit|crop|view|segment|n|nr|no|num|number|"
    r"idx|index|i|k|take|shot|scan|img|image|series|seq|window|chunk|part|angle|date|day|time|"
    r"start|offset|pos|position)s?(?:$|[\W_])",
    re.IGNORECASE,
)


def remarks(text: str, body: Sequence[ast.stmt]) -> tuple[Trait, ...]:
    """Return where a script says that an entity has several rows.

    In words (`4 films per patient`), or by how its files are called: the placeholder of an entity
    before one of a place within it (`<slide>/<x>_<y>.png`), or with several endings.
    """
    found = []
    for line, words in _told(text, body):
        if _KEPT_TOGETHER.search(words):
            # The rows are one each, or the script says that it keeps them together.
            return ()
        match = _SEVERAL.search(words)
        told = match[0] if match else _of_template(words)
        if told:
            found.append(Trait("group", line, told))
    return tuple(found)


def _of_template(words: str) -> str:
    for match in _TEMPLATE.finditer(words):
        slots = re.findall(_SLOT, match[0])
        first = next((n for n, slot in enumerate(slots) if _WHO.search(slot)), None)
        if first is not None and any(_WITHIN.search(slot) for slot in slots[first + 1 :]):
            return match[0]
    ends = {match[2] for match in _ENDINGS.finditer(words) if _WHO.search(match[1])}
    return ", ".join(sorted(ends)) if len(ends) > 1 else ""


def _told(text: str, body: Sequence[ast.stmt]) -> Iterator[tuple[int, str]]:
    """Yield the lines of comments and docstrings."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError):
        return
    holders = [body, *(node.body for part in body for node in ast.walk(part) if _is_holder(node))]  # type: ignore[attr-defined]  # those have bodies
    for statements in holders:
        first = statements[0] if statements else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            said = first.value.value
            if isinstance(said, str):
                yield from enumerate(said.split("\n"), first.lineno)


def _is_holder(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)

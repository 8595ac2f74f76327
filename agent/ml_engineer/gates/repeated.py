"""What an answer repeats of its evidence's findings, word for word: the tools said it."""

from __future__ import annotations

import re

from ml_engineer.evidence.ledger import Ledger
from ml_engineer.wording.statements import Statement, plain
from ml_engineer_tools.evidence import SEVERITIES

__all__ = ["findings_in_words", "lists_figures", "repeats"]

FEWEST_WORDS = 6
"""Fewer words are anybody's."""

_WORD = re.compile(r"[-\u2212]?\d(?:[\d.,]*\d)?%?|\w+")
"""A number with its sign and its percent, or a word."""
_SEVERITY = re.compile(rf"^(?:{'|'.join(SEVERITIES)}) · ")


def findings_in_words(ledger: Ledger) -> str:
    """Return all that findings say and ask as words in small letters, a bar between two."""
    findings = (
        finding
        for alias in ledger.evidence_aliases
        for finding in ledger.measurement(alias).findings
    )
    return "|".join(
        _words(plain(text))
        for finding in findings
        for text in (finding.statement, finding.question or "")
    )


def repeats(statement: Statement, findings: str) -> bool:
    """Tell whether a statement is part of a finding.

    Args:
        statement: of an answer; a severity before it counts for nothing.
        findings: as `findings_in_words` returns them.
    """
    words = _words(_SEVERITY.sub("", statement.text))
    return words.count(" ") >= FEWEST_WORDS - 1 and words in findings


_CITED = re.compile(
    r"[-\d][\d.,]*%?(?:\s*\([-\d][\d.,]*%? to [-\d][\d.,]*%?\))?"
    r"\s*\[(?P<handles>E\d+\.f\d+(?:,\s*E\d+\.f\d+)*)\]"
)
"""A number, with its interval or without, and what it is cited from."""
_CODE = re.compile(r"`[^`\n]*`")


def lists_figures(statement: Statement, text: str, ledger: Ledger) -> bool:
    """Tell whether a table's row or a list's item holds numbers of figures alone, each cited.

    A figure is of many rows, so that such a line is no single record, whatever its level is called.

    Args:
        statement: of the answer.
        text: the answer.
        ledger: what has been measured.
    """
    if statement.kind not in ("table", "item"):
        return False
    line = text[slice(*statement.span)]
    handles = [
        handle.strip() for found in _CITED.finditer(line) for handle in found["handles"].split(",")
    ]
    rest = _CODE.sub(" ", _CITED.sub(" ", line))
    known = all(ledger.figure(handle) is not None for handle in handles)
    return bool(handles) and known and not re.search(r"\d", rest)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))

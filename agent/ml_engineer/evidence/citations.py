"""Citations: `[E3.f12]`, `[E1.f1, E1.f2]`, `[E3.f1–f4]`, `[E3]`, and `E3.f12` without brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.names import one_line
from ml_engineer_tools.evidence import Figure, format_value

LONGEST_RANGE = 200
"""`[E3.f1–f4]` stands for at most so many figures."""

_EVIDENCE = r"E[1-9]\d{0,9}"
_HANDLE = rf"{_EVIDENCE}\.f[1-9]\d{{0,9}}"
_PART = rf"{_HANDLE}(?:\s?[-–]\s?(?:{_EVIDENCE}\.)?f[1-9]\d{{0,9}})?|{_EVIDENCE}|f[1-9]\d{{0,9}}"
_PARTS = re.compile(
    rf"(?P<of>{_EVIDENCE})(?:\.f(?P<first>[1-9]\d*)"
    rf"(?:\s?[-–]\s?(?:{_EVIDENCE}\.)?f(?P<last>[1-9]\d*))?)?"
    r"|\bf(?P<short>[1-9]\d*)"
)
CITATION = re.compile(
    rf"\[\s*(?:{_EVIDENCE}\b)(?:\.f[1-9]\d*)?[^\[\]\n]{{0,400}}?\]|(?<![\w.])(?:{_HANDLE})\b"
)
_BRACKETED = re.compile(rf"\[\s*(?:{_PART})(?:\s*(?:[,;&]|and\b)?\s*(?:{_PART}))*\s*\]")

_LIST_OF = re.compile(r"\s?(?:[,;&/]|and\b)\s?(?:and\s)?")
_RANGE_OF = re.compile(r"\s?[-–]\s?")
_INLINE_CODE = re.compile(r"`[^`\n]+`")

_ACRONYMS = {"auc": "AUC", "roc": "ROC", "pr": "PR", "psi": "PSI", "mae": "MAE", "rmse": "RMSE",
             "mape": "MAPE", "ece": "ECE", "iqr": "IQR", "r2": "R²", "f1": "F1", "ks": "KS",
             "id": "ID", "nan": "NaN"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation in a text.

    Attributes:
        start: where it begins, its bracket included.
        end: where it ends.
        handles: the figures it names, as `E3.f12`.
        evidence: aliases that it names as a whole.
    """

    start: int
    end: int
    handles: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


def find_citations(text: str) -> list[Citation]:
    """Return the citations of a text, in its order; what stands in inline code is a name."""
    found: list[Citation] = []
    names = [match.span() for match in _INLINE_CODE.finditer(text)]
    for match in CITATION.finditer(text):
        if any(start <= match.start() < end for start, end in names):
            continue
        written = match.group()
        if written.startswith("[") and not _BRACKETED.fullmatch(written):
            continue
        handles, evidence = _parse(written)
        if found and written[0] != "[" and _goes_on(text, found[-1], match.start()):
            last = found.pop()
            if _RANGE_OF.fullmatch(text, last.end, match.start()):
                handles, _ = _parse(f"{last.handles[-1]}-{written.partition('.')[2]}")
            handles = tuple(dict.fromkeys((*last.handles, *handles)))
            found.append(Citation(last.start, match.end(), handles))
            continue
        if found and handles and not evidence and _is_beside(text, found[-1], match.start()):
            last = found.pop()
            handles = tuple(dict.fromkeys((*last.handles, *handles)))
            found.append(Citation(last.start, match.end(), handles))
            continue
        found.append(Citation(match.start(), match.end(), handles, evidence))
    return found


def _goes_on(text: str, last: Citation, start: int) -> bool:
    """Tell whether a handle without brackets goes on with a list of such: `(E1.f1, E1.f2)`."""
    return text[last.start] != "[" and any(
        between.fullmatch(text, last.end, start) for between in (_LIST_OF, _RANGE_OF)
    )


def _is_beside(text: str, last: Citation, start: int) -> bool:
    """Tell whether a citation goes on with the one before it: `[E1.f1][E1.f2]`."""
    return bool(last.handles) and not last.evidence and not text[last.end : start].strip(" ")


def cited_handles(text: str) -> list[str]:
    """Return the handles that a text cites, each once, in order of first citation."""
    return list(dict.fromkeys(handle for found in find_citations(text) for handle in found.handles))


def unknown_citations(text: str, ledger: Ledger) -> list[tuple[Citation, str]]:
    """Return each citation of a figure or evidence that this session does not have."""
    return [
        (citation, name)
        for citation in find_citations(text)
        for name in (*citation.handles, *citation.evidence)
        if not ledger.knows(name)
    ]


def quantity_in_words(quantity: str) -> str:
    """Return a quantity as prose says it: `roc_auc` as `ROC AUC`, `null_share` as `null share`."""
    return " ".join(_ACRONYMS.get(word, word) for word in quantity.split("_"))


def describe(figure: Figure) -> str:
    """Return a figure in one line: quantity, subject, value, interval and n."""
    subject = ", ".join(
        one_line(value) if name in ("model", "column") else f"{name} {one_line(value)}"
        for name, value in figure.subject
        if value is not None and name != "table"
    )
    of = f" of {subject}" if subject else ""
    unit = f" {figure.unit}" if figure.unit else ""
    behind: list[str] = []
    if figure.interval is not None and figure.interval_level is not None:
        low, high = (format_value(bound) for bound in figure.interval)
        behind.append(f"{figure.interval_level:.0%} interval {low} to {high}")
    if figure.n is not None:
        behind.append(f"n = {format_value(figure.n)}")
    if figure.exactness.kind != "exact":
        behind.append(figure.exactness.kind)
    if figure.convention:
        behind.append("a convention" + (f": {figure.source}" if figure.source else ""))
    told = f" ({', '.join(behind)})" if behind else ""
    return f"{quantity_in_words(figure.quantity)}{of}: {format_value(figure.value)}{unit}{told}"


def _parse(written: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    handles: list[str] = []
    evidence: list[str] = []
    of = ""
    for part in _PARTS.finditer(written):
        of = part["of"] or of
        if part["short"]:
            handles.append(f"{of}.f{part['short']}")
        elif part["first"] is None:
            evidence.append(of)
        else:
            first, last = int(part["first"]), int(part["last"] or part["first"])
            last = min(last, first + LONGEST_RANGE - 1)
            handles += [f"{of}.f{number}" for number in range(first, last + 1)]
    return tuple(dict.fromkeys(handles)), tuple(dict.fromkeys(evidence))

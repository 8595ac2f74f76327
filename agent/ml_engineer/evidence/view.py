"""The one place that decides what of an evidence leaves for a model, and how much of it.

`to_provider` takes out what may not leave (see `privacy`), cuts names and paths, and counts what
it held back; `compact_view` fits the rest into a budget.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PureWindowsPath
from typing import Literal, TypeVar

from ml_engineer.evidence.names import LONGEST_NAME, shorten
from ml_engineer.evidence.privacy import PERSONAL_CHECK, may_leave
from ml_engineer_tools.evidence import (
    SEVERITIES,
    Confidence,
    Contract,
    Evidence,
    Figure,
    Finding,
    Severity,
    Value,
)

LONGEST_STATEMENT = 600
"""Characters of a statement, question or note that are shown."""
MOST_NAMES = 20
"""Columns and handles that a shown finding lists."""


class TableView(Contract):
    """A table as a model is told of it: its base name and shape."""

    name: str
    rows: int
    columns: int


class ViewFinding(Contract):
    """A finding with its handles made citable (`E3.f12`)."""

    check: str
    severity: Severity
    confidence: Confidence | None = None
    statement: str
    columns: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    more_columns: int | None = None
    question: str | None = None
    harmless_if: str | None = None


class ViewFigure(Contract):
    """A figure, flat; `table` only where the evidence has several tables.

    `approximate` is the relative error bound of an approximate value; `sampled` the rows of the
    sample; both None for an exact value.
    """

    handle: str
    quantity: str
    value: Value
    unit: str | None = None
    table: str | None = None
    model: str | None = None
    column: str | None = None
    slice: str | None = None
    split: str | None = None
    window: str | None = None
    interval: tuple[float, float] | None = None
    interval_level: float | None = None
    n: int | None = None
    approximate: float | None = None
    sampled: int | None = None
    convention: Literal[True] | None = None


class EvidenceView(Contract):
    """What a model is shown of one evidence.

    Attributes:
        evidence: its alias, by which it is cited.
        tool: what measured it.
        tables: what was measured.
        findings: worst first.
        figures: those that findings cite, then the headline, then the others.
        notes: what a reader has to know of how it was measured.
        omitted: figures left out for space; `read_more` says how to get them.
        omitted_findings: findings left out for space.
        withheld: figures that never leave (cell values, rare or personal levels).
        read_more: how to read what was omitted; None when nothing was.
    """

    evidence: str
    tool: str
    tables: tuple[TableView, ...] = ()
    findings: tuple[ViewFinding, ...] = ()
    figures: tuple[ViewFigure, ...] = ()
    notes: tuple[str, ...] = ()
    omitted: int = 0
    omitted_findings: int = 0
    withheld: int = 0
    read_more: str | None = None


def to_provider(evidence: Evidence, personal: Iterable[str] = ()) -> EvidenceView:
    """Return all of an evidence that may leave this machine.

    Args:
        evidence: what was measured.
        personal: columns known to be personal from other evidence; this one's findings are read.
    """
    measured = evidence.measurement
    flagged = set(personal)
    for finding in measured.findings:
        if finding.check == PERSONAL_CHECK:
            flagged.update(finding.columns)
    time = measured.arguments.get("time")
    granted = time if isinstance(time, str) else None
    shown = [figure for figure in measured.figures if may_leave(figure, flagged, granted)]
    several = len(measured.tables) > 1
    ordered = sorted(measured.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    rank = _ranks(handle for finding in ordered for handle in finding.handles)
    rank = _ranks((*rank, *measured.headline))
    shown.sort(key=lambda figure: rank.get(figure.handle, len(rank)))
    return EvidenceView(
        evidence=evidence.alias or evidence.id[:8],
        tool=measured.tool,
        tables=tuple(
            TableView(name=base_name(table.name), rows=table.rows, columns=table.columns)
            for table in measured.tables
        ),
        findings=tuple(_finding(evidence, finding) for finding in ordered),
        figures=tuple(_figure(evidence, figure, table=several) for figure in shown),
        notes=tuple(shorten(note, LONGEST_STATEMENT) for note in measured.notes),
        withheld=len(measured.figures) - len(shown),
    )


def compact_view(view: EvidenceView, budget_tokens: int = 1200) -> EvidenceView:
    """Return a view cut to a budget: findings worst first, then figures in the view's order.

    The header and the worst finding are always kept. Tokens are counted as UTF-8 bytes of the
    compact JSON divided by 3 (DESIGN, Evidence).
    """
    if tokens(view) <= budget_tokens:
        return view
    read_more = (
        f"Call read_evidence with evidence {view.evidence} and one or more of column, model, "
        "quantity, handles."
    )
    bare = view.model_copy(
        update={
            "findings": (),
            "figures": (),
            "notes": (),
            "omitted": len(view.figures) + view.omitted,
            "omitted_findings": len(view.findings) + view.omitted_findings,
            "read_more": read_more,
        }
    )
    room = 3 * budget_tokens - len(render(bare).encode()) - _LIST_KEYS
    worst, others = tuple(_squeezed(f, room) for f in view.findings[:1]), view.findings[1:]
    room -= sum(_bytes(finding) for finding in worst)
    notes, room = _fitting(view.notes, room)
    findings, room = _fitting(others, room)
    figures, room = _fitting(view.figures, room)
    return bare.model_copy(
        update={
            "findings": (*worst, *findings),
            "figures": figures,
            "notes": notes,
            "omitted": bare.omitted - len(figures),
            "omitted_findings": bare.omitted_findings - len(worst) - len(findings),
        }
    )


def render(view: EvidenceView) -> str:
    """Return a view as compact JSON, unset fields left out; it parses back to the same view."""
    return view.model_dump_json(exclude_none=True, exclude_defaults=True)


def tokens(view: EvidenceView) -> float:
    """Return how many tokens a view takes, as DESIGN counts them."""
    return len(render(view).encode()) / 3


def base_name(path: str) -> str:
    """Return the last part of a path of either kind of system, cut."""
    return shorten(PureWindowsPath(path).name or path)


def _finding(evidence: Evidence, finding: Finding) -> ViewFinding:
    columns = finding.columns[:MOST_NAMES]
    return ViewFinding(
        check=finding.check,
        severity=finding.severity,
        confidence=finding.confidence,
        statement=_prose(finding.statement, finding.columns),
        columns=tuple(shorten(name) for name in columns),
        clauses=finding.clauses,
        handles=tuple(evidence.cite(handle) for handle in finding.handles[:MOST_NAMES]),
        more_columns=len(finding.columns) - len(columns) or None,
        question=finding.question and _prose(finding.question, finding.columns),
        harmless_if=finding.harmless_if and _prose(finding.harmless_if, finding.columns),
    )


def _prose(text: str, columns: Iterable[str]) -> str:
    """Return prose with long column names in it cut, so that the rest of it stays readable."""
    for name in columns:
        short = shorten(name)
        if short != name:
            text = text.replace(name, short)
    return shorten(text, LONGEST_STATEMENT)


def _figure(evidence: Evidence, figure: Figure, *, table: bool) -> ViewFigure:
    subject, how = figure.subject, figure.exactness
    return ViewFigure(
        handle=evidence.cite(figure.handle),
        quantity=figure.quantity,
        value=figure.value,
        unit=figure.unit,
        table=base_name(subject.table) if table and subject.table else None,
        model=subject.model and shorten(subject.model),
        column=subject.column and shorten(subject.column),
        slice=subject.slice and shorten(subject.slice),
        split=subject.split,
        window=subject.window and shorten(subject.window),
        interval=figure.interval,
        interval_level=figure.interval_level,
        n=figure.n,
        approximate=how.error if how.kind == "approximate" else None,
        sampled=how.n if how.kind == "sampled" else None,
        convention=True if figure.convention else None,
    )


def _squeezed(finding: ViewFinding, room: int) -> ViewFinding:
    """Return a finding that leaves half the room to others: lists and prose cut if they must be."""
    if _bytes(finding) <= room / 2:
        return finding
    kept = finding.columns[:3]
    hidden = len(finding.columns) - len(kept) + (finding.more_columns or 0)
    return finding.model_copy(
        update={
            "statement": shorten(finding.statement, LONGEST_NAME * 3),
            "columns": kept,
            "more_columns": hidden or None,
            "handles": finding.handles[:3],
            "question": finding.question and shorten(finding.question),
            "harmless_if": None,
        }
    )


def _ranks(handles: Iterable[str]) -> dict[str, int]:
    return {handle: rank for rank, handle in enumerate(dict.fromkeys(handles))}


Item = TypeVar("Item", str, ViewFinding, ViewFigure)


def _fitting(items: tuple[Item, ...], room: int) -> tuple[tuple[Item, ...], int]:
    """Return the items that fit into so many bytes, in order, and the bytes left."""
    kept: list[Item] = []
    for item in items:
        size = _bytes(item)
        if size <= room:
            kept.append(item)
            room -= size
        elif room < _SMALLEST_ITEM:
            break
    return tuple(kept), room


_SMALLEST_ITEM = 40
_LIST_KEYS = len(',"findings":[],"figures":[],"notes":[]')


def _bytes(item: str | Contract) -> int:
    if isinstance(item, str):
        return len(item.encode()) + 4
    return len(item.model_dump_json(exclude_none=True, exclude_defaults=True).encode()) + 1

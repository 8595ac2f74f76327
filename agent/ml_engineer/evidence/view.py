"""The one place that decides what of an evidence leaves for a model, and how much of it.

`to_provider` takes out what may not leave (see `privacy`), cuts names and paths, and counts what
it held back; `compaction` fits the rest into a budget.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PureWindowsPath
from typing import Any, Literal

from pydantic import Field, field_serializer, field_validator

from ml_engineer.evidence.figure_groups import pack, unpack
from ml_engineer.evidence.names import shorten, shorten_prose
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
LEADING = 2
"""Headline figures that come before those of the findings: they say what was measured."""
MOST_NAMES = 20
"""Columns and handles that a shown finding lists."""


class TableView(Contract):
    """A table as a model is told of it: its base name and shape."""

    name: str
    rows: int
    columns: int


class ViewFinding(Contract):
    """A finding with its handles made citable (`E3.f12`).

    `more_columns` counts columns that are not listed; `more_findings` those of the same check and
    severity that are told by this one, their columns among its own.
    """

    check: str
    severity: Severity
    confidence: Confidence | None = None
    statement: str
    columns: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    more_columns: int | None = None
    more_findings: int | None = None
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
    """What a model is shown of one evidence; in JSON figures are grouped (see `figure_groups`).

    Attributes:
        evidence: its alias, by which it is cited.
        tool: what measured it.
        tables: what was measured.
        findings: worst first.
        figures: the lead of the headline, those that findings cite, the headline, the others.
        notes: what a reader has to know of how it was measured.
        omitted: figures left out for space; `read_more` says how to get them.
        omitted_findings: findings left out for space.
        omitted_high_findings: how many of these are of high severity.
        withheld: figures that never leave (cell values, rare or personal levels).
        read_more: how to read what was omitted; None when nothing was.
        timings: seconds by name, where they were asked for. They are of the run, not of the
            measurement: no handle cites them.
    """

    evidence: str
    tool: str
    tables: tuple[TableView, ...] = ()
    findings: tuple[ViewFinding, ...] = ()
    figures: tuple[ViewFigure, ...] = ()
    notes: tuple[str, ...] = ()
    omitted: int = 0
    omitted_findings: int = 0
    omitted_high_findings: int = 0
    withheld: int = 0
    read_more: str | None = None
    timings: Mapping[str, float] = Field(default_factory=dict)

    @field_serializer("figures", when_used="json")
    def _pack(self, figures: tuple[ViewFigure, ...]) -> list[Mapping[str, Any]]:
        return pack([flat(figure) for figure in figures])

    @field_validator("figures", mode="before")
    @classmethod
    def _unpack(cls, figures: Any) -> Any:
        return tuple(unpack(figures)) if isinstance(figures, list | tuple) else figures


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
    cited = (handle for finding in ordered for handle in finding.handles)
    rank = _ranks((*measured.headline[:LEADING], *cited, *measured.headline))
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
        notes=tuple(shorten_prose(note, LONGEST_STATEMENT) for note in measured.notes),
        withheld=len(measured.figures) - len(shown),
    )


def render(view: EvidenceView) -> str:
    """Return a view as compact JSON, unset fields left out; it parses back to the same view."""
    return view.model_dump_json(exclude_none=True, exclude_defaults=True)


def flat(figure: ViewFigure) -> dict[str, Any]:
    """Return a figure by field, without the fields that it lacks."""
    return figure.model_dump(mode="json", exclude_none=True)


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
    return shorten_prose(text, LONGEST_STATEMENT)


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


def _ranks(handles: Iterable[str]) -> dict[str, int]:
    return {handle: rank for rank, handle in enumerate(dict.fromkeys(handles))}

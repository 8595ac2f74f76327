"""The recorder: a tool writes its figures and findings here, and gets evidence back."""

from __future__ import annotations

import platform
import socket
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from ml_engineer_tools.evidence import (
    EXACT,
    SEVERITIES,
    Confidence,
    Evidence,
    Exactness,
    Figure,
    Finding,
    Measurement,
    Run,
    ScriptFingerprint,
    Severity,
    Subject,
    TableFingerprint,
    Value,
    round_significant,
)
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.request import Request

VERSIONED = ("ml-engineer", "duckdb", "ibis-framework", "lightgbm", "numpy", "pandas", "pyarrow",
             "scikit-learn", "scipy")  # fmt: skip


class Recorder:
    """Collects one measurement.

    Args:
        tool: the tool's name.
        request: what was asked; kept as the measurement's arguments.
        tables: fingerprints of the tables measured.
        holdout: the line that was respected, where labels played a part.
        scripts: fingerprints of the code that was read.
        notes: what a reader has to know of how the tables were read.
    """

    def __init__(
        self,
        tool: str,
        request: Request,
        tables: Iterable[TableFingerprint] = (),
        *,
        holdout: Holdout | None = None,
        scripts: Iterable[ScriptFingerprint] = (),
        notes: Iterable[str] = (),
    ) -> None:
        self.tool = tool
        self.request = request
        self.tables = tuple(tables)
        self.scripts = tuple(scripts)
        self.holdout = holdout
        self._figures: list[Figure] = []
        self._findings: list[Finding] = []
        self._headline: list[str] = []
        self._notes: list[str] = list(dict.fromkeys(notes))
        self._timings: dict[str, float] = {}
        self._started = time.perf_counter()
        self._started_at = datetime.now(UTC)

    def figure(
        self,
        quantity: str,
        value: Value,
        *,
        unit: str | None = None,
        table: str | None = None,
        model: str | None = None,
        column: str | None = None,
        slice: str | None = None,  # noqa: A002  the field's own word
        split: str | None = None,
        window: str | None = None,
        interval: tuple[float, float] | None = None,
        interval_level: float = 0.95,
        n: int | None = None,
        exactness: Exactness = EXACT,
        headline: bool = False,
    ) -> Figure:
        """Record a measured number; `headline` puts it in the short view, in order of calls."""
        figure = Figure(
            handle=f"f{len(self._figures) + 1}",
            quantity=quantity,
            value=_rounded(value),
            unit=unit,
            subject=Subject(
                table=table, model=model, column=column, slice=slice, split=split, window=window
            ),
            interval=interval and (round_significant(interval[0]), round_significant(interval[1])),
            interval_level=interval_level if interval else None,
            n=n,
            exactness=exactness,
        )
        self._figures.append(figure)
        if headline:
            self._headline.append(figure.handle)
        return figure

    def convention(
        self, quantity: str, value: Value, *, source: str, column: str | None = None
    ) -> Figure:
        """Record a threshold or parameter that was chosen rather than measured."""
        figure = Figure(
            handle=f"f{len(self._figures) + 1}",
            quantity=quantity,
            value=_rounded(value),
            subject=Subject(column=column),
            convention=True,
            source=source,
        )
        self._figures.append(figure)
        return figure

    def finding(
        self,
        check: str,
        severity: Severity,
        statement: str,
        *,
        columns: Iterable[str] = (),
        clauses: Iterable[str] = (),
        figures: Iterable[Figure] = (),
        confidence: Confidence | None = None,
        question: str | None = None,
        harmless_if: str | None = None,
    ) -> None:
        """Record what a check found. The statement quotes no cell of the table."""
        self._findings.append(
            Finding(
                check=check,
                severity=severity,
                confidence=confidence,
                statement=statement,
                columns=tuple(columns),
                clauses=tuple(clauses),
                handles=tuple(figure.handle for figure in figures),
                question=question,
                harmless_if=harmless_if,
            )
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings so far, in the order in which they were recorded."""
        return tuple(self._findings)

    def regrade(
        self, finding: Finding, severity: Severity, more: str, figures: Iterable[Figure]
    ) -> None:
        """Give a finding of this record another severity, with one more sentence and its figures.

        For what is measured later on, and says how much the finding matters.
        """
        place = self._findings.index(finding)
        self._findings[place] = finding.model_copy(
            update={
                "severity": severity,
                "statement": f"{finding.statement} {more}",
                "handles": (*finding.handles, *(figure.handle for figure in figures)),
            }
        )

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures so far, in the order in which they were recorded."""
        return tuple(self._figures)

    def headline(self, figure: Figure) -> None:
        """Show this figure in the short view, after those that are there already."""
        if figure.handle not in self._headline:
            self._headline.append(figure.handle)

    def note(self, text: str) -> None:
        """Record what a reader has to know of how it was measured."""
        self._notes.append(text)

    def timing(self, name: str, seconds: float) -> None:
        """Record a duration: part of the run, not of the measurement."""
        self._timings[name] = seconds

    def evidence(self, engine: str = "duckdb") -> Evidence:
        """Close the record and return the evidence, findings worst first."""
        measurement = Measurement(
            tool=self.tool,
            arguments=self.request.model_dump(mode="json", exclude_none=True),
            tables=self.tables,
            scripts=self.scripts,
            seed=self.request.seed,
            holdout=self.holdout.model_dump(mode="json") if self.holdout else None,
            versions=versions(),
            figures=tuple(self._figures),
            findings=tuple(sorted(self._findings, key=lambda f: SEVERITIES.index(f.severity))),
            headline=tuple(self._headline),
            notes=tuple(self._notes),
        )
        return Evidence(
            id=measurement.sha256(),
            measurement=measurement,
            run=Run(
                started_at=self._started_at.isoformat(timespec="seconds"),
                seconds=round(time.perf_counter() - self._started, 3),
                host=socket.gethostname(),
                engine=engine,
                figures=self._timings,
            ),
        )


def versions() -> dict[str, str]:
    """Return the versions that a measurement depends on, the platform included."""
    found = {"platform": f"{platform.system().lower()}-{platform.machine()}",
             "python": platform.python_version()}  # fmt: skip
    for package in VERSIONED:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found


def _rounded(value: Value) -> Value:
    return round_significant(value) if isinstance(value, float) else value

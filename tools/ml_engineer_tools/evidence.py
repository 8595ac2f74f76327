"""Evidence: what a tool measured, as figures and findings that can be cited, hashed and replayed.

A `Measurement` is the part that must come out the same again (it is hashed); a `Run` tells how
it went on one machine (it is not); `Artefact`s are files left beside them. Inside a measurement
figures are called `f1`, `f2`, ...; the store gives each evidence a workspace-wide alias `E<n>`,
and `E3.f12` names one figure of it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

Severity = Literal["high", "medium", "low", "info"]
SEVERITIES: tuple[Severity, ...] = ("high", "medium", "low", "info")

Confidence = Literal["high", "medium", "low"]
"""How sure a check is that what it found is there, however harmful it is.

high: counted or computed on the rows themselves, or far beyond what chance explains;
medium: statistical evidence that also has another explanation; low: a hint worth a question.
"""

Value = int | float | str
"""A number; or an ISO 8601 instant; or, of a semantic type only, one of the tool's own words."""


class Contract(BaseModel):
    """A value that crosses a boundary: immutable, and strict about what it is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Subject(Contract):
    """What a figure is about, so that a right number beside the wrong name can be told."""

    table: str | None = None
    model: str | None = None
    column: str | None = None
    slice: str | None = None
    split: str | None = None
    window: str | None = None

    def __str__(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in self if value is not None)


class Exactness(Contract):
    """How a value was reached: over all rows, approximately, or on a sample.

    `error` is the relative error bound of an approximate value; `n` the rows of a sample.
    """

    kind: Literal["exact", "approximate", "sampled"] = "exact"
    error: float | None = None
    n: int | None = None

    @model_validator(mode="after")
    def _say_how(self) -> Exactness:
        if self.kind == "approximate" and self.error is None:
            raise ValueError("an approximate figure states its error")
        if self.kind == "sampled" and self.n is None:
            raise ValueError("a sampled figure states the n of its sample")
        return self


EXACT = Exactness()


class Figure(Contract):
    """One number that a tool yields, conventions and thresholds included.

    Attributes:
        handle: `f<k>`, unique within its measurement.
        quantity: what was measured, in the field's own words: `roc_auc`, `null_share`, `psi`.
        value: the number, rounded to six significant digits when it is not whole.
        unit: `rows`, `columns`, `seconds`, ...; None for a share, a score or a ratio.
        subject: what it is about.
        interval: lower and upper bound, with the level told by `interval_level`.
        interval_level: nominal coverage of the interval.
        n: how many rows stand behind it.
        exactness: exact, approximate (with its error) or sampled (with its n).
        convention: True for a threshold or parameter: chosen, not measured.
        source: where a convention comes from.
    """

    handle: Annotated[str, Field(pattern=r"^f[1-9][0-9]*$")]
    quantity: str
    value: Value
    unit: str | None = None
    subject: Subject = Subject()
    interval: tuple[float, float] | None = None
    interval_level: float | None = None
    n: int | None = None
    exactness: Exactness = EXACT
    convention: bool = False
    source: str | None = None

    @model_validator(mode="after")
    def _finite(self) -> Figure:
        numbers = [self.value, *(self.interval or ())]
        if any(isinstance(number, float) and not math.isfinite(number) for number in numbers):
            raise ValueError(f"figure {self.handle} ({self.quantity}) is not a finite number")
        if (self.interval is None) != (self.interval_level is None):
            raise ValueError("an interval states its level, and a level needs an interval")
        return self

    def __str__(self) -> str:
        return format_value(self.value)


class Finding(Contract):
    """What a check found, and what stands behind it.

    The statement never quotes a cell: it is sent to language models (see `Figure.subject.slice`
    for the names of levels, which are disclosed by rule).
    """

    check: str
    severity: Severity
    confidence: Confidence | None = None
    statement: str
    columns: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    question: str | None = None
    """What to ask the data's owner."""
    harmless_if: str | None = None
    """What would have to be true for this to be harmless."""


class TableFingerprint(Contract):
    """Which table was measured: its name as the user wrote it, and the hash of its content."""

    name: str
    sha256: str
    rows: int
    columns: int


class ScriptFingerprint(Contract):
    """Which code was read: its name as the user wrote it, the hash of its bytes, its lines."""

    name: str
    sha256: str
    lines: int


class Measurement(Contract):
    """What must come out the same again on the same platform and versions."""

    tool: str
    arguments: Mapping[str, JsonValue]
    tables: tuple[TableFingerprint, ...]
    scripts: tuple[ScriptFingerprint, ...] = ()
    """Code that was read beside the tables, or instead of them."""
    seed: int
    holdout: Mapping[str, JsonValue] | None = None
    """Where the line between exploration and holdout ran; None if labels played no part."""
    versions: Mapping[str, str]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...] = ()
    headline: tuple[str, ...] = ()
    """Handles in the order in which a short view shows them; the rest is read by handle."""
    notes: tuple[str, ...] = ()
    """What a reader has to know of how it was measured: samples, things left out."""

    @model_validator(mode="after")
    def _handles_hold(self) -> Measurement:
        handles = [figure.handle for figure in self.figures]
        known = set(handles)
        if len(known) != len(handles):
            raise ValueError("a handle stands for two figures")
        cited = {handle for finding in self.findings for handle in finding.handles}
        if unknown := (cited | set(self.headline)) - known:
            raise ValueError(f"no figure is called {sorted(unknown)}")
        return self

    def figure(self, handle: str) -> Figure:
        """Return the figure called `handle`.

        Raises:
            KeyError: no figure is called that.
        """
        for figure in self.figures:
            if figure.handle == handle:
                return figure
        raise KeyError(handle)

    def slices_of(self, finding: Finding) -> tuple[str, ...]:
        """Return the slices that a finding's figures are of, each once.

        Statements go to language models and name none, as a slice may be a cell of the table;
        what is shown on this machine may.
        """
        slices = (self.figure(handle).subject.slice for handle in finding.handles)
        return tuple(dict.fromkeys(name for name in slices if name))

    def canonical_bytes(self) -> bytes:
        """Return the one byte string that stands for this measurement (sorted, compact JSON)."""
        plain = self.model_dump(mode="json")
        if not self.scripts:
            # Measurements without code keep the id that they had before there were any with it.
            del plain["scripts"]
        return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def sha256(self) -> str:
        """Return the hex digest of the canonical bytes: the id of the evidence."""
        return hashlib.sha256(self.canonical_bytes()).hexdigest()


class Run(Contract):
    """How the measuring went: differs from run to run and is not hashed."""

    started_at: str
    seconds: float
    host: str
    engine: str
    figures: Mapping[str, float] = Field(default_factory=dict)
    """Durations and latencies by name, in seconds."""


class Artefact(Contract):
    """A file that was left beside the evidence."""

    kind: str
    path: str
    sha256: str


MOST_IN_REPR = 5
"""Findings that the text of an evidence tells, the worst: a convention."""


class Evidence(Contract):
    """A measurement with its id, its run and its files; `alias` once a store has committed it."""

    id: str
    alias: Annotated[str, Field(pattern=r"^E[1-9][0-9]*$")] | None = None
    measurement: Measurement
    run: Run
    artefacts: tuple[Artefact, ...] = ()

    @model_validator(mode="after")
    def _id_is_the_hash(self) -> Evidence:
        if self.id != self.measurement.sha256():
            raise ValueError("the id is not the hash of the measurement")
        return self

    def __repr__(self) -> str:
        """Say what was measured and the worst of what was found, in a few lines."""
        measured = self.measurement
        tables = ", ".join(table.name for table in measured.tables)
        counted = f"{len(measured.findings)} findings, {len(measured.figures)} figures"
        head = f"<Evidence {self.alias or self.id[:8]}: {measured.tool} of {tables}, {counted}>"
        ordered = sorted(measured.findings, key=lambda f: SEVERITIES.index(f.severity))
        told = [f"  {one.severity}: {one.statement}" for one in ordered if one.severity != "info"]
        return "\n".join([head, *told[:MOST_IN_REPR]])

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """Show the report page in a notebook."""
        from ml_engineer_tools.pages import notebook_frame

        return notebook_frame(self)

    def cite(self, handle: str) -> str:
        """Return how an answer cites one figure: `E3.f12`."""
        return f"{self.alias or self.id[:8]}.{handle}"

    def worst(self) -> Severity | None:
        """Return the highest severity among the findings, None without findings."""
        found = {finding.severity for finding in self.measurement.findings}
        return next((severity for severity in SEVERITIES if severity in found), None)


def published_schema() -> dict[str, JsonValue]:
    """Return the JSON schema of an evidence as it is written out: what `--json` prints."""
    schema = Evidence.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def round_significant(value: float, digits: int = 6) -> float:
    """Round to `digits` significant digits, so that the last bits of a sum don't enter a hash."""
    return float(f"{value:.{digits}g}")


def format_value(value: Value) -> str:
    """Return a value as prose shows it: whole numbers in groups of three, others to 3 digits."""
    if isinstance(value, str):
        return value
    size = abs(value)
    if isinstance(value, int) or size >= 99.95 or value == 0:
        return f"{value:,.0f}"
    if size >= 9.995:
        return f"{value:.1f}"
    return f"{value:.3f}" if size >= 0.001 else f"{value:.3g}"

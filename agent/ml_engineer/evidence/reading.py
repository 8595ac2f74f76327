"""Read more of an evidence: the figures that a short view left out, by handle, column or quantity.

What may leave is decided by `view.to_provider`, here as everywhere; the budget is the same, too.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

from pydantic import Field

from ml_engineer.evidence.compaction import compact_view
from ml_engineer.evidence.names import one_line, shorten
from ml_engineer.evidence.view import EvidenceView, ViewFigure, to_provider
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Evidence
from ml_engineer_tools.request import ColumnName, Request

TIMINGS = "latency"
"""The quantity by which durations and latencies of a run are read."""


class ReadEvidenceRequest(Request):
    """Which figures to read. Several conditions must all hold; none reads from the beginning."""

    evidence: Annotated[str, Field(pattern=r"^E[1-9][0-9]*$", description="Its alias: E3.")]
    handles: tuple[Annotated[str, Field(pattern=r"^(E[1-9][0-9]*\.)?f[1-9][0-9]*$")], ...] = Field(
        (), description="Handles of figures: f12 or E3.f12."
    )
    column: ColumnName | None = Field(None, description="Only figures about this column.")
    quantity: str | None = Field(None, description="Only this quantity, such as missing_share.")
    model: str | None = Field(None, description="Only figures about this model.")


def read_evidence(request: ReadEvidenceRequest, evidence: Evidence) -> EvidenceView:
    """Return the view of an evidence, restricted to what was asked, within the usual budget.

    A quantity may be the name of a check as well (`learning_curve`): then its findings are told,
    with the figures that they cite. Timings (`latency`) are of the run: they come by name, without
    handles.

    Raises:
        BadInput: nothing that was measured fits; the message names what there is.
    """
    whole = to_provider(evidence)
    if request.quantity == TIMINGS and evidence.run.figures:
        return whole.model_copy(
            update={"figures": (), "findings": (), "timings": dict(evidence.run.figures)}
        )
    alias = whole.evidence
    handles = {handle if "." in handle else f"{alias}.{handle}" for handle in request.handles}
    _check_handles(handles, evidence)
    _check_names(request, evidence)
    of_check = [one for one in whole.findings if one.check == request.quantity]
    cited = {handle for finding in of_check for handle in finding.handles}
    figures = tuple(figure for figure in whole.figures if _fits(figure, request, handles, cited))
    read = {figure.handle for figure in figures} | handles
    narrowed = handles or request.column or request.quantity or request.model
    # Who asks for one quantity or model wants its figures; findings would take their room.
    told = not narrowed or handles or request.column
    findings = tuple(
        finding
        for finding in whole.findings
        if finding in of_check
        or (
            told
            and (
                not narrowed
                or read & set(finding.handles)
                or (request.column and shorten(request.column) in finding.columns)
            )
        )
    )
    return compact_view(whole.model_copy(update={"figures": figures, "findings": findings}))


def _fits(
    figure: ViewFigure, request: ReadEvidenceRequest, handles: set[str], cited: set[str]
) -> bool:
    return (
        (not handles or figure.handle in handles)
        and (request.column is None or figure.column == shorten(request.column))
        and (
            request.quantity is None
            or figure.quantity == request.quantity
            or figure.handle in cited
        )
        and (request.model is None or figure.model == shorten(request.model))
    )


def _check_handles(handles: set[str], evidence: Evidence) -> None:
    known = {evidence.cite(figure.handle) for figure in evidence.measurement.figures}
    if unknown := sorted(handles - known):
        raise BadInput(
            f"{evidence.alias} has no figure {unknown[0]}; its figures are {evidence.alias}.f1 to "
            f"{evidence.alias}.f{len(known)}."
        )


def _check_names(request: ReadEvidenceRequest, evidence: Evidence) -> None:
    """Check that some figure is about what was asked.

    Raises:
        BadInput: none is; the message names the nearest that there is.
    """
    figures = evidence.measurement.figures
    checks = {finding.check for finding in evidence.measurement.findings}
    there: dict[str, tuple[str | None, set[str | None]]] = {
        "column": (request.column, {figure.subject.column for figure in figures}),
        "quantity": (request.quantity, {*checks, *(figure.quantity for figure in figures)}),
        "model": (request.model, {figure.subject.model for figure in figures}),
    }
    for kind, (asked, found) in there.items():
        names = sorted({shorten(name) for name in found if name})
        if asked is not None and shorten(asked) not in names:
            near = get_close_matches(shorten(asked), names, n=5, cutoff=0.4) or names[:5]
            listed = ", ".join(repr(one_line(name)) for name in near) or "none"
            raise BadInput(
                f"{evidence.alias} has no figure about the {kind} {one_line(asked)!r}; "
                f"the nearest are {listed}."
            )

"""Calculating: a figure derived from committed ones, committed as evidence of its own."""

from __future__ import annotations

from collections.abc import Iterable

from ml_engineer_tools.derivation.arithmetic import (
    check_operands,
    exactness_of,
    quantity_of,
    result,
    unit_of,
)
from ml_engineer_tools.derivation.request import CalculateRequest
from ml_engineer_tools.evidence import Evidence, Figure, TableFingerprint
from ml_engineer_tools.holdout import Holdout
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.store import Store, request_key

TOOL = "calculate"


def calculate(request: CalculateRequest, store: Store) -> Evidence:
    """Derive one figure from others and commit it; the same request gives the same evidence.

    The result keeps the part of the subject that all operands share, and the tables of all of
    them. It has no interval: how the operands vary together is not known.

    Raises:
        UnknownEvidence: a handle names no figure.
        BadInput: the operands don't suit the operation: their number, a date, different units, a
            division by zero.
        StoreError: the store can't be written.
    """
    operands = [store.figure(handle) for handle in request.operands]
    figures = [figure for _, figure in operands]
    sources = [evidence for evidence, _ in operands]
    values = check_operands(request.operation, figures)
    value = result(request.operation, values)
    recorder = Recorder(TOOL, request, _tables(sources), holdout=_holdout(sources))
    subject = _shared_subject(figures)
    recorder.figure(
        quantity_of(request.operation, figures),
        value,
        unit=unit_of(request.operation, figures),
        table=subject.get("table"),
        model=subject.get("model"),
        column=subject.get("column"),
        slice=subject.get("slice"),
        split=subject.get("split"),
        window=subject.get("window"),
        n=_shared_n(figures),
        exactness=exactness_of(request.operation, values, figures, value),
        headline=True,
    )
    # Aliases belong to one workspace; the ids say anywhere which measurements were meant.
    for evidence, figure in operands:
        recorder.note(f"{evidence.cite(figure.handle)} is {figure.quantity} of {evidence.id[:12]}.")
    if any(figure.interval for figure in figures):
        recorder.note("No interval: how the operands vary together is not known.")
    key = request_key(TOOL, request.model_dump(mode="json"), (), None)
    return store.commit(recorder.evidence(engine="none"), request_key=key)


def _tables(sources: Iterable[Evidence]) -> tuple[TableFingerprint, ...]:
    return tuple(dict.fromkeys(t for evidence in sources for t in evidence.measurement.tables))


def _holdout(sources: Iterable[Evidence]) -> Holdout | None:
    """Return the line that all operands with labels respected; None if it isn't one line."""
    lines = [e.measurement.holdout for e in sources if e.measurement.holdout is not None]
    if not lines or any(line != lines[0] for line in lines):
        return None
    return Holdout.model_validate(lines[0])


def _shared_subject(figures: list[Figure]) -> dict[str, str]:
    first, *others = (figure.subject for figure in figures)
    return {
        name: value
        for name, value in first
        if value is not None and all(getattr(other, name) == value for other in others)
    }


def _shared_n(figures: list[Figure]) -> int | None:
    sizes = {figure.n for figure in figures}
    return sizes.pop() if len(sizes) == 1 else None

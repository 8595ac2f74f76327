"""A ledger of labelled figures: evidence as a corpus writes it down, all of it shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from ml_engineer.evidence.ledger import Ledger
from ml_engineer.evidence.view import to_provider
from ml_engineer_tools.evidence import (
    Evidence,
    Figure,
    Measurement,
    Run,
    Subject,
    TableFingerprint,
    Value,
)


class LabelledFigure(BaseModel):
    """A figure as a corpus gives it: `E1.f2`, its quantity, value and subject."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    handle: str = Field(pattern=r"^E[1-9]\d*\.f[1-9]\d*$")
    quantity: str
    value: Value
    unit: str | None = None
    subject: Subject = Subject()
    interval: tuple[float, float] | None = None
    n: int | None = None


def ledger_of(figures: Iterable[LabelledFigure]) -> Ledger:
    """Return a ledger that holds these figures, each as shown to the model."""
    by_alias: dict[str, list[LabelledFigure]] = {}
    for figure in figures:
        by_alias.setdefault(figure.handle.partition(".")[0], []).append(figure)
    ledger = Ledger()
    for alias, group in by_alias.items():
        evidence = _evidence(alias, group)
        ledger.add(evidence)
        ledger.mark_shown(to_provider(evidence))
        ledger.mark_handles(figure.handle for figure in group)
    return ledger


def _evidence(alias: str, figures: Sequence[LabelledFigure]) -> Evidence:
    measurement = Measurement(
        tool="labelled",
        arguments={},
        tables=(TableFingerprint(name="labelled", sha256="0" * 64, rows=0, columns=0),),
        seed=0,
        versions={},
        figures=tuple(
            Figure(
                handle=figure.handle.partition(".")[2],
                quantity=figure.quantity,
                value=figure.value,
                unit=figure.unit,
                subject=figure.subject,
                interval=figure.interval,
                interval_level=0.95 if figure.interval else None,
                n=figure.n,
            )
            for figure in figures
        ),
    )
    run = Run(started_at="", seconds=0, host="", engine="")
    return Evidence(id=measurement.sha256(), alias=alias, measurement=measurement, run=run)

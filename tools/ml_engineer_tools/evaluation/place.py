"""Place: where figures of predictions belong, so that every tool writes them alike."""

from __future__ import annotations

from dataclasses import dataclass

from ml_engineer_tools.evaluation.parts import Estimate
from ml_engineer_tools.evidence import EXACT, Exactness, Figure
from ml_engineer_tools.recorder import Recorder
from ml_engineer_tools.tables.names import quoted

SIGNIFICANT = 0.05
"""Share of false alarms among the findings of one kind (false discovery rate)."""

ROUNDING = 1e-12
"""Differences below this are what is left of rounding."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where figures belong: which model, on which rows.

    Attributes:
        record: takes figures and findings.
        model: as figures name it.
        split: how the rows were split, or None.
        window: which period, or None.
        exactness: of the rows behind them.
    """

    record: Recorder
    model: str | None = None
    split: str | None = None
    window: str | None = None
    exactness: Exactness = EXACT

    def write(
        self,
        quantity: str,
        found: Estimate,
        *,
        column: str | None = None,
        slice: str | None = None,  # noqa: A002  the field's own word
        model: str | None = None,
        unit: str | None = None,
        headline: bool = False,
    ) -> Figure:
        """Record an estimate as a figure."""
        return self.record.figure(
            quantity,
            _without_rounding(found.value),
            unit=unit,
            model=model or self.model,
            split=self.split,
            window=self.window,
            column=column,
            slice=slice,
            interval=found.interval
            and (_without_rounding(found.interval[0]), _without_rounding(found.interval[1])),
            n=found.rows,
            exactness=self.exactness,
            headline=headline,
        )

    @property
    def whose(self) -> str:
        """Return " of `model`" for prose, or nothing."""
        return f" of {quoted(self.model)}" if self.model else ""


def _without_rounding(value: float) -> float:
    return 0.0 if abs(value) < ROUNDING else value


def lies_off(found: Estimate, right: float = 0.0, by: float = 0.0) -> bool:
    """Tell whether an interval lies beyond `by` of the right value."""
    if found.interval is None:
        return False
    low, high = found.interval
    return low > right + by or high < right - by

"""Figures of the stress: a score of the quick model, or of a naive one, with its interval."""

from __future__ import annotations

from ml_engineer_tools.evidence import Exactness, Figure
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.leakage.stress.quick_model import QuickModel, Reached


def stress_figure(
    inputs: Inputs,
    model: QuickModel,
    quantity: str,
    reached: Reached,
    split: str,
    n: int,
    *,
    name: str = "quick_model",
    column: str | None = None,
    exactness: Exactness | None = None,
) -> Figure:
    """Record what was reached; `n` rows judged it."""
    return inputs.record.figure(
        quantity,
        reached.value,
        model=name,
        column=column,
        split=split,
        interval=reached.interval,
        n=n,
        exactness=exactness or model.rows.exactness,
    )

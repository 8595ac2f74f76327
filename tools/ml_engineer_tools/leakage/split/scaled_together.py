"""Scaled together: columns whose mean is 0 and deviation 1 over both tables, not over training."""

from __future__ import annotations

import math
from typing import Any

from ml_engineer_tools.evidence import Figure
from ml_engineer_tools.leakage.inputs import Inputs
from ml_engineer_tools.tables.names import agreeing, joined

EXACT_MEAN, EXACT_SPREAD = 1e-6, 1e-3
"""How near to 0 and to 1 mean and standard deviation are after scaling: a convention."""
FEWEST_ROWS = 30


def check_scaled_together(inputs: Inputs) -> list[Figure]:
    """Record columns that were standardised over both tables before the split."""
    if inputs.test is None or inputs.train.rows < FEWEST_ROWS:
        return []
    test = inputs.test
    names = [
        c.name
        for c in inputs.features()
        if c.kind == "number" and test.has(c.name) and test.column(c.name).kind == "number"
    ]
    if not names:
        return []
    moments = []
    for table in (inputs.train, test):
        measures: dict[str, Any] = {}
        for k, name in enumerate(names):
            value = table.expression[name].cast("float64")
            value = value.nullif(float("nan"))
            measures |= {f"n{k}": value.count(), f"a{k}": value.sum(),
                         f"b{k}": (value * value).sum()}  # fmt: skip
        moments.append(inputs.engine.aggregate(table.expression, measures))
    scaled = [name for k, name in enumerate(names) if _is_scaled_together(moments, k)]
    if not scaled:
        return []
    count = inputs.record.figure("columns_scaled_together", len(scaled), unit="columns")
    inputs.record.finding(
        "scaled_together",
        "info",
        f"{joined(scaled)} {agreeing(len(scaled), 'has', 'have')} mean 0 and standard deviation 1 "
        "over both tables together and not over the training rows alone: the scaling was learnt "
        "before the split. That does almost no harm to a score; scale by the training rows in use.",
        confidence="high",
        columns=scaled,
        clauses=("S3", "S4"),
        figures=(count,),
    )
    return []


def _is_scaled_together(moments: list[dict[str, Any]], k: int) -> bool:
    parts = [[float(one[f"{m}{k}"] or 0) for m in "nab"] for one in moments]
    together = [sum(values) for values in zip(*parts, strict=True)]
    return _is_standard(together) and not _is_standard(parts[0])


def _is_standard(sums: list[float]) -> bool:
    n, total, squares = sums
    if n < FEWEST_ROWS or not all(map(math.isfinite, sums)):
        return False
    mean = total / n
    spread = math.sqrt(max(squares / n - mean**2, 0.0))
    return abs(mean) < EXACT_MEAN and abs(spread - 1) < EXACT_SPREAD

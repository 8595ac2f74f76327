"""Rows by period: how many rows of each table lie in each stretch of time, for a drawing."""

from __future__ import annotations

import numpy as np

from ml_engineer_tools.leakage.inputs import Inputs

PERIODS = 24
"""Stretches of equal length that the time is cut into: a convention."""
SAMPLE = 50_000
"""Rows of each table whose time is read."""


def record_period_rows(inputs: Inputs) -> None:
    """Record the rows of both tables in each of `PERIODS` stretches of the time given."""
    import pandas as pd

    time, test = inputs.roles.time, inputs.test
    if time is None or test is None or not test.has(time):
        return
    if not (inputs.train.column(time).is_temporal and test.column(time).is_temporal):
        return
    sides = []
    for table in (inputs.train, test):
        sample = inputs.engine.hash_sample(
            table.expression, SAMPLE, seed=inputs.seed, columns=[time], by=[time]
        )
        stamps = pd.to_datetime(sample[time].dropna(), utc=True)
        sides.append((stamps, table.rows / max(len(sample), 1)))
    if any(stamps.empty for stamps, _ in sides):
        return
    start = min(stamps.min() for stamps, _ in sides)
    end = max(stamps.max() for stamps, _ in sides)
    if start == end:
        return
    edges = [start + (end - start) * k / PERIODS for k in range(PERIODS + 1)]
    for (stamps, weight), split in zip(sides, ("train", "test"), strict=True):
        places = np.clip(((stamps - start) / (end - start) * PERIODS).astype(int), 0, PERIODS - 1)
        counts = np.bincount(places, minlength=PERIODS)
        for k, count in enumerate(counts):
            window = f"{edges[k].date().isoformat()} to {edges[k + 1].date().isoformat()}"
            inputs.record.figure(
                "period_rows", round(int(count) * weight), unit="rows", column=time,
                split=split, window=window,
            )  # fmt: skip

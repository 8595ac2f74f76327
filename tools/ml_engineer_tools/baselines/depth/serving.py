"""Serving: how large models are, and how long training and single predictions take.

Sizes are the same on every machine and belong to the measurement; times go to the run.
"""

from __future__ import annotations

import time

import numpy as np

from ml_engineer_tools.baselines.board import Board
from ml_engineer_tools.modelling.features import Prepared

SINGLES = 100
"""Single rows that are predicted one by one."""

BATCH = 1_000


def measure_serving(board: Board, features: Prepared) -> None:
    """Record each model's size, and time its predictions: one row at a time, and a batch."""
    record = board.record
    for model, trial in board.trials.items():
        if not trial.fitted:
            continue
        fitted = trial.fitted[-1]
        record.figure("model_size", fitted.learnt.size, unit="bytes", model=model,
                      slice=board.slice)  # fmt: skip
        rows = trial.split.folds[-1].validation
        taken = []
        for row in rows[:SINGLES]:
            started = time.perf_counter()
            fitted.predict(features.matrix[[row]])
            taken.append(time.perf_counter() - started)
        batch = np.resize(rows, BATCH)
        started = time.perf_counter()
        fitted.predict(features.matrix[batch])
        spent = time.perf_counter() - started
        record.timing(f"latency p50 of {model}", float(np.quantile(taken, 0.5)))
        record.timing(f"latency p99 of {model}", float(np.quantile(taken, 0.99)))
        record.timing(f"latency of {model}, {BATCH:,} rows at once", spent)

"""What a suspect is worth is told with an interval that knows which rows hang together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.signal import lfilter

from ml_engineer_tools.leakage.target.ablation import Ablation
from ml_engineer_tools.leakage.target.probe import Probe
from ml_engineer_tools.modelling.splits import stratified_folds
from ml_engineer_tools.modelling.task import Task

ROWS = 300
TIMES = np.arange(ROWS)


def probe(times: np.ndarray | None) -> Probe:
    """Rows in order of time whose feature, and what it doesn't know, carry over to the next."""
    random = np.random.default_rng(0)
    known, hidden = lfilter([1.0], [1.0, -0.95], random.normal(size=(2, ROWS)), axis=1)
    y = (known + hidden + random.normal(size=ROWS) > 0).astype(int)
    frame = pd.DataFrame({"late": y + 0.25 * random.normal(size=ROWS), "plain": known})
    folds = stratified_folds(y, n=3)
    return Probe(Task("binary", (0, 1), 1), frame, y, None, folds, 0, ROWS, TIMES, times)


def width(times: np.ndarray | None) -> float:
    loss = Ablation(probe(times), {"late": 1.0, "plain": 0.0}).loss({"late"}, set())
    assert loss.interval is not None
    return loss.interval[1] - loss.interval[0]


def test_neighbours_in_time_leave_more_open_than_rows_by_themselves() -> None:
    assert width(TIMES) > 1.5 * width(None)


def test_only_the_order_of_the_times_counts() -> None:
    assert width(TIMES * 86_400.0) == pytest.approx(width(TIMES))

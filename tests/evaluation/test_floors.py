"""What a floor reaches beside the model, and how well their difference is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tests.evaluation.worlds import binary

from ml_engineer_tools.evaluation.floors import one_rule_floor
from ml_engineer_tools.evaluation.parts import Estimate, deal_parts
from ml_engineer_tools.evaluation.periods import Judgeable
from ml_engineer_tools.evaluation.predictions import Predicted
from ml_engineer_tools.modelling.task import Task

BINARY = Task("binary", (0, 1), 1)


def difference_to_one_rule(seed: int, metric: str) -> Estimate:
    """Of rows that know nothing of each other, on sixty days."""
    frame = binary(3000, seed)
    days = np.sort(np.random.default_rng(seed).integers(0, 60, len(frame)))
    times = days.astype("datetime64[D]").astype("datetime64[us]")
    p = frame.p.to_numpy()
    chances = np.column_stack([1 - p, p])
    predicted = Predicted(np.ones(len(p), bool), chances, (p >= 0.5).astype(int), None, 0, 0)
    inputs: pd.DataFrame = frame[["x", "z"]]
    parts = deal_parts(len(p), times=times)
    rows = Judgeable(frame.y.to_numpy(), predicted, inputs, parts, times, None)
    floor = one_rule_floor(BINARY, rows, [], seed=0)
    assert floor is not None
    gap = floor.model.minus(floor.own, metric)
    assert gap is not None
    return gap


def test_a_difference_on_the_last_of_the_time_is_known_as_well_as_its_rows_tell() -> None:
    found = [difference_to_one_rule(seed, "roc_auc") for seed in range(40)]

    values = np.array([gap.value for gap in found])
    low, high = np.array([gap.interval or (np.nan, np.nan) for gap in found]).T
    truth, reach = values.mean(), 1.96 * values.std(ddof=1)
    assert (low > 0).all()
    assert np.median((high - low) / 2) < 1.5 * reach
    assert ((low <= truth) & (truth <= high)).mean() >= 0.85

"""Oversampled rows: copies are one finding, and make no suspects of honest columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tests.leakage.split_worlds import found, measure, shuffled, value

from ml_engineer_tools.leakage.check_names import TARGET_LEAKS


def test_copies_of_the_rare_class_make_no_suspects() -> None:
    random = np.random.default_rng(34)
    frame = pd.DataFrame(random.normal(size=(1_000, 5)), columns=list("abcde")).round(4)
    chance = 1 / (1 + np.exp(2 - 0.8 * frame["a"]))
    frame["fault"] = (random.random(1_000) < chance).astype(int)
    rare = frame[frame["fault"] == 1]
    more = rare.sample(len(frame) - 2 * len(rare), replace=True, random_state=0)
    measurement = measure(shuffled(pd.concat([frame, more]), 1), target="fault")
    assert [f for f in found(measurement, *TARGET_LEAKS) if f.severity != "info"] == []
    (stress,) = found(measurement, "split_stress")
    assert stress.severity == "high"
    assert value(measurement, "duplicates_split_roc_auc") > 0.55

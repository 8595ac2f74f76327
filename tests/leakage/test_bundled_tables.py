"""Tables that come with scikit-learn: honest features, some of them very strong, are let be."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets

from ml_engineer_tools import check_leakage
from ml_engineer_tools.leakage.check_names import TARGET_LEAKS

TABLES = ("iris", "wine", "breast_cancer", "diabetes")


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("split", [False, True])
def test_no_feature_is_suspected_and_nothing_is_severe(name: str, split: bool) -> None:
    frame: Any = getattr(datasets, f"load_{name}")(as_frame=True).frame
    test = None
    if split:
        shuffled = frame.sample(frac=1, random_state=1).reset_index(drop=True)
        cut = int(0.7 * len(shuffled))
        frame, test = shuffled.iloc[:cut], shuffled.iloc[cut:]
    findings = check_leakage(frame, target="target", test=test).measurement.findings
    assert [finding for finding in findings if finding.severity == "high"] == []
    assert [f.columns for f in findings if f.check in TARGET_LEAKS and f.severity != "info"] == []


def test_days_are_read_as_days_and_a_planned_one_needs_no_label() -> None:
    random = np.random.default_rng(0)
    rows = 300
    ordered = [datetime.date(2024, 1, 1) + datetime.timedelta(days=int(k))
               for k in random.integers(0, 300, rows)]  # fmt: skip
    due = [day + datetime.timedelta(days=int(k))
           for day, k in zip(ordered, random.integers(1, 30, rows), strict=True)]  # fmt: skip
    frame = pd.DataFrame({"a": random.normal(size=rows), "ordered": ordered, "due": due})
    frame["y"] = (frame["a"] + random.logistic(size=rows) > 0).astype(int)
    findings = check_leakage(frame, target="y").measurement.findings
    assert [finding.check for finding in findings if finding.severity in ("high", "medium")] == []

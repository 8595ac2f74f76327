"""Copies that no single row proves: far more agree than training rows do among each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ml_engineer_tools import check_leakage


def world(rows: int, seed: int) -> pd.DataFrame:
    """Few coarse columns, of which any two rows agree in several."""
    random = np.random.default_rng(seed)
    site = random.integers(0, 40, rows)
    return pd.DataFrame(
        {
            "age": random.integers(18, 90, rows),
            "site": [f"s{k}" for k in site],
            "plan": random.choice(["a", "b", "c"], rows),
            "visits": random.poisson(3, rows),
            "pain": random.integers(0, 9, rows),
            "creatinine": np.round(random.gamma(2, 8, rows), 2),
            "y": random.integers(0, 2, rows),
        }
    )


@pytest.mark.parametrize(("copied", "severity"), [(0.6, "high"), (0.0, None)])
def test_moved_copies_of_common_rows(tmp_path: Path, copied: float, severity: str | None) -> None:
    train, test = world(2500, 0), world(1000, 1)
    random = np.random.default_rng(2)
    some = random.choice(len(train), int(copied * len(test)), replace=False)
    copies = train.iloc[some].copy()
    copies["creatinine"] = np.round(copies["creatinine"] * random.normal(1, 0.03, len(some)), 3)
    test = pd.concat([copies, test.iloc[len(some) :]])
    for frame, name in ((train, "train"), (test, "test")):
        frame.to_csv(tmp_path / f"{name}.csv", index=False)

    found = check_leakage(
        str(tmp_path / "train.csv"), target="y", test=str(tmp_path / "test.csv")
    ).measurement

    told = {finding.check: finding.severity for finding in found.findings}
    assert told.get("near_row_overlap") == severity
    if severity is not None:
        share = next(f.value for f in found.figures if f.quantity == "near_row_overlap_share")
        assert share == pytest.approx(copied, abs=0.05)
